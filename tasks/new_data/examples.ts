/** New pictures, IDX files or arrays, with labels. @module */

import type { Dataset } from "../../mod.ts";
import { DriftCounter, matchClasses, meanBrightness, outputsFor } from "../../lib/evaluate/mod.ts";
import type { OwnDataset } from "../../lib/config/mod.ts";
import { openFiles } from "../datasets/open_data.ts";
import { answersOf, metadataOf } from "../predict/answers.ts";
import { detectorOf } from "../predict/inputs.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import type { NewData, NewDataSource } from "./read.ts";

/** @throws {Error} if they cannot be read, are of another shape, or of a class that the model did not learn */
export async function readNewExamples(source: NewDataSource): Promise<NewData> {
  const { opened, dataset, signal } = source;
  const [first] = opened as [OpenNetwork];
  const { quantities, labels, network: { classNames } } = first;
  const found = await openFiles(asLearned(dataset, first), { whole: true, quantities, signal });
  const path = [dataset.images ?? dataset.idx ?? dataset.npz].flat()[0]!;
  const split = fitting(path, found.training, first);
  const size = split.size;
  return {
    split,
    facts: { classes: classNames, labels, quantities },
    counts: { all: size, judged: size, withoutLabel: 0, unknownClass: 0, withoutPrediction: 0 },
    unknownClasses: [],
    drift: driftOf(source, split),
    notes: found.warnings,
    locations: {
      whereIs: (example) => found.origins?.test[example] ?? `example ${example}`,
      rowsOf: () => Promise.resolve({ columns: [], rows: [] }),
    },
    hashes: found.hashes,
  };
}

/** The data set, read as the network learned it: its shape and its problem are not found anew. */
function asLearned(dataset: OwnDataset, opened: OpenNetwork): OwnDataset {
  const { input } = opened;
  const { problem: { kind } } = answersOf([opened], opened.network);
  const [height = 28, width = 28] = input?.shape ?? [];
  if (dataset.npz !== undefined) return { ...dataset, kind };
  return dataset.images === undefined ? { ...dataset, memory: WHOLE } : {
    ...dataset,
    size: [height, width],
    color: input?.shape.length === 3,
  };
}

/** So many MiB of images are read into memory. */
const WHOLE = 1_048_576;

/**
 * Checks the shape of the examples, and puts classes in the order that the network learned.
 * @throws {Error} if they do not fit
 */
function fitting(path: string, data: Dataset, { network, input }: OpenNetwork): Dataset {
  const shape = data.shape ?? [data.features];
  const type = data.inputs instanceof Uint8Array ? "uint8" : "float32";
  const expected = input ?? { shape: [network.sizes[0]!], type };
  if (`${shape}` !== `${expected.shape}` || type !== expected.type) {
    throw new Error(
      `Cannot evaluate on ${path}: expected inputs [${expected.shape}] of ${expected.type}, ` +
        `got [${shape}] of ${type}`,
    );
  }
  try {
    return matchClasses(data, network);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`Cannot evaluate on ${path}: ${error.message}`, { cause: error });
  }
}

function driftOf({ opened, ensemble }: NewDataSource, data: Dataset): NewData["drift"] {
  const [first] = opened as [OpenNetwork];
  const { distributions } = metadataOf(first);
  if (distributions === undefined) return undefined;
  const counter = new DriftCounter(distributions);
  const answers = answersOf(opened, ensemble);
  const detector = detectorOf(first, false);
  const outputs = outputsFor(ensemble, data);
  const isBytes = data.inputs instanceof Uint8Array;
  const { features } = data;
  const width = outputs.length / data.size;
  for (let k = 0; k < data.size; k++) {
    const input = Float32Array.from(
      data.inputs.subarray(k * features, (k + 1) * features),
      (value) => isBytes ? value / 255 : value,
    );
    const own = outputs.subarray(k * width, (k + 1) * width);
    const { chosen: [best], values } = answers.problem.answer(own, answers);
    counter.add(distributions.columns.map(() => meanBrightness(input)), {
      label: answers.problem.isOneHot ? answers.names[best!] : undefined,
      values: Object.fromEntries(answers.names.map((name, j) => [name, values[j]!])),
      remarks: detector.isNovel(input) ? [NOVEL] : [],
    });
  }
  return counter.result();
}

const NOVEL = { kind: "novel", column: undefined, text: "" } as const;
