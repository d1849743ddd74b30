/** The documents: what they say of commands, links and programs is tried. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import settings from "../deno.json" with { type: "json" };
import { changeConfig, readJson } from "../tasks/run/config.ts";
import { type Block, blocksOf, linksOf, type Page, pages, whyBroken } from "./helpers/markdown.ts";
import { mnistData } from "./helpers/mnist_data.ts";
import { granted, outcomeOf, ROOT, startScript, temporaryFolder } from "./helpers/run_task.ts";
import { findShell, wordsOf } from "./helpers/shell.ts";

const ignore = !granted("read", "write", "run");
const bash = ignore ? undefined : await findShell("bash");
const zsh = ignore ? undefined : await findShell("zsh");

/** The blocks of all pages whose language is this, `ignore` and the like behind it or not. */
async function blocksIn(...languages: string[]): Promise<Block[]> {
  const blocks = (await pages()).flatMap(blocksOf);
  return blocks.filter(({ info }) => languages.includes(info.split(" ")[0]!));
}

async function readme(): Promise<Page> {
  return (await pages()).find(({ path }) => path === "README.md")!;
}

/**
 * What is wrong with each of many blocks, and where; empty if nothing is.
 *
 * @param check what is wrong with one; undefined if nothing is
 */
async function problemsOf(
  blocks: readonly Block[],
  check: (code: string) => Promise<string | undefined>,
): Promise<string[]> {
  const problems = await Promise.all(blocks.map(async ({ place, code }) => {
    const why = await check(code).catch((error) => error.message);
    return why && `${place}: ${why}`;
  }));
  return problems.filter((problem) => problem !== undefined);
}

Deno.test({
  name: "every link of the documents leads to a file and a heading that are there",
  ignore: !granted("read"),
  fn: async () => {
    const all = await pages();
    const links = all.flatMap((page) => linksOf(page).map((link) => ({ page, link })));
    assert(links.length > 100);
    const broken: string[] = [];
    for (const { page, link } of links) {
      const why = await whyBroken(link, page, all);
      if (why !== undefined) broken.push(`${page.path}: ${link}: ${why}`);
    }
    assertEquals(broken, []);
  },
});

Deno.test({
  name: "the README is short, and leads to every page of docs/",
  ignore: !granted("read"),
  fn: async () => {
    const page = await readme();
    assert(page.text.split("\n").length <= 200);
    const links = linksOf(page);
    const missing = (await pages()).map(({ path }) => path)
      .filter((path) => path.startsWith("docs/") && !links.includes(path));
    assertEquals(missing, []);
  },
});

Deno.test({
  name: "commands in the documents have no comments, which zsh does not take at its prompt",
  ignore: !granted("read"),
  fn: async () => {
    const commented = (await blocksIn("sh")).filter(({ code }) => /(^|\s)#/m.test(code));
    assertEquals(commented.map(({ place }) => place), []);
  },
});

for (const [name, shell] of Object.entries({ bash, zsh })) {
  Deno.test({
    name: `${name} takes every command of the documents`,
    ignore: shell === undefined,
    fn: async () => {
      const problems = await problemsOf(await blocksIn("sh"), async (code) => {
        await wordsOf(shell!, code);
        return undefined;
      });
      assertEquals(problems, []);
    },
  });
}

/** What `--help` says of a task; undefined for one without options. */
const helpOf = ((): (name: string) => Promise<string | undefined> => {
  const helps = new Map<string, Promise<string | undefined>>();
  const ask = async (name: string): Promise<string | undefined> => {
    const { command } = settings.tasks[name as keyof typeof settings.tasks];
    const script = /\btasks\/\w+\.ts/.exec(command)?.[0];
    if (script === undefined) return undefined;
    const { stdout } = await outcomeOf(
      startScript(script, ["--help"], { permissions: [`-P=${name}`] }),
    );
    return stdout;
  };
  return (name) => {
    if (!helps.has(name)) helps.set(name, ask(name));
    return helps.get(name)!;
  };
})();

/** What is wrong with the words of a command; undefined if nothing is. */
async function whyWrong(words: readonly string[]): Promise<string | undefined> {
  const start = words.findIndex((word) => /^deno(@|$)/.test(word));
  if (start === -1) return undefined;
  const [verb, ...rest] = words.slice(start + 1);
  for (const word of rest) {
    if (!/^(docs|lib|tasks|tests)\/[\w/.-]+\.\w+$/.test(word)) continue;
    try {
      await Deno.stat(join(ROOT, word));
    } catch {
      return `there is no file ${word}`;
    }
  }
  if (verb !== "task") return undefined;
  const [name = "", ...options] = rest.filter((word) => !["-q", "--quiet"].includes(word));
  if (!Object.hasOwn(settings.tasks, name)) return `there is no task ${name}`;
  const help = await helpOf(name);
  for (const option of options.filter((word) => word.startsWith("--"))) {
    const known = help?.includes(`  ${option.replace(/=.*/s, "")} `) ?? false;
    if (!known) return `${name} has no option ${option}`;
  }
  return name.startsWith("train") ? await whyNoConfig(options) : undefined;
}

/** What is wrong with the config that the words after `train` make; undefined if nothing is. */
async function whyNoConfig(words: readonly string[]): Promise<string | undefined> {
  const after = (option: string) => words.filter((_, k) => words[k - 1] === option);
  const [file = "tasks/configs/tutorial.json"] = after("--config");
  try {
    changeConfig(await readJson(join(ROOT, file)), after("--set"), file);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

Deno.test({
  name:
    "commands in the documents are tasks that there are, with options and configs that they take",
  ignore: bash === undefined,
  fn: async () => {
    const problems = await problemsOf(await blocksIn("sh"), async (code) => {
      for (const words of await wordsOf(bash!, code)) {
        const why = await whyWrong(words);
        if (why !== undefined) return `${words.join(" ")}: ${why}`;
      }
      return undefined;
    });
    assertEquals(problems, []);
  },
});

Deno.test({
  name: "every task is described in docs/commands.md",
  ignore: !granted("read"),
  fn: async () => {
    const { text } = (await pages()).find(({ path }) => path === "docs/commands.md")!;
    const missing = Object.keys(settings.tasks).filter((name) => !text.includes(name));
    assertEquals(missing, []);
  },
});

Deno.test({
  name: "a config in the documents is one",
  ignore: !granted("read"),
  fn: async () => {
    for (const { place, code } of await blocksIn("json")) {
      changeConfig(JSON.parse(code), [], place);
    }
  },
});

Deno.test({
  name: "the README's transcript is what train prints, but for the time it took",
  ignore: ignore || !granted("net"),
  fn: async () => {
    const data = await mnistData();
    await using folder = await temporaryFolder();
    const runs = join(folder.path, "runs");
    const words = ["--data", data, "--runs", runs, "--no-report", "--workers", "1"];
    const { code, stdout, stderr } = await outcomeOf(
      startScript("tasks/train.ts", words, { permissions: ["-P=train"] }),
    );
    assertEquals(code, 0, stderr);
    const untimed = (text: string) =>
      text.replaceAll(/[\d.]+ s, [\d,]+ images/g, "… s, … images").trim().split("\n");
    const printed = untimed(stdout.replaceAll(runs, "data/runs"));
    const [transcript] = blocksOf(await readme()).filter(({ info }) => info === "");
    const [report, ...shown] = untimed(transcript!.code).filter((line) => line !== "…").reverse();
    assertMatch(report!, /^Report: /); // which is left out here
    assertEquals(shown.length, 7);
    assertEquals(printed.filter((line) => shown.includes(line)), shown.reverse());
  },
});

Deno.test({
  name: "the README's program prints what it says",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { text } = await readme();
    const [, program, outputs] = /```ts\n([^]*?)```\n\nprints ([^]*?), in /.exec(text)!;
    const script = join(folder.path, "program.ts");
    await Deno.writeTextFile(script, program!);
    const started = startScript(script, [], { permissions: ["--config=deno.json"] });
    const { code, stdout, stderr } = await outcomeOf(started);
    const lines = [...outputs!.matchAll(/`([^`]*)`/g)].map(([, line]) => `${line}\n`).join("");
    assertEquals([code, stdout], [0, lines], stderr);
  },
});

Deno.test({
  name: "programs that deno test --doc passes over train digits, with one epoch in place of many",
  ignore: ignore || !granted("net"),
  fn: async () => {
    await mnistData();
    const ignored = (await blocksIn("ts", "js")).filter(({ info }) => / ignore$/.test(info));
    assert(ignored.length > 0);
    for (const { place, code: program } of ignored) {
      await using folder = await temporaryFolder();
      const weights = join(folder.path, "digits.safetensors").replaceAll("\\", "/");
      const script = join(folder.path, "digits.ts");
      await Deno.writeTextFile(
        script,
        program.replace(/epochs: \d+/, "epochs: 1").replace("data/digits.safetensors", weights),
      );
      const { code, stdout, stderr } = await outcomeOf(
        startScript(script, [], {
          permissions: [
            "--check",
            "--config=deno.json",
            "--allow-read",
            `--allow-write=${folder.path}`,
          ],
        }),
      );
      assertEquals(code, 0, `${place}: ${stderr}`);
      assertMatch(stdout, /^Epoch 1: 9\d{3} \/ 10000\n$/);
      assertEquals((await Deno.stat(weights)).isFile, true);
    }
  },
});
