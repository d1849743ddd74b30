/** The documents: their links lead somewhere, and their programs run as described. */

import { assert, assertEquals, assertLessOrEqual, assertMatch } from "@std/assert";
import { join } from "@std/path";
import settings from "../../deno.json" with { type: "json" };
import { parseSweepDraft } from "../../tasks/sweep/sweep.ts";
import { ENGINES, LEAST_NODE } from "../../packages/lab/build/npm/command_files.ts";
import { laidOut } from "../../tasks/cli/layout.ts";
import { changeDraft } from "../../tasks/run/config.ts";
import { LONG_TESTS, QUICK_TESTS } from "../helpers/long.ts";
import { blocksIn, blocksOf, linkProblem, linksOf, type Page, pages } from "../helpers/markdown.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { findPython, runPython } from "../helpers/python.ts";
import {
  granted,
  outcomeOf,
  ROOT,
  runTask,
  startScript,
  STRICT,
  temporaryFolder,
} from "../helpers/run_task.ts";

/** As much as people read: the lines of the README, the guides in `docs/` and their words, as `wc` counts them. */
const [MOST_LINES, MOST_GUIDES, MOST_WORDS] = [110, 20, 37_000];

const ignore = !granted("read", "write", "run");
const python = ignore ? undefined : await findPython("numpy, safetensors, onnxruntime");

async function readme(): Promise<Page> {
  return (await pages()).find(({ path }) => path === "README.md")!;
}

Deno.test("every link of the documents leads to a file and a heading that are there", {
  ignore: !granted("read"),
}, async () => {
  const all = await pages();
  const links = all.flatMap((page) => linksOf(page).map((link) => ({ page, link })));
  assert(links.length > 100);
  const broken: string[] = [];
  for (const { page, link } of links) {
    const problem = await linkProblem(link, page, all);
    if (problem !== undefined) broken.push(`${page.path}: ${link}: ${problem}`);
  }
  assertEquals(broken, []);
});

Deno.test(
  "the README is short, the guides too, and their list has every page of docs/",
  { ignore: !granted("read") },
  async () => {
    const all = await pages();
    const list = all.find(({ path }) => path === "docs/commands.md")!;
    const { text } = await readme();
    assertLessOrEqual(text.trimEnd().split("\n").length, MOST_LINES);
    const guides = all.filter(({ path }) => /^docs\/[^/]+$/.test(path));
    assertLessOrEqual(guides.length, MOST_GUIDES);
    const words = guides.flatMap(({ text }) => text.split(/\s+/).filter((word) => word !== ""));
    assertLessOrEqual(words.length, MOST_WORDS);
    assert(linksOf(await readme()).includes(list.path));
    const listed = linksOf(list).map((link) => join("docs", link.replace(/#.*/, "")));
    const missing = all.map(({ path }) => path)
      .filter((path) => path.startsWith("docs/") && path !== list.path && !listed.includes(path));
    assertEquals(missing, []);
  },
);

Deno.test(
  "the documents and the packages name one least version of Node",
  { ignore: !granted("read") },
  async () => {
    const reference = { path: "mod.ts", text: await Deno.readTextFile(join(ROOT, "mod.ts")) };
    const named = [...await pages(), reference].filter(({ path }) => path !== "CHANGELOG.md")
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\bNode (?:from )?(\d[\d.]*\d)/g)].map(([, version]) => [path, version])
      );
    assertEquals(named.filter(([, version]) => version !== LEAST_NODE), []);
    const paths = named.map(([path]) => path);
    for (const path of ["README.md", "docs/install.md", "docs/library.md", "mod.ts"]) {
      assert(paths.includes(path), path);
    }
    assertEquals(ENGINES, { node: `>=${LEAST_NODE}` });
  },
);

Deno.test("a config or a sweep in the documents is one", { ignore: !granted("read") }, async () => {
  for (const { position, code } of await blocksIn("json")) {
    const json = JSON.parse(code);
    if ("method" in json) parseSweepDraft(json);
    else changeDraft(json, [], position);
  }
});

Deno.test(
  "deno test --doc finds every page that has a program",
  { ignore: !granted("read") },
  async () => {
    const found = settings.test.exclude.filter((name) => name.startsWith("!"))
      .map((name) => name.slice(1));
    const programs = await blocksIn("ts", "tsx", "js", "jsx", "typescript", "javascript");
    const pages = new Set(programs.map(({ position }) => position.split(":")[0]!));
    assertEquals([...pages].filter((page) => !found.includes(page)), []);
  },
);

Deno.test("the README's transcript is what train prints, but for the time it took", {
  ignore: ignore || !granted("net") || !LONG_TESTS,
}, async () => {
  const data = await mnistData();
  await using folder = await temporaryFolder();
  const runs = join(folder.path, "runs");
  const words = ["--data", data, "--runs", runs, "--no-report", "--workers", "1"];
  const { code, stdout, stderr } = await runTask(["train", ...words]);
  assertEquals(code, 0, stderr);
  const untimed = (text: string) =>
    text.replaceAll(/, [\d,]+ images\/s$/gm, "").replaceAll(/[\d.]+ s$/gm, "… s").trim().split(
      "\n",
    );
  const atTerminal = laidOut(untimed(stdout.replaceAll(runs, "data/runs")).join("\n"), 80);
  const printed = atTerminal.split("\n");
  const [transcript] = blocksOf(await readme()).filter(({ info }) => info === "");
  const task = `Task train ${settings.tasks.train.command}`; // which `deno task` prints itself
  const [report, ...shown] = untimed(transcript!.code)
    .filter((line) => line !== "…" && line !== task).reverse();
  assertMatch(report!, /^Report: /); // which is left out here
  assertEquals(shown.length, 9);
  assertEquals(printed.filter((line) => shown.includes(line)), shown.reverse());
});

Deno.test("the README's program prints the output there", { ignore }, async () => {
  await using folder = await temporaryFolder();
  const { text } = await readme();
  const [, program, outputs] = /```ts\n([^]*?)```\n\nprints ([^]*?), in /.exec(text)!;
  const script = join(folder.path, "program.ts");
  await Deno.writeTextFile(script, program!);
  const started = startScript(script, [], { flags: [...STRICT, "--config=deno.json"] });
  const { code, stdout, stderr } = await outcomeOf(started);
  const lines = [...outputs!.matchAll(/`([^`]*)`/g)].map(([, line]) => `${line}\n`).join("");
  assertEquals([code, stdout], [0, lines], stderr);
});

Deno.test(
  "programs that deno test --doc passes over train digits, with one epoch in place of many",
  { ignore: ignore || !granted("net") || QUICK_TESTS },
  async () => {
    await mnistData();
    const ignored = (await blocksIn("ts")).filter(({ info }) => / ignore$/.test(info));
    assert(ignored.length > 0);
    for (const { position, code: program } of ignored) {
      await using folder = await temporaryFolder();
      const weights = join(folder.path, "digits.safetensors").replaceAll("\\", "/");
      const script = join(folder.path, "digits.ts");
      await Deno.writeTextFile(
        script,
        program.replace(/epochs: \d+/, "epochs: 1").replace("data/digits.safetensors", weights),
      );
      const { code, stdout, stderr } = await outcomeOf(
        startScript(script, [], {
          flags: [
            ...STRICT,
            "--check",
            "--config=deno.json",
            "--allow-read",
            `--allow-write=${folder.path}`,
          ],
        }),
      );
      assertEquals(code, 0, `${position}: ${stderr}`);
      assertMatch(stdout, /^Epoch 1: 9\d{3} \/ 10000\n$/);
      assertEquals((await Deno.stat(weights)).isFile, true);
    }
  },
);

Deno.test("Python runs the programs of the documents, with the values in their comments", {
  ignore: python === undefined || !granted("net") || QUICK_TESTS,
}, async () => {
  const data = await mnistData();
  await using folder = await temporaryFolder();
  const run = join(folder.path, "tutorial");
  const quick = ["--set", "epochs=1", "--no-report", "--data", data, "--runs", folder.path];
  for (const words of [["train", ...quick], ["export", run]] as [string, ...string[]][]) {
    const { code, stderr } = await runTask(words);
    assertEquals(code, 0, stderr);
  }
  const programs = await blocksIn("python");
  assertEquals(programs.length, 2);
  for (const { code } of programs) {
    // A line with a value behind it in a comment has that value.
    const checked = code.replaceAll(
      /^(.*\S) {2}# (.*)$/gm,
      (_, expression, value) =>
        `assert ${JSON.stringify(value)}.startswith(repr(${expression}).replace("'", '"'))`,
    ).replaceAll("data/runs/tutorial", run).replaceAll("data/mnist", join(data, "mnist"));
    assertMatch(checked, /^assert /m);
    await runPython(python!, checked);
  }
});
