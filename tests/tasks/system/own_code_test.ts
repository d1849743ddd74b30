/** No task writes to the code that the next command runs, however a path to it is spelled. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { ensureDir, exists, walk } from "@std/fs";
import { dirname, fromFileUrl, join, relative } from "@std/path";
import settings from "../../../deno.json" with { type: "json" };
import { taskPermissions } from "../../../packages/course/site/permissions.ts";
import { OWN_CODE } from "../../../tasks/system/own_code.ts";
import { checkoutIn } from "../../helpers/checkout.ts";
import {
  granted,
  namesIn,
  outcomeOf,
  ROOT,
  runCommand,
  startScript,
  STRICT,
  TASKS,
  temporaryFolder,
} from "../../helpers/run_task.ts";

/** The folders among them. */
const FOLDERS = [
  ".ci",
  ".git",
  ".github",
  "lib",
  "native",
  "node_modules",
  "packages",
  "tasks",
  "tests",
];

/** These make files of code: those of the project, `init` those of a new one, which replaces none, and `mutants` those of a clone. */
const MAKERS = [
  "init",
  "schema",
  "build_kernels",
  "build_row_kernel",
  "build_native",
  "build_npm",
  "fuzz",
  "mutants",
  "locks",
  "test",
  "test_all",
  "coverage",
];

Deno.test("each task that may write is denied all files that control what the next command runs", () => {
  for (const [name, { write }] of taskPermissions({ ...settings, tasks: TASKS })) {
    if (write === undefined || MAKERS.includes(name)) continue;
    assertEquals(write, { allow: true, deny: OWN_CODE }, name);
  }
});

/** Windows needs a right of its own for links. */
const ignore = !granted("read", "write", "run") || Deno.build.os === "windows";

/** A module that is a test, and has a program in its documentation too. */
const MODULE =
  '/**\n * ```ts\n * 1;\n * ```\n */\nexport const a = 1;\nDeno.test("a", () => {});\n';

Deno.test("deno test finds what no task may write, and nothing else", { ignore }, async () => {
  await using folder = await temporaryFolder();
  const { test, workspace } = settings;
  const ours = [
    "README.md",
    "docs/coming-from.md",
    "docs/library.md",
    "docs/serve.md",
    "docs/ship.md",
    "lib/a.ts",
    "lib/deep/a_test.ts",
    "mod.ts",
    "tasks/a_test.ts",
    "tests/a.md",
    ...workspace.map((name) => join(name, "a_test.ts")),
  ];
  const names = ["z.md", "z.markdown", "z_test.ts", "z.test.js", "test.mjs", "z.ts"];
  const written = ["", ".hidden", "data", "data/deep/lib", "dist", "docs", "docs/deep", "library"]
    .concat("other/tests", "site").flatMap((folder) => names.map((name) => join(folder, name)))
    .concat("CHANGELOG.md", "README_test.ts", "data/README.md", "docs/lab/results.md");
  for (const path of [...ours, ...written].map((path) => join(folder.path, path))) {
    await ensureDir(dirname(path));
    const isPage = /\.(?:md|markdown)$/.test(path);
    await Deno.writeTextFile(path, isPage ? "```ts\n1;\n```\n" : MODULE);
  }
  const members = workspace.map((name): [string, object] => [name, {}]);
  for (const [inner, text] of [["", { test, workspace }] as const, ...members]) {
    await Deno.writeTextFile(join(folder.path, inner, "deno.json"), JSON.stringify(text));
  }
  const words = ["test", "--doc", "--no-check", "--no-lock", "--no-prompt", "--no-remote"];
  const options = { cwd: folder.path, env: { NO_COLOR: "1" } };
  const { stdout, stderr } = await runCommand(Deno.execPath(), words, options);
  const found = stdout.matchAll(/^running \d+ tests? from \.\/([^#\n]+)/gm);
  const sorted = [...new Set(found.map(([, path]) => path!))].sort();
  assertEquals(sorted, ours.map((path) => path.replace(/^\.\//, "")).sort(), stderr);
  const open = sorted.filter((path) =>
    !OWN_CODE.some((code) => path === code || path.startsWith(`${code}/`))
  );
  assertEquals(open, []);
});

/** A copy of the checkout, with a link to each folder in it and one to itself, `links/root`. */
async function copyOfCheckout() {
  const folder = await temporaryFolder();
  const path = await Deno.realPath(folder.path);
  const [copy, links] = [await checkoutIn(path), join(path, "links")];
  for (const name of [...FOLDERS, "data", "dist", "docs"]) await ensureDir(join(copy, name));
  const fixture = "tests/tasks/system/own_code_fixture.ts";
  await ensureDir(join(copy, dirname(fixture)));
  await Deno.copyFile(join(ROOT, fixture), join(copy, fixture));
  await Deno.mkdir(links);
  for (const name of [...FOLDERS, "data"]) await Deno.symlink(join(copy, name), join(links, name));
  await Deno.symlink(copy, join(links, "root"));
  await Deno.mkdir(join(path, "elsewhere"));
  return { path, copy, links, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** What is in a folder, by path, with the size of each file. */
async function stateOf(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(
    walk(folder),
    async ({ path, isFile }) =>
      isFile ? `${relative(folder, path)} ${(await Deno.stat(path)).size}` : relative(folder, path),
  );
  return entries.sort();
}

/** Tries operations in the copy; returns what became of each. */
async function triesIn(copy: string, tries: readonly string[][]): Promise<string[]> {
  const { stdout, stderr } = await outcomeOf(
    startScript(join(copy, "tests/tasks/system/own_code_fixture.ts"), [JSON.stringify(tries)], {
      flags: [...STRICT, "--config", join(copy, "deno.json"), "-P=train"],
      cwd: copy,
    }),
  );
  assertEquals(stderr, "");
  return JSON.parse(stdout);
}

Deno.test("no operation on the disk reaches the code, through links or by its name", {
  ignore,
}, async () => {
  await using checkout = await copyOfCheckout();
  const { path, copy, links } = checkout;
  await Deno.writeTextFile(join(path, "elsewhere", "file"), "text");
  const before = await stateOf(copy);
  const tries = [
    ...OWN_CODE.map((name) => FOLDERS.includes(name) ? join(name, "new") : name)
      .flatMap((name) => [["write", name], ["write", join(links, "root", name)]]),
    ...FOLDERS.map((name) => ["write", join(links, name, "new", "file")]),
    ["write", `${links}/data/../lib/new`], // which the system takes for copy/lib
    ["makeFolder", join(links, "lib", "new")],
    ["lock", join(links, "lib")],
    ["open", join(links, "lib", "train.ts")],
    ["truncate", join(links, "root", "mod.ts")],
    ["truncate", join(links, "root", "package.json")],
    ["rename", join(links, "lib", "train.ts"), join(path, "elsewhere", "train.ts")],
    ["rename", join(path, "elsewhere", "file"), join(links, "lib", "train.ts")],
    ["rename", copy, join(path, "away")],
    ["rename", join(links, "root", "lib"), join(path, "away")],
    ["remove", copy],
    ["remove", path],
    ["remove", join(links, "root", "lib")],
    ["remove", join(links, "lib", "train.ts")],
    ["removeFolder", join(links, "root", "node_modules")],
    ["rename", join(copy, "docs"), join(path, "away")], // which holds docs/library.md
    ["remove", join(links, "root", "docs")],
  ];
  const outcomes = await triesIn(copy, tries);
  for (const [k, outcome] of outcomes.entries()) {
    assertMatch(
      outcome,
      /^Cannot write to .*: .* (?:is|holds) code that commands run, and stays as it is$/,
      tries[k]!.join(" "),
    );
  }
  assertEquals(await stateOf(copy), before);
  assertEquals(await namesIn(join(path, "elsewhere")), ["file"]);
});

Deno.test("data/, dist/ and folders elsewhere are written, through links too", {
  ignore,
}, async () => {
  await using checkout = await copyOfCheckout();
  const { path, copy, links } = checkout;
  const tries = [
    ["write", "data/runs/new/file"],
    ["write", "dist/file"],
    ["write", "docs/lab/results.md"],
    ["write", "library/file"], // which only begins as lib does
    ["write", join(links, "data", "far")],
    ["write", join(links, "root", "data", "farther")],
    ["write", join(path, "elsewhere", "lib", "file")],
    ["rename", join(path, "elsewhere", "lib"), join(path, "elsewhere", "tasks")],
    ["remove", join(path, "elsewhere", "tasks")],
    ["lock", join(links, "data")],
    ["remove", join(links, "lib")], // the link alone
  ];
  assertEquals(await triesIn(copy, tries), tries.map(() => "done"));
  assert(await exists(join(copy, "lib", "train.ts")));
  assertEquals(await namesIn(join(copy, "data")), ["far", "farther", "runs"]);
});

Deno.test("the packages that Deno keeps are code too", { ignore }, async () => {
  await using checkout = await copyOfCheckout();
  const packages = dirname(fromFileUrl(import.meta.resolve("@std/path")));
  const file = join(packages, `inkling_${crypto.randomUUID()}`);
  try {
    const [outcome] = await triesIn(checkout.copy, [["write", file]]);
    assertMatch(outcome!, /it is code that commands run/);
  } finally {
    await Deno.remove(file).catch(() => {});
  }
});

Deno.test("a task that a link sends to the code ends with a sentence", { ignore }, async () => {
  await using checkout = await copyOfCheckout();
  const { copy, links } = checkout;
  const before = await stateOf(copy);
  const iris = join(ROOT, "tests", "outsider", "iris.csv");
  const words = ["--csv", iris, "--target", "species", "--runs", join(links, "tasks")];
  const { code, stderr } = await outcomeOf(
    startScript(join(copy, "tasks", "train.ts"), words, {
      flags: [...STRICT, "--config", join(copy, "deno.json"), "-P=train"],
      cwd: copy,
    }),
  );
  assertMatch(
    stderr,
    /^error: Cannot write to .*links\/tasks\/iris.*: .*checkout\/tasks\/iris.* is code/m,
  );
  assertEquals([code, await stateOf(copy)], [1, before]);
});

/** What changes the disk by itself. */
const WRITES_DIRECTLY = [
  /^packages\/\w+\/tests\//,
  /^packages\/page\//, // in a browser
  /^packages\/lab\/build\//, // with sets that allow just what they make
  /^packages\/lab\/bench\/tables\//, // studies, in folders that they are given
  /^packages\/lab\/mutants\.ts$/, // in a clone
  /^tasks\/(?:native|system\/std_fs)\//,
  /^tasks\/system\/disk\.ts$/,
  /^tasks\/system\/group_scripts\.ts$/, // a temporary folder, for the bundler
];

Deno.test("tasks and members change the disk by tasks/system/disk.ts alone", {
  ignore: !granted("read"),
}, async () => {
  const direct =
    /\bDeno\.(?:copyFile|create|link|makeTemp\w+|mkdir|remove|rename|symlink|truncate|write\w*File)(?:Sync)?\b|\bDeno\.open(?:Sync)?\([^;]*?\b(?:write|append|create): true|(?<!\.)\b(?:ensureDir|move)\(/g;
  const found: string[] = [];
  const folders = [join(ROOT, "packages"), join(ROOT, "tasks")];
  const files = await Promise.all(
    folders.map((folder) => Array.fromAsync(walk(folder, { exts: [".ts"] }))),
  );
  for (const { path } of files.flat()) {
    const name = relative(ROOT, path).replaceAll("\\", "/");
    if (WRITES_DIRECTLY.some((pattern) => pattern.test(name))) continue;
    for (const [match] of (await Deno.readTextFile(path)).matchAll(direct)) {
      found.push(`${name}: ${match}`);
    }
  }
  assertEquals(found, []);
});
