/** Examples in a file that is larger than memory, before they are split. @module */

import { Dataset, type DatasetSource, type Labels, type Targets } from "../../mod.ts";
import { type Answers, answersOf } from "../../lib/dataset/mod.ts";
import type { Problem } from "../../lib/problem/mod.ts";
import { DiskDataset } from "./disk_dataset.ts";
import type { StoredRows } from "./stored_rows.ts";

/** The most MiB of memory that training inputs take by default. */
export const DEFAULT_MEMORY_MIB = 1024;

/** In bytes. */
export const MEBIBYTE = 1_048_576;

/** How many evenly spaced examples are kept for statistics, which read no more. */
const SAMPLE_EXAMPLES = 10_000;

/** What examples in a file are made of. */
interface StoredSource {
  readonly stored: StoredRows;
  readonly answers: Labels | Targets;
  /** The shape of an example, if it is known. */
  readonly shape?: readonly number[] | undefined;
  /** The most bytes of inputs in memory. */
  readonly memory: number;
}

/** Rows that are kept in memory. */
interface Kept {
  /** The index of each in the file. */
  readonly examples: Uint32Array;
  /** The indices of `examples`, sorted by their rows in the file. */
  readonly inFile: Uint32Array;
  /** [examples, features] */
  readonly bytes: Uint8Array;
  /** How many are read so far. */
  done: number;
}

/** Examples whose inputs are in a file, and whose labels or targets are in memory. */
export class StoredData {
  readonly stored: StoredRows;
  readonly features: number;
  readonly size: number;
  readonly labels: Answers["labels"];
  readonly targets: Answers["targets"];
  readonly classes: number;
  readonly classNames: Answers["classNames"];
  readonly outputs: number;
  readonly problem: Problem;
  readonly shape: readonly number[] | undefined;
  readonly #source: StoredSource;

  /**
   * Takes the examples of a file.
   * @throws {RangeError} if a label is not one of the classes, or a target not a finite number
   */
  constructor(source: StoredSource) {
    const answers = answersOf({ ...source.answers, inputs: new Float32Array(), features: 1 });
    this.stored = source.stored;
    this.features = source.stored.features;
    this.size = answers.size;
    this.labels = answers.labels;
    this.targets = answers.targets;
    this.classes = answers.classes;
    this.classNames = answers.classNames;
    this.outputs = answers.outputs;
    this.problem = answers.problem;
    this.shape = source.shape;
    this.#source = source;
  }

  /** Where the examples are: the end of a sentence whose subject they are. */
  get location(): string {
    const { memory, stored } = this.#source;
    return `take ${megabytes(stored.count * stored.rowBytes)} MB and stay on the disk, in memory ` +
      "are " +
      `${megabytes(memory)} MB at most`;
  }

  /**
   * Reads the file once, from front to back.
   * @param parts the examples of each part: the first, for training, stays on the disk, the others are read into memory;
   * without parts all examples are for training
   * @param onBytes called with all inputs
   * @throws {Error} if the other parts are larger than the memory, or an input is not a finite number
   */
  async split(
    parts: readonly Uint32Array[],
    onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
  ): Promise<Dataset[]> {
    const { stored, size } = this;
    const { memory, answers } = this.#source;
    const [training, ...others] = parts;
    const bytes = others.reduce((sum, { length }) => sum + length * stored.rowBytes, 0);
    if (bytes > memory) {
      throw new Error(
        `Cannot keep the validation and test data, ${megabytes(bytes)} MB, in ` +
          `${megabytes(memory)} MB of memory: ` +
          'set a smaller "split", for example [0.98, 0.01, 0.01], or more "memory"',
      );
    }
    const samples = Math.min(
      ...[
        SAMPLE_EXAMPLES,
        training?.length ?? size,
        Math.max(1, Math.floor(memory / stored.rowBytes)),
      ],
    );
    const sample = Uint32Array.from({ length: samples }, (_, k) => {
      const example = Math.floor(k * (training?.length ?? size) / samples);
      return training?.[example] ?? example;
    });
    const [sampled, ...read] = await this.#read([sample, ...others], onBytes);
    return [
      new DiskDataset({
        stored,
        rows: training,
        answers: training === undefined ? answers : this.#answersOf(training),
        sample: sampled!,
        memory,
      }),
      ...read.map((source) => new Dataset(source)),
    ];
  }

  /** Reads the whole file, and keeps the inputs of some examples. */
  async #read(
    parts: readonly Uint32Array[],
    onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
  ): Promise<DatasetSource[]> {
    const { stored, features, shape } = this;
    const { rowBytes } = stored;
    const kept = parts.map((examples): Kept => ({
      examples,
      inFile: examples.map((_, k) => k).sort((a, b) => examples[a]! - examples[b]!),
      bytes: new Uint8Array(examples.length * rowBytes),
      done: 0,
    }));
    await stored.visit((first, bytes) => {
      onBytes(bytes);
      checkFinite(stored, first, bytes);
      const end = first + bytes.length / rowBytes;
      for (const part of kept) {
        for (; part.done < part.inFile.length; part.done++) {
          const index = part.inFile[part.done]!;
          const row = part.examples[index]!;
          if (row >= end) break;
          const from = (row - first) * rowBytes;
          part.bytes.set(bytes.subarray(from, from + rowBytes), index * rowBytes);
        }
      }
    });
    return kept.map(({ examples, bytes }) => {
      const numbers = stored.numbersOf(bytes);
      return {
        ...numbers instanceof Uint8Array ? { pixels: numbers } : { inputs: numbers },
        features,
        shape,
        ...this.#answersOf(examples),
      };
    });
  }

  #answersOf(examples: Uint32Array): Labels | Targets {
    const { labels, targets, outputs, classes, classNames, problem } = this;
    if (problem.isOneHot) {
      const own = classes <= 256
        ? new Uint8Array(examples.length)
        : new Uint16Array(examples.length);
      for (const [k, example] of examples.entries()) own[k] = labels[example]!;
      return { labels: own, classes, classNames };
    }
    const own = new Float32Array(examples.length * outputs);
    for (const [k, example] of examples.entries()) {
      own.set(targets!.subarray(example * outputs, (example + 1) * outputs), k * outputs);
    }
    return { targets: own, outputs, classification: problem.hasAccuracy };
  }
}

/** @throws {RangeError} if a number is not finite; the message names it */
function checkFinite(stored: StoredRows, first: number, bytes: Uint8Array): void {
  const numbers = stored.numbersOf(bytes);
  if (numbers instanceof Uint8Array) return;
  for (let k = 0; k < numbers.length; k++) {
    if (Number.isFinite(numbers[k])) continue;
    throw new RangeError(
      `Cannot use the input ${numbers[k]} of example ${first + Math.floor(k / stored.features)}, ` +
        `feature ${k % stored.features}: expected a finite number`,
    );
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
