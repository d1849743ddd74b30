/** `deno task report RUN…`: reports on a run, as a page or as Markdown; several runs stand side by side. @module */

import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { writeOutput } from "./system/files.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { printDocument, printText } from "./cli/print.ts";
import { collectRuns } from "./results/report/collect.ts";
import { REPORT_SPLITS, type ReportSplit } from "./results/report/problem/runs.ts";
import { MARKDOWN_END, summaryOf } from "./results/document/markdown.ts";
import {
  isReport,
  printedPath,
  reportOf,
  reportPath,
  writeReport,
} from "./results/report/write_report.ts";
import { findRun, knownRuns } from "./run/find_run.ts";
import { MOVED } from "./run/run_data.ts";
import { checkEnding, checkOut, type Endings } from "./run/out_file.ts";
import { FOLDERS } from "./system/installation.ts";

/** The most lines that can be seen apart in a chart. */
const MAX_RUNS = 12;

export const command = {
  name: "report",
  description:
    "Writes an HTML page about a run: curves, mistakes, confidence, weights, config; for several runs, side by side.\n" +
    `The page is one file, without scripts, that loads nothing. RUN is a run's folder, or its name in ${FOLDERS.runs}.`,
  operands: { value: "RUN…", min: 1, max: MAX_RUNS, known: knownRuns },
  options: {
    out: {
      description: "The file (default: report.html in the run's folder, or beside several)",
      value: "FILE",
    },
    format: {
      description: "The page, or a summary in Markdown, printed unless --out names a file",
      value: "NAME",
      choices: ["html", "markdown"],
      default: "html",
    },
    force: { description: "Let --out overwrite any file, except the files of a run" },
    split: {
      description: "The split to show (default: the one that the run evaluates, test first)",
      value: "NAME",
      choices: REPORT_SPLITS,
    },
    data: DATA,
    ...MOVED,
  },
} satisfies Command;

/** The endings of pages and of Markdown. */
const ENDINGS: { readonly [format: string]: Endings } = {
  html: {
    endings: [".html", ".htm"],
    isOther: () => true,
    instead: (ending) => ending === ".md" ? "--format markdown" : undefined,
  },
  markdown: {
    endings: [".md", ".markdown", ".txt", ""],
    isOther: () => true,
    instead: (ending) => ending === ".html" ? "--format html" : undefined,
  },
};

export async function reportTask({ operands, options }: Arguments<typeof command>): Promise<void> {
  const { data, out } = options;
  const runs = await Promise.all(operands.map((word) => findRun(word)));
  const split = options.split as ReportSplit | undefined;
  if (new Set(runs).size < runs.length) throw new UsageError("Cannot compare a run with itself");
  if (out !== undefined) checkEnding(out, ENDINGS[options.format]!);
  const { force } = options;
  const path = out ?? (options.format === "html" ? reportPath(runs) : undefined);
  if (path !== undefined) {
    const otherwise = "it is not a report of this command";
    await checkOut(path, { isOurs: isReport, otherwise, force });
  }
  if (options.format === "html") {
    const moved = options;
    printText(`Wrote ${await writeReport(runs, { data, split, out, moved })}`);
    return;
  }
  const text = summaryOf(await reportOf(await collectRuns(runs, split, data, options)));
  if (out === undefined) printDocument(text);
  else {
    await writeOutput(out, `${text}\n\n${MARKDOWN_END}\n`);
    printText(`Wrote ${printedPath(out)}`);
  }
}

if (import.meta.main) await main(command, reportTask);
