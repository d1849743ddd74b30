/** Examples in a file that is larger than memory, before they are dealt out to the splits. @module */

import { type Answers, answersOf } from "../../lib/dataset/check_source.ts";
import type { DatasetSource, Labels, Targets } from "../../lib/dataset/source.ts";
import type { Problem } from "../../lib/problem.ts";
import { Dataset } from "../../mod.ts";
import { DiskDataset } from "./disk_dataset.ts";
import type { StoredRows } from "./stored_rows.ts";

/** So much memory the inputs to train on take at most, in MiB, if nothing is said. */
export const MEMORY = 1024;

/** In bytes. */
export const MEBIBYTE = 1_048_576;

/** So many examples, evenly chosen, are kept for statistics: as many as these look at. */
const SAMPLE = 10_000;

/** What examples in a file are made of. */
export interface StoredSource {
  readonly stored: StoredRows;
  /** What is wanted of the examples. */
  readonly answers: Labels | Targets;
  /** The shape of an example, if it is known. */
  readonly shape?: readonly number[] | undefined;
  /** How many bytes the inputs in memory may take. */
  readonly memory: number;
}

/** Some rows that are kept in memory. */
interface Kept {
  /** The examples of the file that they are. */
  readonly examples: Uint32Array;
  /** Their places among these, in the order of the file. */
  readonly inFile: Uint32Array;
  /** [examples, features] */
  readonly bytes: Uint8Array;
  /** How many of them were read. */
  done: number;
}

/** Examples in a file, of which only what is wanted of them is in memory. */
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
   *
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

  /** Says so, for a sentence that begins with them. */
  get whereTheyAre(): string {
    const { memory, stored } = this.#source;
    return `take ${
      megabytes(stored.count * stored.rowBytes)
    } MB and stay on the disk, in memory are ` +
      `${megabytes(memory)} MB at most`;
  }

  /**
   * Reads the file once, from front to back.
   *
   * @param parts the examples of each part: the first is trained on and stays on the disk, the others are read into memory;
   * if there is none, all are trained on
   * @param onBytes is given all inputs
   * @throws {Error} if the other parts are larger than the memory, or an input is not a finite number
   */
  async deal(
    parts: readonly Uint32Array[],
    onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
  ): Promise<Dataset[]> {
    const { stored, size } = this;
    const { memory, answers } = this.#source;
    const [training, ...others] = parts;
    const bytes = others.reduce((sum, { length }) => sum + length * stored.rowBytes, 0);
    if (bytes > memory) {
      throw new Error(
        `Cannot keep ${megabytes(bytes)} MB to validate and to test on in memory, which is given ` +
          `${megabytes(memory)} MB: "split" sets fewer aside, such as [0.98, 0.01, 0.01], and ` +
          '"memory" gives more',
      );
    }
    const samples = Math.min(
      ...[SAMPLE, training?.length ?? size, Math.max(1, Math.floor(memory / stored.rowBytes))],
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

  /** Reads the inputs of some examples, in passing over all. */
  async #read(
    wanted: readonly Uint32Array[],
    onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
  ): Promise<DatasetSource[]> {
    const { stored, features, shape } = this;
    const { rowBytes } = stored;
    const kept = wanted.map((examples): Kept => ({
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
          const place = part.inFile[part.done]!;
          const row = part.examples[place]!;
          if (row >= end) break;
          const from = (row - first) * rowBytes;
          part.bytes.set(bytes.subarray(from, from + rowBytes), place * rowBytes);
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

  /** What is wanted of some examples. */
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

/** @throws {RangeError} if a number is not finite; the message says which */
function checkFinite(stored: StoredRows, first: number, bytes: Uint8Array): void {
  const numbers = stored.numbersOf(bytes);
  if (numbers instanceof Uint8Array) return;
  for (let k = 0; k < numbers.length; k++) {
    if (Number.isFinite(numbers[k])) continue;
    throw new RangeError(
      `Cannot use the input ${numbers[k]} of example ${
        first + Math.floor(k / stored.features)
      }, feature ${k % stored.features}: a finite number is wanted`,
    );
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
