import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { join } from "@std/path";
import { UsageError } from "../../../../tasks/cli/arguments.ts";
import { readConfig } from "../../../../tests/helpers/read_config.ts";
import { needsValidationRun, validationRunName } from "../../reproduce/chosen.ts";
import { parsePublished, PUBLISHED, readPublished } from "../../reproduce/published.ts";
import { checkClasses, chooseRows, CONFIGS, readRows } from "../../reproduce/rows.ts";
import { runHere } from "../../../../tests/helpers/run_here.ts";
import { ROOT } from "../../../../tests/helpers/run_task.ts";
import { testsWith } from "../../../../tests/helpers/tests_with.ts";

const test = testsWith("read", "write");
const FOLDERS = CONFIGS.map((folder) => join(ROOT, folder));

const ourPublished = () => readPublished(join(ROOT, PUBLISHED));
const ourRows = async () => await readRows(FOLDERS, await ourPublished());

/** The configs that show what there is and reproduce nothing. */
const EXAMPLES = ["deformed", "early-stopping", "one-cycle", "plateau", "relu"];

/** Those for user data, which is not here. */
const USER_DATA = ["figures", "penguins"];

test("every example is a whole config, with the tutorial's seed", async () => {
  for (const name of EXAMPLES) {
    const config = await readConfig(join(ROOT, "tasks", "configs", `${name}.json`), []);
    assertEquals([config.dataset, config.seed], ["mnist", 5], name);
  }
});

test("every config but the tutorial's and the examples is a row, with its source", async () => {
  const rows = await ourRows();
  const files = FOLDERS.flatMap((folder) => [...Deno.readDirSync(folder)].map(({ name }) => name));
  const others = ["schema", "tutorial", ...EXAMPLES, ...USER_DATA].map((name) => `${name}.json`);
  assertEquals(
    rows.map(({ name }) => `${name}.json`).sort(),
    files.filter((name) => !others.includes(name)).sort(),
  );
  assertEquals(rows.map(({ name }) => name).sort(), [...(await ourPublished()).keys()].sort());
  for (const { name, reproduces: { source, accuracy, error } } of rows) {
    assertGreater(source.length, 20, name);
    assertEquals((accuracy ?? error) === undefined, /^(modern|fashion)-/.test(name), name);
  }
});

test("every config that needs a validation run names it, and evaluates no test", async () => {
  const rows = await ourRows();
  for (const row of rows.filter(needsValidationRun)) {
    const { name, config, reproduces: { chosen } } = row;
    assertEquals(chosen?.trial, await validationRunName(row, "data"), name);
    assert(!config.evaluate.includes("test"), name);
  }
});

test("the rows are in families, the quickest first", async () => {
  const names = (await ourRows()).map(({ name }) => name);
  assertEquals(names.slice(0, 2), ["nielsen-ch1-30", "nielsen-ch3-30"]);
  const families = names.map((name) => name.split("-")[0]);
  const changes = families.filter((family, k) => family !== families[k - 1]);
  assertEquals(changes.length, new Set(families).size);
});

test("rows are chosen by name, in the order given, each once", async () => {
  const rows = await ourRows();
  const chosen = chooseRows(rows, "simard-none,dropout,simard-none");
  assertEquals(chosen.map(({ name }) => name), ["simard-none", "dropout"]);
  assertEquals(chooseRows(rows, undefined), rows);
  const { message } = assertThrows(() => chooseRows(rows, "simard-nome"), UsageError);
  assert(message.includes('did you mean "simard-none"?') || message.includes("simard-none"));
});

test("a folder that is not there, and a file that is not a config, are named", async (folder) => {
  const rows = (of: string, reproduces: object) => {
    const published = parsePublished(
      { one: { source: "a book", ...reproduces } },
      "published.json",
    );
    return readRows([of], new Map(Object.entries(published)));
  };
  await assertRejects(() => rows(join(folder.path, "none"), {}), UsageError, "none");
  const config = join(folder.path, "one.json");
  await Deno.writeTextFile(config, '{ "epoch": 1 }');
  await assertRejects(() => rows(folder.path, {}), UsageError, "one.json");
  await Deno.writeTextFile(config, '{ "evaluate": ["validation"] }');
  await assertRejects(() => rows(folder.path, { error: 0.1 }), UsageError, "its value is of test");
  await assertRejects(() => rows(folder.path, { widths: [10, 30] }), UsageError, "is 30");
  assertEquals((await rows(folder.path, { widths: [10, null] })).map(({ name }) => name), ["one"]);
});

testsWith("read", "write", "run")(
  "a config of quantities is refused before anything is trained, one of classes is not",
  async (folder) => {
    const csv = join(ROOT, "tests", "outsider", "iris.csv");
    const outputs = { outputActivation: "linear", cost: "quadratic" };
    const whole = { trainingSize: 100, ...outputs };
    const published = join(folder.path, "published.json");
    const iris = { source: "a page", accuracy: 0.9 };
    await Deno.writeTextFile(published, JSON.stringify({ iris }));
    const configs = join(folder.path, "configs");
    await Deno.mkdir(configs);
    const write = async (target: string, count: number) => {
      const config = { dataset: { csv, target }, sizes: [4, 3, count], ...whole };
      await Deno.writeTextFile(join(configs, "iris.json"), JSON.stringify(config));
    };
    await write("species", 3);
    await checkClasses(await readRows([configs], await readPublished(published)), "data");
    await write("petalWidth", 1);
    const words = ["--configs", configs, "--published", published, "--runs", folder.path] as const;
    const empty = join(folder.path, "empty");
    await Deno.mkdir(empty);
    const none = await runHere(["reproduce", "--configs", empty]);
    assertEquals([none.code, none.stdout], [2, ""]);
    assertMatch(
      none.stderr,
      /^error: Cannot find a config in .*empty that packages\/lab\/reproduce\/published\.json names/,
    );
    const { code, stdout, stderr } = await runHere(["reproduce", ...words]);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(
      stderr,
      /^error: Cannot reproduce iris: expected classes, got the quantities of iris\.csv/,
    );
  },
);
