/** Forms an ensemble of runs and writes it. @module */

import type { Config } from "../../lib/config.ts";
import { wholeNumber } from "../cli/arguments.ts";
import type { OpenData } from "../datasets/open_data.ts";
import type { Weighing } from "./open_ensemble.ts";
import { type Moved, movedTo, openRunData } from "../run/run_data.ts";
import { learnedFromValidation, type MeasuredEnsemble, measureEnsemble } from "./measure.ts";
import { type Member, openMembers } from "./members.ts";
import { ensembleText, writtenText } from "./text.ts";
import { writeEnsemble } from "./write_ensemble.ts";

/** How to form an ensemble. */
export interface FormOptions extends Moved {
  /** The folder to write. */
  readonly folder: string;
  /** As the command line has it. */
  readonly weights: string;
  /** The folder of the data sets. */
  readonly data: string;
  /** Told what comes out. */
  readonly print: (line: string) => void;
}

/** An ensemble, and what it was formed of. */
export interface FormedEnsemble extends MeasuredEnsemble {
  readonly members: readonly Member[];
  /** Where their data is now. */
  readonly dataset: Config["dataset"];
  /** Their data, with images as they are. */
  readonly opened: OpenData;
}

/**
 * Forms an ensemble, says what it is worth, and writes it.
 *
 * @param paths the folders of its runs
 * @throws {UsageError} if they do not belong together
 */
export async function formEnsemble(
  paths: readonly string[],
  options: FormOptions,
): Promise<FormedEnsemble> {
  const { folder, print } = options;
  const members = await openMembers(paths);
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
    print("They learned from the validation images too, whose figures say nothing of new ones");
  }
  const files = members.map((member) => member.path);
  const written = await writeEnsemble(folder, measured.file, files);
  print(`\n${writtenText(written, folder)}`);
  return { ...measured, members, dataset, opened };
}

/** Reads `--members`; `undefined` if it is not given. */
export function memberCount(text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber("members", text, { min: 1 });
}

/** Gives up what only training members needs. */
export async function dropPermissions(): Promise<void> {
  for (const name of ["net", "run", "env"] as const) await Deno.permissions.revoke({ name });
}
