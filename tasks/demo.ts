/**
 * `deno task demo`: the page on which a network predicts from what is drawn, entered or dropped, and on which one learns.
 * The task serves the page on this machine, or writes it to a folder for any web server. @module
 */

import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { othersText, pageNetwork, shownRuns } from "./demo/page_network.ts";
import { serveSite } from "./demo/serve_site.ts";
import { siteFiles } from "./demo/site_files.ts";
import { contentsOf, writeListed } from "./demo/write_site.ts";
import { writeTogether } from "./system/files.ts";
import { main } from "./cli/main.ts";
import { findRun } from "./run/find_run.ts";
import { DATA, PAGE_RUN, RUNS } from "./cli/options.ts";
import { printText } from "./cli/print.ts";
import { FOLDERS, PROGRAM } from "./system/installation.ts";

export const command = {
  name: "demo",
  description:
    "Serves the page: draw a digit, see what a network reads and why, watch one learn in the browser.\n" +
    "For a table, the page has a slider or list for each column; for pictures, a drop zone.\n" +
    `RUN is a run's folder or its name in ${FOLDERS.runs}, as for --run.\n` +
    "With --out the page is written to a folder for any web server, preferably with https.",
  operands: { value: "RUN", min: 0, max: 1 },
  options: {
    run: PAGE_RUN,
    runs: RUNS,
    data: DATA,
    port: { description: "The port; 0 for any free port", value: "N", default: "8000" },
    out: { description: "Write the page to this folder instead of serving it", value: "FOLDER" },
    "without-data": {
      description: "Leave out MNIST's files; visitors who train in the page choose their own",
    },
  },
} satisfies Command;

export async function demoTask(
  { operands: [operand], options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  const port = wholeNumber("port", options.port, { max: 65535 });
  if (operand !== undefined && options.run !== undefined) {
    throw new UsageError(`Expected one run, got "${operand}" and --run "${options.run}"`);
  }
  const named = operand ?? options.run;
  const shown = named === undefined
    ? await shownRuns(options.runs)
    : { run: await findRun(named, options.runs), others: [] };
  const { run } = shown;
  const network = run === undefined ? undefined : await pageNetwork(run);
  const files = await siteFiles(network, options.data, {
    withData: !options["without-data"],
    suffix: options.out === undefined ? "" : ".gz",
  });
  printText(
    network === undefined
      ? `No run of digits in ${options.runs}: the page has no network; train one there or with \`${PROGRAM} train\``
      : `${network.kind === "digits" ? "Drawings are read" : "The page predicts"} by ${run}`,
  );
  const others = othersText(options.runs, shown, `${PROGRAM} demo`);
  if (others !== undefined) printText(others);
  const digits = network === undefined || network.kind === "digits";
  const hasData = files.keys().some((path) => path.startsWith("data/"));
  if (digits && !options["without-data"] && !hasData) {
    printText(
      `No MNIST in ${options.data}: visitors who train in the page pick files; \`${PROGRAM} fetch\` fetches them`,
    );
  }
  if (options.out !== undefined) {
    const { out } = options;
    await writeListed(out, "demo", files.keys(), async () => {
      await writeTogether(await contentsOf(files, out));
    });
    printText(
      `Wrote ${files.size} files to ${options.out}; any web server can host them, best by https`,
    );
    return;
  }
  await serveSite(files, port, interrupt, (address) => {
    printText(`Open ${address} (Ctrl-C ends)`);
  });
}

if (import.meta.main) await main(command, demoTask);
