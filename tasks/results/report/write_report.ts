/** Writes the report of runs, for `deno task report` and at the end of `deno task train`. @module */

import { exists } from "@std/fs";
import { dirname, join, relative, resolve } from "@std/path";
import { quote } from "../../../lib/checks/texts.ts";
import { stateOf } from "../../run/journaled_files.ts";
import { FolderLock } from "../../run/lock.ts";
import type { Moved } from "../../run/run_data.ts";
import { FILES, holdsRun, REPORT } from "../../run/run_folder.ts";
import { explain } from "../../system/explain.ts";
import { writeOutput } from "../../system/files.ts";
import { nameAt } from "../../system/links.ts";
import { collectRuns } from "./collect.ts";
import type { Document } from "../../../lib/document/blocks.ts";
import { FOOTER, pageOf } from "../../../lib/document/page.ts";
import { MARKDOWN_END } from "../document/markdown.ts";
import type { Links } from "./comparison_document.ts";
import type { ReportedRun, ReportSplit } from "./problem/runs.ts";
import { runDocument } from "./run_document.ts";
import { PROGRAM } from "../../system/installation.ts";
import { openFile } from "../../system/open_file.ts";

interface ReportOptions {
  readonly data: string;
  /** The split to show. Default: what the first run evaluates, test before validation */
  readonly split?: ReportSplit | undefined;
  /** The file to write. Default: {@linkcode reportPath} of the runs */
  readonly out?: string | undefined;
  /** The present path of user data that was moved. */
  readonly moved?: Moved;
}

/** The default path of a report: in the folder of a run, or beside several. */
export function reportPath(runs: readonly string[]): string {
  return runs.length === 1 ? join(runs[0]!, REPORT) : join(dirname(resolve(runs[0]!)), REPORT);
}

export async function reportOf(runs: readonly ReportedRun[], links?: Links): Promise<Document> {
  if (runs.length === 1) return await runDocument(runs[0]!);
  const { comparisonDocument } = await import("./comparison_document.ts");
  return comparisonDocument(runs, links);
}

/** The end of a file that shows whether it is a report, in bytes. */
const TAIL_BYTES = 4096;

/** Whether a file is a report that was written here, as a page or as Markdown. */
export async function isReport(path: string): Promise<boolean> {
  const file = await openFile(path);
  const { size } = await file.stat();
  await file.seek(Math.max(0, size - TAIL_BYTES), Deno.SeekMode.Start);
  const tail = await new Response(file.readable).text(); // which closes the file
  return tail.includes(`${FOOTER} `) || tail.trimEnd().endsWith(MARKDOWN_END);
}

/** A path for people: relative, if it is in the working folder. */
export function printedPath(path: string): string {
  const [here, whole] = [join(Deno.cwd(), "/"), resolve(path)];
  return whole.startsWith(here) ? whole.slice(here.length) : path;
}

/**
 * Writes the page of a run, or of several side by side.
 * @returns the file, as it is printed
 * @throws {Error} if the page is to be in the folder of a run that is being trained
 */
export async function writeReport(
  runs: readonly string[],
  { data, split, moved, out = reportPath(runs) }: ReportOptions,
): Promise<string> {
  const make = async () => {
    const collected = await collectRuns(runs, split, data, moved);
    return pageOf(await reportOf(collected, await linksFrom(out, runs)));
  };
  const [run] = runs;
  const isOfRun = runs.length === 1 && await nameAt(out) === await nameAt(join(run!, REPORT));
  if (isOfRun) await writeIntoRun(run!, out, make);
  else await writeOutput(out, await make());
  return printedPath(out);
}

async function linksFrom(out: string, runs: readonly string[]): Promise<Links> {
  const links = new Map<string, string>();
  for (const run of runs) {
    const target = resolve(run, REPORT);
    if (!await exists(target, { isFile: true })) continue;
    const steps = relative(dirname(resolve(out)), target).split(/[\\/]/);
    links.set(run, steps.map(encodeURIComponent).join("/"));
  }
  return links;
}

/** The outcome of a report, in a line. */
export interface TrainedReport {
  readonly isWritten: boolean;
  readonly text: string;
}

/**
 * Writes the report of a run that was just trained; the run does not fail because of its report.
 * @param data the folder of the data sets
 */
export async function reportTrained(run: string, data: string): Promise<TrainedReport> {
  try {
    return { isWritten: true, text: `Report: ${await writeReport([run], { data })}` };
  } catch (error) {
    const text = `No report: ${explain(error)}; \`${PROGRAM} report ${quote(run)}\` makes it later`;
    return { isWritten: false, text };
  }
}

/** The most attempts to write a report whose run is written meanwhile. */
const MAX_ATTEMPTS = 5;

/** The run is no longer the one that the report is of. */
class WrittenMeanwhile extends Error {}

/**
 * Writes a report into a run's folder, which is locked while the file gets its name.
 * @param out the file
 * @param make makes the page; called again if the run was written meanwhile
 * @throws {Error} if a training run holds the folder
 */
async function writeIntoRun(run: string, out: string, make: () => Promise<string>): Promise<void> {
  if (await holdsRun(run)) await (await lockOf(run, out))[Symbol.asyncDispose](); // not after all the work
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await stateOf(run, FILES.summary);
    const page = await make();
    const guard = async () => {
      const lock = await lockOf(run, out);
      if (await stateOf(run, FILES.summary) === before) return lock;
      await lock[Symbol.asyncDispose]();
      throw new WrittenMeanwhile();
    };
    try {
      return await writeOutput(out, page, { guard });
    } catch (error) {
      if (!(error instanceof WrittenMeanwhile)) throw error;
    }
  }
  throw new Error(`Cannot write ${out}: ${run} is written again and again; try later`);
}

async function lockOf(run: string, out: string): Promise<FolderLock> {
  const lock = await FolderLock.take(run, { onWarning: () => {} }); // training warns of a disk without locks
  if (lock !== undefined) return lock;
  throw new Error(
    `Cannot write ${out}: a training run is writing there, and removes reports of earlier epochs; ` +
      "--out names another file",
  );
}
