/** Predictions for the examples of an array in an NPZ file. @module */

import { float32Problem } from "../../../lib/checks/texts.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import { type NpyArray, readNpz } from "../../../lib/formats/read_npz.ts";
import { MAX_NPZ_BYTES, NPZ_INPUTS } from "../../data/npz_file.ts";
import { quotedNames } from "../../data/names.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { explain, reasonOf } from "../../system/explain.ts";
import { readAtMost } from "../../system/read_at_most.ts";
import { answererOf, answersOf } from "./answers.ts";
import { csvRows } from "./csv.ts";
import { detectorOf } from "./inputs.ts";
import { type Asked, printBatches } from "./print.ts";
import { type ResultBatch, resultOf, type RowResult } from "./rows.ts";

/** How many examples go through the networks at once; it does not change the result. */
const BATCH_EXAMPLES = 250;

type ArrayEnsemble = ReturnType<typeof arrayEnsembleOf>;

/**
 * Finds the arrays that networks learned from.
 * @param path of the examples, for the error
 * @throws {Error} if they did not learn from arrays or pictures, or from different ones
 */
export function arrayEnsembleOf(
  opened: readonly OpenNetwork[],
  ensemble: Ensemble,
  path: string,
) {
  const [first] = opened as [OpenNetwork];
  if (first.input === undefined || first.table !== undefined) {
    const problem = first.table === undefined
      ? "its file does not describe its inputs"
      : "it learned from a table, expected a table of rows";
    throw new Error(`Cannot predict ${path} with ${first.run}: ${problem}`);
  }
  const meaning = ({ input, labels, quantities, network }: OpenNetwork) =>
    JSON.stringify([input, labels, quantities, network.classNames]);
  const other = opened.find((network) => meaning(network) !== meaning(first));
  if (other !== undefined) {
    throw new Error(
      `Cannot predict arrays with ${first.run} and ${other.run} together: their inputs or answers differ`,
    );
  }
  const answers = answersOf(opened, ensemble);
  return {
    ensemble,
    answers,
    answer: answererOf(answers, detectorOf(first, false)),
    /** Whether an example is bytes; byte k stands for k/255. */
    bytes: first.input.type === "uint8",
  };
}

/** Predicts the examples of an NPZ file, and prints or writes the answers. */
export async function predictArrayFile(path: string, asked: Asked): Promise<void> {
  const networks = arrayEnsembleOf(asked.opened, asked.ensemble, path);
  await printBatches(networks, predictArrays(networks, path, asked.signal), asked);
}

/**
 * Predicts the examples of the one array in a file that has as many inputs as the networks.
 * @returns some results at a time, with the examples' numbers from 0; at least one batch
 * @throws {Error} if there is no such array or several, or the file is damaged; the message names the file
 */
export async function* predictArrays(
  networks: ArrayEnsemble,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<ResultBatch, void, void> {
  const { ensemble, bytes, answer, answers } = networks;
  const { features } = ensemble;
  const { name, array: { data } } = await readInputs(path, networks);
  const size = data.length / features;
  for (let start = 0; start === 0 || start < size; start += BATCH_EXAMPLES) {
    signal.throwIfAborted();
    const rows = Math.min(BATCH_EXAMPLES, size - start);
    const values = Float32Array.from({ length: rows * features }, (_, k) => {
      const number = Number(data[start * features + k]);
      return bytes ? number / 255 : number;
    });
    const outputs = ensemble.feedforward({ kind: "dense", rows, columns: features, values });
    const results = Array.from({ length: rows }, (_, r): RowResult => {
      const input = values.subarray(r * features, (r + 1) * features);
      const own = (outputs.values as Float32Array).slice(
        r * outputs.columns,
        (r + 1) * outputs.columns,
      );
      const wrong = input.findIndex((value) => !Number.isFinite(value));
      if (wrong !== -1) {
        const given = Number(data[(start + r) * features + wrong]);
        return {
          error: Number.isFinite(given)
            ? float32Problem(given, `${given} in ${name}`)
            : `a number in ${name} is not finite`,
        };
      }
      return resultOf(answer(input, own), answers);
    });
    const numbers = results.map((_, r) => start + r);
    const csv = csvRows("example", numbers.map(String));
    yield { results, keyOf: (r) => ({ example: numbers[r] }), csv };
  }
}

/** The array of the inputs: the one of that name, or else the only one of a fitting shape. */
async function readInputs(
  path: string,
  { ensemble: { features }, bytes }: ArrayEnsemble,
): Promise<{ name: string; array: NpyArray }> {
  try {
    const entries = readNpz(await readAtMost(path, MAX_NPZ_BYTES), { maxBytes: MAX_NPZ_BYTES });
    const named = [...entries].filter(([name]) => NPZ_INPUTS.includes(name.toLowerCase()));
    const found: { name: string; array: NpyArray }[] = [];
    for (const [name, entry] of named.length === 1 ? named : entries) {
      const array = await entry.read();
      const { dtype, shape: [examples, ...shape] } = array;
      const each = shape.reduce((product, length) => product * length, 1);
      const isOfInputs = examples !== undefined && each === features && dtype !== "str" &&
        (dtype === "uint8") === bytes;
      if (isOfInputs) found.push({ name, array });
    }
    const [only, ...more] = found;
    if (only === undefined) {
      const type = bytes ? "bytes (uint8)" : "numbers, other than uint8,";
      const names = entries.size === 0 ? "no array" : quotedNames([...entries.keys()], 12);
      throw new Error(`expected an array of ${features} ${type} for each example, got ${names}`);
    }
    if (more.length > 0) {
      const names = quotedNames(found.map(({ name }) => name), 12);
      throw new Error(`${names} may all be the inputs: name one of them x, or save it alone`);
    }
    return only;
  } catch (error) {
    const reason = (reasonOf(error) ?? explain(error)).replace("Cannot read the archive: ", "");
    throw new Error(`Cannot use ${path}: ${reason}`, { cause: error });
  }
}
