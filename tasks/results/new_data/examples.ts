/** New pictures, IDX files or arrays, with labels. @module */

import { dataKindOf, pathsOf } from "../../../lib/config/user_data.ts";
import { Dataset } from "../../../lib/dataset.ts";
import { meanBrightness } from "../../../lib/measure/drift/distributions.ts";
import { DriftCounter } from "../../../lib/measure/drift/drift_counter.ts";
import { exampleName } from "../../data/names.ts";
import { located, sourceOf } from "../../data/source.ts";
import { type Answers, answersOf, datasetOf, metadataOf } from "../predict/answers.ts";
import { distributionsOf } from "../predict/distributions.ts";
import { detectorOf } from "../predict/inputs.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import {
  MAX_NAMED_CLASSES,
  type NewData,
  type NewDataSource,
  NO_DISTRIBUTIONS,
  noneJudged,
} from "./new_data.ts";

/** @throws {Error} if they cannot be read, are of another shape, or no example is of a class that the model learned */
export async function readNewExamples(source: NewDataSource): Promise<NewData> {
  const { opened, ensemble, dataset, signal } = source;
  const [first] = opened as [OpenNetwork];
  const { quantities, labels } = first;
  const answers = answersOf(opened, ensemble);
  const learned = { shape: first.input?.shape, kind: answers.problem.kind, quantities };
  const found = await (await sourceOf(dataset)).openWhole!(dataset, learned, signal);
  const [path = ""] = pathsOf(dataset);
  const all = found.training;
  checkShape(path, all, first);
  const { names = [] } = answers.problem.isOneHot ? answers : {};
  const rows = [...Array(all.size).keys()];
  const known = all.classNames === undefined
    ? rows
    : rows.filter((row) => names.includes(all.classNames![all.labels[row]!]!));
  const { drift, novel } = driftOf(source, all, answers);
  const counts = {
    all: all.size,
    judged: known.length,
    withoutLabel: 0,
    withoutPrediction: 0,
    novel,
    unknownClass: all.size - known.length,
  };
  const unknownClasses = (all.classNames ?? []).filter((name) => !names.includes(name));
  if (known.length === 0) {
    const noun = exampleName(dataset);
    throw noneJudged(path, { counts, unknownClasses }, { noun, target: "a label", classes: names });
  }
  return {
    split: all.classNames === undefined ? all : withClasses(all, known, names),
    facts: { classes: names, labels, quantities },
    counts,
    drift,
    notes: found.warnings,
    hashes: found.hashes,
    unknownClasses: unknownClasses.slice(0, MAX_NAMED_CLASSES),
    locations: located((example) => found.origins!.test[known[example]!]!),
  };
}

/** @throws {Error} if the network does not take such examples */
function checkShape(path: string, data: Dataset, { network, input }: OpenNetwork): void {
  const { features, shape = [features] } = data;
  const type = data.inputs instanceof Uint8Array ? "uint8" : "float32";
  const isLearned = input === undefined
    ? features === network.sizes[0]
    : `${shape}` === `${input.shape}` && type === input.type;
  if (isLearned) return;
  const expected = input ?? { shape: [network.sizes[0]!], type };
  throw new Error(
    `Cannot evaluate on ${path}: expected inputs [${expected.shape}] of ${expected.type}, ` +
      `got [${shape}] of ${type}`,
  );
}

/**
 * Some examples, with the classes in the order that the network learned.
 * @param rows those of classes that it learned
 */
function withClasses(
  data: Dataset,
  rows: readonly number[],
  classNames: readonly string[],
): Dataset {
  if (rows.length === data.size) return data.withClasses(classNames);
  const others = data.classNames!.filter((name) => !classNames.includes(name));
  const { inputs, features, shape, labels } = data.withClasses([...classNames, ...others])
    .select(rows);
  return new Dataset({
    ...inputs instanceof Uint8Array ? { pixels: inputs } : { inputs },
    features,
    shape,
    labels,
    classes: classNames.length,
    classNames,
  });
}

function driftOf(
  { opened, ensemble }: NewDataSource,
  given: Dataset,
  answers: Answers,
): { drift: NewData["drift"]; novel: number | null } {
  const [first] = opened as [OpenNetwork];
  const { standardization } = first.network;
  const data = standardization === undefined ? given : given.standardize(standardization);
  const { detector: fitted } = metadataOf(first);
  const distributions = distributionsOf(first);
  const { columns } = distributions ?? NO_DISTRIBUTIONS;
  const counter = new DriftCounter(distributions ?? NO_DISTRIBUTIONS);
  const detector = detectorOf(first, dataKindOf(datasetOf(first) ?? {}).isInk);
  const scale = data.inputs instanceof Uint8Array ? 255 : 1;
  const { features, size } = data;
  for (let start = 0; start < size; start += BATCH) {
    const rows = Math.min(BATCH, size - start);
    const inputs = data.inputs.subarray(start * features, (start + rows) * features);
    const values = Float32Array.from(inputs, (value) => value / scale);
    const outputs = ensemble.feedforward({ kind: "dense", rows, columns: features, values });
    for (let r = 0; r < rows; r++) {
      const input = values.subarray(r * features, (r + 1) * features);
      const own = outputs.values.subarray(r * outputs.columns, (r + 1) * outputs.columns);
      const { chosen: [best], values: found } = answers.problem.answer(own, answers);
      counter.add(columns.map(() => meanBrightness(input)), {
        label: answers.problem.isOneHot ? answers.names[best!] : undefined,
        values: Object.fromEntries(answers.names.map((name, j) => [name, found[j]!])),
        remarks: detector.isNovel(input) ? [NOVEL] : [],
      });
    }
  }
  const drift = counter.result();
  return {
    drift: distributions && drift,
    novel: fitted === undefined ? null : drift.novel,
  };
}

/** So many examples are answered together. */
const BATCH = 1000;

const NOVEL = { kind: "novel", column: undefined, text: "" } as const;
