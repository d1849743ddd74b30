/**
 * `deno run -A tests/rules/ways.ts` prints how far it is from a command to the first multiplication, what commands load, and how
 * often `tasks/` reach for tables. Deno's coverage of a process has each module that was loaded, late ones and those of
 * workers too, and each function that ran. @module
 */

import { join, normalize } from "@std/path";
import { tinyRun } from "../helpers/mnist_data.ts";
import { ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { sources, textOf } from "./sources.ts";

/** What a command has loaded when it ends. */
export interface Loaded {
  /** How many modules of ours. */
  readonly files: number;
  readonly lines: number;
  /** In how many of them a function ran. */
  readonly ran: number;
  /** How many of them are of `lib/table/`. */
  readonly ofTables: number;
  readonly paths: readonly string[];
}

/** A module of ours in the coverage of a process. */
interface Coverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
}

const FIRST_MULTIPLICATION = new URL("first_multiplication.ts", import.meta.url);

/** What a command loads, to its end or to its first multiplication. */
export async function loadedBy(
  [command, ...words]: readonly [string, ...string[]],
  { toFirstMultiplication = false } = {},
): Promise<Loaded> {
  await using folder = await temporaryFolder();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", "--no-check", "--cached-only", "--allow-all"],
      ...toFirstMultiplication ? [`--preload=${FIRST_MULTIPLICATION}`] : [],
      ...[join(ROOT, "tasks", `${command}.ts`), ...words],
    ],
    cwd: ROOT,
    env: { DENO_COVERAGE_DIR: folder.path },
    stdout: "null",
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  const ours = new URL("../../", import.meta.url).href;
  const ran = new Map<string, boolean>();
  for await (const { name } of Deno.readDir(folder.path)) {
    const text = await Deno.readTextFile(join(folder.path, name));
    const { url, functions: [, ...functions] }: Coverage = JSON.parse(text);
    if (!/^(lib|tasks)\/.*\.ts$|^mod\.ts$/.test(url.replace(ours, ""))) continue;
    const path = url.slice(ours.length);
    const has = functions.some(({ ranges: [whole] }) => whole!.count > 0);
    ran.set(path, has || ran.get(path) === true);
  }
  const paths = [...ran.keys()].sort();
  const texts = await Promise.all(paths.map(textOf));
  return {
    paths,
    files: paths.length,
    lines: texts.reduce((sum, text) => sum + text.trimEnd().split("\n").length, 0),
    ran: [...ran.values()].filter(Boolean).length,
    ofTables: paths.filter((path) => path.startsWith("lib/table/")).length,
  };
}

/** Files of `tasks/` whose subject is tables. */
const OF_TABLES =
  /(^|\/)(tables?|described_table|columns_found|columns_read|fold_learner|member_workers?|relations|describe|write_csv)(\/|\.ts$)/;

/** How many imports of `lib/table/` files of `tasks/` have whose subject is another one. */
export async function importsOfTables(): Promise<number> {
  let count = 0;
  for (const [path, text] of await sources("tasks")) {
    if (OF_TABLES.test(path)) continue;
    const code = text.replaceAll(/\/\*.*?\*\//gs, "");
    for (const [, from, late] of code.matchAll(/ from "(\.[^"]+)"|\bimport\(\s*"(\.[^"]+)"/g)) {
      const target = normalize(join("tasks", path, "..", from ?? late!));
      if (target.startsWith("lib/table/")) count++;
    }
  }
  return count;
}

/** Some rows that are trained over folds. */
function tableText(): string {
  const rows = Array.from({ length: 200 }, (_, row) => {
    const [a, b] = [row % 17, row * 7 % 23];
    return `${a},${b},${row % 2 > 0 ? "red" : "blue"},${a + b > 18 ? "yes" : "no"}`;
  });
  return ["a,b,color,label", ...rows].join("\n");
}

/** All figures, by what they are of. */
export async function measuredWays(): Promise<Readonly<Record<string, Loaded>>> {
  await using folder = await temporaryFolder();
  const { run, data } = await tinyRun(folder.path);
  const table = join(folder.path, "table.csv");
  await Deno.writeTextFile(table, tableText());
  const picture = join(ROOT, "docs", "demo-table.png");
  const others = ["--runs", join(folder.path, "more"), "--engine", "wasm", "--workers", "1"];
  const first = { toFirstMultiplication: true };
  const small = ["--data", data, "--set", "trainingSize=10"];
  return {
    "train on MNIST, to the first multiplication": await loadedBy(
      ["train", ...others, ...small],
      first,
    ),
    "train on a table, to the first multiplication": await loadedBy(
      ["train", ...others, "--csv", table, "--target", "label"],
      first,
    ),
    "fetch of MNIST": await loadedBy([
      ...["fetch", "--from", join(data, "mnist")] as const,
      ...["--data", join(folder.path, "data")],
    ]),
    "runs": await loadedBy(["runs", "--runs", join(run, "..")]),
    "predict of a picture": await loadedBy(["predict", run, picture, "--engine", "wasm"]),
  };
}

if (import.meta.main) {
  console.log("loaded  lines  ran  of tables");
  for (const [what, { files, lines, ran, ofTables }] of Object.entries(await measuredWays())) {
    const columns = [[files, 6], [lines, 7], [ran, 5], [ofTables, 11]] as const;
    console.log(columns.map(([value, width]) => String(value).padStart(width)).join(""), "", what);
  }
  console.log(
    `${await importsOfTables()} imports of lib/table in files of tasks of other subjects`,
  );
}
