/**
 * `deno task track RUN`: adds a run to a history, and compares it with the last one of the same config and data.
 *
 * @module
 */

import { join } from "@std/path";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { counted } from "./cli/format.ts";
import { main } from "./cli/main.ts";
import { bringCharts, type DrawChart } from "./report/charts.ts";
import { findRun } from "./run/find_run.ts";
import { FolderLock } from "./run/lock.ts";
import { readRun } from "./run/run_folder.ts";
import { explain } from "./system/explain.ts";
import { writeTogether } from "./system/files.ts";
import { badgeOf } from "./track/badge.ts";
import { checksOf, holds } from "./track/checks.ts";
import { entryOf, isAlike, isSameRun } from "./track/entry.ts";
import { floorOf } from "./track/floor.ts";
import { readHistory, withEntry } from "./track/history.ts";
import { historyPage } from "./track/page.ts";
import { checkLines, markdownOf } from "./track/text.ts";

const command = {
  name: "track",
  description:
    "Adds a run to a history, and compares it with the last one of the same config and data that held:\n" +
    "equal weights where the version of the numerics is the same, an accuracy that is not lower than by\n" +
    "chance, nor below a floor. It fails if one of them does not hold; more time is told, and fails nothing.\n" +
    "Writes history.jsonl, history.html and badge.json. RUN is the run's folder, or its name in data/runs.",
  operands: { value: "RUN", min: 1, max: 1 },
  options: {
    history: {
      description: "The folder of the history",
      value: "FOLDER",
      default: "data/history",
    },
    floor: {
      description: "The least accuracy; if not given, that of --config, or else 0.95",
      value: "FRACTION",
    },
    config: {
      description: "The run's config file, whose published figure less its tolerance is the floor",
      value: "FILE",
    },
    commit: { description: "The commit that the run was trained with", value: "SHA" },
    format: {
      description: "What to print: lines, or the summary of a job in GitHub Actions",
      value: "NAME",
      choices: ["text", "markdown"],
      default: "text",
    },
  },
} satisfies Command;

/** Adds a run as the command line says; throws if a check fails. */
export async function trackTask(
  { operands: [word], options }: Arguments<typeof command>,
): Promise<void> {
  const { history: folder, commit, format } = options;
  if (commit !== undefined && !/^[\da-f]{7,64}$/.test(commit)) {
    throw new UsageError(`Cannot read --commit "${commit}": 7 to 64 hexadecimal digits are wanted`);
  }
  const floor = await floorOf(options.floor, options.config);
  const path = await findRun(word!);
  const { config, metrics, summary } = await readRun(path);
  const candidate = await entryOf(path, { config, summary }, commit);

  await using lock = await FolderLock.take(folder);
  if (lock === undefined) {
    throw new Error(`Cannot write to ${folder}: another task is writing there`);
  }
  const file = join(folder, "history.jsonl");
  const { text, entries } = await readHistory(file);
  // A run that is tracked again is compared again, and not added.
  const place = entries.findIndex((other) => isSameRun(other, candidate));
  const before = place === -1 ? entries : entries.slice(0, place);
  const checks = checksOf(candidate, metrics, before, floor);
  const entry = { ...candidate, holds: holds(checks) };

  const all = place === -1 ? [...entries, entry] : entries;
  const alike = all.filter((other) => isAlike(other, entry));
  const others = all.length - alike.length;
  const { draw, problem } = await bringDraw();
  const tracked = { entries: alike, others, config, checks, floor: floor.least };
  await writeTogether([
    ...place === -1 ? [[file, withEntry(text, entry)]] as const : [],
    [join(folder, "history.html"), draw === undefined ? null : await historyPage(tracked, draw)],
    [join(folder, "badge.json"), JSON.stringify(badgeOf(entry, config), null, 2) + "\n"],
  ]);

  console.log(format === "text" ? checkLines(checks) : markdownOf(entry, checks, before));
  const added = place === -1 ? "Added to" : "It is already in";
  console.error(`${added} ${file}, ${all.length} in all${problem}`);
  const failed = checks.filter(({ outcome }) => outcome === "failed").length;
  if (failed > 0) throw new Error(`${path} fails ${failed} of ${counted(checks.length, "check")}`);
}

/** What draws the charts, or why nothing does. */
async function bringDraw(): Promise<{ draw?: DrawChart; problem: string }> {
  try {
    const start = await bringCharts();
    return { draw: await start(), problem: "" };
  } catch (error) {
    return { problem: `; no page: ${explain(error)}` };
  }
}

if (import.meta.main) await main(command, trackTask);
