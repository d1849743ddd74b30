/** `deno task track RUN`: adds a run to a history, and compares it with the last one of the same config and data. @module */

import { join } from "@std/path";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { counted } from "./cli/format.ts";
import { main } from "./cli/main.ts";
import { printDocument, printNote, printText } from "./cli/print.ts";
import { pageOf } from "./document/html.ts";
import { summaryOf } from "./document/markdown.ts";
import { findRun } from "./run/find_run.ts";
import { NEW_DATA } from "./run/run_data.ts";
import { FolderLock } from "./run/lock.ts";
import { FILES, inFile, readRun } from "./run/run_folder.ts";
import { removeStalePartials, writeTogether } from "./system/files.ts";

import { checkLines, checksOf, holds } from "./track/checks.ts";
import { entryOf, isAlike, isSameRun } from "./track/entry.ts";
import { defaultFloor, floorOf } from "./track/floor.ts";
import { newDataOf } from "./track/new_data.ts";
import { checkEntry, isCommit, readHistory, withEntry } from "./track/history.ts";
import { badgeOf, historyDocument } from "./track/document.ts";
import { FOLDERS } from "./system/installation.ts";

const HISTORY = "history.jsonl";
const PAGE = "history.html";
const BADGE = "badge.json";

export const command = {
  name: "track",
  description:
    "Adds a run to a history, and compares it with the last one of the same config and data that held:\n" +
    "equal weights where the version of the numerics is the same, an accuracy that is not lower than by\n" +
    "chance, nor below a floor. It fails if one of them does not hold; more time is reported, but never fails.\n" +
    "With a file that the run did not learn from, which has labels, the metric on it is added too, and held against\n" +
    "--floor, or else that of --config, the first such file of the history, or the run's test.\n" +
    `Writes history.jsonl, history.html and badge.json. RUN is the run's folder, or its name in ${FOLDERS.runs}.`,
  operands: { value: "RUN", min: 1, max: 1 },
  options: {
    history: { description: "The folder of the history", value: "FOLDER", default: "data/history" },
    floor: {
      description:
        "The least accuracy, or R² of quantities; by default that of --config, or else 0.95 on MNIST and none on other data",
      value: "NUMBER",
    },
    config: {
      description:
        "The run's config file, whose published accuracy less its tolerance is the floor",
      value: "FILE",
    },
    ...NEW_DATA,
    commit: { description: "The commit that the run was trained with", value: "SHA" },
    format: {
      description: "The format: lines, or the summary of a job in GitHub Actions",
      value: "NAME",
      choices: ["text", "markdown"],
      default: "text",
    },
  },
} satisfies Command;

/** Adds a run by the command line; throws if a check fails. */
export async function trackTask(
  { operands: [word], options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const { history: folder, commit, format } = options;
  if (commit !== undefined && !isCommit(commit)) {
    throw new UsageError(`--commit: expected 7 to 64 hexadecimal digits, got "${commit}"`);
  }
  const asked = await floorOf(options.floor, options.config);
  const path = await findRun(word!);
  const { config, metrics, summary } = await readRun(path);
  const newData = await newDataOf(path, config, options, signal);
  const floor = asked ?? (newData === undefined ? defaultFloor(config) : undefined);
  const candidate = await entryOf(path, { config, summary }, commit, newData);
  inFile(join(path, FILES.summary), () => checkEntry({ ...candidate, holds: true }));

  await using lock = await FolderLock.take(folder);
  if (lock === undefined) {
    throw new Error(`Cannot write to ${folder}: another task is writing there`);
  }
  for (const name of [HISTORY, PAGE, BADGE]) await removeStalePartials(join(folder, name));
  const file = join(folder, HISTORY);
  const { text, entries } = await readHistory(file);
  // A run that is tracked again is compared again, and not added.
  const index = entries.findIndex((other) => isSameRun(other, candidate));
  const isNew = index === -1;
  const before = isNew ? entries : entries.slice(0, index);
  const checks = checksOf(candidate, metrics, before, floor);
  const entry = { ...candidate, holds: holds(checks) };

  const all = isNew ? [...entries, entry] : entries;
  const alike = all.filter((other) => isAlike(other, entry));
  const document = historyDocument({
    entries: [...before.filter((other) => isAlike(other, entry)), entry],
    others: all.length - alike.length,
    config,
    checks,
    floor: floor?.least,
  });
  // Page and badge show the newest run.
  if (isSameRun(alike.at(-1)!, entry)) {
    await writeTogether([
      ...isNew ? [[join(folder, HISTORY), withEntry(text, entry)]] as const : [],
      [join(folder, PAGE), pageOf(document)],
      [join(folder, BADGE), JSON.stringify(badgeOf(entry, config), null, 2) + "\n"],
    ]);
  }

  if (format === "text") printText(checkLines(checks));
  else printDocument(summaryOf(document));
  printNote(`${isNew ? "Added to" : "It is already in"} ${file}, ${all.length} in all`);
  const failed = checks.filter(({ outcome }) => outcome === "failed").length;
  if (failed > 0) throw new Error(`${path} fails ${failed} of ${counted(checks.length, "check")}`);
}

if (import.meta.main) await main(command, trackTask);
