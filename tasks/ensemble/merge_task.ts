/** `deno task ensemble merge`: joins the members that several machines trained, and forms their ensemble. @module */

import { type Arguments, type Command, UsageError } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { printJson, printNote, printText } from "../cli/print.ts";
import { MOVED } from "../run/run_data.ts";
import { mergeSweep } from "../sweep/merge_task.ts";
import {
  dropPermissions,
  formEnsemble,
  JSON_RESULT,
  memberCount,
  MEMBERS,
  WEIGHTS,
} from "./form.ts";
import { keptRuns } from "./find_members.ts";

export const mergeCommand = {
  name: "ensemble merge",
  description:
    "Joins the folders of the shards that trained an ensemble's members, and forms the ensemble: the bytes that one\n" +
    "machine would write. It exits with 1 if members are missing; the others are written all the same.",
  operands: { value: "FOLDER…", min: 1, max: 100_000 },
  options: {
    out: { description: "The folder to write, which may be one of them", value: "FOLDER" },
    members: MEMBERS,
    weights: WEIGHTS,
    data: DATA,
    ...MOVED,
    json: JSON_RESULT,
  },
} satisfies Command;

export async function mergeTask(
  { operands, options }: Arguments<typeof mergeCommand>,
): Promise<void> {
  const { out, json, data } = options;
  if (out === undefined) {
    throw new UsageError("Expected --out FOLDER, where the ensemble is written");
  }
  const most = memberCount(options.members);
  await dropPermissions();
  const { missing } = await mergeSweep(operands, out, data);
  if (missing !== undefined) {
    throw new Error(
      `Cannot form an ensemble yet: it lacks ${missing}, whose shards go on by the same command`,
    );
  }
  const print = json ? printNote : printText;
  const { file } = await formEnsemble(await keptRuns(out, most), {
    ...options,
    folder: out,
    print,
  });
  if (json) printJson(file);
}
