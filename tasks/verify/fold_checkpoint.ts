/** Checks `checkpoint.safetensors` of a run over folds, which holds what each member remembers. @module */

import { isDeepStrictEqual } from "node:util";
import { formatFoldCheckpoint, parseFoldCheckpoint } from "../../lib/table/folds/mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
import { FILES } from "../run/run_folder.ts";
import { checkRunInCheckpoint } from "./checkpoint.ts";
import type { Checks } from "./checks.ts";
import { stepsOf, type VerifiedFolds } from "./folds.ts";
import type { VerifiedRun } from "./verified_run.ts";

const file = FILES.checkpoint;

/** Checks the file, if it is there: it may be deleted. Its best weights are checked with those of the run. */
export async function checkFoldCheckpoint(
  checks: Checks,
  run: VerifiedRun,
  { folded, planned: { plans }, epochs, histories }: VerifiedFolds,
): Promise<void> {
  const { contents, config, summary } = run;
  if (contents.checkpoint === undefined) {
    checks.unverified.push(file);
    return;
  }
  const { checkpoint, metadata } = await parseFoldCheckpoint(contents.checkpoint);
  const { members } = checkpoint;
  checkRunInCheckpoint(checks, run, checkpoint, metadata);
  const check = (
    what: string,
    claimed: (member: Checkpoint, m: number) => unknown,
    found: (m: number) => unknown,
  ) =>
    checks.check(
      `${what} of each member in ${file}`,
      members.map(claimed),
      plans.map((_, m) => found(m)),
    );

  check("the scores", ({ history }) => history, (m) => histories![m]);
  check("the version of the numerics", ({ numerics }) => numerics, () => summary.versions.numerics);

  const used = new Optimizer(config.optimizer);
  const inPlace = used.inPlace(config.clipNorm ?? undefined);
  check(
    "the optimizer's steps and moments",
    ({ optimizer: { steps, moments } }) => [steps, moments.length],
    (m) => [inPlace ? 0 : epochs[m]! * stepsOf(plans[m]!, config, folded), used.rule.moments],
  );
  check(
    "an average, and the best weights, by the config",
    ({ average, best }) => [average !== undefined, best !== undefined],
    () => [config.averaging !== null, true],
  );
  const again = await formatFoldCheckpoint(checkpoint, metadata);
  const isSame = isDeepStrictEqual(Uint8Array.from(contents.checkpoint), Uint8Array.from(again));
  checks.check(`${file} is written as by train`, isSame, true);
  checks.leave(file, "moments", ...config.averaging === null ? [] : ["the weights that learn"]);
}
