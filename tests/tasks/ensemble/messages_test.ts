import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { findMembers } from "../../../tasks/ensemble/find_members.ts";
import { formCommand, formTask } from "../../../tasks/ensemble/form_task.ts";
import { mergeTask } from "../../../tasks/ensemble/merge_task.ts";
import { openEnsemble, readEnsemble } from "../../../tasks/run/open_ensemble.ts";
import { writeEnsemble } from "../../../tasks/ensemble/write_ensemble.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

const defaults = Object.fromEntries(
  Object.entries(formCommand.options).map(([name, option]) => [
    name,
    (option as { default?: string }).default ?? (name === "set" ? [] : undefined),
  ]),
);

const form = (operands: readonly string[], options: object) => () =>
  formTask(
    { operands, options: { ...defaults, ...options } as never },
    new AbortController().signal,
  );

/** Does something in a folder with these files, whose path is FOLDER in an error. */
function inFolder(
  files: { readonly [name: string]: unknown },
  work: (folder: string) => Promise<unknown>,
): () => Promise<void> {
  return async () => {
    await using folder = await temporaryFolder();
    for (const [name, value] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder.path, name), JSON.stringify(value));
    }
    try {
      await work(folder.path);
    } catch (error) {
      if (error instanceof Error) {
        error.message = error.message.replaceAll(folder.path, "FOLDER");
      }
      throw error;
    }
  };
}

const sweep = (complete: boolean) => ({
  "sweep.json": { complete, metric: { name: "validation.cost", goal: "minimize" }, trials: [] },
});
const damaged = { "committee.json": { members: ["Ann"] } };

const rows: MessageRow[] = [
  [
    "no members",
    form([], {}),
    UsageError,
    "Missing argument: RUN… is needed, or --config FILE to train members",
  ],
  [
    "members that are trained and to be trained",
    form(["a"], { config: "b.json" }),
    UsageError,
    "--config trains members, and a is trained already: expected one of them",
  ],
  [
    "members that are to be trained and distilled",
    form([], { config: "b.json", distil: "c.json" }),
    UsageError,
    "--config trains members, and --distil is for members that are trained: give one after the other",
  ],
  [
    "an option without the one that it needs",
    form(["a"], { alpha: "0.5" }),
    UsageError,
    "--alpha is for --distil, which is not given",
  ],
  [
    "a changed config without a config",
    form(["a"], { set: ["epochs=1"] }),
    UsageError,
    "--set changes the config of --config or --distil, and neither is given",
  ],
  [
    "a temperature that is no number",
    form(["a"], { distil: "c.json", temperature: "warm" }),
    UsageError,
    '--temperature: expected a number, got "warm"',
  ],
  [
    "no number of members to train",
    form([], { config: "b.json" }),
    UsageError,
    "Expected --seeds N, the number of members to train",
  ],
  [
    "a merge into no folder",
    () => mergeTask({ operands: ["a"], options: { data: "data" } as never }),
    UsageError,
    "Expected --out FOLDER, where the ensemble is written",
  ],
  [
    "a number of runs that are named",
    () => findMembers(["none"], 2),
    UsageError,
    "--members N is for a sweep, whose best runs are taken: name one",
  ],
];

const rowsOfFolders: MessageRow[] = [
  [
    "an ensemble as a member",
    inFolder(damaged, (folder) => findMembers([folder], undefined)),
    UsageError,
    "FOLDER is an ensemble already: name the runs that it was formed of",
  ],
  [
    "an ensemble beside others",
    inFolder(damaged, (folder) => openEnsemble([folder, folder], {} as never)),
    UsageError,
    "Cannot combine FOLDER with others: it is an ensemble, and its weights are for its members only",
  ],
  [
    "a sweep beside others",
    inFolder(sweep(true), (folder) => findMembers([folder, "a"], undefined)),
    UsageError,
    "Cannot put the sweep FOLDER together with others: name it alone",
  ],
  [
    "a sweep that is not finished",
    inFolder(sweep(false), (folder) => findMembers([folder], undefined)),
    UsageError,
    "Cannot form an ensemble of FOLDER, which is not finished: `deno task sweep` goes on with it",
  ],
  [
    "a sweep that keeps too few runs",
    inFolder(sweep(true), (folder) => findMembers([folder], 2)),
    UsageError,
    'Cannot take 2 members of FOLDER, which keeps the weights of 0 runs; "keep" in its file sets how many trials keep them',
  ],
  [
    "a damaged sweep",
    inFolder({ "sweep.json": {} }, (folder) => findMembers([folder], 2)),
    Error,
    "Cannot use FOLDER/sweep.json: expected the summary of a sweep",
  ],
  [
    "a damaged ensemble",
    inFolder(damaged, readEnsemble),
    Error,
    "Cannot use FOLDER/committee.json: expected a list of members, each with run, weightsSha256 and weight",
  ],
  [
    "an ensemble over a file that is none",
    inFolder(damaged, (folder) => writeEnsemble(folder, { members: [] } as never, [])),
    Error,
    "Cannot write FOLDER/committee.json: it is there already, and no ensemble's; --out names another folder",
  ],
];

testMessages("tasks/ensemble", [...rows, ...granted("read", "write") ? rowsOfFolders : []]);
