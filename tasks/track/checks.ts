/** Checks of a run against the runs before it. @module */

import { wilsonInterval } from "../../lib/evaluate/mod.ts";
import { counted, duration, inPercent, percent } from "../cli/format.ts";
import { isOfBlas } from "../problem/blas_runs.ts";
import { statistics } from "../problem/statistics.ts";
import type { Metrics } from "../run/run_folder.ts";
import { type Candidate, type Entry, isAlike, isWhole } from "./entry.ts";
import { type Floor, valueFor } from "./floor.ts";
import { type NewDataEntry, newDataFloor, newDataText } from "./new_data.ts";
import { valueText } from "../new_data/metric_texts.ts";

export interface Check {
  /** `none` if there was nothing to check. */
  readonly outcome: "ok" | "failed" | "slow" | "none";
  /** A sentence, without the full stop. */
  readonly text: string;
}

export const WORDS: { readonly [Outcome in Check["outcome"]]: string } = {
  ok: "ok",
  failed: "FAILED",
  slow: "slow",
  none: "–",
};

export function checkLines(checks: readonly Check[]): string {
  return checks.map(({ outcome, text }) => `${WORDS[outcome].padEnd(6)}  ${text}`).join("\n");
}

/** A run is slow from so many times the median of the runs before it. */
const SLOW_FACTOR = 1.5;

const MAX_RECENT_RUNS = 10;

/**
 * Checks a run against those before it of the same config and data, of which no check failed.
 * @param metrics of the run
 * @param before the history, the oldest first
 * @param floor the least accuracy, if there is one; with new data it is of these
 */
export function checksOf(
  entry: Candidate,
  metrics: readonly Metrics[],
  before: readonly Entry[],
  floor: Floor | undefined,
): Check[] {
  const alike = before.filter((other) => other.holds && isAlike(other, entry));
  const whole = alike.filter(isWhole);
  return [
    ...entry.ended === "diverged" ? [failed("training diverged")] : [],
    weightsCheck(entry, whole),
    ...(["validation", "test"] as const).flatMap((split) => accuracyCheck(split, entry, whole)),
    entry.newData === undefined
      ? floorCheck(entry, metrics, floor)
      : newDataCheck(entry.newData, alike, floor),
    secondsCheck(entry, whole),
  ];
}

/** Whether nothing is wrong; slowness is not, since machines differ. */
export function holds(checks: readonly Check[]): boolean {
  return checks.every(({ outcome }) => outcome !== "failed");
}

/** The same version of the numerics gives the same weights. */
function weightsCheck(entry: Candidate, whole: readonly Entry[]): Check {
  const { weightsSha256, versions: { numerics } } = entry;
  if (!isWhole(entry)) return none(`the weights are not compared: ${howItEnded(entry)}`);
  if (isOfBlas(entry.engine)) {
    return none("the weights are not compared: CBLAS gives other bits than the engines here");
  }
  const exact = whole.filter(({ engine }) => !isOfBlas(engine));
  const last = exact.findLast(({ versions }) => versions.numerics === numerics);
  if (last === undefined) {
    const other = exact.at(-1);
    return none(
      other === undefined
        ? "the weights are the first of this config and data"
        : `the weights are the first of version ${numerics} of the numerics; ` +
          `those of ${dayOf(other)} are of version ${other.versions.numerics}`,
    );
  }
  if (last.weightsSha256 === weightsSha256) return ok(`the weights are those of ${dayOf(last)}`);
  return failed(
    `the weights are not those of ${dayOf(last)}, though config, data and version ${numerics} of ` +
      `the numerics are the same: ${short(weightsSha256)} now, ${short(last.weightsSha256)} then`,
  );
}

/** Accuracy may be lower by chance: down to the lower end of the interval of the last run's. */
function accuracyCheck(
  split: "validation" | "test",
  entry: Candidate,
  whole: readonly Entry[],
): Check[] {
  const now = entry[split];
  const last = whole.findLast((other) => other[split] !== undefined);
  const then = last?.[split];
  if (last === undefined || now === undefined || then === undefined) return [];
  if (now.accuracy === undefined || then.accuracy === undefined) return [];
  const [least] = wilsonInterval(then.correct, then.size);
  const both = `${split} ${percent(now.accuracy)}, ${percent(then.accuracy)} on ${dayOf(last)}`;
  if (now.accuracy >= least) return [ok(both)];
  return [failed(`${both}: chance explains no less than ${inPercent(least)} %`)];
}

function floorCheck(
  entry: Candidate,
  metrics: readonly Metrics[],
  floor: Floor | undefined,
): Check {
  const found = valueFor(floor ?? {}, entry, metrics);
  if (found === undefined) return none("there is no accuracy or R² to hold against a floor");
  const name = found.metric === "r2" ? "R² " : "";
  const now = `${found.of} ${name}${valueText(found.metric, found.value)}`;
  if (floor === undefined) return none(`there is no floor for ${now}: --floor gives one`);
  const least = `${valueText(found.metric, floor.least)} (${floor.from})`;
  if (found.value >= floor.least) return ok(`${now}, at least ${least}`);
  const reason = isWhole(entry) ? "" : `; ${howItEnded(entry)}`;
  return failed(`${now} is below the floor of ${least}${reason}`);
}

/** New data are held against the floor that is asked for, or else against the first ones, or the test. */
function newDataCheck(
  newData: NewDataEntry,
  alike: readonly Entry[],
  asked: Floor | undefined,
): Check {
  const first = alike.find((other) => other.newData?.metric === newData.metric);
  const floor = asked ??
    newDataFloor(newData, first && { newData: first.newData!, day: dayOf(first) });
  const now = `new data ${newDataText(newData)} on ${counted(newData.size, "example")}`;
  if (floor === undefined) return none(`there is no floor for ${now}: --floor gives one`);
  const least = `${valueText(newData.metric, floor.least)} (${floor.from})`;
  if (newData.now.value >= floor.least) return ok(`${now}, at least ${least}`);
  return failed(`${now} is below the floor of ${least}`);
}

/** Time depends on the machine too: it is reported, and never fails. */
function secondsCheck(entry: Candidate, whole: readonly Entry[]): Check {
  const now = duration(entry.seconds, 1);
  if (!isWhole(entry)) return none(`the time is not compared: ${howItEnded(entry)}`);
  const recent = whole.filter(({ engine }) => engine === entry.engine).slice(-MAX_RECENT_RUNS);
  if (recent.length === 0) return none(`${now} of training, the first run`);
  const { median } = statistics(recent.map(({ seconds }) => seconds));
  const both = `${now} of training, ${duration(median, 1)} in the median of ` +
    counted(recent.length, "run");
  if (entry.seconds <= SLOW_FACTOR * median) return ok(both);
  return { outcome: "slow", text: `${both}: more than ${SLOW_FACTOR} times as long` };
}

function howItEnded({ ended, epochs }: Candidate): string {
  return `the run ended ${ENDINGS[ended]}, after ${counted(epochs, "epoch")}`;
}

const ENDINGS: { readonly [Ended in Candidate["ended"]]: string } = {
  done: "as it should",
  earlyStopping: "early",
  timeLimit: "at the time limit",
  paused: "at a pause",
  interrupted: "when it was interrupted",
  diverged: "when it diverged",
};

function dayOf({ date, commit }: Candidate): string {
  const day = date.slice(0, 10);
  return commit === undefined ? day : `${day} (${commit.slice(0, 7)})`;
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

const ok = (text: string): Check => ({ outcome: "ok", text });
const failed = (text: string): Check => ({ outcome: "failed", text });
const none = (text: string): Check => ({ outcome: "none", text });
