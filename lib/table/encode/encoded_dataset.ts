/** Rows of a table whose inputs are made batch by batch, since they are many times as wide as its features. @module */

import { Dataset } from "../../dataset.ts";
import type { BatchedInputs, DatasetBatch } from "../../dataset/batch.ts";
import { trusted } from "../../dataset/source.ts";
import type { Problem } from "../../problem.ts";
import type { InputEncoding } from "./input_encoding.ts";

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
}

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
  readonly #source: EncodedSource;
  /** A batch's inputs, and the numbers of its rows. */
  #block: Float32Array<ArrayBuffer> = new Float32Array(0);
  #numbers = new Uint32Array(0);

  constructor(source: EncodedSource, weights?: Float32Array) {
    const { data, rows, encoding } = source;
    const part = data.select(rows);
    const { labels, targets, classes, classNames, outputs, problem } = part;
    const most = Math.max(1, Math.floor(SAMPLE_INPUTS / encoding.inputs));
    const sampled = Math.min(SAMPLE_ROWS, most, rows.length);
    const inputs = new Float32Array(sampled * encoding.inputs);
    for (let r = 0; r < sampled; r++) encodeRow(source, r, inputs, r);
    super(trusted({
      ...{ inputs, features: encoding.inputs },
      ...targets !== undefined
        ? {
          targets: targets.subarray(0, sampled * outputs),
          ...{ outputs, classification: problem.hasAccuracy },
        }
        : { labels: labels.subarray(0, sampled), classes, classNames },
    }));
    this.size = part.size;
    this.inputs = inputs.slice(0, encoding.inputs); // the rest is made batch by batch
    this.labels = labels;
    this.targets = targets;
    this.problem = problem;
    this.weights = weights ?? part.weights;
    this.#source = source;
  }

  gather({ engine, inputs }: DatasetBatch, order: Uint32Array, start: number): void {
    const { rows, columns } = inputs;
    if (this.#numbers.length < rows) {
      this.#block = new Float32Array(rows * columns);
      this.#numbers = Uint32Array.from({ length: rows }, (_, r) => r);
    }
    for (let r = 0; r < rows; r++) encodeRow(this.#source, order[start + r]!, this.#block, r);
    engine.gather(inputs, this.#block, this.#numbers, 0);
  }

  /** Writes the inputs of a row, as they are in a batch. */
  writeRow(row: number, out: Float32Array): void {
    encodeRow(this.#source, row, out, 0);
  }

  override weighted(weights: Float32Array): EncodedDataset {
    return new EncodedDataset(this.#source, weights);
  }
}

/** Writes row `from` of a source as row `to`. */
function encodeRow(
  { data, rows, encoding, own }: EncodedSource,
  from: number,
  out: Float32Array,
  to: number,
): void {
  const { features } = data;
  const offset = rows[from]! * features;
  encoding.encode(data.inputs as Float32Array, offset, out, to * encoding.inputs);
  for (const [k, means] of (own ?? []).entries()) {
    const { width } = encoding.tables.levels[k]!;
    const at = to * encoding.inputs + encoding.levelStarts[k]!;
    for (let j = 0; j < width; j++) out[at + j] = means[from * width + j]!;
  }
}
