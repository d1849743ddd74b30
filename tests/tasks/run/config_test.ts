import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parseConfig, resolveConfig } from "../../../lib/config.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { changeDraft, readJson } from "../../../tasks/run/config.ts";
import { changeConfig, readConfig } from "../../helpers/read_config.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";
import { rejectsSaying, throwsSaying } from "../../helpers/says.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

async function read(text: string, ...assignments: string[]): Promise<unknown> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "config.json");
  await Deno.writeTextFile(path, text);
  return await readConfig(path, assignments);
}

/** Fails unless a config with this text and assignment is refused with these parts of a message. */
async function refuses(text: string, assignment: string, ...parts: string[]): Promise<string> {
  return await rejectsSaying(() => read(text, assignment), UsageError, ...parts);
}

test("readConfig() fills in what the file leaves out", async () => {
  assertEquals(await read('{ "epochs": 2 }'), parseConfig({ epochs: 2 }));
});

test("readConfig() sets keys, items of lists and text, in their order", async () => {
  assertEquals(
    await read(
      '{ "sizes": [784, 30, 10] }',
      ...["sizes.1=20", "sizes.2=15", "sizes.3=10", "cost=crossEntropy", "epochs=2", "epochs=3"],
      ...['optimizer={"name":"momentum"}', "optimizer.momentum=0.5"],
    ),
    parseConfig({
      sizes: [784, 20, 15, 10],
      cost: "crossEntropy",
      epochs: 3,
      optimizer: { name: "momentum", momentum: 0.5 },
    }),
  );
});

test("readConfig() sets no index that a list does not have", async () => {
  for (const index of ["length", "__proto__", "-1", "01", "1.5", "4", "1e0", "x"]) {
    const path = `sizes.${index}`;
    const parts = index === "1.5" ? ["no sizes.1"] : ["sizes is a list", "0 to 3"];
    await refuses('{ "sizes": [784, 30, 10] }', `${path}=3`, `Cannot set "${path}"`, ...parts);
  }
  await refuses("[784]", "epochs=2", 'Cannot set "epochs"', "config is a list", "0 to 1");
});

Deno.test("changeDraft() replaces sizes by hidden, and hidden by sizes", () => {
  const hidden = changeDraft({ sizes: [784, 30, 10], epochs: 2 }, ["hidden=[20,15]"], "it");
  assertEquals([hidden.sizes, hidden.hidden], [null, [20, 15]]);
  const dataset = { csv: "a.csv", target: "b" };
  const sizes = changeDraft({ dataset, hidden: [8] }, ["sizes=[4,5,3]"], "it");
  assertEquals([sizes.sizes, sizes.hidden], [[4, 5, 3], null]);
  for (const sets of [["hidden=[5]", "sizes=[784,5,10]"], ["sizes=[784,5,10]", "hidden=[5]"]]) {
    throwsSaying(() => changeDraft({}, sets, "it"), UsageError, "hidden: expected hidden or sizes");
  }
});

Deno.test("the assignments of a run change nothing in the config that it came to", () => {
  const facts = { features: 4, outputs: 3, kind: "class", trainingSize: 105 } as const;
  const digits = { features: 784, outputs: 10, kind: "class", trainingSize: 50_000 } as const;
  const table = { dataset: { csv: "a.csv", target: "b" } };
  const common = [
    ["hidden=[10]"],
    ["hidden=[]"],
    ["hidden=[12,10]", "hidden.1=9"],
    ["seed=7"],
    ["epochs=3", "optimizer.name=nesterov", "optimizer.momentum=0.5"],
    ["cost=categoricalCrossEntropy", "outputActivation=softmax"],
    ["cost=binaryCrossEntropy", "outputActivation=sigmoid"],
    ['schedule={"name":"step"}', "averaging.decay=0.9", "dropout.hidden=0.2", "hidden=[7]"],
    ["earlyStopping.patience=3", "keep=last"],
    ["classWeights.b=2", "classWeights.a=3"],
  ];
  const cases: [object, string[], typeof facts | typeof digits][] = [
    ...common.map((sets): [object, string[], typeof facts] => [table, sets, facts]),
    ...common.map((sets): [object, string[], typeof digits] => [
      { sizes: [784, 30, 10], seed: 5 },
      sets,
      digits,
    ]),
    [table, ["dataset.gaps=mean", 'dataset.without=["c"]', "splitSeed=4"], facts],
    [{ ...table, hidden: [3] }, ["sizes=[4,6,3]"], facts],
  ];
  for (const [given, sets, facts] of cases) {
    const fresh = resolveConfig(changeDraft(structuredClone(given), sets, "it"), facts);
    const again = resolveConfig(changeDraft(structuredClone(fresh), sets, "it"), facts);
    assertEquals(JSON.stringify(again), JSON.stringify(fresh), sets.join(" "));
  }
});

Deno.test("changeDraft() makes the object that a key belongs to, where there is none", () => {
  const dataset = { npz: "data.npz" };
  const sets = ["optimizer.name=adam", "augment.rotation=10"];
  const { optimizer, augment } = changeDraft({ dataset, augment: null }, sets, "it");
  assertEquals([optimizer?.name, augment?.rotation], ["adam", 10]);
});

test("readConfig() changes no prototype", async () => {
  await refuses("{}", "__proto__.epochs=2", '"__proto__.epochs"', "no __proto__");
  await refuses("{}", '__proto__={"epochs":2}', "__proto__");
  assertEquals("epochs" in {}, false);
});

test("readConfig() names the file that it cannot read once, with the reason", async (folder) => {
  const none = join(folder.path, "none.json");
  const cases = [[none, "no such file"], [folder.path, "it is a folder"]] as const;
  for (const [path, reason] of cases) {
    const message = await rejectsSaying(() => readConfig(path, []), UsageError, path, reason);
    assertEquals(message.split(path).length, 2, message);
  }
});

test("readConfig() refuses what is no JSON and what is no config", async () => {
  await rejectsSaying(() => read("{"), UsageError, "config.json, which is not JSON: ");
  await rejectsSaying(() => read('{ "sede": 1 }'), UsageError, "config.json:\n  sede: unknown");
  throwsSaying(
    () => changeConfig({}, ["sede=1"], "FILE"),
    UsageError,
    "FILE with --set sede=1:\n  sede: ",
  );
});

test("a key that an object has twice is refused, with its path and both lines", async () => {
  const cases: [string, string][] = [
    [
      '{\n  "epochs": 2,\n  "seed": 3,\n  "epochs": 4\n}',
      '"epochs" is on line 2 and again on line 4',
    ],
    ['{ "epochs": 2, "epochs": 2 }', '"epochs" is twice on line 1'],
    ['{"l2":1,\r\n"l2":2}', '"l2" is on line 1 and again on line 2'],
    [
      '{\n"optimizer": { "name": "momentum",\n"momentum": 0.5,\n"momentum": 0.9 } }',
      '"optimizer.momentum" is on line 3 and again on line 4',
    ],
    ['{"seed":1,\n"\\u0073eed":2}', '"seed" is on line 1 and again on line 2'],
    ['{"sizes":[784,{"a":1,"a":2}]}', '"sizes.1.a" is twice on line 1'],
    ['{"__proto__":1,"__proto__":2}', '"__proto__" is twice on line 1'],
  ];
  for (const [text, problem] of cases) {
    await rejectsSaying(() => read(text), UsageError, `config.json: ${problem};`);
  }
  const names = '{"optimizer":{"name":"sgd"},"schedule":{"name":"step"}}';
  assertEquals(await read(names), parseConfig(JSON.parse(names)));
  const keys = '{ "dataset": { "csv": "{\\"a\\":1,\\"a\\":2}", "target": "a" }, "seed": 1 }';
  await using folder = await temporaryFolder();
  const path = join(folder.path, "quotes.json");
  await Deno.writeTextFile(path, keys);
  assertEquals(await readJson(path), JSON.parse(keys));
  await refuses("{}", 'optimizer={"name":"sgd","name":"adam"}', '"optimizer"', '"name" is there');
});
