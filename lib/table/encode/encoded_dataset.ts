/** Rows of a table whose inputs are made batch by batch, since they are many times as wide as its features. @module */

import { Dataset } from "../../dataset.ts";
import type { BatchedInputs, DatasetBatch } from "../../dataset/batch.ts";
import { trusted } from "../../dataset/source.ts";
import { rowsOf } from "../../dataset/split.ts";
import type { SparseRows } from "../../engine/matrix.ts";
import type { Problem } from "../../problem.ts";
import { type EncodedRows, encodedRows, ONE_HOT, RAMPS, VALUE } from "./encoded_rows.ts";
import type { InputEncoding } from "./input_encoding.ts";

const { floor, max, min } = Math;

/** The most rows, and the most inputs, that decide whether the inputs are sparse. */
const [SAMPLE_ROWS, SAMPLE_INPUTS] = [1000, 1_000_000] as const;

const LINE_BYTES = 64;

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

/** The inputs of rows that are not 0, one after the other. */
type NonZeros = Pick<SparseRows, "starts" | "indices" | "values">;

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
  readonly #writer: RowWriter;

  constructor(source: EncodedSource, weights?: Float32Array) {
    const { data, rows, encoding } = source;
    const { classes, classNames, outputs, problem } = data;
    const targets = data.targets && rowsOf(data.targets, outputs, rows);
    const labels = data.labels.length === 0 ? data.labels : rowsOf(data.labels, 1, rows);
    const writer = new RowWriter(source);
    const first = min(1, rows.length);
    const inputs = new Float32Array(first * encoding.inputs);
    writer.writeAll(new Uint32Array(first), 0, first, inputs);
    super(trusted({
      inputs,
      features: encoding.inputs,
      ...targets !== undefined
        ? {
          targets: targets.subarray(0, first * outputs),
          outputs,
          classification: problem.hasAccuracy,
        }
        : { labels: labels.subarray(0, first), classes, classNames },
    }));
    this.size = rows.length;
    this.inputs = inputs; // the rest is made batch by batch
    this.labels = labels;
    this.targets = targets;
    this.problem = problem;
    this.weights = weights ?? (data.weights && rowsOf(data.weights, 1, rows));
    this.joined = writer.joined;
    this.sparse = this.joined !== undefined || writer.isSparse();
    this.#source = source;
    this.#writer = writer;
  }

  gather({ engine, inputs }: DatasetBatch, order: Uint32Array, start: number): void {
    const { rows } = inputs;
    this.#writer.touch(order, start, rows);
    engine.fill(inputs, (out) => {
      if (out.kind === "sparse") this.#writer.write(order, start, rows, out);
      else this.#writer.writeAll(order, start, rows, out.values);
    });
  }

  /** Writes the inputs of a row, as they are in a batch. */
  writeRow(row: number, out: Float32Array): void {
    this.#writer.writeAll(Uint32Array.of(row), 0, 1, out);
  }

  override weighted(weights: Float32Array): EncodedDataset {
    return new EncodedDataset(this.#source, weights);
  }
}

/** Writes the inputs of rows of a source that are not 0, see {@linkcode EncodedRows}. */
class RowWriter {
  readonly #source: EncodedSource;
  readonly #encoded: EncodedRows;
  /** The numbers of codes, and of values, of a row. */
  readonly #codes: number;
  readonly #values: number;
  /** A row's inputs that are not 0. */
  readonly #row: NonZeros;
  /** What was read, so that nobody leaves it out. */
  #seen = 0;

  constructor(source: EncodedSource) {
    const { data, encoding } = source;
    this.#source = source;
    this.#row = {
      starts: new Uint32Array(2),
      indices: new Uint32Array(encoding.inputs),
      values: new Float32Array(encoding.inputs),
    };
    this.#encoded = encodedRows(data, encoding.tables, encoding.encoding);
    this.#codes = this.#encoded.codes.length / data.size;
    this.#values = this.#encoded.values.length / data.size;
  }

  /** Which inputs are joined; `undefined` if none is. */
  get joined(): Uint8Array | undefined {
    const { joined } = this.#encoded;
    return this.#source.joins && joined.includes(1) ? joined : undefined;
  }

  /** Whether fewer than half of the inputs of the first rows are not 0. */
  isSparse(): boolean {
    const { rows, encoding: { inputs } } = this.#source;
    const sampled = min(SAMPLE_ROWS, max(1, floor(SAMPLE_INPUTS / inputs)), rows.length);
    let nonZeros = 0;
    for (let r = 0; r < sampled; r++) {
      this.write(Uint32Array.of(r), 0, 1, this.#row);
      nonZeros += this.#row.starts[1]!;
    }
    return nonZeros < sampled * inputs / 2;
  }

  /**
   * Reads a byte of every cache line of the rows from `order[start]` on, before they are written: far memory delivers many
   * lines at the same time.
   */
  touch(order: Uint32Array, start: number, count: number): void {
    const { codes, values } = this.#encoded;
    const { rows } = this.#source;
    let seen = 0;
    for (let r = start; r < start + count; r++) {
      const row = rows[order[r]!]!;
      const [c, v] = [row * this.#codes, row * this.#values];
      for (let k = c; k < c + this.#codes; k += LINE_BYTES) seen += codes[k]!;
      for (let k = v; k < v + this.#values; k += LINE_BYTES / 4) seen += values[k]!;
    }
    this.#seen = seen;
  }

  /** Writes all inputs of the rows `order[start]` to `order[start + count − 1]`, [count, inputs]. */
  writeAll(order: Uint32Array, start: number, count: number, out: Float32Array): void {
    const { starts, indices, values } = this.#row;
    out.fill(0, 0, count * indices.length);
    for (let r = 0; r < count; r++) {
      this.write(order, start + r, 1, this.#row);
      const at = r * indices.length;
      for (let k = 0; k < starts[1]!; k++) out[at + indices[k]!] = values[k]!;
    }
  }

  /** Writes what is not 0 of these rows. */
  write(order: Uint32Array, start: number, count: number, out: NonZeros): void {
    const { rows, encoding: { levels }, own = [], joins = false } = this.#source;
    const { kinds, widths, codes, values } = this.#encoded;
    const { starts, indices, values: inputs } = out;
    const [parts, codeCount, valueCount] = [kinds.length, this.#codes, this.#values];
    let k = 0;
    for (let r = 0; r < count; r++) {
      starts[r] = k;
      const from = order[start + r]!;
      const row = rows[from]!;
      let [column, level, c, v] = [0, 0, row * codeCount, row * valueCount];
      for (let p = 0; p < parts; p++) {
        const kind = kinds[p]!;
        const width = widths[p]!;
        if (kind === RAMPS) {
          const bins = codes[c++]!;
          const share = values[v++]!;
          if (joins) {
            if (bins > 0) {
              indices[k] = column + bins - 1;
              inputs[k++] = 1 - share;
            }
          } else {
            for (let b = 0; b < bins; b++) {
              indices[k] = column + b;
              inputs[k++] = 1;
            }
          }
          if (share !== 0) {
            indices[k] = column + bins;
            inputs[k++] = share;
          }
          column += width;
        }
        if (kind === RAMPS || kind === VALUE) {
          const value = values[v++]!;
          if (value !== 0) {
            indices[k] = column;
            inputs[k++] = value;
          }
          column++;
          continue;
        }
        const code = codes[c++]!;
        if (kind === ONE_HOT) {
          if (code > 0) {
            indices[k] = column + code - 1;
            inputs[k++] = 1;
          }
        } else {
          const table = own[level] ?? levels[level];
          const at = width * (own[level] === undefined ? code : from);
          for (let j = 0; table !== undefined && j < width; j++) {
            const value = table[at + j]!;
            if (value === 0) continue;
            indices[k] = column + j;
            inputs[k++] = value;
          }
          level++;
        }
        column += width;
      }
    }
    starts[count] = k;
  }
}
