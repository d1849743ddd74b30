/** A training set whose inputs stay on the disk, since it is larger than memory. @module */

import { Dataset } from "../../mod.ts";
import type { DatasetBatch, DatasetSource, Labels, Targets } from "../../mod.ts";
import { answersOf } from "../../lib/dataset/mod.ts";
import type { Deformation } from "../../lib/engine/mod.ts";
import type { Problem } from "../../lib/problem/mod.ts";
import type { StoredInputs } from "../../lib/train/mod.ts";
import type { StoredRows } from "./stored_rows.ts";
import { EpochWindows, layOut, type StoredExamples } from "./windows.ts";

interface DiskSource {
  readonly stored: StoredRows;
  /** The row of each example in the file; 0, 1, 2, … if left out. */
  readonly rows?: Uint32Array | undefined;
  readonly answers: Labels | Targets;
  /** [examples] How much each counts in training. Default: 1 each. */
  readonly weights?: Float32Array | undefined;
  /** Some of the examples, in memory. */
  readonly sample: DatasetSource;
  /** The most bytes of inputs in memory: two windows take half of it each. */
  readonly memory: number;
}

/**
 * Examples for training only. In memory are labels, targets, weights and the inputs that an epoch needs next. `inputs` are
 * those of the sample.
 */
export class DiskDataset extends Dataset implements StoredInputs {
  override readonly size: number;
  override readonly labels: Uint8Array | Uint16Array;
  override readonly targets: Float32Array | undefined;
  override readonly classes: number;
  override readonly problem: Problem;
  override readonly weights: Float32Array | undefined;
  override readonly stored: StoredInputs = this;
  readonly sample: Dataset;
  readonly #source: DiskSource;
  readonly #examples: StoredExamples;
  /** The windows by the array of an epoch's order: each training run has one. */
  readonly #epochs = new WeakMap<Uint32Array, EpochWindows>();
  /** A batch's rows as bytes, and their indices in it. */
  #batch = { bytes: new Uint8Array(), indices: new Uint32Array() };

  constructor(source: DiskSource) {
    super(source.sample);
    const { stored, rows, sample } = source;
    const answers = answersOf(
      { ...sample, labels: undefined, targets: undefined, ...source.answers } as DatasetSource,
    );
    this.size = answers.size;
    this.labels = answers.labels;
    this.targets = answers.targets;
    this.classes = answers.classes;
    this.problem = answers.problem;
    this.weights = source.weights;
    this.sample = new Dataset(sample);
    this.#source = source;
    const layout = layOut(this.size, stored.rowBytes, source.memory / 2);
    this.#examples = { stored, layout, ...inFileOrder(rows) };
  }

  shuffle(order: Uint32Array, seed: number, epoch: number): void {
    const before = this.#epochs.get(order);
    this.#epochs.set(order, new EpochWindows(order, this.#examples, { seed, epoch, before }));
  }

  async load(order: Uint32Array, start: number, end: number): Promise<void> {
    await this.#windowsOf(order).load(start, end);
  }

  override weighted(weights: Float32Array): DiskDataset {
    return new DiskDataset({ ...this.#source, weights });
  }

  override batches(): never {
    throw this.#trainingOnly();
  }

  override subset(): never {
    throw this.#trainingOnly();
  }

  override select(): never {
    throw this.#trainingOnly();
  }

  override standardize(): never {
    throw this.#trainingOnly();
  }

  override withClasses(): never {
    throw this.#trainingOnly();
  }

  gather(
    { engine, inputs, examples }: DatasetBatch,
    order: Uint32Array,
    start: number,
    deformation?: Deformation,
  ): void {
    const { stored } = this.#examples;
    const length = inputs.rows * stored.rowBytes;
    if (this.#batch.bytes.length < length) {
      const indices = Uint32Array.from({ length: inputs.rows }, (_, r) => r);
      this.#batch = { bytes: new Uint8Array(length), indices };
    }
    const { bytes, indices } = this.#batch;
    const rows = bytes.subarray(0, length);
    this.#windowsOf(order).copy(start, rows);
    const numbers = stored.numbersOf(rows);
    if (deformation === undefined) engine.gather(inputs, numbers, indices, 0);
    else engine.deform(inputs, numbers, indices, 0, { ...deformation, examples });
  }

  #windowsOf(order: Uint32Array): EpochWindows {
    const windows = this.#epochs.get(order);
    if (windows === undefined) throw this.#trainingOnly();
    return windows;
  }

  #trainingOnly(): Error {
    const { path } = this.#examples.stored;
    return new Error(
      `Cannot use ${path} for anything but training: it exceeds its memory and is read from disk; ` +
        'set more "memory" to use it otherwise',
    );
  }
}

/** The examples in the order of the file, if that differs from theirs. */
function inFileOrder(
  rows: Uint32Array | undefined,
): Pick<StoredExamples, "inFile" | "rows" | "indexInFile"> {
  if (rows === undefined) return { inFile: undefined, rows, indexInFile: undefined };
  const inFile = Uint32Array.from(rows, (_, example) => example)
    .sort((a, b) => rows[a]! - rows[b]!);
  const indexInFile = new Uint32Array(rows.length);
  for (const [index, example] of inFile.entries()) indexInFile[example] = index;
  return { inFile, rows: inFile.map((example) => rows[example]!), indexInFile };
}
