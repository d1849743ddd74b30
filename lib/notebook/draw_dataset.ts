/** A data set as a drawing: its first pictures, or its first rows and the shares of its classes. @module */

import { plain } from "../checks/texts.ts";
import type { Dataset } from "../dataset.ts";
import { short, tableOf } from "../numerics/show.ts";
import { type Picture, picturesDrawing } from "./draw_pictures.ts";
import {
  below,
  codeDrawing,
  COLORS,
  type Drawing,
  element,
  label,
  LETTER_SIZE,
  LINE_HEIGHT,
} from "./svg.ts";

/** The most examples that are drawn, and the most samples of large ones. */
const [MAX_EXAMPLES, MAX_SAMPLES] = [20, 48_000];

/** So many rows and classes are shown. */
const [SHOWN_ROWS, SHOWN_CLASSES] = [6, 10];

/** The length of the longest bar, in pixels. */
const BAR = 220;

/** The first examples of a data set, and how its classes are shared out. */
export function datasetDrawing(data: Dataset, text: string): Drawing {
  const pictures = picturesOf(data);
  const title = titleOf(data, pictures.length);
  const drawn = pictures.length > 0
    ? picturesDrawing(pictures, title, text)
    : { ...codeDrawing(`${title}${rowsText(data)}`), text };
  return data.labels.length === 0 || data.classes === 0
    ? drawn
    : below([drawn, sharesDrawing(data)]);
}

function titleOf({ size, features, classes, outputs, targets }: Dataset, drawn: number): string {
  const answers = targets === undefined ? `${classes} classes` : `${outputs} outputs`;
  const first = drawn > 0 && drawn < size ? `; the first ${drawn}` : "";
  return `${size} examples of ${features} features, ${answers}${first}`;
}

/** The answer of an example: the name of its class, or its targets. */
function answerOf({ labels, targets, outputs, classNames }: Dataset, example: number): string {
  if (targets === undefined) {
    return plain(classNames?.[labels[example]!] ?? `${labels[example]}`, 20);
  }
  const values = targets.subarray(example * outputs, (example + 1) * outputs).slice(0, 3);
  return Array.from(values, short).join(", ") + (outputs > 3 ? ", …" : "");
}

/** The first examples as pictures, if their shape is one's: [height, width], or [height, width, 3]. */
function picturesOf(data: Dataset): Picture[] {
  const { inputs, features, shape = [], size } = data;
  const [height = 0, width = 0, channels = 1] = shape;
  const isPicture = shape.length >= 2 && shape.length <= 3 && (channels === 1 || channels === 3);
  if (!isPicture || Math.min(height, width) < 2) return [];
  const count = Math.min(
    size,
    inputs.length / features,
    MAX_EXAMPLES,
    Math.floor(MAX_SAMPLES / features),
  );
  return Array.from({ length: count }, (_, k) => {
    const values = inputs.subarray(k * features, (k + 1) * features);
    const samples = samplesOf(values, channels === 1);
    return { samples, width, height, channels, caption: answerOf(data, k) };
  });
}

/** Bytes as they are, other numbers from the least to the most; of gray, 0 is paper and the most is ink. */
function samplesOf(values: Uint8Array | Float32Array, isInk: boolean): Uint8Array {
  let bytes: Uint8Array;
  if (values instanceof Uint8Array) bytes = values;
  else {
    const least = values.reduce((least, value) => Math.min(least, value), Infinity);
    const most = values.reduce((most, value) => Math.max(most, value), -Infinity);
    const unit = 255 / (most - least || 1);
    bytes = Uint8Array.from(values, (value) => Math.floor((value - least) * unit + 0.5));
  }
  return isInk ? bytes.map((byte) => 255 - byte) : bytes;
}

/** A line for each of the first rows, of many columns the first and last. */
function rowsText(data: Dataset): string {
  const { inputs, features, featureNames, size } = data;
  const rows = Math.min(size, inputs.length / features, SHOWN_ROWS);
  const cell = (r: number, c: number) =>
    c < features ? short(inputs[r * features + c]!) : answerOf(data, r);
  const head = (c: number) =>
    c < features ? plain(featureNames?.[c] ?? `feature ${c}`, 16) : "answer";
  return tableOf(rows, features + 1, cell, head) + (size > rows ? "\n  …" : "");
}

/** A bar for each class: how many of the examples are of it. */
function sharesDrawing({ labels, classes, classNames }: Dataset): Drawing {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  const most = counts.reduce((most, count) => Math.max(most, count), 1);
  const bars = counts.slice(0, SHOWN_CLASSES).map((count, k) => {
    const y = k * LINE_HEIGHT;
    const share = (100 * count / labels.length).toFixed(1);
    const width = BAR * count / most;
    return label(plain(classNames?.[k] ?? `${k}`, 16), 0, y + LETTER_SIZE) +
      element("rect", { x: 110, y: y + 2, width, height: LETTER_SIZE, fill: COLORS.positive }) +
      label(`${count} (${share} %)`, 116 + width, y + LETTER_SIZE, { fill: COLORS.muted });
  });
  const rest = classes - bars.length;
  if (rest > 0) {
    bars.push(label(`and ${rest} more classes`, 0, bars.length * LINE_HEIGHT + LETTER_SIZE));
  }
  return {
    width: 116 + BAR + 100,
    height: bars.length * LINE_HEIGHT,
    content: bars.join(""),
    text: "",
  };
}
