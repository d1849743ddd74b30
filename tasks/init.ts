/** `deno task init FOLDER`: makes a project that trains on a table, with scripts, a config and a scheduled workflow. @module */

import { basename, join, relative, SEPARATOR } from "@std/path";
import { joinNames } from "../lib/checks/mod.ts";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { printNote, printText } from "./cli/print.ts";
import { EXAMPLE_TARGET, exampleTable } from "./init/example.ts";
import { projectFiles } from "./init/project.ts";
import { type Content, writeTogether } from "./system/files.ts";
import { openTable } from "./tables/open_table.ts";

/** The least accuracy of the example. */
const EXAMPLE_FLOOR = "0.7";

export const command = {
  name: "init",
  description:
    "Makes a project in FOLDER, here if not given: package.json with scripts, a config, a table, a README, .gitignore and\n" +
    "a workflow of GitHub Actions that trains on a schedule. A file that is there is never replaced.\n" +
    "Next, in FOLDER: npm install, and npm run train.",
  operands: { value: "FOLDER", min: 0, max: 1 },
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
  const table = csv === undefined ? exampleOf() : await tableOf(csv, target, folder);
  const texts = projectFiles({ folder, ...table });
  const names = [...texts.keys(), ...table.content === undefined ? [] : [table.csv]];
  const taken = await Promise.all(names.map((name) => isThere(join(folder, name))));
  const there = names.filter((_, k) => taken[k]);
  if (there.length > 0) {
    throw new Error(
      `Cannot make a project in ${folder}: expected none of its files there, got ${
        joinNames(there)
      }`,
    );
  }
  const content = await table.content?.();
  const files = names.map((name) => [join(folder, name), texts.get(name) ?? content!] as const);
  await writeTogether(files);
  for (const [path] of files) printText(`Wrote ${path}`);
  printNote(`Next, in ${folder}: npm install, then npm run train`);
}

/** The table of a project, and its file if it is to be written. */
interface Table {
  readonly csv: string;
  readonly target: string;
  readonly floor?: string;
  /** Opens what is written to `csv`; absent if the table is there. */
  readonly content?: () => Promise<Content> | Content;
}

function exampleOf(): Table {
  return {
    ...{ csv: "data/orders.csv", target: EXAMPLE_TARGET, floor: EXAMPLE_FLOOR },
    content: exampleTable,
  };
}

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
  const content = async () => (await Deno.open(csv)).readable;
  return { csv: `data/${basename(csv)}`, target, content };
}

/** Whether a file, a folder or a link is at a path. */
async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
}

if (import.meta.main) await main(command, initTask);
