/**
 * The validation run that chose a config. A config needs one if nothing is published that it could reach, or if it trains on
 * validation's images too: its result only means something if the config was chosen without the test set. The config names
 * the run by the key `chosen.trial`, and the page of results has a line on it.
 *
 * @module
 */

import { quote } from "../../../lib/checks/mod.ts";
import type { Config } from "../../../lib/config/mod.ts";
import { hashOf } from "../../../lib/sweep/mod.ts";
import { UsageError } from "../../cli/arguments.ts";
import { inPercent } from "../../cli/format.ts";
import { entryOf, type OpenData, openData } from "../../datasets/open_data.ts";
import { hashesOf } from "../../datasets/splits.ts";
import { outsideTable } from "./insert.ts";
import type { TestTimeSettings } from "../../run/test_time_augmentation.ts";
import { configOf, type Row } from "./rows.ts";

/** Whether a row needs a validation run: nothing is published, it trains on validation's images too, or it names one. */
export function needsValidationRun({ config, reproduces }: Row): boolean {
  const { accuracy, error, chosen } = reproduces;
  const isOurs = accuracy === undefined && error === undefined;
  return isOurs || chosen !== undefined || config.trainingSize > maxTrainingSize(config);
}

function maxTrainingSize(config: Config): number {
  return entryOf(config)?.split.training ?? Infinity;
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

/**
 * The name of a row's validation run, as a sweep names the run of this config: 16 hexadecimal digits.
 *
 * @param data the folder of the data sets; the catalogue's are not read
 */
export async function validationRunName(row: Row, data: string): Promise<string> {
  const config = validationConfig(row);
  return await hashOf({ config, data: await dataHashes(config, data) });
}

/** The hashes of a config's data; `data` is the folder of the data sets, and the catalogue's are not read. */
export async function dataHashes(config: Config, data: string): Promise<OpenData["hashes"]> {
  const { dataset } = config;
  return typeof dataset === "string"
    ? hashesOf({ dataset })
    : (await openData(config, data)).hashes;
}

/**
 * Checks that every row that needs a validation run names it.
 *
 * @param options.page the page that has a line on each validation run
 * @param options.data the folder of the data sets
 * @throws {UsageError} if one does not; the message has the command that trains it
 */
export async function checkChosen(
  rows: readonly Row[],
  options: { readonly page: string; readonly data: string },
): Promise<void> {
  const ours = rows.filter(needsValidationRun);
  if (ours.length === 0) return;
  const page = outsideTable(await Deno.readTextFile(options.page).catch(() => ""));
  const lines = page.replaceAll(/\n {2}/g, " ").split("\n"); // an item may go on in further lines
  const reasons = new Map<string, string>();
  for (const row of ours) {
    const name = await validationRunName(row, options.data);
    const reason = validationProblem(row, name, { ...options, lines });
    if (reason !== undefined) reasons.set(row.name, reason);
  }
  if (reasons.size === 0) return;
  const problems = [...reasons].map(([name, reason]) => `  ${name}: ${reason}`).join("\n");
  const command = `deno task reproduce --trials --only ${quote([...reasons.keys()].join(","))}`;
  throw new UsageError(
    `Cannot show the result of a config that was not chosen on validation:\n${problems}\n` +
      `Train the validation run with \`${command}\`: it prints the line for ${options.page} and the key for the config`,
  );
}

/** Why a row that needs a validation run is refused; `undefined` if it is not. */
function validationProblem(
  row: Row,
  name: string,
  { page, lines }: { readonly page: string; readonly lines: readonly string[] },
): string | undefined {
  const { config, reproduces: { chosen, copies } } = row;
  if (config.evaluate.includes("test")) {
    return 'it evaluates test while it trains: "evaluate" has to leave test out';
  }
  if (chosen === undefined) {
    return `"reproduces" does not name what chose it; its validation run is ${name}`;
  }
  const { trial, error } = chosen;
  if (trial !== name) {
    return `the validation run ${trial} has another config, data or numerics; expected ${name}`;
  }
  if (error === undefined) return `its validation run ${name} has no error yet`;
  const withoutLine = (who: string, error: number) => {
    const begin = `- ${who}: trial \`${name}\`, validation error ${inPercent(error)} %`;
    if (lines.some((line) => line.startsWith(begin))) return undefined;
    return `${page} has no line on ${who} that begins with: ${begin}`;
  };
  const problem = withoutLine(row.name, error);
  if (problem !== undefined || copies === undefined) return problem;
  const augmented = copiesName(row.name, copies);
  if (copies.error === undefined) return `its validation run has no error of ${augmented} yet`;
  return withoutLine(augmented, copies.error);
}

/** The name of a row's network with test-time augmentation. */
export function copiesName(row: string, { copies, strength }: TestTimeSettings): string {
  return `${row} over ${copies} copies of strength ${strength}`;
}
