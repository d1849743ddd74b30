/** The run that a word of the command line means: a path, or the bare name of a run in the folder of all runs. @module */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { suggestion } from "../../lib/checks/meant.ts";
import { quote } from "../../lib/checks/texts.ts";
import { UsageError } from "../cli/arguments.ts";
import { RUNS } from "../cli/options.ts";
import { checkLeads } from "../system/links.ts";
import { holdsRun } from "./run_folder.ts";
import { PROGRAM } from "../system/installation.ts";

/**
 * Finds a run. A word that is a path of anything stays as it is. A bare name, such as `tutorial`, means the run of that name,
 * `data/runs/tutorial`.
 * @throws {Error} if a bare name is neither a path nor a run
 */
export async function findRun(word: string, runs: string = RUNS.default): Promise<string> {
  const isBare = !/[/\\]|^\.{0,2}$|\.safetensors$/.test(word);
  if (!isBare || await exists(word).catch(() => true)) return word;
  const path = join(runs, word);
  if (await holdsRun(path) || await leadsNowhere(path)) return path;
  const hint = suggestion(word, await runsIn(runs)) || ";";
  const option = runs === RUNS.default ? "" : ` --runs ${quote(runs)}`;
  throw new Error(
    `Cannot find ${word}: it is neither a path nor a run in ${runs}${hint} ` +
      `\`${PROGRAM} runs${option}\` lists them`,
  );
}

/**
 * The names of the runs in a folder, in alphabetical order, without those that begin with a dot. Unreadable folders and
 * links that lead nowhere are among them: whoever reads one reports what is wrong.
 * @throws {LinkError} if the folder is a link that leads nowhere
 */
export async function runsIn(runs: string): Promise<string[]> {
  const names: string[] = [];
  await checkLeads(runs);
  if (!await exists(runs)) return names;
  for await (const { name, isFile } of Deno.readDir(runs)) {
    if (isFile || name.startsWith(".")) continue;
    const path = join(runs, name);
    if (await holdsRun(path).catch(() => true) || await leadsNowhere(path)) names.push(name);
  }
  return names.sort();
}

/** The most runs that {@linkcode knownRuns} names. */
const MAX_NAMED = 5;

/** The runs that a message names where none is given: those written last, the newest first. */
export async function knownRuns(runs: string = RUNS.default): Promise<string> {
  const dates = await Promise.all((await runsIn(runs)).map(async (name) => {
    const { mtime = null } = await Deno.stat(join(runs, name)).catch(() => ({ mtime: null }));
    return [name, Number(mtime)] as const;
  }));
  if (dates.length === 0) return `${runs} has none yet: \`${PROGRAM} train\` makes one`;
  const names = dates.sort(([, a], [, b]) => b - a).map(([name]) => name);
  const more = names.length - MAX_NAMED;
  const others = more > 0 ? ` and ${more} more, which \`${PROGRAM} runs\` lists` : "";
  return `Give its name or folder; ${runs} has ${names.slice(0, MAX_NAMED).join(", ")}${others}`;
}

async function leadsNowhere(path: string): Promise<boolean> {
  return await checkLeads(path).then(() => false, () => true);
}

/**
 * Checks the name of a run. It is a folder's name, and must not lead out of the folder of all runs.
 * @throws {UsageError} if it has other characters than letters, digits, ".", "_" and "-"
 */
export function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new UsageError(
    `Cannot name a run "${name}": expected letters, digits, ".", "_" and "-", a letter or digit first`,
  );
}
