/** A data set: its first pictures or rows, and the shares of its classes. @module */

import { plain } from "../../checks/texts.ts";
import type { Dataset } from "../../dataset.ts";
import {
  bar,
  type Blocks,
  heading,
  paragraph,
  type Picture,
  table,
} from "../../document/blocks.ts";
import { count } from "../../numerics/number_text.ts";
import { short, shownIndices } from "../../numerics/show.ts";
import { examplePicture, pictureShapeOf } from "../../pictures/example.ts";
import { MAX_LEVELS, MAX_PICTURES, picturesBlock } from "./parts.ts";

/** So many rows and classes of a data set are shown. */
const [SHOWN_ROWS, SHOWN_CLASSES] = [6, 10];

/** The longest name in a table. */
const MAX_NAME = 20;

/** The first examples of a data set, and the shares of its classes. */
export async function datasetBlocks(data: Dataset): Promise<Blocks> {
  const { size, features, classes, outputs, targets, inputs } = data;
  const held = Math.min(size, inputs.length / features);
  const { height, width, channels } = pictureShapeOf(data) ?? { height: 0, width: 0, channels: 1 };
  const answers = targets === undefined ? `${classes} classes` : `${outputs} outputs`;
  const title = `${count(size)} examples of ${features} features, ${answers}`;
  const shares = data.labels.length > 0 && classes > 0 && sharesTable(data);
  if (Math.min(height, width) < 2) return [heading(title), rowsTable(data, held), shares];
  const drawn = Math.min(held, MAX_PICTURES, Math.max(1, Math.floor(MAX_LEVELS / features)));
  const first = Array.from({ length: drawn }, async (_, k): Promise<Picture> => ({
    ...await examplePicture(data, k, channels === 3),
    isInk: channels === 1,
    alt: `Example ${k}`,
    lines: [answerOf(data, k)],
  }));
  return [
    heading(drawn < size ? `${title}; the first ${drawn}` : title),
    picturesBlock(await Promise.all(first)),
    shares,
  ];
}

/** The answer of an example: the name of its class, or its targets. */
function answerOf({ labels, targets, outputs, classNames }: Dataset, example: number): string {
  if (targets === undefined) {
    return plain(classNames?.[labels[example]!] ?? `${labels[example]}`, MAX_NAME);
  }
  const values = targets.subarray(example * outputs, (example + 1) * outputs).slice(0, 3);
  return Array.from(values, short).join(", ") + (outputs > 3 ? ", …" : "");
}

/** A line for each of the first rows, of many columns the first and last. */
function rowsTable(data: Dataset, held: number): Blocks {
  const { inputs, features, featureNames } = data;
  const shown = shownIndices(features + 1);
  const name = (c: number) => plain(featureNames?.[c] ?? `feature ${c}`, MAX_NAME);
  const cell = (r: number, c: number) =>
    c < features ? short(inputs[r * features + c]!) : answerOf(data, r);
  const head = shown.map((c) => c < 0 ? "…" : c < features ? name(c) : "answer");
  const rows = Array.from({ length: Math.min(held, SHOWN_ROWS) }, (_, r) => [
    r,
    ...shown.map((c) => c < 0 ? "…" : cell(r, c)),
  ]);
  return table({ label: "The first examples", head: ["example", ...head], rows });
}

/** How many of the examples are of each class. */
function sharesTable({ labels, classes, classNames }: Dataset): Blocks {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  const most = counts.reduce((most, count) => Math.max(most, count), 1);
  const rows = counts.slice(0, SHOWN_CLASSES).map((n, k) => [
    plain(classNames?.[k] ?? `${k}`, MAX_NAME),
    `${count(n)} (${(100 * n / labels.length).toFixed(1)} %)`,
    bar(n / most),
  ]);
  return [
    table({ label: "Classes", layout: "shares", head: ["class", "examples", "share"], rows }),
    classes > rows.length && paragraph(`and ${classes - rows.length} more classes`),
  ];
}
