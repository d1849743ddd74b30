/** `deno task init FOLDER`: makes a project that trains on a table, with scripts, a config and a scheduled workflow. @module */

import { pathToFileURL } from "node:url";
import { basename, fromFileUrl, join, relative, resolve, SEPARATOR } from "@std/path";
import inkling from "../deno.json" with { type: "json" };
import { joinNames } from "../lib/checks/mod.ts";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { printNote, printText } from "./cli/print.ts";
import { EXAMPLE_TARGET, exampleTable } from "./init/example.ts";
import { type Project, projectFiles } from "./init/project.ts";
import { tarballOf } from "./init/tarball.ts";
import { writeTogether } from "./system/files.ts";
import { INSTALLED, ROOT } from "./system/installation.ts";
import { openTable } from "./tables/open_table.ts";

/** The least accuracy of the example. */
const EXAMPLE_FLOOR = "0.7";

export const command = {
  name: "init",
  description:
    "Makes a project in FOLDER, here if not given: package.json with scripts, a config, a table, a README, .gitignore and\n" +
    "a workflow of GitHub Actions that trains on a schedule. A file that is there is never replaced.\n" +
    "Next, in FOLDER: npm install, and npm run train.",
  operands: { value: "[FOLDER]", min: 0, max: 1 },
  options: {
    csv: {
      description:
        "The table to learn from, copied into data/ unless it is in FOLDER; an example if not given",
      value: "FILE",
    },
    target: { description: "The column of the table to predict", value: "NAME" },
  },
} satisfies Command;

export async function initTask(
  { operands: [folder = "."], options: { csv, target } }: Arguments<typeof command>,
): Promise<void> {
  if (csv === undefined && target !== undefined) {
    throw new UsageError(`--target "${target}" is a column of --csv FILE: expected both, got one`);
  }
  const table = csv === undefined ? EXAMPLE : await tableOf(csv, target, folder);
  const tarball = INSTALLED ? await tarballOf(ROOT) : undefined;
  const files = new Map<string, string | URL>([
    ...projectFiles({ folder, ...table, tarball: tarball && basename(tarball) }),
    ...table.file === undefined ? [] : [[table.csv, table.file] as const],
    ...tarball === undefined ? [] : [[basename(tarball), pathToFileURL(tarball)] as const],
  ]);
  const names = [...files.keys()];
  const taken = await Promise.all(names.map((name) => isThere(join(folder, name))));
  const there = names.filter((_, k) => taken[k]);
  if (there.length > 0) {
    throw new Error(
      `Cannot make a project in ${folder}: expected none of its files there, got ${
        joinNames(there)
      }`,
    );
  }
  await writeTogether(
    await Promise.all([...files].map(async ([name, file]) => {
      const content = file instanceof URL ? (await Deno.open(file)).readable : file;
      return [join(folder, name), content] as const;
    })),
  );
  for (const name of names) printText(`Wrote ${join(folder, name)}`);
  printNote(`Next, in ${folder}: ${INSTALL}, then npm run train`);
}

/** What brings the commands into a project; npm's registry has no version of a checkout before its release. */
const INSTALL = INSTALLED || !inkling.version.includes("-")
  ? "npm install"
  : `npm install --save-dev ${fromFileUrl(new URL("dist/inkling-commands.tgz", ROOT))}, ` +
    "which `deno task build_npm` makes";

/** The table of a project. */
interface Table extends Pick<Project, "csv" | "target" | "floor"> {
  /** The text of the table or the file to copy, if it is not in the project's folder. */
  readonly file?: string | URL;
}

const EXAMPLE: Table = {
  ...{ csv: "data/orders.csv", target: EXAMPLE_TARGET, floor: EXAMPLE_FLOOR },
  file: exampleTable(),
};

/**
 * The user's table: as it is if it lies in the folder, else copied.
 * @throws {UsageError} if the target is not one of its columns
 */
async function tableOf(csv: string, target: string | undefined, folder: string): Promise<Table> {
  const { name, columns } = await openTable(csv);
  if (target === undefined || !columns.includes(target)) {
    throw new UsageError(
      `Cannot predict ${target === undefined ? "a column without --target NAME" : `"${target}"`} ` +
        `of ${name}: expected one of its columns, ${joinNames(columns)}`,
    );
  }
  const root = await Deno.realPath(folder).catch(() => undefined);
  const path = root && relative(root, await Deno.realPath(csv));
  if (path !== undefined && !/^\.\.([\\/]|$)|^([a-z]:)?[\\/]/i.test(path)) {
    return { csv: path.replaceAll(SEPARATOR, "/"), target };
  }
  return { csv: `data/${basename(csv)}`, target, file: pathToFileURL(resolve(csv)) };
}

/** Whether a file, a folder or a link is at a path. */
async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
}

if (import.meta.main) await main(command, initTask);
