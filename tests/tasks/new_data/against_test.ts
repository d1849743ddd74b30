/** A run against an earlier one: the same weights, and no metric lower than chance explains. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { Config } from "../../../lib/config.ts";
import { againstChecks } from "../../../tasks/new_data/against.ts";
import type { Summary } from "../../../tasks/run/run_folder.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { hashOf, resultOf, writeRun } from "./written_runs.ts";

type Changes = [summary?: Partial<Summary>, config?: Partial<Config>];

/** The checks of a run against another, each as a line. */
async function compared(now: Changes, then: Changes = []): Promise<string[]> {
  let lines: string[] = [];
  await inFolder(async (folder) => {
    const [path, earlier] = ["now", "then"].map((name) => join(folder, name)) as [string, string];
    await writeRun(path, ...now);
    await writeRun(earlier, ...then);
    const checks = await againstChecks(path, earlier);
    lines = checks.map(({ outcome, text }) => `${outcome}: ${text}`.replaceAll(folder, "FOLDER"));
  });
  return lines;
}

const EQUAL = [
  "ok: The weights are those of FOLDER/then",
  "ok: On validation accuracy 96.00 %, 96.00 % then",
  "ok: On test accuracy 95.50 %, 95.50 % then",
];
const versions = { inkling: "0.1.0", numerics: 4, deno: "2.9.6", v8: "15" };
const others = { weightsSha256: hashOf("b") };
const quantity = (r2: number | null) => ({ size: 100, cost: 1, r2, mae: 2, rmse: 3 });
const NONE = ["metric", "cost", "testRows", "outOfFold", "baselines", "verdict", "curve", "notes"];
const truth = {
  ...Object.fromEntries(NONE.map((key) => [key, null])),
  ...{ metric: "r2", testRows: 100, baselines: [], verdict: "", curve: [], notes: [] },
  test: { value: 0.9, low: 0.85, high: 0.93 },
} as unknown as NonNullable<Summary["truth"]>;

const CASES: readonly (readonly [name: string, now: Changes, then: Changes, lines: string[]])[] = [
  ["the same, by another name", [{ name: "other", seconds: 9 }], [], EQUAL],
  ["other weights of the same numerics", [others], [], [
    "failed: The weights are not those of FOLDER/then, though config, data and version 3 of the " +
    "numerics are the same: bbbbbbbbbbbb now, aaaaaaaaaaaa then",
    ...EQUAL.slice(1),
  ]],
  ["other numerics", [{ ...others, versions }], [], [
    "none: The weights are not compared: version 4 of the numerics, 3 then",
    ...EQUAL.slice(1),
  ]],
  ["a run of CBLAS", [others], [{ engine: "blas" }], [
    "none: The weights are not compared: CBLAS gives other bits than the engines here",
    ...EQUAL.slice(1),
  ]],
  ["a run that its time limit ended", [{ ...others, ended: "timeLimit" }], [], [
    "none: The weights are not compared: this run was not trained to its end",
    ...EQUAL.slice(1),
  ]],
  ["an earlier run that was interrupted", [others], [{ ended: "interrupted" }], [
    "none: The weights are not compared: FOLDER/then was not trained to its end",
    ...EQUAL.slice(1),
  ]],
  ["a run that diverged", [{ ended: "diverged" }], [], [
    "failed: The training of FOLDER/now diverged",
    "none: The weights are not compared: this run was not trained to its end",
    ...EQUAL.slice(1),
  ]],
  // Wilson's interval of 9,550 of 10,000 begins at 95.08 %.
  ["as low as chance explains", [{ test: resultOf(9508) }], [], [
    ...EQUAL.slice(0, 2),
    "ok: On test accuracy 95.08 %, 95.50 % then",
  ]],
  ["lower than that", [{ test: resultOf(9507) }], [], [
    ...EQUAL.slice(0, 2),
    "failed: On test accuracy 95.07 %, 95.50 % then: chance explains no less than 95.08 %",
  ]],
  [
    "R² with an interval, and without one",
    [{ validation: quantity(0.1), test: quantity(0.84) }],
    [{ validation: quantity(0.9), test: quantity(0.9), truth }],
    [
      EQUAL[0]!,
      "none: On validation R² 0.1000, 0.9000 then, which has no interval",
      "failed: On test R² 0.8400, 0.9000 then: chance explains no less than 0.8500",
    ],
  ],
  [
    "R² that is not defined",
    [{ validation: quantity(0.9), test: quantity(null) }],
    [{ validation: quantity(0.9), test: quantity(0.9), truth }],
    [
      EQUAL[0]!,
      "none: On validation R² 0.9000, 0.9000 then, which has no interval",
      "failed: On test R² –, 0.9000 then: chance explains no less than 0.8500",
    ],
  ],
  ["another config", [{}, { learningRate: 1, seed: 9 }], [], [
    "none: Nothing is compared with FOLDER/then: it has another config (learningRate, seed)",
  ]],
  ["other data", [{ data: { images: hashOf("3") } }], [], [
    "none: Nothing is compared with FOLDER/then: it learned from other data",
  ]],
  [
    "the same data by another path",
    [{}, { dataset: { csv: "a.csv", target: "b" } } as Partial<Config>],
    [{}, { dataset: { csv: "b.csv", target: "b" } } as Partial<Config>],
    EQUAL,
  ],
];

for (const [name, now, then, lines] of CASES) {
  Deno.test(`against an earlier run: ${name}`, {
    ignore: !granted("read", "write"),
  }, async () => assertEquals(await compared(now, then), lines));
}
