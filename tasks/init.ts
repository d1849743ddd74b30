/** `deno task init FOLDER`: makes a project that trains on a table, with scripts, a config and a scheduled workflow. @module */

import { join } from "@std/path";
import { joinNames } from "../lib/checks/texts.ts";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { printNote, printText } from "./cli/print.ts";
import { projectFiles, TARBALL } from "./init/project.ts";
import { EXAMPLE, fetchedTable, tableOf } from "./init/table.ts";
import { sourceOf } from "./init/tarball.ts";
import { writeTogether } from "./system/files.ts";
import { INSTALLED, ROOT } from "./system/installation.ts";

export const command = {
  name: "init",
  description:
    "Makes a project in FOLDER, by default here: package.json with scripts, a config, a table, a README, .gitignore and " +
    "a workflow for GitHub Actions. A file that exists is never replaced.\n" +
    "Next, in FOLDER: npm install, and npm run train.",
  operands: { value: "[FOLDER]", min: 0, max: 1 },
  options: {
    csv: {
      description:
        "The table to learn from, copied into data/ unless it is in FOLDER (default: an example)",
      value: "FILE",
    },
    table: {
      description: "The address of the table, which the project and its workflow fetch",
      value: "URL",
    },
    target: { description: "The column to predict", value: "NAME" },
  },
} satisfies Command;

export async function initTask(
  { operands: [folder = "."], options: { csv, table: url, target } }: Arguments<typeof command>,
): Promise<void> {
  if (csv !== undefined && url !== undefined) {
    throw new UsageError("expected --csv or --table, not both");
  }
  if (csv === undefined && url === undefined && target !== undefined) {
    throw new UsageError(`--target "${target}" is a column of --csv FILE: expected both, got one`);
  }
  const table = url !== undefined
    ? fetchedTable(url, target)
    : csv === undefined
    ? EXAMPLE
    : await tableOf(csv, target, folder);
  const source = INSTALLED ? await sourceOf(ROOT) : "";
  const files = projectFiles({ folder, table, source });
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
  for (const line of table.found ?? []) printText(line);
  for (const name of names) printText(`Wrote ${join(folder, name)}`);
  if (source === "") {
    printNote(
      `Next: \`deno task --cwd packages/lab build_npm\` in a checkout, and copy dist/${TARBALL} into ${folder}`,
    );
  }
  const first = url === undefined ? "npm install" : "npm install, npm run fetch";
  printNote(`Next, in ${folder}: ${first}, then npm run train`);
}

/** Whether a file, a folder or a link is at a path. */
async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
}

if (import.meta.main) await main(command, initTask);
