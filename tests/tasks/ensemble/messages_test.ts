import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { findMembers } from "../../../tasks/ensemble/find_members.ts";
import { formCommand, formTask } from "../../../tasks/ensemble/form_task.ts";
import { mergeTask } from "../../../tasks/ensemble/merge_task.ts";
import { writeEnsemble } from "../../../tasks/ensemble/write_ensemble.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type Sentences, testSentences } from "../../helpers/says.ts";

const defaults = Object.fromEntries(
  Object.entries(formCommand.options).map(([name, option]) => [
    name,
    (option as { default?: string }).default ?? (name === "set" ? [] : undefined),
  ]),
);

const form = (operands: readonly string[], options: object) => () =>
  formTask(
    { operands, options: { ...defaults, engine: "wasm", ...options } as never },
    new AbortController().signal,
  );

const withFiles =
  (files: { readonly [name: string]: unknown }, work: (folder: string) => Promise<unknown>) => () =>
    inFolder(async (folder) => {
      for (const [name, value] of Object.entries(files)) {
        await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
      }
      await work(folder);
    });

const sweep = (complete: boolean) => ({
  "sweep.json": { complete, metric: { name: "validation.cost", goal: "minimize" }, trials: [] },
});
const damaged = { "committee.json": { members: ["Ann"] } };

const rows: Sentences[] = [
  [UsageError, "", {
    "Missing argument: RUN… is needed, or --config FILE to train members": form([], {}),
    "--config trains members, and a is trained already: expected one of them": form(["a"], {
      config: "b.json",
    }),
    "--config trains members, and --distil is for members that are trained: give one after the other":
      form([], { config: "b.json", distil: "c.json" }),
    "--alpha is for --distil, which is not given": form(["a"], { alpha: "0.5" }),
    "--set changes the config of --config or --distil, and neither is given": form(["a"], {
      set: ["epochs=1"],
    }),
    '--temperature: expected a number, got "warm"': form(["a"], {
      distil: "c.json",
      temperature: "warm",
    }),
    "Expected --seeds N, the number of members to train": form([], { config: "b.json" }),
    "Expected --out FOLDER, where the ensemble is written": () =>
      mergeTask({ operands: ["a"], options: { data: "data" } as never }),
    "--members N is for a sweep, whose best runs are taken: name one": () =>
      findMembers(["none"], 2),
  }],
];

const rowsOfFolders: Sentences[] = [
  [UsageError, "", {
    "FOLDER is an ensemble already: name the runs that it was formed of": withFiles(
      damaged,
      (folder) => findMembers([folder], undefined),
    ),
    "Cannot put the sweep FOLDER together with others: name it alone": withFiles(
      sweep(true),
      (folder) => findMembers([folder, "a"], undefined),
    ),
    "Cannot form an ensemble of FOLDER, which is not finished: `deno task sweep` goes on with it":
      withFiles(sweep(false), (folder) => findMembers([folder], undefined)),
    'Cannot take 2 members of FOLDER, which keeps the weights of 0 runs; "keep" in its file sets how many trials keep them':
      withFiles(sweep(true), (folder) => findMembers([folder], 2)),
  }],
  [Error, "", {
    "Cannot use FOLDER/sweep.json: expected the summary of a sweep": withFiles(
      { "sweep.json": {} },
      (folder) => findMembers([folder], 2),
    ),
    "Cannot write FOLDER/committee.json: it is there already, and no ensemble's; --out names another folder":
      withFiles(damaged, (folder) => writeEnsemble(folder, { members: [] } as never, [])),
  }],
];

testSentences("tasks/ensemble", [...rows, ...granted("read", "write") ? rowsOfFolders : []]);
