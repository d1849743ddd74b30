/** Ensembles over folds: how members answer together, and alone to the rows that they did not learn from. */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { Network, weightsSha256 } from "@inkling/inkling";
import { FoldEnsemble, TableModel } from "@inkling/inkling/table";
import { outputsFor } from "../../../lib/evaluate/predictions.ts";
import { EncodedDataset } from "../../../lib/table/encode/encoded_dataset.ts";
import { describeTable } from "../../../lib/module/describe.ts";
import {
  familyOf,
  memberOf,
  numbers,
  ONE_NUMBER,
  shopDatasets,
  shopModel,
} from "./fold_fixture.ts";

/** The answers to numbers. */
function answersTo(ensemble: FoldEnsemble, xs: readonly number[]): number[] {
  return ensemble.predict(xs.map((x) => [x])).map(({ outputs }) => outputs[0]!);
}

Deno.test("a module has no networks of a family that weighs nothing", () => {
  const families = [familyOf(1, [1, 3]), familyOf(0, [1e6], { name: "linear" })];
  const { model } = describeTable(
    new TableModel(new FoldEnsemble(families), ONE_NUMBER, {}),
    "float32",
  );
  assertEquals(model.networks.families.map(({ members }) => members), [2]);
});

Deno.test("the answer is the mean of each family's members, weighted by family", () => {
  const ensemble = new FoldEnsemble([
    familyOf(0.75, [1, 3], { name: "piecewise" }),
    familyOf(0.25, [10, 20, 30]),
    familyOf(0, [1e6], { name: "linear" }),
  ]);
  assertEquals(answersTo(ensemble, [1, -2, 0]), [0.75 * 2 + 0.25 * 20, -13, 0]);
  assertEquals(answersTo(ensemble.only("linear"), [1]), [1e6]);
  assertEquals(answersTo(ensemble.only("piecewise"), [1]), [2]);
  assertEquals([ensemble.features, ensemble.outputs, ensemble.sizes], [1, 1, [1, 1]]);
  assertEquals(ensemble.networks.length, 6);
});

Deno.test("answers of quantities are clipped to the range of the targets, each member's by itself", () => {
  const ensemble = new FoldEnsemble([familyOf(1, [1, 5])], { ranges: [[-2, 4]] });
  assertEquals(answersTo(ensemble, [0.5, 2, -1, 100]), [1.5, 3, -1.5, 4]);
});

Deno.test("out of fold each row has the answer of the member that did not learn from it, the mean over repeats", () => {
  const members = [memberOf(1, 0), memberOf(2, 1), memberOf(10, 0, 1), memberOf(20, 1, 1)];
  const ensemble = new FoldEnsemble([familyOf(0.5, [], { members }), familyOf(0.5, [100, 200])]);
  const folds = [new Uint8Array([0, 1, 1]), new Uint8Array([1, 1, 0])];
  const only = new FoldEnsemble([familyOf(1, [], { members })]);
  const xs = [1, 2, 3];
  assertEquals([...only.outOfFold(numbers(xs), folds).outputs], [
    (1 + 20) / 2,
    2 * (2 + 20) / 2,
    3 * (2 + 10) / 2,
  ]);
  const [first] = folds;
  assertEquals(
    [...new FoldEnsemble([ensemble.families[1]!]).outOfFold(numbers(xs), [first!]).outputs],
    [100, 400, 600],
  );
});

Deno.test("out of fold of a trained ensemble is the mixture of the members' own answers", async () => {
  const table = await shopDatasets({ repeat: 2 });
  const { network } = await shopModel({ repeat: 2 });
  assert(network instanceof FoldEnsemble);
  const { outputs } = network.outOfFold(table.training, table.folds);
  const classes = 3;
  for (const row of [0, 1, 17, table.training.size - 1]) {
    const expected = new Array(classes).fill(0);
    for (const { weight, members } of network.families) {
      for (const { network: member, encoding, fold, repeat } of members) {
        if (table.folds[repeat]![row] !== fold) continue;
        const rows = new Uint32Array([row]);
        const own = outputsFor(
          member,
          new EncodedDataset({ data: table.training, rows, encoding }),
        );
        for (let k = 0; k < classes; k++) expected[k] += weight * own[k]! / 2;
      }
    }
    for (let k = 0; k < classes; k++) {
      assertAlmostEquals(outputs[row * classes + k]!, expected[k], 1e-6);
    }
  }
});

Deno.test("members draw different numbers, and families that differ in their decay alone the same", async () => {
  const { network } = await shopModel();
  assert(network instanceof FoldEnsemble);
  const seeds = network.networks.map(({ seed }) => seed);
  assertEquals(new Set(seeds).size, seeds.length);
  assert(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0));
  const { network: other } = await shopModel({}, { epochs: 1, hidden: [4], seed: 2 });
  assertNotEquals((other as FoldEnsemble).networks.map(({ seed }) => seed), seeds);
});

Deno.test("a file gives back the ensemble: its hash, its answers, its families and its classes", async () => {
  for (const target of ["kind", "mass"]) {
    const table = await shopDatasets({ target });
    const model = await shopModel({ target });
    const { network } = model;
    assert(network instanceof FoldEnsemble);
    const bytes = model.toSafetensors({ note: "mine" });
    const read = TableModel.fromSafetensors(bytes);
    assert(read.network instanceof FoldEnsemble);
    assertEquals(await weightsSha256(read.network), await weightsSha256(network));
    assertEquals(read.network.classNames, network.classNames);
    assertEquals(read.network.ranges, network.ranges);
    assertEquals(read.network.ranges === undefined, target === "kind");
    const about = ({ families }: FoldEnsemble) =>
      families.map(({ members, ...family }) => ({
        ...family,
        members: members.map(({ fold, repeat, epoch, encoding, network: { sizes } }) => ({
          fold,
          repeat,
          epoch,
          sizes,
          levels: encoding.levels,
        })),
      }));
    assertEquals(about(read.network), about(network));
    assertEquals(outputsFor(read.network, table.test), outputsFor(network, table.test));
    assertEquals(read.toSafetensors({ note: "mine" }), bytes);
    const { levels } = network.families[0]!.members[0]!.encoding.tables;
    assertEquals(levels.length, 1, "the code is a column of levels");
    assertThrows(() => Network.fromSafetensors(bytes), SyntaxError, "TableModel.fromSafetensors");
  }
});

Deno.test("a level that no row had, an empty cell and a far number get an answer", async () => {
  const model = await shopModel({ target: "mass" });
  const rows = [
    { size: 12, count: 1, color: "red", code: "item 3" },
    { size: 12, count: 1, color: "red", code: "item 99" },
    { size: "", count: 1, color: "", code: "" },
    { size: 1e9, count: -1e9, color: "red", code: "item 3" },
  ];
  const predictions = model.predict(rows);
  const masses = predictions.map(({ values }) => values["mass"]!);
  assert(masses.every(Number.isFinite));
  assert(masses[0] !== masses[1]);
  assert(predictions[1]!.remarks.some(({ kind }) => kind === "unknownCategory"));
  assert(predictions[3]!.remarks.some(({ kind }) => kind === "novel"));
  const { ranges } = model.network as FoldEnsemble;
  const { target } = model.table;
  assert(target.kind === "quantity");
  const [{ mean, deviation }] = target.quantities as [typeof target.quantities[0]];
  assert(masses[3]! <= mean + deviation * ranges![0]![1] + 1e-3, "no farther out than the targets");
});
