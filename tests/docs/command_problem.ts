/** What is wrong with the words of a command, without running it: its task, its options, its files and its config. @module */

import { join } from "@std/path";
import settings from "../../deno.json" with { type: "json" };
import { ENTRIES } from "../../packages/course/site/commands.ts";
import { helpText } from "../../tasks/cli/main.ts";
import { readJson } from "../../tasks/run/config.ts";
import { changeConfig } from "../helpers/read_config.ts";
import { flagsOf, outcomeOf, ROOT, startScript, TASKS } from "../helpers/run_task.ts";

/** The output of `--help`, or the line of `deno task` for what has none. */
const helpOf = ((): (name: string) => Promise<string> => {
  const helps = new Map(
    ENTRIES.map((
      [command],
    ) => [command.name, Promise.resolve(helpText(command, true))]),
  );
  const ask = async (name: string): Promise<string> => {
    const { command, description } = TASKS[name]!;
    const script = /\bdeno run [^&]*?((?:packages\/\w+|tasks)\/\w+\.ts)/.exec(command)?.[1];
    if (script === undefined) return description.replaceAll(" --", "  --"); // as help has options
    return (await outcomeOf(startScript(script, ["--help", "all"], { flags: flagsOf(name) })))
      .stdout;
  };
  return (name) => {
    if (!helps.has(name)) helps.set(name, ask(name));
    return helps.get(name)!;
  };
})();

/** What is wrong with the words of a command; undefined if nothing is. */
export async function commandProblem(words: readonly string[]): Promise<string | undefined> {
  if (words[0] === "npx" && words[1] === "inkling") return await taskProblem(words.slice(2));
  const start = words.findIndex((word) => /^deno(@|$)/.test(word));
  if (start === -1) return undefined;
  const [verb, ...rest] = words.slice(start + 1);
  for (const word of rest) {
    if (!/^(docs|lib|packages|tasks|tests)\/[\w/.-]+\.\w+$/.test(word)) continue;
    try {
      await Deno.stat(join(ROOT, word));
    } catch {
      return `there is no file ${word}`;
    }
  }
  return verb === "task" ? await taskProblem(rest) : undefined;
}

/** What is wrong with the words after `deno task` or `npx inkling`; undefined if nothing is. */
async function taskProblem(words: readonly string[]): Promise<string | undefined> {
  const isIn = words[0] === "--cwd";
  const { tasks } = isIn
    ? JSON.parse(await Deno.readTextFile(join(ROOT, words[1]!, "deno.json")))
    : settings;
  const [name = "", ...options] = (isIn ? words.slice(2) : words)
    .filter((word) => !["-q", "--quiet"].includes(word));
  if (!Object.hasOwn(tasks, name)) return `there is no task ${name}`;
  const part = `${name} ${options[0]}`;
  const help = await helpOf(ENTRIES.some(([command]) => command.name === part) ? part : name);
  for (const option of options.filter((word) => word.startsWith("--"))) {
    const known = help.includes(`  ${option.replace(/=.*/s, "")} `);
    if (!known) return `${name} has no option ${option}`;
  }
  return name.startsWith("train") ? await configProblem(options) : undefined;
}

/** What is wrong with the config that the words after `train` make; undefined if nothing is. */
async function configProblem(words: readonly string[]): Promise<string | undefined> {
  const after = (option: string) => words.filter((_, k) => words[k - 1] === option);
  const [file = "tasks/configs/tutorial.json"] = after("--config");
  try {
    changeConfig(await readJson(join(ROOT, file)), after("--set"), file);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
