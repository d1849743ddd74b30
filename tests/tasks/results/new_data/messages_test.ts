/** What is printed of a run on new data, or against an earlier run. */

import { join } from "@std/path";
import type { Config } from "../../../../lib/config.ts";
import { againstChecks } from "../../../../tasks/results/new_data/against.ts";
import { binsOf, driftSentences } from "../../../../tasks/results/new_data/drift_section.ts";
import { differenceSentence } from "../../../../tasks/results/new_data/metrics_section.ts";
import type { Summary } from "../../../../tasks/run/run_folder.ts";
import { command, evaluateTask } from "../../../../tasks/evaluate.ts";
import { readFloors } from "../../../../tasks/results/new_data/floor.ts";
import { done, trainIn } from "../../../faults/failing_commands.ts";
import { inFolder } from "../../../helpers/in_folder.ts";
import { granted } from "../../../helpers/run_task.ts";
import { pinnedIn } from "../../../helpers/pinned.ts";
import { hashOf, resultOf, writeRun } from "./written_runs.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const HEAD = "sepalLength,sepalWidth,petalLength,petalWidth";

/** Evaluates a run on irises on a file of these lines. */
function on(...lines: string[]): Promise<void> {
  return withWords([], lines);
}

function withWords(words: readonly string[], lines: readonly string[]): Promise<void> {
  return inFolder(async (folder) => {
    const [run, next] = [join(folder, "run"), join(folder, "next.csv")];
    await trainIn(run, 1);
    await Deno.writeTextFile(next, lines.join("\n"));
    await done(command, evaluateTask, run, "--csv", next, "--engine", "wasm", ...words);
  });
}

pin("new data", [
  () => on(`${HEAD},species`),
  () => on(HEAD, "1,2,3,4"),
  () => on(`${HEAD},specie`, "1,2,3,4,setosa"),
  () => on(`${HEAD},species`, "1,2,3,4,", "1,2,3,4,rose", "x,2,3,4,setosa"),
  () => on(""),
  () => on("a,b,species", "1,2,setosa"),
], { ignore: !granted("read", "write") });

pin("floors", [
  () => readFloors(["90 %"]),
  () => readFloors(["0.5", "accuracy=95"]),
  () => readFloors(["logLoss=-1"]),
  () => readFloors(["acuracy=0.9"]),
]);

pin("options", [
  () => withWords(["--split", "validation"], [`${HEAD},species`, "1,2,3,4,setosa"]),
], { ignore: !granted("read", "write") });

type Changes = [summary?: Partial<Summary>, config?: Partial<Config>];

/** The checks of a run against another, each as a line. */
async function compared(now: Changes, then: Changes = []): Promise<string> {
  let lines: string[] = [];
  await inFolder(async (folder) => {
    const [path, earlier] = ["now", "then"].map((name) => join(folder, name)) as [string, string];
    await writeRun(path, ...now);
    await writeRun(earlier, ...then);
    const checks = await againstChecks(path, earlier);
    lines = checks.map(({ outcome, text }) => `${outcome}: ${text}`.replaceAll(folder, "FOLDER"));
  });
  return lines.join("\n");
}

const versions = { inkling: "0.2.0-dev.2", numerics: 4, statistics: 2, deno: "2.9.6", v8: "15" };
const others = { weightsSha256: hashOf("b") };
const quantity = (r2: number | null) => ({ size: 100, cost: 1, r2, mae: 2, rmse: 3 });
const NONE = ["metric", "cost", "testRows", "outOfFold", "baselines", "verdict", "curve", "notes"];
const truth = {
  ...Object.fromEntries(NONE.map((key) => [key, null])),
  metric: "r2",
  testRows: 100,
  metrics: [],
  compared: null,
  baselines: [],
  verdict: "",
  curve: [],
  notes: [],
  test: { value: 0.9, low: 0.85, high: 0.93 },
} as unknown as NonNullable<Summary["truth"]>;
const THEN = { validation: quantity(0.9), test: quantity(0.9), truth };
const ofFile = (csv: string) => ({ dataset: { csv, target: "b" } }) as Partial<Config>;

pin("a run against an earlier one", [
  () => compared([{ name: "other", seconds: 9 }]),
  () => compared([others]),
  () => compared([{ ...others, versions }]),
  () => compared([{ ...others, ended: "timeLimit" }]),
  () => compared([others], [{ ended: "interrupted" }]),
  () => compared([{ ended: "diverged" }]),
  // Wilson's interval of 9,550 of 10,000 begins at 95.08 %.
  () => compared([{ test: resultOf(9508) }]),
  () => compared([{ test: resultOf(9507) }]),
  () => compared([{ validation: quantity(0.1), test: quantity(0.84) }], [THEN]),
  () => compared([{ validation: quantity(0.9), test: quantity(null) }], [THEN]),
  () => compared([{}, { learningRate: 1, seed: 9 }]),
  () => compared([{ data: { images: hashOf("3") } }]),
  () => compared([{}, ofFile("a.csv")], [{}, ofFile("b.csv")]),
], { ignore: !granted("read", "write") });

const bare = { value: 0.5, low: null, high: null };
const found = { value: 0.5, low: 0.4, high: 0.6 };
const difference = (now?: typeof bare | typeof found, then?: typeof bare | typeof found) =>
  differenceSentence({ metric: "r2", now, then, by: "test", difference: undefined });

const shares = (counts: number[], missing = 0) => ({ counts, missing, unread: 0 });
const drift = { name: "x", psi: 0, chance: 0, reading: "none" } as const;
const binsNamed = (column: object, counts = [0.5, 0.3, 0.1], missing = 0.1) => {
  const then = shares(counts, missing);
  const drifted = { ...drift, then, now: then, ...column } as unknown as Parameters<
    typeof binsOf
  >[0];
  return binsOf(drifted).map(({ name }) => name).join(" | ");
};

/** What is printed of columns that are ranges. */
const ranges = (...columns: readonly object[]) => {
  const of = columns.map((column) => ({
    ...drift,
    then: shares([1]),
    now: shares([1]),
    ...column,
  }));
  const all = { rows: 9, unanswered: 0, novel: 0, columns: of, answers: [] };
  const result = { drift: all, counts: { all: 9, novel: null } };
  return driftSentences(result as unknown as Parameters<typeof driftSentences>[0], "row")
    .join("\n");
};
const DAY = 86_400;

pin("differences, bins and ranges", [
  () => difference(undefined, found),
  () => difference(found),
  () => difference(found, bare),
  () => difference(bare, found),
  () => binsNamed({ kind: "number", edges: [1, 2.5] }),
  () => binsNamed({ kind: "date", edges: [0, DAY] }),
  () => binsNamed({ kind: "category", levels: ["a", "b"] }),
  () => binsNamed({ kind: "number", edges: [] }, [1], 0),
  () =>
    ranges(
      { name: "day", kind: "date", range: { then: [0, DAY], now: [2 * DAY, 2 * DAY] } },
      { name: "old", kind: "date", range: { then: undefined, now: [0, DAY] } },
      { name: "order", kind: "number", range: { then: [1, 9], now: [10, 12345] } },
      { name: "none", kind: "date", range: { then: [0, DAY], now: undefined } },
    ),
]);
