import { assert, assertEquals, assertThrows } from "@std/assert";
import { FoldEnsemble, TableModel } from "@inkling/inkling/table";
import { packTrees, unpackTrees } from "../../../lib/table/baselines/packed_trees.ts";
import { meanOfModels } from "../../../lib/table/folds/mean.ts";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { weightsSha256 } from "../../../mod.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { shopDatasets, shopModel } from "./fold_fixture.ts";
import { treesOf } from "./tree_fixture.ts";

/** An ensemble with the trees of its folds, and what these answered as they were fitted. */
async function withTrees(options: Partial<TableOptions>) {
  const table = await shopDatasets(options);
  const { training, description, folds: [foldOf] } = table;
  const { size, outputs } = training;
  const all = Uint32Array.from({ length: size }, (_, row) => row);
  const { model: trees, fitted } = treesOf(table);
  const { network } = await shopModel(options);
  const { families, ranges } = network as FoldEnsemble;
  const ensemble = new FoldEnsemble(families, { ranges, trees });
  ensemble.classNames = network.classNames;
  const each = fitted.map(({ answers }) => answers(all));
  const mean = Float32Array.from(
    { length: size * outputs },
    (_, k) => each.reduce((sum, answers) => sum + answers[k]!, 0) / 3,
  );
  const outOfFold = Float32Array.from(
    { length: size * outputs },
    (_, k) => each[foldOf![Math.floor(k / outputs)]!]![k]!,
  );
  return { training, folds: [foldOf!], description, ensemble, fitted, mean, outOfFold };
}

const CASES = {
  "three classes, missing values with indicators and a column of many levels": { gaps: "category" },
  "a quantity, whose missing values become the mean": { target: "mass", gaps: "mean" },
  "two quantities": { target: ["mass", "size"] },
  "twelve classes": { target: "shelf" },
} as const;

for (const [what, options] of Object.entries(CASES)) {
  Deno.test(`trees of a file answer bit for bit as the trees that were fitted: ${what}`, async () => {
    const { training, folds, description, ensemble, ...found } = await withTrees(options);
    const { table } = new TableModel(ensemble, description);
    const file = new TableModel(ensemble, table).toSafetensors();
    const { network } = TableModel.fromSafetensors(file);
    const trees = (network as FoldEnsemble).only("trees");
    const rows = Array.from(
      { length: training.size },
      (_, row) => training.inputs.subarray(row * training.features, (row + 1) * training.features),
    );
    assertEquals(trees.feedforward(rows).values, found.mean);
    assertEquals(trees.outOfFold(training, folds).outputs, found.outOfFold);
    found.fitted.forEach(({ trees }) =>
      assertEquals(unpackTrees(packTrees({ start: new Float64Array(1), trees })), trees.flat())
    );
    // A file of the trees alone answers by them, and one of the whole model as it did.
    const alone = TableModel.fromSafetensors(new TableModel(trees, table).toSafetensors());
    assertEquals(alone.network.feedforward(rows).values, found.mean);
    assertEquals(
      network.feedforward(rows).values,
      (await shopModel(options)).network.feedforward(rows).values,
    );
    assertEquals(new TableModel(network, table).toSafetensors(), file);
  });
}

Deno.test("the hash of a model is that of its trees where these answer, and they leave that of its networks", async () => {
  const { ensemble } = await withTrees({});
  const [all, whole, trees] = await Promise.all(
    [(await shopModel({})).network, ensemble, ensemble.only("trees")].map(weightsSha256),
  );
  assertEquals(whole, all);
  assert(trees !== all);
  ensemble.trees!.folds[1]!.values[0]! += 1;
  assert(trees !== await weightsSha256(ensemble.only("trees")));
});

Deno.test("damaged trees are not read", async () => {
  const { ensemble } = await withTrees({});
  const { tensors, metadata } = parseSafetensors(ensemble.toSafetensors());
  const read = (change: (tensors: Map<string, Uint8Array>) => void, text = metadata["folds"]!) => {
    const copies = new Map([...tensors].map(([name, tensor]) => [name, tensor.bytes.slice()]));
    change(copies);
    const changed = [...tensors].map(([name, tensor]) =>
      [name, { ...tensor, bytes: copies.get(name)! }] as const
    );
    const file = formatSafetensors(changed, { ...metadata, folds: text });
    return () => FoldEnsemble.fromSafetensors(file);
  };
  read(() => {})();
  const refuses = (found: () => unknown) => assertThrows(found, SyntaxError, "Cannot read");
  refuses(read((bytes) => bytes.get("trees.0.left")!.fill(1)));
  refuses(read((bytes) => bytes.get("trees.1.columns")!.fill(255)));
  refuses(read((bytes) => bytes.get("trees.1.roots")!.fill(0)));
  refuses(read((bytes) => bytes.get("trees.2.values")!.fill(255)));
  refuses(read((bytes) => bytes.get("trees.0.first")!.fill(255)));
  const folds = JSON.parse(metadata["folds"]!);
  const other = (trees: object) =>
    read(() => {}, JSON.stringify({ ...folds, trees: { ...folds.trees, ...trees } }));
  refuses(other({ folds: 0 }));
  refuses(other({ folds: 4 }));
  refuses(other({ outputs: "relu" }));
  refuses(other({ columns: [] }));
  refuses(other({ columns: [{ kind: "category", column: 0, width: 1e9 }] }));
  refuses(read(() => {}, JSON.stringify({ ...folds, trees: undefined })));
  refuses(read(() => {}, JSON.stringify({ ...folds, trees: undefined, treesAnswer: true })));
});

Deno.test("trees of several models are not joined", async () => {
  const { ensemble } = await withTrees({});
  meanOfModels([ensemble, ensemble]);
  assertThrows(() => meanOfModels([ensemble, ensemble.only("trees")]), TypeError, "boosted trees");
});

Deno.test("a model without trees does not answer by them", async () => {
  const { network } = await shopModel({});
  assertThrows(() => (network as FoldEnsemble).only("trees"), RangeError, "does not have");
});
