/** `deno task --cwd packages/lab mutants`: changes one operator of one line at a time, and tells which changes no test notices. @module */

import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { dirname, join } from "@std/path";
import { type Arguments, type Command, UsageError } from "../../tasks/cli/arguments.ts";
import { duration, percent } from "../../tasks/cli/format.ts";
import { main } from "../../tasks/cli/main.ts";
import { printDocument, printNote, printText } from "../../tasks/cli/print.ts";
import { cloneIn } from "../../tests/helpers/checkout.ts";
import { isQuick } from "../../tests/helpers/quick_suite.ts";
import { outputOf, ROOT } from "../../tests/helpers/run_task.ts";

/** What is mutated by default: tables, their readers, what is said of results. */
const FOLDERS = ["lib/table", "tasks/data", "tasks/results", "lib/evaluate"];

/** The share of mutants that the tests kill at least. */
const LEAST = 0.85;

/** The sizes of the first groups of tests, nearest first; a last group has all others. */
const GROUPS = [3, 9, 27];

/** No group of tests takes longer, unless a mutant goes on for ever. */
const LONGEST_MS = 600_000;

/** What is changed, and into what. */
const OPERATORS: readonly (readonly [RegExp, string | ((text: string) => string)])[] = [
  [/ < /g, " <= "],
  [/ <= /g, " < "],
  [/ > /g, " >= "],
  [/ >= /g, " > "],
  [/ === /g, " !== "],
  [/ !== /g, " === "],
  [/ && /g, " || "],
  [/ \|\| /g, " && "],
  [/ \?\? /g, " && "],
  [/ \+ /g, " - "],
  [/ - /g, " + "],
  [/ \* /g, " / "],
  [/ \/ /g, " * "],
  [/ % /g, " * "],
  [/ \+= /g, " -= "],
  [/ -= /g, " += "],
  [/\btrue\b/g, "false"],
  [/\bfalse\b/g, "true"],
  [/\bMath\.min\b/g, "Math.max"],
  [/\bMath\.max\b/g, "Math.min"],
  [/(?<=^|[\s([])!(?=[\w(])/g, ""],
  [/(?<![\w.#])\d+(?![\w.])/g, (text) => String(Number(text) + 1)],
];

const command = {
  name: "mutants",
  member: "packages/lab",
  description:
    "Changes one operator or number of one line, runs the tests of `deno task test` that load the file, and goes on with " +
    "the next one: a test has to fail each time. It works in a clone of the checkout, and takes hours.\n" +
    `Fails if the tests kill less than ${percent(LEAST, 0)} of these mutants.`,
  operands: { value: "[FOLDER…]", min: 0, max: Infinity },
  options: {
    number: {
      value: "N",
      default: "60",
      description: "How many mutants, in equal parts by folder",
    },
    seed: {
      value: "N",
      default: "1",
      description:
        "Which ones are drawn; a line that stays is drawn again after others have changed",
    },
    list: { description: "Print the mutants, and run no test" },
  },
} satisfies Command;

/** One change of one line. */
interface Mutant {
  readonly file: string;
  /** From 0. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** What became of a mutant. */
interface Fate {
  readonly mutant: Mutant;
  /** The first test that failed, or that all passed. */
  readonly killer: string | undefined;
}

async function run(
  { options, operands }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const [number, seed] = [naturalIn("number", options.number), naturalIn("seed", options.seed)];
  const folders = operands.length > 0 ? operands : FOLDERS;
  const mutants = (await Promise.all(folders.map(async (folder) => {
    const drawn = draw(await mutantsBelow(folder), seed);
    return drawn.slice(0, Math.ceil(number / folders.length));
  }))).flat();
  if (options.list) return mutants.forEach((mutant) => printDocument(textOf(mutant)));

  const folder = await Deno.makeTempDir({ prefix: "inkling_mutants_" });
  try {
    const clone = await cloneIn(folder);
    await linkData(clone);
    const testsOf = await graphOfTests(folder, clone);
    const fates: Fate[] = [];
    for (const mutant of mutants) {
      signal.throwIfAborted();
      const started = performance.now();
      const fate = { mutant, killer: await killerOf(mutant, testsOf(mutant.file), clone, signal) };
      fates.push(fate);
      const time = duration((performance.now() - started) / 1000);
      printNote(`${textOf(mutant)}\n  ${fate.killer ?? "SURVIVES"} (${time})`);
    }
    printFates(fates);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function naturalIn(name: string, text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) {
    throw new UsageError(`--${name} is a whole number from 1, not ${JSON.stringify(text)}`);
  }
  return Number(text);
}

/** Every mutant of the files in a folder and those below. */
async function mutantsBelow(folder: string): Promise<Mutant[]> {
  const listed = await outputOf("git", ["ls-files", `${folder}/*.ts`], { cwd: ROOT });
  const files = listed.split("\n").filter((file) => file.endsWith(".ts"));
  if (files.length === 0) throw new UsageError(`${folder} has no TypeScript in git`);
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(join(ROOT, file))));
  return files.flatMap((file, k) => mutantsOf(file, texts[k]!));
}

/** Every mutant of a file, line by line. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const lines = text.split("\n");
  const code = masked(text).split("\n");
  return lines.flatMap((before, line) =>
    /^\s*(?:import|export \{|export \*|export type|type|interface|export interface)\b/.test(before)
      ? []
      : changesOf(before, code[line]!).map((after) => ({ file, line, before, after }))
  );
}

/** The changes of a line. */
function changesOf(line: string, code: string): string[] {
  return OPERATORS.flatMap(([pattern, replacement]) =>
    [...code.matchAll(pattern)].map(({ 0: text, index }) => {
      const changed = typeof replacement === "string" ? replacement : replacement(text);
      return line.slice(0, index) + changed + line.slice(index + text.length);
    })
  );
}

/** A text with spaces for what is in comments, strings and regular expressions. */
function masked(text: string): string {
  const hidden =
    /\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;
  return text.replaceAll(hidden, (part) => part.replaceAll(/[^\n]/g, " "));
}

/** The mutants in an order that a seed draws: by a hash of what each one is, wherever its line stands. */
export function draw(mutants: readonly Mutant[], seed: number): Mutant[] {
  const keys = new Map(mutants.map((mutant) => {
    const text = [seed, mutant.file, mutant.before.trim(), mutant.after.trim()].join("\n");
    return [mutant, createHash("sha256").update(text).digest("hex")];
  }));
  return [...mutants].sort((a, b) => keys.get(a)! < keys.get(b)! ? -1 : 1);
}

/** The clone reads the data sets of the checkout. */
async function linkData(clone: string): Promise<void> {
  await Deno.mkdir(join(clone, "data"), { recursive: true });
  await Deno.symlink(join(ROOT, "data/mnist"), join(clone, "data/mnist"));
}

/** Tells which tests load a file, nearest first: those that load the fewest files besides, its own test before all. */
async function graphOfTests(
  folder: string,
  clone: string,
): Promise<(file: string) => readonly string[]> {
  const listed = await outputOf("git", ["ls-files", "tests/*_test.ts"], { cwd: clone });
  const tests = listed.trim().split("\n").filter(isQuick);
  const all = join(folder, "all.ts");
  const urls = tests.map((test) => pathToFileURL(join(clone, test)).href);
  await Deno.writeTextFile(all, urls.map((url) => `import ${JSON.stringify(url)};\n`).join(""));
  const words = ["info", "--json", `--config=${join(clone, "deno.json")}`, all];
  const graph = new Map(
    (JSON.parse(await outputOf("deno", words, { cwd: clone })) as {
      readonly modules: readonly {
        readonly specifier: string;
        readonly dependencies?: readonly { readonly code?: { readonly specifier: string } }[];
      }[];
    }).modules.map(({ specifier, dependencies = [] }) => [
      specifier,
      dependencies.flatMap(({ code }) => code?.specifier ?? []),
    ]),
  );
  const loads = new Map(urls.map((url, k) => [tests[k]!, loadedBy(url, graph)]));
  return (file) => {
    const { href } = pathToFileURL(join(clone, file));
    const own = file.replace(/^lib/, "tests").replace(/^tasks/, "tests/tasks")
      .replace(/\.ts$/, "_test.ts");
    const distance = (test: string) =>
      test === own ? 0 : loads.get(test)!.size + (dirname(test) === dirname(own) ? 0 : 1000);
    return tests.filter((test) => loads.get(test)!.has(href))
      .sort((a, b) => distance(a) - distance(b));
  };
}

/** All modules that a module loads. */
function loadedBy(module: string, graph: ReadonlyMap<string, readonly string[]>): Set<string> {
  const loaded = new Set([module]);
  for (const each of loaded) graph.get(each)?.forEach((next) => loaded.add(next));
  return loaded;
}

/** The first test that a mutant fails; undefined if it passes all. */
async function killerOf(
  { file, line, after }: Mutant,
  tests: readonly string[],
  clone: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = join(clone, file);
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.split("\n").with(line, after).join("\n"));
  try {
    for (const group of groupsOf(tests)) {
      const killer = await failureIn(group, clone, signal);
      if (killer !== undefined) return killer;
    }
    return undefined;
  } finally {
    await Deno.writeTextFile(path, text);
  }
}

function groupsOf(tests: readonly string[]): string[][] {
  const ends = [0, ...GROUPS, tests.length];
  return GROUPS.concat(tests.length).map((end, k) => tests.slice(ends[k], end))
    .filter(({ length }) => length > 0);
}

/** The first test of some files that fails, or that they do not end; undefined if all pass. */
async function failureIn(
  files: readonly string[],
  clone: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(LONGEST_MS);
  const process = new Deno.Command("deno", {
    args: ["run", "-q", "--cached-only", "-P=test", "tests/run.ts", "--fail-fast", ...files],
    cwd: clone,
    stdout: "piped",
    stderr: "null",
    signal: AbortSignal.any([timeout, signal]),
  }).spawn();
  const [{ code }, printed] = await Promise.all([
    process.status,
    new Response(process.stdout).text(),
  ]);
  signal.throwIfAborted();
  if (timeout.aborted) return "time is up";
  if (code === 0) return undefined;
  return /^(.*) \.\.\. FAILED/m.exec(printed)?.[1] ?? printed.trim().split("\n").at(-1)!;
}

function textOf({ file, line, before, after }: Mutant): string {
  return `${file}:${line + 1}\n  - ${before.trim()}\n  + ${after.trim()}`;
}

function printFates(fates: readonly Fate[]): void {
  const survivors = fates.filter(({ killer }) => killer === undefined);
  for (const { mutant } of survivors) printDocument(textOf(mutant));
  const killed = fates.length - survivors.length;
  printText(`${killed} of ${fates.length} mutants killed, ${survivors.length} survive`);
  if (killed < LEAST * fates.length) {
    throw new Error(`The tests kill fewer than ${percent(LEAST, 0)} of the mutants`);
  }
}

if (import.meta.main) await main(command, run);
