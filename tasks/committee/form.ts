/** Forms a committee of runs and writes it. @module */

import type { Config } from "../../lib/config.ts";
import { wholeNumber } from "../cli/arguments.ts";
import type { OpenData } from "../datasets/open_data.ts";
import type { Weighing } from "./open_committee.ts";
import { type Moved, movedTo, openRunData } from "../run/run_data.ts";
import { learnedFromValidation, measureCommittee, type MeasuredCommittee } from "./measure.ts";
import { type Member, openMembers } from "./members.ts";
import { committeeText, writtenText } from "./text.ts";
import { writeCommittee } from "./write_committee.ts";

/** How to form a committee. */
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

/** A committee, and what it was formed of. */
export interface FormedCommittee extends MeasuredCommittee {
  readonly members: readonly Member[];
  /** Where their data is now. */
  readonly dataset: Config["dataset"];
  /** Their data, with images as they are. */
  readonly opened: OpenData;
}

/**
 * Forms a committee, says what it is worth, and writes it.
 *
 * @param paths the folders of its runs
 * @throws {UsageError} if they do not belong together
 */
export async function formCommittee(
  paths: readonly string[],
  options: FormOptions,
): Promise<FormedCommittee> {
  const { folder, print } = options;
  const members = await openMembers(paths);
  const { config } = members[0]!;
  const dataset = movedTo(config.dataset, options);
  const opened = await openRunData(
    paths,
    { ...config, dataset, normalizeWidth: null },
    options.data,
  );
  const measured = measureCommittee(members, opened, options.weights as Weighing);
  print(committeeText(measured.file));
  if (learnedFromValidation(config)) {
    print("They learned from the validation images too, whose figures say nothing of new ones");
  }
  const files = members.map((member) => member.path);
  const written = await writeCommittee(folder, measured.file, files);
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
