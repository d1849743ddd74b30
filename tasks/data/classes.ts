/** Labels of files, whole numbers or names, made into numbers of classes. @module */

import { MAX_CLASSES } from "../../lib/dataset/source.ts";

/** The labels of several parts as numbers of the same classes. */
interface NumberedLabels {
  /** The numbers of each part, from 0 up. */
  readonly labels: (Uint8Array | Uint16Array)[];
  /** The name of each class: from the list of names, or the label itself. */
  readonly classNames: readonly string[];
  /** What was decided, each a sentence. */
  readonly notes: readonly string[];
}

/**
 * Numbers the labels of all parts alike. Labels that are names are numbered in sorted order. Whole numbers keep their order,
 * and may start at 1. A number without examples is no class, unless there are names for all.
 * @param parts the labels of each part: whole numbers, or names
 * @param names the names of the classes, in the order of the numbers
 * @throws {RangeError} if a label is not a whole number, or there are too many classes or too few names
 */
export function numberLabels(
  parts: readonly (ArrayLike<number> | readonly string[])[],
  names?: readonly string[],
): NumberedLabels {
  const distinct = new Set<number | string>();
  for (const part of parts) for (let k = 0; k < part.length; k++) distinct.add(part[k]!);
  for (const label of distinct) {
    if (typeof label === "string" || Number.isSafeInteger(label)) continue;
    throw new RangeError(
      Number.isInteger(label)
        ? `float64 cannot hold every whole number as large as the label ${label}: save labels as int64 or text`
        : `expected whole numbers as labels, got ${label}`,
    );
  }
  if (distinct.size > MAX_CLASSES) {
    throw new RangeError(`it has ${distinct.size} classes, at most ${MAX_CLASSES} are allowed`);
  }
  const sorted = [...distinct].sort((a, b) => a < b ? -1 : 1);
  const notes: string[] = [];
  let [classes, classNames] = [sorted, sorted.map(String)];
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (typeof first === "number" && typeof last === "number") {
    if (names !== undefined) {
      const start = first === 1 && last > names.length - 1 ? 1 : 0;
      if (first < 0 || last - start >= names.length) {
        throw new RangeError(
          `its labels run from ${first} to ${last}, and there are ${names.length} names for them`,
        );
      }
      classes = names.map((_, k) => start + k);
      classNames = [...names];
      if (start === 1) notes.push("The labels start at 1, and the first name belongs to label 1");
    } else if (last - first + 1 > sorted.length) {
      notes.push(
        `Not every number is a label: there are ${sorted.length} labels from ${first} to ${last}`,
      );
    } else if (first !== 0) notes.push(`The labels start at ${first}`);
  } else if (names !== undefined) {
    const unknown = sorted.find((name) => !names.includes(String(name)));
    if (unknown !== undefined) {
      throw new RangeError(`the label "${unknown}" is not among the names`);
    }
    [classes, classNames] = [[...names], [...names]];
  }
  if (distinct.size === 1) {
    throw new RangeError(
      `expected two classes or more, got only the label ${JSON.stringify(first)}`,
    );
  }
  const numbers = new Map(classes.map((label, k) => [label, k]));
  const labels = parts.map((part) => {
    const numbered = new (classes.length <= 256 ? Uint8Array : Uint16Array)(part.length);
    for (let k = 0; k < part.length; k++) numbered[k] = numbers.get(part[k]!)!;
    return numbered;
  });
  return { labels, classNames, notes };
}

/** The names in a text, one a line; throws if one is there twice or a line is empty. */
export function parseClassNames(text: string): string[] {
  const names = text.replace(/^\ufeff/, "").split(/\r?\n|\r/).map((line) => line.trim());
  while (names.at(-1) === "") names.pop();
  for (const [k, name] of names.entries()) {
    if (name === "") throw new Error(`expected a name on line ${k + 1}, got an empty line`);
    if (names.indexOf(name) < k) throw new Error(`it has the name "${name}" twice`);
  }
  return names;
}
