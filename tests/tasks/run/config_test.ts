import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parseConfig, resolveConfig } from "../../../lib/config.ts";
import { changeDraft, readJson } from "../../../tasks/run/config.ts";
import { readConfig } from "../../helpers/read_config.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

async function read(text: string, ...assignments: string[]): Promise<unknown> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "config.json");
  await Deno.writeTextFile(path, text);
  return await readConfig(path, assignments);
}

test("readConfig() fills in what the file leaves out", async () => {
  assertEquals(await read('{ "epochs": 2 }'), parseConfig({ epochs: 2 }));
});

test("readConfig() sets keys, items of lists and text, in their order", async () => {
  assertEquals(
    await read(
      '{ "sizes": [784, 30, 10] }',
      "sizes.1=20",
      "sizes.2=15",
      "sizes.3=10",
      "cost=crossEntropy",
      "epochs=2",
      "epochs=3",
      'optimizer={"name":"momentum"}',
      "optimizer.momentum=0.5",
    ),
    parseConfig({
      sizes: [784, 20, 15, 10],
      cost: "crossEntropy",
      epochs: 3,
      optimizer: { name: "momentum", momentum: 0.5 },
    }),
  );
});

Deno.test("changeDraft() replaces sizes by hidden, and hidden by sizes", () => {
  const hidden = changeDraft({ sizes: [784, 30, 10], epochs: 2 }, ["hidden=[20,15]"], "it");
  assertEquals([hidden.sizes, hidden.hidden], [null, [20, 15]]);
  const dataset = { csv: "a.csv", target: "b" };
  const sizes = changeDraft({ dataset, hidden: [8] }, ["sizes=[4,5,3]"], "it");
  assertEquals([sizes.sizes, sizes.hidden], [[4, 5, 3], null]);
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

test("a key that several objects have is fine, and what stands in a text", async ({ path }) => {
  const names = '{"optimizer":{"name":"sgd"},"schedule":{"name":"step"}}';
  assertEquals(await read(names), parseConfig(JSON.parse(names)));
  const keys = '{ "dataset": { "csv": "{\\"a\\":1,\\"a\\":2}", "target": "a" }, "seed": 1 }';
  await Deno.writeTextFile(join(path, "quotes.json"), keys);
  assertEquals(await readJson(join(path, "quotes.json")), JSON.parse(keys));
});
