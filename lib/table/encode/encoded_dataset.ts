/** Rows of a table whose inputs are made batch by batch, since they are many times as wide as its features. @module */

import { Dataset } from "../../dataset.ts";
import type { BatchedInputs, DatasetBatch } from "../../dataset/batch.ts";
import { isSparse, trusted } from "../../dataset/source.ts";
import { rowsOf } from "../../dataset/split.ts";
import type { SparseRows } from "../../engine/matrix.ts";
import type { Problem } from "../../problem.ts";
import { encodedRows, LEVEL, ONE_HOT, RAMPS } from "./encoded_rows.ts";
import type { InputEncoding } from "./input_encoding.ts";

const { max } = Math;

/** The most rows, and the most inputs, that decide whether the inputs are sparse. */
const [SAMPLE_ROWS, SAMPLE_INPUTS] = [1000, 1_000_000] as const;

interface EncodedSource {
  /** The features of all rows. */
  readonly data: Dataset;
  /** Which of the rows it has, by their numbers. */
  readonly rows: Uint32Array;
  readonly encoding: InputEncoding;
  /** For every feature of levels the inputs of these rows, [rows, width], where they are not those of their levels. */
  readonly own?: readonly Float32Array[];
  /** Whether the bins of each number are joined inputs: the same sums by fewer non-zeros, otherwise rounded. */
  readonly joins?: boolean;
}

/** The inputs of a row that are not 0, one after the other. */
type NonZeros = Pick<SparseRows, "indices" | "values">;

/** Some rows of a data set as a network takes them. */
export class EncodedDataset extends Dataset implements BatchedInputs {
  /** Those of the first row. */
  override readonly inputs: Float32Array;
  override readonly size: number;
  override readonly labels: Uint8Array | Uint16Array;
  override readonly targets: Float32Array | undefined;
  override readonly problem: Problem;
  override readonly weights: Float32Array | undefined;
  override readonly batched: BatchedInputs = this;
  readonly joined: Uint8Array | undefined;
  override readonly sparse: boolean;
  readonly #source: EncodedSource;
  /** Writes what is not 0 of row `from`, from element `k` on, and returns the element behind. */
  readonly #write: (from: number, out: NonZeros, k: number) => number;
  /** A row's inputs that are not 0. */
  readonly #row: NonZeros;

  constructor(source: EncodedSource, weights?: Float32Array) {
    const { data, rows, encoding } = source;
    const { classes, classNames, outputs, problem } = data;
    const targets = data.targets && rowsOf(data.targets, outputs, rows);
    const labels = data.labels.length === 0 ? data.labels : rowsOf(data.labels, 1, rows);
    const write = nonZeroWriter(source);
    const row = {
      indices: new Uint32Array(encoding.inputs),
      values: new Float32Array(encoding.inputs),
    };
    const most = max(1, Math.floor(SAMPLE_INPUTS / encoding.inputs));
    const sampled = Math.min(SAMPLE_ROWS, most, rows.length);
    const inputs = new Float32Array(sampled * encoding.inputs);
    for (let r = 0; r < sampled; r++) {
      writeAll(row, write(r, row, 0), inputs, r * encoding.inputs);
    }
    super(trusted({
      ...{ inputs, features: encoding.inputs },
      ...targets !== undefined
        ? {
          targets: targets.subarray(0, sampled * outputs),
          ...{ outputs, classification: problem.hasAccuracy },
        }
        : { labels: labels.subarray(0, sampled), classes, classNames },
    }));
    this.size = rows.length;
    this.inputs = inputs.slice(0, encoding.inputs); // the rest is made batch by batch
    this.labels = labels;
    this.targets = targets;
    this.problem = problem;
    this.weights = weights ?? (data.weights && rowsOf(data.weights, 1, rows));
    this.joined = joinedIn(source);
    this.sparse = this.joined !== undefined || isSparse(inputs, encoding.inputs);
    this.#source = source;
    this.#write = write;
    this.#row = row;
  }

  gather({ engine, inputs }: DatasetBatch, order: Uint32Array, start: number): void {
    engine.fill(inputs, (out) => {
      if (out.kind === "dense") {
        out.values.fill(0, 0, out.rows * out.columns);
        for (let r = 0; r < out.rows; r++) this.#writeAll(order[start + r]!, out.values, r);
        return;
      }
      let k = 0;
      for (let r = 0; r < out.rows; r++) {
        out.starts[r] = k;
        k = this.#write(order[start + r]!, out, k);
      }
      out.starts[out.rows] = k;
    });
  }

  /** Writes the inputs of a row, as they are in a batch. */
  writeRow(row: number, out: Float32Array): void {
    out.fill(0, 0, this.features);
    this.#writeAll(row, out, 0);
  }

  /** Writes the inputs of row `from` as row `to` of zeros. */
  #writeAll(from: number, out: Float32Array, to: number): void {
    writeAll(this.#row, this.#write(from, this.#row, 0), out, to * this.features);
  }

  override weighted(weights: Float32Array): EncodedDataset {
    return new EncodedDataset(this.#source, weights);
  }
}

/** Which inputs of a source are joined; `undefined` if none is. */
function joinedIn({ data, encoding, joins }: EncodedSource): Uint8Array | undefined {
  if (!joins) return undefined;
  const { joined } = encodedRows(data, encoding.tables, encoding.encoding);
  return joined.includes(1) ? joined : undefined;
}

/** Writes a number of inputs that are not 0 among zeros. */
function writeAll({ indices, values }: NonZeros, count: number, out: Float32Array, at: number) {
  for (let k = 0; k < count; k++) out[at + indices[k]!] = values[k]!;
}

/** What writes the inputs of a row of a source that are not 0, see {@linkcode EncodedRows}. */
function nonZeroWriter({ data, rows, encoding, own = [], joins = false }: EncodedSource) {
  const { tables, levels } = encoding;
  const { kinds, widths, codes, values } = encodedRows(data, tables, encoding.encoding);
  const [codeCount, valueCount] = [codes.length / data.size, values.length / data.size];
  return (from: number, { indices, values: out }: NonZeros, k: number): number => {
    const row = rows[from]!;
    let [column, level, c, v] = [0, 0, row * codeCount, row * valueCount];
    for (let p = 0; p < kinds.length; p++) {
      const kind = kinds[p]!;
      const width = widths[p]!;
      if (kind === ONE_HOT) {
        const one = codes[c++]!;
        if (one > 0) {
          indices[k] = column + one - 1;
          out[k++] = 1;
        }
        column += width;
        continue;
      }
      if (kind === LEVEL) {
        const ownTable = own[level];
        const table = ownTable ?? levels[level];
        const at = width * (ownTable === undefined ? codes[c]! : from);
        for (let j = 0; table !== undefined && j < width; j++) {
          const value = table[at + j]!;
          if (value === 0) continue;
          indices[k] = column + j;
          out[k++] = value;
        }
        column += width;
        level++;
        c++;
        continue;
      }
      if (kind === RAMPS) {
        const bins = codes[c++]!;
        const share = values[v++]!;
        for (let b = joins ? max(0, bins - 1) : 0; b < bins; b++) {
          indices[k] = column + b;
          out[k++] = joins ? 1 - share : 1;
        }
        if (share !== 0) {
          indices[k] = column + bins;
          out[k++] = share;
        }
        column += width;
      }
      const value = values[v++]!;
      if (value !== 0) {
        indices[k] = column;
        out[k++] = value;
      }
      column++;
    }
    return k;
  };
}
