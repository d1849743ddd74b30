/** Files of ensembles over folds that are damaged or lie: each is refused as what it is, before memory is taken. */

import { assertThrows } from "@std/assert";
import { fitFolds, FoldEnsemble } from "@inkling/inkling/table";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { shopDatasets } from "./fold_fixture.ts";

// deno-lint-ignore no-explicit-any -- JSON
type Folds = any;

const { network } = await fitFolds(await shopDatasets(), { epochs: 1, hidden: [3] });
const { tensors, metadata } = parseSafetensors(network.toSafetensors());

/** What is changed in the metadata, so that the file does not hold. */
const CHANGES: Readonly<Record<string, (folds: Folds) => unknown>> = {
  "families are a number": (folds) => folds.families = 3,
  "a family is null": ({ families }) => families[0] = null,
  "a name is unknown": ({ families }) => families[0].name = "other",
  "an encoding is unknown": ({ families }) => families[0].encoding = "constructor",
  "hidden layers are negative": ({ families }) => families[0].hidden = [-1],
  "a weight is negative": ({ families }) => families[0].weight = -0.5,
  "a weight is no number": ({ families }) => families[0].weight = "1",
  "a decay is missing": ({ families }) => delete families[0].weightDecay,
  "members are an object": ({ families }) => families[0].members = { length: 1e9 },
  "a fold is no whole number": ({ families }) => families[0].members[0].fold = 0.5,
  "an epoch is missing": ({ families }) => delete families[0].members[0].epoch,
  "there is a member too many": ({ families }) => families[2].members.push(families[2].members[0]),
  "there are more members than runs have": ({ families }) =>
    families[0].members = new Array(3001).fill({ fold: 0, repeat: 0, epoch: 1 }),
  "there are no tables": (folds) => delete folds.tables,
  "features are too many": ({ tables }) => tables.features = 1e9,
  "features are fewer": ({ tables }) => tables.features = 1,
  "a feature is negative": ({ tables }) => tables.numbers[0].feature = -1,
  "two tables are of one feature": ({ tables }) =>
    tables.numbers[1].feature = tables.numbers[0].feature,
  "edges are more than the encoding has": ({ tables }) =>
    tables.numbers[0].edges = Array.from({ length: 18 }, (_, k) => k),
  "knots are more than the encoding has": ({ tables }) =>
    tables.numbers[0].knots = tables.numbers[0].scores = Array.from({ length: 66 }, (_, k) => k),
  "hidden layers are others than its tensors": ({ families }) => families[0].hidden = [4],
  "a member is left out": ({ families }) => families[2].members.pop(),
  "edges decrease": ({ tables }) => tables.numbers[0].edges.reverse(),
  "an edge is null": ({ tables }) => tables.numbers[0].edges[0] = null,
  "a score is missing": ({ tables }) => tables.numbers[0].scores.pop(),
  "levels are fewer": ({ tables }) => tables.levels[0].levels--,
  "levels are endless": ({ tables }) => tables.levels[0].levels = 1e12,
  "a level is wider": ({ tables }) => tables.levels[0].width++,
  "ranges are of classes' outputs": (folds) => folds.ranges = [[0, 1]],
};

for (const [what, change] of Object.entries(CHANGES)) {
  Deno.test(`a file is refused where ${what}`, () => {
    const folds = JSON.parse(metadata["folds"]!);
    change(folds);
    const bytes = formatSafetensors(tensors, { ...metadata, folds: JSON.stringify(folds) });
    assertThrows(() => FoldEnsemble.fromSafetensors(bytes), SyntaxError, "Cannot read ");
  });
}

Deno.test("a file is refused where a tensor is missing or has another shape", () => {
  const shapes: [string, (tensors: Map<string, Tensor>) => unknown][] = [
    ["layers.1", (some) => some.delete("members.4.layers.1.weight")],
    ["biases", (some) => some.delete("members.4.layers.0.bias")],
    ["levels", (some) => some.delete("members.4.levels.0")],
    [
      "inputs",
      (some) => some.set("members.0.layers.0.weight", some.get("members.8.layers.0.weight")!),
    ],
  ];
  for (const [, change] of shapes) {
    const some = new Map(tensors);
    change(some);
    const bytes = formatSafetensors(some, metadata);
    assertThrows(() => FoldEnsemble.fromSafetensors(bytes), SyntaxError, "Cannot read ");
  }
});
