/** The commands in the documents: every shell takes them, and the tasks take their words. */

import { assert, assertEquals, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import settings from "../../deno.json" with { type: "json" };
import { helpText } from "../../tasks/cli/help.ts";
import { commandReference, ENTRIES } from "../../packages/course/site/commands.ts";
import { readJson } from "../../tasks/run/config.ts";
import { changeConfig } from "../helpers/read_config.ts";
import { configSchema } from "../../lib/config.ts";
import { keyReference } from "../../packages/course/site/references.ts";
import { type Block, blocksIn, blocksOf, pages } from "../helpers/markdown.ts";
import { flagsOf, granted, outcomeOf, ROOT, startScript, TASKS } from "../helpers/run_task.ts";
import { findShell, wordsOf } from "../helpers/shell.ts";

const ignore = !granted("read", "write", "run");
const bash = ignore ? undefined : await findShell("bash");
const zsh = ignore ? undefined : await findShell("zsh");

/**
 * What is wrong with each of many blocks, and where; empty if nothing is.
 *
 * @param check what is wrong with one; undefined if nothing is
 */
async function problemsOf(
  blocks: readonly Block[],
  check: (code: string) => Promise<string | undefined>,
): Promise<string[]> {
  const problems = await Promise.all(blocks.map(async ({ position, code }) => {
    const problem = await check(code).catch((error) => error.message);
    return problem && `${position}: ${problem}`;
  }));
  return problems.filter((problem) => problem !== undefined);
}

Deno.test("commands in the documents have no comments, which zsh does not take at its prompt", {
  ignore: !granted("read"),
}, async () => {
  const commented = (await blocksIn("sh")).filter(({ code }) => /(^|\s)#/m.test(code));
  assertEquals(commented.map(({ position }) => position), []);
});

/** The commands of the documents, and of what the site adds to them. */
async function commandBlocks(): Promise<Block[]> {
  const made = { commands: commandReference(), keys: keyReference(configSchema()) };
  const blocks = Object.entries(made).flatMap(([path, text]) => blocksOf({ path, text }));
  return [...await blocksIn("sh"), ...blocks.filter(({ info }) => info === "sh")];
}

for (const [name, shell] of Object.entries({ bash, zsh })) {
  Deno.test(
    `${name} takes every command of the documents`,
    { ignore: shell === undefined },
    async () => {
      const problems = await problemsOf(await commandBlocks(), async (code) => {
        await wordsOf(shell!, code);
        return undefined;
      });
      assertEquals(problems, []);
    },
  );
}

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
async function commandProblem(words: readonly string[]): Promise<string | undefined> {
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

Deno.test(
  "commands in the documents are tasks that there are, with options and configs that they take",
  { ignore: bash === undefined },
  async () => {
    const problems = await problemsOf(await commandBlocks(), async (code) => {
      for (const words of await wordsOf(bash!, code)) {
        const problem = await commandProblem(words);
        if (problem !== undefined) return `${words.join(" ")}: ${problem}`;
      }
      return undefined;
    });
    assertEquals(problems, []);
  },
);

Deno.test("what calls npx inkling installs it from a checkout before, since npm has none", {
  ignore: !granted("read"),
}, async () => {
  const texts = (await pages()).filter(({ path }) => path !== "CHANGELOG.md");
  for (const path of ["packages/inkling/README.md", "packages/course/site/front.ts"]) {
    texts.push({ path, text: await Deno.readTextFile(join(ROOT, path)) });
  }
  const calling = texts.filter(({ text }) => /^npx inkling /m.test(text));
  assert(calling.length > 2);
  const wrong = calling.filter(({ text }) =>
    !/npm install \S*dist\/inkling-commands\.tgz[^]*npx inkling /.test(text)
  );
  assertEquals(wrong.map(({ path }) => path), []);
  assertNotMatch(
    await Deno.readTextFile(join(ROOT, "tasks/init/project/train.yml")),
    /npx (?!--no )/,
  );
});

Deno.test("the help of every command fits on a screen of 40 lines", () => {
  const long = ENTRIES.map((
    [command],
  ) => [command.name, helpText(command, false).split("\n").length])
    .filter(([, lines]) => Number(lines) > 40);
  assertEquals(long, []);
});

Deno.test("every task is described by the site or in docs/lab/maintaining.md", {
  ignore: !granted("read"),
}, async () => {
  const text = (await pages())
    .filter(({ path }) => ["docs/commands.md", "docs/lab/maintaining.md"].includes(path))
    .map(({ text }) => text).join("") + commandReference();
  const missing = Object.keys(TASKS).filter((name) => !text.includes(name));
  assertEquals(missing, []);
});
