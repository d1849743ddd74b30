/** The checkpoint over folds: back to the bit, or refused. */

import { assert, assertEquals } from "@std/assert";
import { createEngine } from "../../../mod.ts";
import {
  formatFoldCheckpoint,
  holdsFoldCheckpoint,
  parseFoldCheckpoint,
} from "../../../lib/train/fold_checkpoint.ts";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import { memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import { LocalTrainers } from "../../../lib/table/folds/member_trainers.ts";
import { NUMERICS } from "../../../lib/engine/mod.ts";
import { rejectsSaying } from "../../helpers/says.ts";
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
  assert("members" in checkpoint && !("members" in members[0]!));
  const resumed = new LocalTrainers(data, plans, TRAINING, engine, checkpoint.members);
  assertEquals(await resumed.bestOutputs(2), await whole.bestOutputs(2));
  for (let round = 3; round <= 4; round++) {
    assertEquals(await resumed.advance(), await whole.advance());
  }
  assertEquals(await resumed.checkpoints(4), await whole.checkpoints(4));
  assertEquals(await resumed.advance(), plans.map(() => undefined), "all have stopped");
});

Deno.test("members that have not begun are not in a checkpoint, and go on to begin", async () => {
  const data = foldedDataOf(await shopDatasets())!;
  const plans = memberPlansOf(PLAN);
  const trainers = new LocalTrainers(data, plans, TRAINING, createEngine());
  const learns = plans.map((_, m) => m !== 1 && m !== plans.length - 1);
  await trainers.advance(learns);
  const members = await trainers.checkpoints(1, learns);
  assertEquals(members.map((member) => member !== undefined), learns);
  const bytes = await formatFoldCheckpoint({ numerics: NUMERICS, epoch: 1, members });
  const { checkpoint } = await parseFoldCheckpoint(bytes);
  assertEquals(checkpoint, { numerics: NUMERICS, epoch: 1, members });
  const { tensors, metadata } = parseSafetensors(bytes);
  for (const count of ["0", "1", String(tensors.size), "1e9", "x"]) {
    const damaged = formatSafetensors(tensors, { ...metadata, members: count });
    await rejectsSaying(() => parseFoldCheckpoint(damaged), SyntaxError, "members of");
  }
  const first = new Map([...tensors].filter(([name]) => name !== "members.0"));
  await rejectsSaying(
    () => parseFoldCheckpoint(formatSafetensors(first, metadata)),
    SyntaxError,
    "members.0 is missing",
  );
});
