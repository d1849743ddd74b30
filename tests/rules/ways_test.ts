/** Ways stay short: what commands load, and how much runs before the first multiplication. `ways.ts` prints the figures. */

import { assert, assertLessOrEqual } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../helpers/run_task.ts";
import { importsOfTables, loadedBy, measuredWays } from "./ways.ts";

const ignore = !granted("read", "write", "run", "net", "env");

/** The most of each way: modules and lines that are loaded, modules in which a function runs, modules of tables. */
const CEILINGS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "train on MNIST, to the first multiplication": [157, 21_150, 100, 0],
  "train on a table, to the first multiplication": [304, 42_970, 184, 98],
  "fetch of MNIST": [39, 3_970, 26, 0],
  "runs": [86, 10_420, 43, 0],
  "predict of a picture": [168, 21_380, 100, 0],
};

Deno.test("no command loads or runs more on its way than it did", { ignore }, async () => {
  for (const [what, { files, lines, ran, ofTables }] of Object.entries(await measuredWays())) {
    const [mostFiles, mostLines, mostRan, mostOfTables] = CEILINGS[what]!;
    assertLessOrEqual(files, mostFiles, what);
    assertLessOrEqual(lines, mostLines, what);
    assertLessOrEqual(ran, mostRan, what);
    assertLessOrEqual(ofTables, mostOfTables, what);
  }
});

Deno.test("what await import loads is counted", { ignore }, async () => {
  const none = ["--runs", join("data", "no_such_folder")];
  assert((await loadedBy(["runs", "--version"])).paths.includes("tasks/cli/version.ts"));
  assert(!(await loadedBy(["runs", ...none])).paths.includes("tasks/cli/version.ts"));
});

Deno.test("tasks import no more of tables than they did", { ignore }, async () => {
  assertLessOrEqual(await importsOfTables(), 10);
});
