/** `deno task ensemble merge`: joins the members that several machines trained, and forms their ensemble. @module */

import { type Arguments, type Command, UsageError } from "../cli/arguments.ts";
import { DATA } from "../cli/options.ts";
import { printJson, printNote, printText } from "../cli/print.ts";
import { MOVED } from "../run/run_data.ts";
import { mergeSweep } from "../sweep/merge_task.ts";
import { dropPermissions, formEnsemble, memberCount } from "./form.ts";
import { keptRuns } from "./find_members.ts";
import { JSON_RESULT, MEMBERS, WEIGHTS } from "./options.ts";

/** What `deno task ensemble merge` takes. */
export const mergeCommand = {
  name: "ensemble merge",
  description:
    "Joins the folders of the shards that trained an ensemble's members, and forms the ensemble: the bytes that one\n" +
    "machine would have. It exits with 1 if members are missing; what is there is written all the same.",
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

/** Merges, and forms the ensemble. */
export async function mergeTask(
  { operands, options }: Arguments<typeof mergeCommand>,
): Promise<void> {
  const { out, json, data } = options;
  if (out === undefined) throw new UsageError("--out FOLDER is wanted, where the whole is written");
  const most = memberCount(options.members);
  await dropPermissions();
  const { missing } = await mergeSweep(operands, out, data);
  if (missing !== undefined) {
    throw new Error(
      `Cannot form an ensemble yet, which lacks ${missing}: their shards go on by the same command`,
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
