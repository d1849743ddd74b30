/**
 * `deno task site`: everything to read and to try, in one folder that any web server can host: the guides, the page with a
 * trained network, and the reference.
 *
 * @module
 */

import { emptyDir, ensureDir, exists, walk } from "@std/fs";
import { dirname, fromFileUrl, join, relative } from "@std/path";
import type { Arguments, Command } from "./cli/arguments.ts";
import { count } from "./cli/format.ts";
import { main } from "./cli/main.ts";
import { DATA, RUNS } from "./cli/options.ts";
import { newestRun, pageNetwork } from "./demo/page_network.ts";
import { siteFiles } from "./demo/site_files.ts";
import { checkFolder, contentsOf } from "./demo/write_site.ts";
import { STYLE } from "./report/style.ts";
import { guidePages } from "./site/guides.ts";
import { bringMarkdown } from "./site/markdown.ts";
import { writeAtomically, writeTogether } from "./system/files.ts";

/** The checkout. */
const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** Where `deno doc --html` has written the reference, before this runs. */
const REFERENCE = join(ROOT, "dist", "reference");

const command = {
  name: "site",
  description:
    "Writes the guides, the page with a trained network and the reference into one folder,\n" +
    "for any web server that speaks https.",
  options: {
    out: { description: "The folder, which is emptied first", value: "FOLDER", default: "site" },
    run: {
      description: "The run whose network reads; the newest if not given, none if there is none",
      value: "RUN",
    },
    runs: RUNS,
    data: DATA,
  },
} satisfies Command;

/** Writes the site as the command line says. */
export async function siteTask({ options }: Arguments<typeof command>): Promise<void> {
  const { out, runs, data } = options;
  await checkFolder(out, "site", join("page", "site.json"));
  if (!await exists(REFERENCE)) {
    throw new Error(`Cannot find ${REFERENCE}: run \`deno task site\`, which makes it first`);
  }
  const run = options.run ?? await newestRun(runs);
  const network = run === undefined ? undefined : await pageNetwork(run);
  const guides = await guidePages(ROOT, await bringMarkdown());
  const page = await siteFiles(network, data, { withData: true, suffix: ".gz" });

  await emptyDir(out);
  for (const [path, content] of guides) await writeAtomically(join(out, path), content);
  const own = await Deno.readTextFile(join(ROOT, "tasks", "site", "style.css"));
  await writeAtomically(join(out, "style.css"), STYLE + own);
  await copyFolder(REFERENCE, join(out, "reference"));
  await writeTogether(await contentsOf(page, join(out, "page"))); // site.json among them, the mark of a site
  console.log(
    network === undefined
      ? `No run in ${runs}: the page comes without a network; \`deno task train\` makes one`
      : `${network.kind === "digits" ? "Drawings are read" : "The page predicts"} by ${run}`,
  );
  const files = await Array.fromAsync(walk(out, { includeDirs: false }));
  console.log(
    `Wrote ${count(files.length)} files to ${out}; any web server with https can host them`,
  );
}

async function copyFolder(from: string, to: string): Promise<void> {
  for await (const { path } of walk(from, { includeDirs: false })) {
    const target = join(to, relative(from, path));
    await ensureDir(dirname(target));
    await Deno.copyFile(path, target);
  }
}

if (import.meta.main) await main(command, siteTask);
