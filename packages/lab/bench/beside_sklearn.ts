/**
 * The recipe for user data beside scikit-learn's networks:
 *
 *     deno run -A packages/lab/bench/beside_sklearn.ts
 *     deno run -A packages/lab/bench/beside_sklearn.ts wine.csv target cars.csv price
 *
 * A seed is a split and a first network: `deno task train --csv FILE --target NAME --gaps drop --folds 0 --seed N`. Rows with missing
 * values are dropped, since scikit-learn's networks take none.
 * scikit-learn's networks have the same hidden layers, learn from the same rows and are scored on the same test rows.
 * Without arguments the tables are Iris, `examples/penguins.csv` and scikit-learn's diabetes.
 * @module
 */

import { basename, join } from "@std/path";
import { parseDraft } from "../../../lib/config/mod.ts";
import { formatNpz, type Tensor } from "../../../lib/formats/mod.ts";
import type { Dataset } from "../../../mod.ts";
import { markdownTable } from "../../../tasks/cli/table.ts";
import { openData } from "../../../tasks/data/open_data.ts";
import type { Summary } from "../../../tasks/run/run_folder.ts";
import { statistics } from "../reproduce/statistics.ts";
import { findPython } from "../../../tests/helpers/python.ts";
import { outputOf, ROOT, runTask, temporaryFolder } from "../../../tests/helpers/run_task.ts";

const SEEDS = [1, 2, 3, 4, 5];
const PEER = join(ROOT, "packages", "lab", "bench", "peers", "peer_sklearn_tables.py");
const PENGUINS = join(ROOT, "examples", "penguins.csv");

interface Table {
  readonly csv: string;
  readonly target: string;
}

/** The test score of one of scikit-learn's networks: accuracy, or R². */
interface PeerScore {
  readonly rows: "training" | "training and validation";
  readonly earlyStopping: boolean;
  readonly score: number;
}

const python = await findPython("sklearn");
if (python === undefined) throw new Error("Cannot find scikit-learn: install python3-sklearn");
await using folder = await temporaryFolder();

console.log(`Deno ${Deno.version.deno}, ${await peer("versions")}`);
const rows: string[][] = [];
for (const table of await tables()) rows.push(await compare(table));
const peers = ["their 70 %", "70 %, stopped early", "their 85 %", "85 %, stopped early"];
console.log(markdownTable([["table", "test rows", "metric", "Inkling", ...peers], ...rows]));

async function tables(): Promise<Table[]> {
  const tables: Table[] = [];
  for (let k = 0; k < Deno.args.length; k += 2) {
    const [csv, target] = Deno.args.slice(k, k + 2);
    if (target === undefined) throw new Error(`Cannot use ${csv}: expected its target after it`);
    tables.push({ csv: csv!, target });
  }
  if (tables.length > 0) return tables;
  const diabetes = join(folder.path, "diabetes.csv");
  await Deno.writeTextFile(diabetes, await peer("table", "diabetes"));
  return [
    { csv: join(ROOT, "tests", "outsider", "iris.csv"), target: "species" },
    { csv: PENGUINS, target: "species" },
    { csv: diabetes, target: "target" },
  ];
}

/** A row of the result: the mean over the seeds and its standard error, ours and of each of scikit-learn's networks. */
async function compare({ csv, target }: Table): Promise<string[]> {
  const ours: number[] = [];
  const theirs: number[][] = [[], [], [], []];
  let summary: Summary;
  for (const seed of SEEDS) {
    summary = await train({ csv, target }, seed);
    const { test } = summary;
    ours.push(test!.accuracy ?? test!.r2!);
    const splits = join(folder.path, "splits.npz");
    await Deno.writeFile(splits, await readSplits({ csv, target }, seed));
    const scores: PeerScore[] = JSON.parse(await peer("score", splits, String(seed)));
    for (const [k, { score }] of scores.entries()) theirs[k]!.push(score);
  }
  const { test } = summary!;
  return [
    basename(csv, ".csv"),
    String(test!.size),
    test!.accuracy === undefined ? "R², %" : "accuracy, %",
    ...[ours, ...theirs].map(meanWithError),
  ];
}

async function train({ csv, target }: Table, seed: number): Promise<Summary> {
  const runs = join(folder.path, "runs");
  const table = ["--csv", csv, "--target", target, "--gaps", "drop", "--folds", "0"];
  const words = [...table, "--seed", String(seed), "--runs", runs];
  const { code, stdout, stderr } = await runTask(["train", ...words, "--replace", "--json"]);
  if (code !== 0) throw new Error(`Cannot train on ${csv}: ${stderr}`);
  return JSON.parse(stdout);
}

/** The rows that a training run has, as an NPZ file for Python. */
async function readSplits(
  dataset: Table,
  seed: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const draft = parseDraft({ dataset: { ...dataset, gaps: "drop" }, seed });
  const splits = await openData(draft, "data");
  return formatNpz((["training", "validation", "test"] as const).flatMap((name) => {
    const { inputs, labels, targets, size, features }: Dataset = splits[name];
    const suffix = name === "training" ? "train" : name;
    return [
      [`x_${suffix}`, tensor(inputs, [size, features])],
      [`y_${suffix}`, targets ? tensor(targets, [size, 1]) : tensor(labels, [size])],
    ] as const;
  }));
}

function tensor(array: Uint8Array | Uint16Array | Float32Array, shape: number[]): Tensor {
  const dtype = array instanceof Uint8Array ? "U8" : array instanceof Uint16Array ? "U16" : "F32";
  return { dtype, shape, bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength) };
}

async function peer(...words: string[]): Promise<string> {
  return (await outputOf(python!, [PEER, ...words])).trimEnd();
}

/** `95.2 ± 1.5`: the mean in percent and its standard error. */
function meanWithError(scores: readonly number[]): string {
  const { mean, sd } = statistics(scores);
  return `${(100 * mean).toFixed(1)} ± ${(100 * sd! / Math.sqrt(scores.length)).toFixed(1)}`;
}
