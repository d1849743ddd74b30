/**
 * `deno task site`: everything to read and to try, in one folder that any web server can host: a first page, the course, the
 * guides, the page with a trained network, the reference, and a search over all. @module
 */

import { exists } from "@std/fs";
import { fromFileUrl, join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { type Arguments, type Command, UsageError } from "../../tasks/cli/arguments.ts";
import { count } from "../../tasks/cli/format.ts";
import { main } from "../../tasks/cli/main.ts";
import { DATA, PAGE_RUN, RUNS } from "../../tasks/cli/options.ts";
import { printText } from "../../tasks/cli/print.ts";
import { othersText, pageNetwork, shownRuns } from "../../tasks/demo/page_network.ts";
import { siteFiles } from "../../tasks/demo/site_files.ts";
import { checkFolder, contentsOf, writeListed } from "../../tasks/demo/write_site.ts";
import { findRun } from "../../tasks/run/find_run.ts";
import { courseData } from "./site/course.ts";
import { modulePages } from "./site/module_pages.ts";
import { siteTexts } from "./site/site_texts.ts";
import { writeAtomically, writeTogether } from "../../tasks/system/files.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Where `deno doc --json` has listed the modules, before this runs. */
const MODULES = join(ROOT, "dist", "modules.json");

const command = {
  name: "site",
  description:
    "Writes the course, the guides, the page with a trained network and the reference into one\n" +
    "folder, for any web server, best by https.",
  options: {
    out: {
      description: "The folder, new or empty, or with an earlier site",
      value: "FOLDER",
      default: "site",
    },
    repository: {
      description: "The address of the repository, for links to its files",
      value: "URL",
    },
    run: PAGE_RUN,
    runs: RUNS,
    data: DATA,
  },
} satisfies Command;

async function siteTask({ options }: Arguments<typeof command>): Promise<void> {
  const { out, runs, data } = options;
  const repository = options.repository?.replace(/\/$/, "");
  if (repository !== undefined && !/^https?:\/\//.test(repository)) {
    throw new UsageError(`--repository is an address, not ${JSON.stringify(repository)}`);
  }
  await checkFolder(out, "site");
  const shown = options.run === undefined
    ? await shownRuns(runs)
    : { run: await findRun(options.run, runs), others: [] };
  const { run } = shown;
  if (!await exists(MODULES)) {
    throw new Error(`Cannot find ${MODULES}: run \`deno task site\`, which makes it first`);
  }
  const network = run === undefined ? undefined : await pageNetwork(run);
  const digits = await courseData(data);
  const names = Object.entries(project.exports)
    .map(([door, path]) => [path.slice("./".length), door.replace(".", project.name)] as const);
  const listed = JSON.parse(await Deno.readTextFile(MODULES));
  const reference = await modulePages(listed, ROOT, new Map(names));
  const files = new Map([...await siteTexts(ROOT, reference, repository), ...digits ?? []]);
  const page = await siteFiles(network, data, { withData: true, suffix: ".gz" });

  const paths = [...files.keys(), ...page.keys().map((path) => join("page", path))];

  await writeListed(out, "site", paths, async () => {
    for (const [path, content] of files) await writeAtomically(join(out, path), content);
    await writeTogether(await contentsOf(page, join(out, "page")));
  });
  printText(
    network === undefined
      ? `No run of digits in ${runs}: the page comes without a network; \`deno task train\` makes one`
      : `${network.kind === "digits" ? "Drawings are read" : "The page predicts"} by ${run}`,
  );
  const others = othersText(runs, shown, "deno task site --run");
  if (others !== undefined) printText(others);
  if (digits === undefined) {
    printText(
      `No MNIST in ${data}: the course's code cannot load digits; \`deno task fetch\` brings them`,
    );
  }
  printText(
    `Wrote ${count(paths.length)} files to ${out}; any web server can host them, best by https`,
  );
}

if (import.meta.main) await main(command, siteTask);
