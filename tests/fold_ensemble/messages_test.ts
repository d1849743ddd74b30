/** The sentences of ensembles over folds, each pinned once. */

import { FoldEnsemble } from "../../lib/fold_ensemble.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import { familyOf } from "./fold_fixture.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

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
) => {
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
const withText = (text: string | undefined) => {
  const { tensors, metadata: { folds: _, ...metadata } } = parseSafetensors(FILE);
  const more = text === undefined ? {} : { folds: text };
  return FoldEnsemble.fromSafetensors(formatSafetensors(tensors, { ...metadata, ...more }));
};

const inNumber = (change: object) =>
  damaged(({ tables }) => Object.assign(tables.numbers[0], change));
const inFamily = (change: object) => damaged(({ families }) => Object.assign(families[1], change));
pin("ensembles over folds", [
  () => withText(undefined),
  () => withText("{"),
  () => damaged((folds) => folds.version = 2),
  () => withText("null"),
  () => inFamily({ members: [] }),
  () =>
    damaged(({ families }) => {
      for (const family of families) family.weight = 0;
    }),
  () => damaged((folds) => folds.ranges = [[1]]),
  () => damaged((folds) => folds.ranges = [[0, 1], [0, 1]]),
  () => inNumber({ feature: 1 }),
  () => inFamily({ encoding: "piecewise" }),
  () => inFamily({ hidden: [8] }),
  () =>
    damaged(() => {}, (tensors) => {
      tensors.delete("members.2.layers.0.weight");
    }),
  () => new FoldEnsemble([familyOf(0, [1])]),
  () => new FoldEnsemble([familyOf(1, [1])]).only("linear"),
]);
