/** Files of ensembles over folds, damaged. @module */

import { formatFoldCheckpoint, parseFoldCheckpoint } from "../../lib/train/fold_checkpoint.ts";
import { FoldEnsemble } from "../../lib/table/folds/fold_ensemble.ts";
import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
import { fitFolds } from "../../lib/table/model/train_folds.ts";
import { shopDatasets } from "../table/folds/fold_fixture.ts";
import type { Target } from "./targets.ts";

/** An ensemble of tiny members, with a column of levels; made once. */
let made: Promise<Uint8Array> | undefined;

async function ensembleFile(): Promise<Uint8Array> {
  const data = await shopDatasets({ folds: 2 });
  const { network } = await fitFolds(data, { epochs: 1, hidden: [2] });
  return network.toSafetensors();
}

/** Ensembles over folds and their checkpoints. */
export const foldTargets = (checkpoint: Checkpoint): readonly Target[] => [
  {
    name: "ensemble over folds",
    share: 5,
    seeds: async () => [await (made ??= ensembleFile())],
    words: '"families": "members": "levels": "tables": 1e300 -1 members.0.levels.0 "F64"'.split(
      " ",
    ),
    read: (bytes) => FoldEnsemble.fromSafetensors(bytes),
    errors: [SyntaxError, RangeError, TypeError],
  },
  {
    name: "folds of an ensemble",
    share: 3,
    json: true,
    seeds: async () => {
      const { metadata } = parseSafetensors(await (made ??= ensembleFile()));
      return [new TextEncoder().encode(metadata["folds"])];
    },
    read: async (bytes) => {
      const { tensors, metadata } = parseSafetensors(await (made ??= ensembleFile()));
      const folds = new TextDecoder().decode(bytes);
      FoldEnsemble.fromSafetensors(formatSafetensors(tensors, { ...metadata, folds }));
    },
    errors: [SyntaxError],
  },
  {
    name: "checkpoint over folds",
    share: 5,
    seeds: async () => [
      await formatFoldCheckpoint({
        numerics: checkpoint.numerics,
        epoch: checkpoint.epoch,
        members: [checkpoint, { ...checkpoint, epoch: 1, history: [0.5] }],
      }, { config: "{}" }),
    ],
    words: 'members.0 members.1 members.2 "numerics":"3" "epoch":"2" "U8"'.split(" "),
    read: parseFoldCheckpoint,
    errors: [SyntaxError],
  },
];
