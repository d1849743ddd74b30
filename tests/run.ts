/**
 * `deno task test [PATHS] [-- WORDS]`: runs the tests, shows how far they are, and prints what failed. The files of a
 * folder share an isolate, since each one costs 0.17 s of processor time to start. Without paths it runs what one waits for
 * while working; `--all` runs all. @module
 */

import { pathToFileURL } from "node:url";
import { basename, dirname, join } from "@std/path";
import { TextLineStream } from "@std/streams";
import { walk } from "@std/fs";
import { count, duration } from "../tasks/cli/format.ts";
import { stderr } from "../tasks/cli/print.ts";
import { CLEAR_LINE, styled } from "../tasks/cli/styled.ts";
import { installedPackages, judge } from "./helpers/ignored.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import { isQuick } from "./helpers/quick_suite.ts";
import { STRICT } from "./helpers/run_task.ts";
import { resultOn, slowestFiles, type TestResult } from "./helpers/test_results.ts";

/** The time between two lines of progress, where a line cannot be drawn over again. */
const LOG_INTERVAL_MS = 20_000;

/** The most files in an isolate, and of short tests: the last one to end should not be alone for long. */
const [MOST_FILES, MOST_QUICK_FILES] = [10, 24];

/** No more files are run once more: so many do not fail by chance. */
const MOST_AGAIN = 8;

/** What has examples to run besides `tests/`. */
const DOCUMENTS = [
  "README.md",
  "docs/coming-from.md",
  "docs/library.md",
  "docs/serve.md",
  "docs/ship.md",
  "lib",
  "mod.ts",
];

/** What follows `--` is for the tests. */
const end = Deno.args.indexOf("--");
const forTests = end < 0 ? [] : Deno.args.slice(end);
const words = end < 0 ? Deno.args : Deno.args.slice(0, end);
const flags = words.filter((word) => isFlag(word) && word !== "--all");
const paths = words.filter((word) => !isFlag(word));
const all = paths.length === 0 && words.includes("--all");
const leavesOut = paths.length === 0 && !all;
const results: TestResult[] = [];
const started = performance.now();
/** Whether an example failed, or a file could not be loaded. */
let othersFailed = false;
let [passed, shown, printsAll] = [0, started, false];

const isTest = (path: string) => /(^|\/)(packages|tests)(\/|$)/.test(path);
const own = paths.length > 0 ? paths.filter(isTest) : ["packages", "tests"];
const documents = paths.length > 0 ? paths.filter((path) => !isTest(path)) : DOCUMENTS;
let code = await runTests(await roomsOf(own), documents);
if (all && code !== 0) code = await runAgain();
if (all) {
  console.log("The slowest files:");
  for (const [file, seconds] of slowestFiles(results, 10)) {
    console.log(`${duration(seconds).padStart(12)}  ${file}`);
  }
}
if (all && LONG_TESTS) code = Math.max(code, await judgeIgnored());
Deno.exit(code);

/**
 * Runs the files in which a test failed once more, one after the other. So a browser that stood still beside other work is told
 * from a mistake, which fails again; both are printed.
 */
async function runAgain(): Promise<number> {
  const failed = results.filter(({ state }) => state === "FAILED").map(({ file }) => file);
  const files = [...new Set(failed)];
  if (othersFailed || files.length === 0 || files.length > MOST_AGAIN) return 1;
  console.log(`Failed, and run once more: ${files.join(", ")}`);
  for (const file of files) if (await runTests([[file]], []) !== 0) return 1;
  console.log(`Passed when run once more: ${files.join(", ")}`);
  return 0;
}

/** Prints what was ignored and why; 1 where something should not have been. */
async function judgeIgnored(): Promise<number> {
  const packages = await installedPackages();
  const { reasons, wrong } = judge(results, (name) => packages.has(name));
  console.log(reasons.length === 0 ? "Nothing was ignored" : "Ignored:");
  reasons.forEach((reason) => console.log(`  ${reason}`));
  wrong.forEach((sentence) => console.error(sentence));
  return wrong.length > 0 ? 1 : 0;
}

function isFlag(word: string): boolean {
  return word.startsWith("-");
}

/** The files of tests in rooms: those of a folder, {@linkcode MOST_FILES} at most; of short tests, side by side. */
async function roomsOf(paths: readonly string[]): Promise<string[][]> {
  const files = await Promise.all(
    paths.map((path) =>
      path.endsWith(".ts")
        ? [path]
        : Array.fromAsync(walk(path, { includeDirs: false, match: [/_test\.ts$/] }), ({ path }) =>
          path)
    ),
  );
  const sorted = files.flat().sort();
  if (leavesOut) {
    const quick = sorted.filter(isQuick);
    const starts = quick.keys().filter((k) => k % MOST_QUICK_FILES === 0);
    return starts.map((start) => quick.slice(start, start + MOST_QUICK_FILES)).toArray();
  }
  const folders = Map.groupBy(sorted, (file) => dirname(file));
  return [...folders.values()].flatMap((files) => {
    const rooms = Math.ceil(files.length / MOST_FILES);
    return Array.from({ length: rooms }, (_, room) => files.filter((_, k) => k % rooms === room));
  });
}

/** Runs each room in an isolate of its own, and the examples of documents. */
async function runTests(
  rooms: readonly (readonly string[])[],
  documents: readonly string[],
): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "inkling_tests_" });
  try {
    const helper = new URL("helpers/room.ts", import.meta.url);
    const modules = await Promise.all(rooms.map(async (files, k) => {
      const lines = files.map((file) => {
        const url = JSON.stringify(pathToFileURL(file).href);
        return `await define(${JSON.stringify(file)}, () => import(${url}));\n`;
      });
      const room = basename(dirname(files[0]!)).replaceAll(/\W/g, "_");
      const path = join(folder, `${k}_${room}_test.ts`);
      await Deno.writeTextFile(path, `import { define } from "${helper}";\n${lines.join("")}`);
      return path;
    }));
    console.error(
      `${count(rooms.flat().length)} files of tests in ${count(rooms.length)} isolates`,
    );
    const runs = join(folder, "runs");
    await Deno.mkdir(runs);
    return await runDeno([...modules, ...documents], runs);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Runs `deno test`, prints what failed and how many passed, and returns its exit code.
 * @param runs the folder of the runs that isolates share
 */
async function runDeno(paths: readonly string[], runs: string): Promise<number> {
  printsAll = false;
  const named = ["--config=deno.json", "-P=test", "--no-check", "--doc", "--parallel", ...flags];
  const tests = new Deno.Command(Deno.execPath(), {
    args: ["test", ...STRICT, ...named, ...paths, ...forTests],
    env: {
      NO_COLOR: "1",
      INKLING_SHARED_RUNS: runs,
      ...leavesOut && { INKLING_QUICK_TESTS: "1" },
    },
    stdout: "piped",
  }).spawn();
  const lines = tests.stdout.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    const result = resultOn(line);
    if (result !== undefined) results.push(result);
    else othersFailed ||= / \.\.\. FAILED \(|\(uncaught error\)$/.test(line);
    const [, test = ""] = /^(?:\S+ => )?(\S.*) \.\.\. ok \(/.exec(line) ?? [];
    if (test !== "") passed++;
    printsAll ||= line === " ERRORS " || / \| \d+ passed /.test(line);
    const isShown = printsAll || / \.\.\. FAILED/.test(line);
    if (isShown && stderr.redraws) stderr.write(CLEAR_LINE);
    if (isShown) console.log(line.replace(/^\S*inkling_tests_\S+ => /, ""));
    else showProgress(test);
  }
  return (await tests.status).code;
}

function showProgress(test: string): void {
  if (!stderr.redraws && performance.now() - shown < LOG_INTERVAL_MS || test === "") return;
  shown = performance.now();
  const time = duration((shown - started) / 1000);
  const line = `${count(passed)} tests passed, ${time}: ${test}`;
  if (stderr.redraws) {
    stderr.write(styled`\r${line.slice(0, Math.max(1, (stderr.columns() || 80) - 1))}\x1b[K`);
  } else console.error(line);
}
