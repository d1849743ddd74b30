/** The checkpoint over folds: back to the bit, or refused. */

import { assert, assertEquals } from "@std/assert";
import { createEngine } from "../../../mod.ts";
import {
  formatFoldCheckpoint,
  holdsFoldCheckpoint,
  isOfFolds,
  parseFoldCheckpoint,
} from "../../../lib/table/folds/checkpoint.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import { memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import { LocalTrainers } from "../../../lib/table/folds/member_trainers.ts";
import { NUMERICS } from "../../../lib/engine/mod.ts";
import { shopDatasets, TRAINING } from "./fold_fixture.ts";

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
