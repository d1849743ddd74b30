/** `deno task init`: a project of a table, which replaces no file; `tests/workflows/project_test.ts` runs it. */

import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { pathToFileURL } from "node:url";
import { exampleTable } from "../../../tasks/init/table.ts";
import { sourceOf } from "../../../tasks/init/tarball.ts";
import { patientsTable, sensorTable, withoutFirst } from "../../helpers/draw_related_tables.ts";
import { namesIn, ROOT } from "../../helpers/run_task.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");
const CSV = join(ROOT, "tests/tasks/data/penguins.csv");
const PUBLISHED = "https://registry.npmjs.org/inkling/-/inkling-0.2.0.tgz";
const FILES = [".github", ".gitignore", "README.md", "config.json", "data", "package.json"];

test("a project of the example has scripts by names of commands", async ({ path }) => {
  const folder = join(path, "My Shop");
  const { code, stdout, stderr } = await runHere(["init", folder]);
  assertEquals(code, 0, stderr);
  assertEquals(await namesIn(folder), FILES);
  const settings = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  assertEquals(settings.name, "my-shop");
  assertEquals(settings.private, true);
  assertEquals(settings.devDependencies, { inkling: "file:inkling-commands.tgz" });
  assertStringIncludes(
    stdout + stderr,
    "`deno task --cwd packages/lab build_npm` in a checkout, and copy dist/inkling-commands.tgz into",
  );
  for (const [name, script] of Object.entries<string>(settings.scripts)) {
    assertEquals(script.split(" ").slice(0, 2), ["inkling", name]);
  }
});

test("a project of a table has its file, and its target in the config", async ({ path }) => {
  const folder = join(path, "birds");
  const { code, stderr } = await runHere(["init", folder, "--csv", CSV, "--target", "species"]);
  assertEquals(code, 0, stderr);
  const copy = await Deno.readTextFile(join(folder, "data/penguins.csv"));
  assertEquals(copy, await Deno.readTextFile(CSV));
  const { dataset } = JSON.parse(await Deno.readTextFile(join(folder, "config.json")));
  const defaults = { gaps: "category", as: {} }; // those of train --csv: dates and money are read
  assertEquals(dataset, { csv: "data/penguins.csv", target: "species", ...defaults });
  const workflow = await Deno.readTextFile(join(folder, ".github/workflows/train.yml"));
  assertMatch(workflow, /FLOOR: "" #/);
  assertStringIncludes(workflow, '  push:\n    paths: ["data/**", config.json]\n');
  assertNotMatch(workflow, /schedule|npm run fetch/);
});

test("a table that the project fetches is fetched and trained on every Monday", async ({ path }) => {
  const url = "https://example.com/exports/orders.csv?all=1";
  const { code, stdout, stderr } = await runHere(
    ["init", path, "--table", url, "--target", "returned"],
  );
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout + stderr, "npm install, npm run fetch, then npm run train");
  const read = (name: string) => Deno.readTextFile(join(path, name));
  const { scripts } = JSON.parse(await read("package.json"));
  assertEquals(scripts.fetch, `inkling fetch --table '${url}' --replace`);
  assertEquals(JSON.parse(await read("config.json")).dataset.table, "data/orders.csv");
  const workflow = await read(".github/workflows/train.yml");
  assertMatch(workflow, /paths: \[config\.json\]\n {2}schedule:\n {4}- cron: "17 3 \* \* 1"/);
  assertMatch(workflow, /run: npm run fetch\n +- name: Train\n +run: npm run train/);
  assertMatch(await read("README.md"), /train\.yml` trains every Monday/);
  assertMatch(await read(".gitignore"), /^data\/$/m);
});

test("a project of patients has the split that was found, and prints it first", async ({ path }) => {
  const [folder, csv] = [join(path, "clinic"), join(path, "patients.csv")];
  for (
    const [table, expected] of [
      [patientsTable(60), { splitBy: "patient" }],
      [withoutFirst(sensorTable()), { splitAfter: true }],
    ] as const
  ) {
    await Deno.writeTextFile(csv, table);
    const target = table.split("\n")[0]!.split(",").at(-1)!;
    const own = join(folder, target);
    const { code, stdout, stderr } = await runHere(["init", own, "--csv", csv, "--target", target]);
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^(?:Split by "patient"|Test on the last rows of the file): .*\nWrote /);
    const { dataset } = JSON.parse(await Deno.readTextFile(join(own, "config.json")));
    const file = { csv: "data/patients.csv", target, gaps: "category", as: {} };
    assertEquals(dataset, { ...file, ...expected });
  }
});

test("a table in the folder stays where it is", async ({ path: folder }) => {
  const table = join(folder, "..birds.csv");
  await Deno.copyFile(CSV, table);
  const { code, stderr } = await runHere(["init", folder, "--csv", table, "--target", "species"]);
  assertEquals(code, 0, stderr);
  assertEquals(await namesIn(folder), ["..birds.csv", ...FILES.filter((name) => name !== "data")]);
  const { dataset } = JSON.parse(await Deno.readTextFile(join(folder, "config.json")));
  assertEquals(dataset.csv, "..birds.csv");
  const workflow = await Deno.readTextFile(join(folder, ".github/workflows/train.yml"));
  assertStringIncludes(workflow, 'paths: ["..birds.csv", config.json]');
});

test("what is there is never replaced, and nothing is written then", async ({ path: folder }) => {
  await Deno.writeTextFile(join(folder, "README.md"), "mine");
  await Deno.symlink("nowhere", join(folder, "package.json"));
  const { code, stderr } = await runHere(["init", folder]);
  assertEquals(code, 1);
  const got = "expected none of its files there, got package.json, README.md";
  assertEquals(stderr, `error: Cannot make a project in ${folder}: ${got}\n`);
  assertEquals(await namesIn(folder), ["README.md", "package.json"]);
  assertEquals(await Deno.readTextFile(join(folder, "README.md")), "mine");
});

for (
  const [name, words, message] of [
    [
      "a target without a table",
      ["--target", "sex"],
      /^error: --target "sex" is a column of --csv/,
    ],
    ["an address without a target", ["--table", PUBLISHED], /--target NAME of the table/],
    ["two tables", ["--csv", CSV, "--table", PUBLISHED], /expected --csv or --table, not both/],
    [
      "what is not an address",
      ["--table", "orders.csv", "--target", "x"],
      /^error: --table is a URL that begins with https:\/\/, not "orders\.csv"/,
    ],
    ["a table without a target", ["--csv", CSV], /a column without --target NAME of .*species, /],
    [
      "a target that is not a column",
      ["--csv", CSV, "--target", "x"],
      /^error: Cannot predict "x" of /,
    ],
  ] as const
) {
  test(`${name} is refused, and nothing is written`, async ({ path }) => {
    const folder = join(path, "project");
    const { code, stderr } = await runHere(["init", folder, ...words]);
    assertEquals(code, 2);
    assertMatch(stderr, message);
    assertEquals(await namesIn(path), []);
  });
}

test("init refuses to write where the code of the commands is", async () => {
  const { code, stderr } = await runHere(["init", join(ROOT, "tests")]);
  assertEquals(code, 1);
  assertMatch(stderr, /is code that commands run/);
  assertEquals((await namesIn(join(ROOT, "tests"))).includes("package.json"), false);
});

test("where npm installed the commands from is found by npm's list", async ({ path }) => {
  const root = pathToFileURL(join(path, "node_modules/inkling/"));
  const list = join(path, "node_modules/.package-lock.json");
  assertEquals(await sourceOf(root), "");
  await Deno.mkdir(join(path, "node_modules"));
  for (
    const [resolved, expected] of [
      ["file:my #1 files/inkling-commands.tgz", join(path, "my #1 files/inkling-commands.tgz")],
      ["file:gone.tgz", ""],
      [PUBLISHED, PUBLISHED],
      ["../checkout", ""],
    ] as const
  ) {
    const packages = { "node_modules/inkling": { resolved } };
    await Deno.writeTextFile(list, JSON.stringify({ packages }));
    if (expected.startsWith(path)) {
      await Deno.mkdir(dirname(expected));
      await Deno.writeTextFile(expected, "");
    }
    assertEquals(await sourceOf(root), expected);
  }
});

Deno.test("the example is the same at each call", () => {
  assertEquals(exampleTable(), exampleTable());
  assertMatch(exampleTable(), /^article,price,size,delivery_days,returned\n(.*,(yes|no)\n){120}$/);
});
