/** What `console.log` and `JSON.stringify` show of a data set. @module */

import { plain } from "../checks/texts.ts";
import type { Dataset } from "../dataset.ts";
import { rangeOf, short, shortest, tableOf } from "../numerics/show.ts";

const { fround } = Math;

/** A data set, see {@linkcode Dataset}. */
type ShownData =
  & Pick<Dataset, "inputs" | "labels" | "targets" | "size" | "features" | "outputs" | "classes">
  & Pick<Dataset, "classNames" | "featureNames" | "shape" | "standardization" | "weights">;

/** The most classes that are counted by name. */
const MAX_CLASSES = 10;

/** How many examples, features and classes there are, the range of the inputs, and some examples. */
export function datasetText(data: ShownData): string {
  const { inputs, labels, targets, features, outputs, featureNames, shape } = data;
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
  const answers = targets !== undefined
    ? {
      text: count(outputs, "output"),
      columns: outputs,
      head: (k: number) => `target ${k}`,
      cell: (r: number, k: number) => short(targets[r * outputs + k]!),
    }
    : {
      text: classesText(data),
      columns: 1,
      head: () => "label",
      cell: (r: number) => plain(data.classNames?.[labels[r]!] ?? String(labels[r])),
    };
  const parts = [
    count(features, "feature"),
    ...shape === undefined ? [] : [`shape [${shape.join(", ")}]`],
    ...data.standardization === undefined ? [] : ["standardized"],
    ...data.weights === undefined ? [] : ["weighted"],
    answers.text,
  ];
  const loaded = inputs.length / features; // of data on the disk there are some examples
  const head = (c: number) =>
    c < features ? plain(featureNames?.[c] ?? `feature ${c}`) : answers.head(c - features);
  const cell = (r: number, c: number) =>
    c < features ? short(inputs[r * features + c]!) : answers.cell(r, c - features);
  const columns = features + answers.columns;
  const numbers = inputs instanceof Uint8Array ? "bytes" : "inputs";
  return `Dataset of ${count(data.size, "example")}, ${parts.join(", ")}\n  ` +
    `${numbers} [${loaded}, ${features}]${rangeOf(inputs)}` +
    tableOf(Math.min(loaded, data.size), columns, cell, head).replaceAll("\n", "\n  ");
}

/** The classes, and how many examples each has. */
function classesText({ classes, classNames, labels }: ShownData): string {
  const counts = new Array<number>(classes).fill(0);
  for (let r = 0; r < labels.length; r++) counts[labels[r]!]!++;
  const each = counts.slice(0, MAX_CLASSES).map((n, k) =>
    `${plain(classNames?.[k] ?? `${k}`)} ${n}`
  );
  return `${classes} classes: ${each.join(", ")}${classes > MAX_CLASSES ? ", …" : ""}`;
}

/** What {@linkcode Dataset.from} makes the data of again; of standardized data, the inputs as they are now. */
export function datasetJson(data: ShownData): object {
  const { inputs, labels, targets, size, features, outputs, classNames } = data;
  const rows = (values: Uint8Array | Float32Array, columns: number) => {
    const unit = values instanceof Uint8Array ? 255 : 1; // a byte k stands for k/255
    return Array.from(
      { length: size },
      (_, r) =>
        Array.from(
          { length: columns },
          (_, c) => shortest(fround(values[r * columns + c]! / unit)),
        ),
    );
  };
  return {
    inputs: rows(inputs, features),
    ...targets !== undefined ? { targets: rows(targets, outputs) } : {
      labels: Array.from(labels, (label) => classNames?.[label] ?? label),
      ...classNames === undefined ? { classes: data.classes } : { classNames },
    },
    featureNames: data.featureNames,
    shape: data.shape,
    standardization: data.standardization,
    weights: data.weights && Array.from(data.weights, shortest),
  };
}
