/**
 * The validation run that chose a config. A config needs one if nothing is published that it could reach, or if it trains on
 * validation's images too: its result only means something if the config was chosen without the test set. Its row
 * names the run by the key `chosen.trial`, and the file of results has its record. @module
 */

import { quote } from "../../../lib/checks/mod.ts";
import { type Config, entryOf } from "../../../lib/config/mod.ts";
import { hashOf } from "../../../tasks/sweep/plan/mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { inPercent } from "../../../tasks/cli/format.ts";
import { type OpenData, readFacts } from "../../../tasks/data/source.ts";
import { round } from "./statistics.ts";
import type { ClassResult } from "../../../tasks/run/run_folder.ts";
import type { TestTimeSettings } from "../../../tasks/run/test_time_options.ts";
import { configOf, type Row } from "./rows.ts";

/** Whether a row needs a validation run: nothing is published, it trains on validation's images too, or it names one. */
export function needsValidationRun({ config, reproduces }: Row): boolean {
  const { accuracy, error, chosen } = reproduces;
  const isOurs = accuracy === undefined && error === undefined;
  return isOurs || chosen !== undefined || config.trainingSize > maxTrainingSize(config);
}

function maxTrainingSize(config: Config): number {
  return entryOf(config.dataset)?.split.training ?? Infinity;
}

/**
 * The config of a row's validation run. It trains without the images of validation and is evaluated on these; of several
 * seeds it has the first.
 */
export function validationConfig(row: Row): Config {
  const { seed, trainingSize } = row.config;
  return {
    ...configOf(row, seed),
    trainingSize: Math.min(trainingSize, maxTrainingSize(row.config)),
    evaluate: ["validation"],
  };
}

/** The name of a row's validation run, as a sweep names the run of this config: 16 hexadecimal digits. */
export async function validationRunName(row: Row, data: string): Promise<string> {
  const config = validationConfig(row);
  return await hashOf({ config, data: await dataHashes(config, data) });
}

/** The hashes of a config's data; `data` is the folder of the data sets, and the catalogue's are not read. */
export async function dataHashes(config: Config, data: string): Promise<OpenData["hashes"]> {
  return (await readFacts(config, data)).hashes;
}

export interface ValidationRun {
  readonly name: string;
  readonly trial: string;
  readonly error: number;
  readonly validation: SplitCount;
  /** Its result with test-time augmentation, where the row has one. */
  readonly copies?: TestTimeSettings & { readonly validation: SplitCount };
  /** Of its weights; the first 12 digits where no more of them are kept. */
  readonly weightsSha256: string;
  readonly ended: string;
  readonly seconds: number;
  /** The engine's name; `blas`, of version 0.1, gave the bytes of one machine. */
  readonly engine: string;
  readonly seed: number;
  readonly epochs: number;
  readonly trainingSize: number;
}

type SplitCount = Pick<ClassResult, "correct" | "size">;

/**
 * Checks that every row that needs a validation run names it.
 * @throws {UsageError} if one does not; the message has the command that trains it
 */
export async function checkChosen(
  rows: readonly Row[],
  { runs, page, data }: {
    readonly runs: readonly ValidationRun[];
    readonly page: string;
    readonly data: string;
  },
): Promise<void> {
  const reasons = new Map<string, string>();
  for (const row of rows.filter(needsValidationRun)) {
    const name = await validationRunName(row, data);
    const reason = validationProblem(row, name, runs);
    if (reason !== undefined) reasons.set(row.name, reason);
  }
  if (reasons.size === 0) return;
  const problems = [...reasons].map(([name, reason]) => `  ${name}: ${reason}`).join("\n");
  const only = quote([...reasons.keys()].join(","));
  throw new UsageError(
    `Cannot show the result of a config that was not chosen on validation:\n${problems}\n` +
      `Train the validation run with \`deno task --cwd packages/lab reproduce --trials --only ${only} --into ${
        quote(page)
      }\`: ` +
      "it keeps the run and prints the key for the row",
  );
}

/** Why a row that needs a validation run is refused; `undefined` if it is not. */
function validationProblem(
  { name: row, config, reproduces: { chosen, copies } }: Row,
  expected: string,
  runs: readonly ValidationRun[],
): string | undefined {
  if (config.evaluate.includes("test")) {
    return 'it evaluates test while it trains: "evaluate" has to leave test out';
  }
  if (chosen === undefined) {
    return `no key "chosen" names what chose it; its validation run is ${expected}`;
  }
  const { trial, error } = chosen;
  if (trial !== expected) {
    return `the validation run ${trial} has another config, data or numerics; expected ${expected}`;
  }
  if (error === undefined) return `its validation run ${expected} has no error yet`;
  const kept = runs.find((run) => run.name === row && run.trial === expected);
  const problem = (who: string, error: number, result: SplitCount | undefined) =>
    result !== undefined && errorIn(result) === error
      ? undefined
      : `no validation run ${expected} of ${who} with an error of ${inPercent(error)} % is kept`;
  const own = problem(row, error, kept?.validation);
  if (own !== undefined || copies === undefined) return own;
  const augmented = copiesName(row, copies);
  if (copies.error === undefined) return `its validation run has no error of ${augmented} yet`;
  return problem(augmented, copies.error, kept?.copies?.validation);
}

export function errorIn({ correct, size }: SplitCount): number {
  return round(1 - correct / size);
}

/** The name of a row's network with test-time augmentation. */
export function copiesName(row: string, { copies, strength }: TestTimeSettings): string {
  return `${row} over ${copies} copies of strength ${strength}`;
}
