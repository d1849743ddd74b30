/** Forms an ensemble of runs and writes it; the options of the commands that do. @module */

import { quote } from "../../lib/checks/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { type Option, wholeNumber } from "../cli/arguments.ts";
import type { OpenData } from "../datasets/open_data.ts";
import type { Weighing } from "../run/open_ensemble.ts";
import { type Moved, movedTo, openRunData } from "../run/run_data.ts";
import { learnedFromValidation, type MeasuredEnsemble, measureEnsemble } from "./measure.ts";
import { type Member, openMembers } from "./members.ts";
import { ensembleText } from "./text.ts";
import { writeEnsemble } from "./write_ensemble.ts";
import { PROGRAM } from "../system/installation.ts";

export const MEMBERS = {
  description: "Take the N best runs of a sweep; by default all that it keeps",
  value: "N",
} as const satisfies Option;

export const WEIGHTS = {
  description: "How much members count: all the same, or as is best on validation",
  value: "HOW",
  choices: ["equal", "validation"],
  default: "validation",
} as const satisfies Option;

export const JSON_RESULT = {
  description: "Print the result as JSON on stdout, and everything else on stderr",
} as const satisfies Option;

interface FormOptions extends Moved {
  readonly folder: string;
  readonly weights: string;
  readonly data: string;
  /** The name of the engine, as `chooseEngine` gives it. Default: auto */
  readonly engine?: string;
  readonly print: (line: string) => void;
}

interface FormedEnsemble extends MeasuredEnsemble {
  readonly members: readonly Member[];
  /** The present path of their data. */
  readonly dataset: Config["dataset"];
  /** Their data, with images as they are. */
  readonly opened: OpenData;
}

/**
 * Forms an ensemble, prints its results, and writes it.
 * @throws {UsageError} if they do not belong together
 */
export async function formEnsemble(
  paths: readonly string[],
  options: FormOptions,
): Promise<FormedEnsemble> {
  const { folder, print } = options;
  const members = await openMembers(paths, options.engine);
  const { config } = members[0]!;
  const dataset = movedTo(config.dataset, options);
  const opened = await openRunData(
    paths,
    { ...config, dataset, normalizeWidth: null },
    options.data,
  );
  const measured = measureEnsemble(members, opened, options.weights as Weighing);
  print(ensembleText(measured.file));
  if (learnedFromValidation(config)) {
    print("They learned from the validation images too: those results do not hold for new images");
  }
  const files = members.map((member) => member.path);
  const written = await writeEnsemble(folder, measured.file, files);
  print(`\nWrote ${written}; next: ${PROGRAM} evaluate ${quote(folder)}`);
  return { ...measured, members, dataset, opened };
}

export function memberCount(text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber("members", text, { min: 1 });
}

/** Gives up the permissions that only training members needs. */
export async function dropPermissions(): Promise<void> {
  for (const name of ["net", "run", "env"] as const) await Deno.permissions.revoke({ name });
}
