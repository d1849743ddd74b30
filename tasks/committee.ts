/**
 * `deno task committee RUN…`: forms a committee of trained networks, weighs them on the validation split, and says what
 * they are worth alone and together; `--distil` trains one network to answer as they do.
 *
 * @module
 */

import { basename, join } from "@std/path";
import { ENGINES } from "../lib/engine/create.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { DATA, ENGINE, RUNS, WORKERS } from "./cli/options.ts";
import { distil } from "./committee/distil.ts";
import { measureCommittee } from "./committee/measure.ts";
import { findMembers, openMembers } from "./committee/members.ts";
import { committeeText, distilledText, writtenText } from "./committee/text.ts";
import { committeeName, writeCommittee } from "./committee/write_committee.ts";
import type { Weighing } from "./run/committee_folder.ts";
import { checkName } from "./run/run_name.ts";
import { MOVED, movedTo, openRunData } from "./run/run_data.ts";

const COMMITTEES = join("data", "committees");

const command = {
  name: "committee",
  description:
    "Forms a committee of trained networks, whose outputs are averaged: weighs them on the validation split, and shows\n" +
    "what they are worth alone and together. RUN is a run's folder or its name in data/runs, or a finished sweep, of\n" +
    "which the best are taken that it keeps. Members have to have learned from the same data, split alike.\n" +
    "With --distil one network learns to answer as the committee does, on the same images, deformed alike.",
  operands: { value: "RUN…", min: 1, max: Infinity },
  options: {
    members: { description: "Take so many runs of the sweep; all that it keeps if not given", value: "N" },
    weights: {
      description: "How much members count: all the same, or as is best on validation",
      value: "HOW",
      choices: ["equal", "validation"],
      default: "validation",
    },
    out: {
      description: `The committee's folder; ${COMMITTEES}/NAME if not given, by the names of the runs`,
      value: "FOLDER",
    },
    distil: { description: "Train one network of this config to answer as the committee", value: "CONFIG" },
    temperature: {
      description: "What the committee's answers are softened by, from 1 up",
      value: "T",
      default: "1",
    },
    alpha: {
      description: "The share of the labels in what it learns, from 0 to below 1",
      value: "A",
      default: "0",
    },
    set: { description: "Changes a key of that config", value: "KEY=VALUE", repeatable: true },
    name: { description: "The run's name; CONFIG-distilled if not given", value: "NAME" },
    replace: { description: "Train over a run of that name which is another, and is lost then" },
    runs: RUNS,
    data: DATA,
    ...MOVED,
    engine: { ...ENGINE, description: "What runs the loops", choices: ENGINES },
    workers: WORKERS,
    json: { description: "Print the result as JSON on stdout, and everything else on stderr" },
  },
} satisfies Command;

/** Forms a committee as the command line says. */
export async function committeeTask(
  { operands, options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  const { json, data, weights: weighing } = options;
  const most = options.members === undefined
    ? undefined
    : wholeNumber("members", options.members, { min: 1 });
  const temperature = numberOf("temperature", options.temperature);
  const alpha = numberOf("alpha", options.alpha);
  checkDistil(options);
  const name = checkName(options.name ?? `${basename(options.distil ?? "committee", ".json")}-distilled`);
  const paths = await findMembers(operands, most);
  const members = await openMembers(paths);
  const { config } = members[0]!;
  const dataset = movedTo(config.dataset, options);
  const known = { ...config, dataset, normalizeWidth: null };
  const opened = await openRunData(paths, known, data);

  const print = json ? console.error : console.log;
  const { committee, file } = measureCommittee(members, opened, weighing as Weighing);
  print(committeeText(file));
  const folder = options.out ?? join(COMMITTEES, committeeName(operands));
  const path = await writeCommittee(folder, file, members.map((member) => member.path));
  print(`\n${writtenText(path, folder)}`);
  if (options.distil === undefined) {
    if (json) console.log(JSON.stringify(file));
    return;
  }
  print("");
  const summary = await distil(members, committee.weights, {
    ...options,
    config: options.distil,
    name,
    ...{ temperature, alpha, opened, interrupt, print },
  });
  print(distilledText(file, summary));
  if (json) console.log(JSON.stringify({ ...file, distilled: summary }));
}

/** The options that are of use with `--distil` alone. */
function checkDistil(options: Arguments<typeof command>["options"]): void {
  if (options.distil !== undefined) return;
  const { name, set, replace, temperature, alpha } = options;
  const given = Object.entries({
    name: name !== undefined,
    set: set.length > 0,
    replace,
    temperature: temperature !== command.options.temperature.default,
    alpha: alpha !== command.options.alpha.default,
  });
  const [option] = given.find(([, isGiven]) => isGiven) ?? [];
  if (option !== undefined) throw new UsageError(`--${option} is for --distil CONFIG`);
}

function numberOf(name: string, text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`Cannot read --${name} "${text}": it is a number`);
}

if (import.meta.main) await main(command, committeeTask);
