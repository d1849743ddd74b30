/**
 * What chose a config whose figure is our own, or that trains on validation's images too. Such a figure only means something if
 * the config was chosen before test was looked at. So the config names a trial that was evaluated on validation, and the page
 * of results has a line on it. Elsewhere the publication says what is to be reached, and the table has validation's figure.
 *
 * @module
 */

import type { Config, Reproduction } from "../../lib/config.ts";
import { hashOf } from "../../lib/sweep/plan.ts";
import { UsageError } from "../cli/arguments.ts";
import { inPercent } from "../cli/format.ts";
import { quote } from "../cli/shell.ts";
import { entryOf, type OpenData, openData } from "../datasets/open_data.ts";
import { hashesOf } from "../datasets/splits.ts";
import { outsideTable } from "./insert.ts";
import type { TestTimeSettings } from "../run/test_time_augmentation.ts";
import { configOf, type Row } from "./rows.ts";

/** Whether nothing is published that a row could be held to, so that its figure is our own. */
function isOurOwn({ accuracy, error }: Reproduction): boolean {
  return accuracy === undefined && error === undefined;
}

/** Whether a trial has to have chosen a row: its figure is our own, it trains on validation's images too, or it names one. */
export function needsTrial({ config, reproduces }: Row): boolean {
  return isOurOwn(reproduces) || reproduces.chosen !== undefined ||
    config.trainingSize > mostBesideValidation(config);
}

/** How many images there are to train on where those of validation are left out. */
function mostBesideValidation(config: Config): number {
  return entryOf(config)?.split.training ?? Infinity;
}

/**
 * The validation trial of a row: the same config, trained on the images that leave the validation split out and evaluated on
 * that; of several seeds the first.
 */
export function trialOf(row: Row): Config {
  const { seed, trainingSize } = row.config;
  return {
    ...configOf(row, seed),
    trainingSize: Math.min(trainingSize, mostBesideValidation(row.config)),
    evaluate: ["validation"],
  };
}

/**
 * The name of a row's validation trial, as a sweep names the run of this config: 16 hexadecimal digits.
 *
 * @param data the folder of the data sets; the catalogue's are not read
 */
export async function trialName(row: Row, data: string): Promise<string> {
  const config = trialOf(row);
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
 * Checks that every row that needs a trial names it.
 *
 * @param options.page the page that has a line on each trial
 * @param options.data the folder of the data sets
 * @throws {UsageError} if one does not; the message says what to do
 */
export async function checkChosen(
  rows: readonly Row[],
  options: { readonly page: string; readonly data: string },
): Promise<void> {
  const own = rows.filter(needsTrial);
  if (own.length === 0) return;
  const page = outsideTable(await Deno.readTextFile(options.page).catch(() => ""));
  const lines = page.replaceAll(/\n {2}/g, " ").split("\n"); // an item may go on in further lines
  const reasons = new Map<string, string>();
  for (const row of own) {
    const reason = whyRefused(row, await trialName(row, options.data), { ...options, lines });
    if (reason !== undefined) reasons.set(row.name, reason);
  }
  if (reasons.size === 0) return;
  const why = [...reasons].map(([name, reason]) => `  ${name}: ${reason}`).join("\n");
  const names = [...reasons.keys()].join(",");
  throw new UsageError(
    `Cannot show a figure of a config that was not chosen on validation:\n${why}\n` +
      `Train the trial with \`deno task reproduce --trials --only ${
        quote(names)
      }\`: it prints the line ` +
      `for ${options.page} and the key for the config`,
  );
}

/** Why a row that needs a trial is refused; `undefined` if it is not. */
function whyRefused(
  row: Row,
  name: string,
  { page, lines }: { readonly page: string; readonly lines: readonly string[] },
): string | undefined {
  const { config, reproduces: { chosen, copies } } = row;
  if (config.evaluate.includes("test")) {
    return 'it evaluates test while it trains: "evaluate" has to leave test out';
  }
  if (chosen === undefined) return `"reproduces" does not say what chose it; its trial is ${name}`;
  const { trial, error } = chosen;
  if (trial !== name) {
    return `the trial ${trial} has another config, data or numerics; its own is ${name}`;
  }
  if (error === undefined) return `its trial ${name} has no validation error yet`;
  const withoutLine = (who: string, error: number) => {
    const begin = `- ${who}: trial \`${name}\`, validation error ${inPercent(error)} %`;
    if (lines.some((line) => line.startsWith(begin))) return undefined;
    return `${page} has no line on ${who} with the trial ${name} and the validation error ${
      inPercent(error)
    } %`;
  };
  const why = withoutLine(row.name, error);
  if (why !== undefined || copies === undefined) return why;
  const over = copiesName(row.name, copies);
  if (copies.error === undefined) return `the trial has no validation error of ${over} yet`;
  return withoutLine(over, copies.error);
}

/** What a row's network over deformed copies is called. */
export function copiesName(row: string, { copies, strength }: TestTimeSettings): string {
  return `${row} over ${copies} copies of strength ${strength}`;
}
