/** The sentences of ensembles over folds, each pinned once. */

import { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import {
  formatSafetensors,
  parseSafetensors,
  type Tensor,
} from "../../../lib/formats/safetensors.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { createEngine } from "../../../mod.ts";
import { NUMERICS } from "../../../lib/engine/mod.ts";
import { formatFoldCheckpoint, parseFoldCheckpoint } from "../../../lib/train/fold_checkpoint.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import { LocalTrainers } from "../../../lib/table/folds/member_trainers.ts";
import { memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import { familyOf, shopDatasets, shopModel, TRAINING } from "./fold_fixture.ts";
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
  file = FILE,
) => {
  const { tensors, metadata } = parseSafetensors(file);
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

const FIRST_WEIGHT = "members.0.layers.0.weight";
const SHOP = (await shopModel({}, { epochs: 1, hidden: [3] })).network.toSafetensors();

/** Reads the file of a trained ensemble with other metadata: damaged or lying, it is refused before memory is taken. */
const changed = (change: (folds: Json) => unknown) => damaged(change, undefined, SHOP);
const withTensors = (change: (tensors: Map<string, Tensor>) => unknown) =>
  damaged(() => {}, change, SHOP);

pin("files of ensembles over folds that lie", [
  () => changed((folds) => folds.families = 3),
  () => changed(({ families }) => families[0] = null),
  () => changed(({ families }) => families[0].name = "other"),
  () => changed(({ families }) => families[0].encoding = "constructor"),
  () => changed(({ families }) => families[0].hidden = [-1]),
  () => changed(({ families }) => families[0].weight = -0.5),
  () => changed(({ families }) => families[0].weight = "1"),
  () => changed(({ families }) => delete families[0].weightDecay),
  () => changed(({ families }) => families[0].members = { length: 1e9 }),
  () => changed(({ families }) => families[0].members[0].fold = 0.5),
  () => changed(({ families }) => delete families[0].members[0].epoch),
  () => changed(({ families }) => families[2].members.push(families[2].members[0])),
  () =>
    changed(({ families }) =>
      families[0].members = new Array(3001).fill({ fold: 0, repeat: 0, epoch: 1 })
    ),
  () => changed((folds) => delete folds.tables),
  () => changed(({ tables }) => tables.features = 1e9),
  () => changed(({ tables }) => tables.features = 1),
  () => changed(({ tables }) => tables.numbers[0].feature = -1),
  () => changed(({ tables }) => tables.numbers[1].feature = tables.numbers[0].feature),
  () => changed(({ tables }) => tables.numbers[0].edges = Array.from({ length: 50 }, (_, k) => k)),
  () =>
    changed(({ tables }) =>
      tables.numbers[0].knots = tables.numbers[0].scores = Array.from({ length: 66 }, (_, k) => k)
    ),
  () => changed(({ families }) => families[0].hidden = [4]),
  () => changed(({ families }) => families[2].members.pop()),
  () => changed(({ tables }) => tables.numbers[0].edges.reverse()),
  () => changed(({ tables }) => tables.numbers[0].edges[0] = null),
  () => changed(({ tables }) => tables.numbers[0].scores.pop()),
  () => changed(({ tables }) => tables.levels[0].levels--),
  () => changed(({ tables }) => tables.levels[0].levels = 1e12),
  () => changed(({ tables }) => tables.levels[0].width++),
  () => changed((folds) => folds.ranges = [[0, 1]]),
  () => changed((folds) => folds.joins = 1),
  () => withTensors((some) => some.delete("members.4.layers.1.weight")),
  () => withTensors((some) => some.delete("members.4.layers.0.bias")),
  () => withTensors((some) => some.delete("members.4.levels.0")),
  () => withTensors((some) => some.set(FIRST_WEIGHT, some.get("members.8.layers.0.weight")!)),
]);

const PLAN = { folds: 3, repeat: 1, seed: 1, hidden: [4], weightDecays: [0.1] };
const trainers = new LocalTrainers(
  foldedDataOf(await shopDatasets())!,
  memberPlansOf(PLAN).slice(0, 2),
  TRAINING,
  createEngine(),
);
await trainers.advance();
const members = await trainers.checkpoints(1);
const CHECKPOINT = await formatFoldCheckpoint({ numerics: NUMERICS, epoch: 1, members });

/** Reads a checkpoint whose members have these names, with other metadata. */
const resumed = (names: string[], changed: Record<string, string> = {}) => {
  const { tensors, metadata } = parseSafetensors(CHECKPOINT);
  const some = new Map(names.map((name, m) => [name, [...tensors.values()][m]!]));
  return parseFoldCheckpoint(formatSafetensors(some, { ...metadata, ...changed }));
};

pin("checkpoints over folds", [
  () => resumed(["members.0", "members.2"]),
  () => resumed(["members.0", "members.1"], { epoch: "2" }),
  () => resumed(["members.0", "members.1"], { numerics: "99" }),
  () => resumed([]),
  () => resumed(["members.0", "members.1"], { format: "x" }),
]);
