/** What each key of a config means: the text on its option, as `schema` writes it into the JSON Schema. @module */

import type { KeyTexts } from "../../../lib/config/mod.ts";
import config from "../../../lib/config.ts" with { type: "text" };
import userData from "../../../lib/config/user_data.ts" with { type: "text" };
import dropout from "../../../lib/network/dropout.ts" with { type: "text" };
import optimizers from "../../../lib/network/optimizers.ts" with { type: "text" };
import options from "../../../lib/options.ts" with { type: "text" };
import augment from "../../../lib/options/augment.ts" with { type: "text" };
import schedules from "../../../lib/options/schedules.ts" with { type: "text" };
import table from "../../../lib/options/table.ts" with { type: "text" };

/** Where the text on a key stands: on a member of an interface or a table. */
interface Declaration {
  /** The path of the object that has the keys; with `=`, its members are the kinds of that object. */
  readonly at: string;
  /** The source of the module. */
  readonly source: string;
  /** The name of the interface or the table. */
  readonly name: string;
}

/** All declarations of keys; the first that has a key describes it. */
export const DECLARATIONS: readonly Declaration[] = [
  { at: "", source: config, name: "Config" },
  { at: "", source: config, name: "KEYS" },
  { at: "", source: options, name: "TrainOptions" },
  { at: "dataset", source: userData, name: "PATHS" },
  { at: "dataset", source: userData, name: "USER_DATASET" },
  { at: "dataset", source: table, name: "DECISION_OPTIONS" },
  { at: "dataset", source: table, name: "METRIC_OPTION" },
  { at: "dataset.costs", source: table, name: "COSTS" },
  { at: "optimizer", source: optimizers, name: "OptimizerOptions" },
  { at: "optimizer=", source: optimizers, name: "OPTIMIZERS" },
  { at: "schedule", source: schedules, name: "ScheduleOptions" },
  { at: "schedule=", source: schedules, name: "SCHEDULES" },
  { at: "augment", source: augment, name: "AugmentOptions" },
  { at: "augment.elastic", source: augment, name: "ElasticOptions" },
  { at: "dropout", source: dropout, name: "DropoutOptions" },
  { at: "averaging", source: options, name: "AveragingOptions" },
  { at: "earlyStopping", source: options, name: "PatienceOptions" },
];

/** The text on each key of a config, by its path. */
export function keyTexts(): KeyTexts {
  const texts = DECLARATIONS.toReversed().flatMap(({ at, source, name }) =>
    membersOf(source, name).map(([key, text]) => [pathOf(at, key), text])
  );
  return Object.fromEntries(texts);
}

/**
 * The members of an interface or a table that have a text, each with it in one line.
 * @param source of a module as `deno fmt` writes it
 */
export function membersOf(source: string, declaration: string): [name: string, text: string][] {
  const start = new RegExp(`^(?:export )?(?:interface|const) ${declaration}\\b`, "m").exec(source);
  if (start === null) throw new Error(`Cannot read the texts of ${declaration}: there is none`);
  const rest = source.slice(start.index);
  const block = rest.slice(0, rest.search(/^\}/m));
  const members = block.matchAll(
    /^ {2}\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(?:readonly )?([$\w]+)\??: /gm,
  );
  return [...members].map((
    [, text, name],
  ) => [name!, text!.replaceAll(/\s*\n \s*\* ?/g, " ").trim()]);
}

/** The path of a key, or of a kind, in the object at a path. */
export function pathOf(at: string, key: string): string {
  if (at.endsWith("=")) return `${at}"${key}"`;
  return at === "" ? key : `${at}.${key}`;
}
