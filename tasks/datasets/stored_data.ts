/** Examples in a file that is larger than memory, before they are split. @module */

import { Dataset, type DatasetSource, type Labels, type Targets } from "../../mod.ts";
import { type Answers, answersOf } from "../../lib/dataset/mod.ts";
import { DiskDataset } from "./disk_dataset.ts";
import type { StoredRows } from "./stored_rows.ts";

/** The most MiB of memory that training inputs take by default. */
export const DEFAULT_MEMORY_MIB = 1024;

export const MEBIBYTE = 1_048_576;

/** How many evenly spaced examples are kept for statistics, which read no more. */
const SAMPLE_EXAMPLES = 10_000;

interface StoredSource {
  readonly stored: StoredRows;
  readonly answers: Labels | Targets;
  readonly shape: readonly number[] | undefined;
  /** The most bytes of inputs in memory. */
  readonly memory: number;
}

/** Examples whose inputs are in a file, and whose labels or targets are in memory. */
export interface StoredData extends StoredSource, Answers {
  readonly features: number;
}

/** Takes the examples of a file; throws if a label is no class or a target not a finite number. */
export function storedData(source: StoredSource): StoredData {
  const answers = answersOf({ ...source.answers, inputs: new Float32Array(), features: 1 });
  return { ...answers, ...source, features: source.stored.features };
}

/** Where the examples are: the end of a sentence whose subject they are. */
export function locationOf({ memory, stored }: StoredData): string {
  return `take ${megabytes(stored.count * stored.rowBytes)} MB and stay on the disk, in memory ` +
    `are ${megabytes(memory)} MB at most`;
}

/**
 * Reads the file once, from front to back.
 * @param parts the examples of each part: the first, for training, stays on the disk, the others are read into memory;
 * without parts all examples are for training
 * @param onBytes called with all inputs
 * @throws {Error} if the other parts are larger than the memory, or an input is not a finite number
 */
export async function splitStored(
  data: StoredData,
  [training, ...others]: readonly Uint32Array[],
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<Dataset[]> {
  const { stored, memory, answers } = data;
  const bytes = others.reduce((sum, { length }) => sum + length * stored.rowBytes, 0);
  if (bytes > memory) {
    throw new Error(
      `Cannot keep the validation and test data, ${megabytes(bytes)} MB, in ` +
        `${megabytes(memory)} MB of memory: set a smaller "split", for example ` +
        '[0.98, 0.01, 0.01], or more "memory"',
    );
  }
  const size = training?.length ?? data.size;
  const samples = Math.min(
    SAMPLE_EXAMPLES,
    size,
    Math.max(1, Math.floor(memory / stored.rowBytes)),
  );
  const sample = Uint32Array.from({ length: samples }, (_, k) => {
    const example = Math.floor(k * size / samples);
    return training?.[example] ?? example;
  });
  const [sampled, ...read] = await readParts(data, [sample, ...others], onBytes);
  const own = training === undefined ? answers : answersAt(data, training);
  return [
    new DiskDataset({ stored, rows: training, answers: own, sample: sampled!, memory }),
    ...read.map((source) => new Dataset(source)),
  ];
}

/** Reads the whole file, and keeps the inputs of some examples. */
async function readParts(
  data: StoredData,
  parts: readonly Uint32Array[],
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<DatasetSource[]> {
  const { stored, features, shape } = data;
  const { rowBytes } = stored;
  const kept = parts.map((examples) => ({
    examples,
    /** The indices of `examples`, sorted by their rows in the file. */
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
      ...{ features, shape },
      ...answersAt(data, examples),
    };
  });
}

function answersAt(data: StoredData, examples: Uint32Array): Labels | Targets {
  const { labels, targets, outputs, classes, classNames, problem } = data;
  if (problem.isOneHot) {
    const own = new (classes <= 256 ? Uint8Array : Uint16Array)(examples.length);
    for (const [k, example] of examples.entries()) own[k] = labels[example]!;
    return { labels: own, classes, classNames };
  }
  const own = new Float32Array(examples.length * outputs);
  for (const [k, example] of examples.entries()) {
    own.set(targets!.subarray(example * outputs, (example + 1) * outputs), k * outputs);
  }
  return { targets: own, outputs, classification: problem.hasAccuracy };
}

/** @throws {RangeError} if a number is not finite; the message names it */
function checkFinite(stored: StoredRows, first: number, bytes: Uint8Array): void {
  const numbers = stored.numbersOf(bytes);
  if (numbers instanceof Uint8Array) return;
  const k = numbers.findIndex((number) => !Number.isFinite(number));
  if (k === -1) return;
  throw new RangeError(
    `Cannot use the input ${numbers[k]} of example ${first + Math.floor(k / stored.features)}, ` +
      `feature ${k % stored.features}: expected a finite number`,
  );
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
