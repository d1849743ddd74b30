/** The sentences of ensembles over folds, each pinned once. */

import { FoldEnsemble } from "../../lib/fold_ensemble.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { testSentences } from "../helpers/says.ts";
import { familyOf } from "./fold_fixture.ts";

const FILE = new FoldEnsemble([
  familyOf(0.5, [1, 2], { name: "piecewise" }),
  familyOf(0.5, [3, 4]),
], { ranges: [[-1, 1]] }).toSafetensors();

// deno-lint-ignore no-explicit-any -- JSON
type Json = any;

/** Reads the file with other metadata under `folds`, or other tensors. */
const damaged = (
  change: (folds: Json) => void,
  changeTensors: (tensors: Map<string, Tensor>) => void = () => {},
) =>
() => {
  const { tensors, metadata } = parseSafetensors(FILE);
  const folds = JSON.parse(metadata["folds"]!);
  const others = new Map(tensors);
  change(folds);
  changeTensors(others);
  return FoldEnsemble.fromSafetensors(
    formatSafetensors(others, { ...metadata, folds: JSON.stringify(folds) }),
  );
};

/** Reads the file with this text under `folds`. */
const withText = (text: string | undefined) => () => {
  const { tensors, metadata: { folds: _, ...metadata } } = parseSafetensors(FILE);
  const more = text === undefined ? {} : { folds: text };
  return FoldEnsemble.fromSafetensors(formatSafetensors(tensors, { ...metadata, ...more }));
};

const inNumber = (change: object) =>
  damaged(({ tables }) => Object.assign(tables.numbers[0], change));
const inFamily = (change: object) => damaged(({ families }) => Object.assign(families[1], change));
testSentences("ensembles over folds", [
  [SyntaxError, "Cannot read an ensemble over folds: ", {
    'the file\'s metadata has no "folds"': withText(undefined),
    "its folds cannot be parsed as JSON": withText("{"),
    "expected version 1 of its folds, got 2": damaged((folds) => folds.version = 2),
    "expected version 1 of its folds, got undefined": withText("null"),
    "its families are not a list of members": inFamily({ members: [] }),
    "the weights of its families are 0": damaged(({ families }) => {
      for (const family of families) family.weight = 0;
    }),
    "its ranges are no pairs of numbers": damaged((folds) => folds.ranges = [[1]]),
    "it has 2 ranges of 1 outputs": damaged((folds) => folds.ranges = [[0, 1], [0, 1]]),
    "the tables of its encodings do not fit each other": inNumber({ feature: 1 }),
    "member 2 has 1 inputs: expected 3": inFamily({ encoding: "piecewise" }),
    "member 2 has the hidden layers []: expected [8]": inFamily({ hidden: [8] }),
    "member 2 has 0 inputs: expected 1": damaged(() => {}, (tensors) => {
      tensors.delete("members.2.layers.0.weight");
    }),
  }],
  [RangeError, "Cannot make an ensemble over folds: ", {
    "expected families with members and weights from 0 up, not all of them 0": () =>
      new FoldEnsemble([familyOf(0, [1])]),
  }],
  [RangeError, "Cannot find the family ", {
    '"linear": there are standardized': () => new FoldEnsemble([familyOf(1, [1])]).only("linear"),
  }],
]);
