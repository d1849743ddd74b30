/** The commands in the documents: every shell takes them, and the tasks take their words. */

import { assert, assertEquals, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { helpText } from "../../tasks/cli/main.ts";
import { commandReference, ENTRIES } from "../../packages/course/site/commands.ts";
import { commandProblem } from "../docs/command_problem.ts";
import { withReferences } from "../../packages/course/site/references.ts";
import { type Block, blocksIn, blocksOf, pages } from "../helpers/markdown.ts";
import { granted, ROOT, TASKS } from "../helpers/run_task.ts";
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
  const made = { commands: commandReference(), keys: withReferences("<!-- keys -->") };
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
