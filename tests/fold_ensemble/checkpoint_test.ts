/** The checkpoint over folds: back to the bit, or refused. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { createEngine } from "../../mod.ts";
import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import {
  formatFoldCheckpoint,
  holdsFoldCheckpoint,
  isOfFolds,
  parseFoldCheckpoint,
} from "../../lib/fold_ensemble/checkpoint.ts";
import { foldedDataOf } from "../../lib/fold_ensemble/data.ts";
import { memberPlansOf } from "../../lib/fold_ensemble/rounds.ts";
import { LocalTrainers } from "../../lib/fold_ensemble/member_trainers.ts";
import type { MemberTraining } from "../../lib/fold_ensemble/member_trainer.ts";
import { NUMERICS } from "../../lib/engine/mod.ts";
import { shopDatasets } from "./fold_fixture.ts";

const TRAINING: MemberTraining = {
  network: { activation: "relu", outputActivation: "softmax", cost: "logLikelihood" },
  options: {
    ...{ optimizer: { name: "adamw" }, learningRate: 0.01, batchSize: 16, epochs: 4 },
    ...{ averaging: { decay: 0.9 }, dropout: { hidden: 0.1 }, earlyStopping: { patience: 2 } },
  },
};

const PLAN = { folds: 3, repeat: 1, seed: 1, hidden: [4], weightDecays: [0.1] };

Deno.test("members that go on from a checkpoint come to the bits of those that never paused", async () => {
  const data = foldedDataOf(await shopDatasets())!;
  const plans = memberPlansOf(PLAN);
  const engine = createEngine();
  const whole = new LocalTrainers(data, plans, TRAINING, engine);
  for (let round = 1; round <= 2; round++) await whole.advance();
  const members = await whole.checkpoints(2);
  const bytes = await formatFoldCheckpoint({ numerics: NUMERICS, epoch: 2, members }, {
    note: "mine",
  });
  assert(holdsFoldCheckpoint(bytes));
  const { checkpoint, metadata } = await parseFoldCheckpoint(bytes);
  assertEquals(checkpoint, { numerics: NUMERICS, epoch: 2, members });
  assertEquals(metadata["note"], "mine");
  assert(isOfFolds(checkpoint) && !isOfFolds(members[0]!));
  const resumed = new LocalTrainers(data, plans, TRAINING, engine, checkpoint.members);
  assertEquals(await resumed.bestOutputs(2), await whole.bestOutputs(2));
  for (let round = 3; round <= 4; round++) {
    assertEquals(await resumed.advance(), await whole.advance());
  }
  assertEquals(await resumed.checkpoints(4), await whole.checkpoints(4));
  assertEquals(await resumed.advance(), plans.map(() => undefined), "all have stopped");
});

Deno.test("a checkpoint that lacks a member, or is of other rounds, is refused", async () => {
  const data = foldedDataOf(await shopDatasets())!;
  const trainers = new LocalTrainers(
    data,
    memberPlansOf(PLAN).slice(0, 2),
    TRAINING,
    createEngine(),
  );
  await trainers.advance();
  const members = await trainers.checkpoints(1);
  const bytes = await formatFoldCheckpoint({ numerics: NUMERICS, epoch: 1, members });
  const { tensors, metadata } = parseSafetensors(bytes);
  const refuse = (names: string[], changed: object, message: string) =>
    assertRejects(
      () => {
        const some = new Map(names.map((name, m) => [name, [...tensors.values()][m]!]));
        return parseFoldCheckpoint(formatSafetensors(some, { ...metadata, ...changed }));
      },
      SyntaxError,
      `Cannot read the checkpoint over folds: ${message}`,
    );
  await refuse(["members.0", "members.2"], {}, "members.1 is missing");
  await refuse(["members.0", "members.1"], { epoch: "2" }, "its members do not fit each other");
  await refuse(["members.0", "members.1"], { numerics: "99" }, "its members do not fit each other");
  await refuse([], {}, "its members do not fit each other");
  await refuse(
    ["members.0", "members.1"],
    { format: "x" },
    "expected the format inkling-fold-checkpoint-1",
  );
});
