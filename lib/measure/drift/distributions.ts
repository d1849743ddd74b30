/** The distributions of the training data in a model file: of columns, and of the answers to rows that it did not learn from. @module */

import { decide, type Decision } from "../decide/decide.ts";
import type { Dataset } from "../../dataset.ts";
import type { Classifier } from "../../evaluate.ts";
import { type Answer, type AnswerFacts, classification, type Problem } from "../../problem.ts";
import { YES_THRESHOLD } from "../../problem/answers.ts";
import {
  type CellValue,
  type ColumnDistribution,
  evenly,
  levelsOf,
  numbersOf,
  textsOf,
  type ValueKind,
} from "./distribution.ts";
import { readExample } from "../novelty_statistics.ts";
import { outputsFor } from "../../evaluate/predictions.ts";

/** With more classes only the common ones are counted one by one. */
const MAX_CLASSES = 50;

/** The distributions that later rows are compared with, as plain JSON. */
export interface Distributions {
  /** The version of this form: 1. */
  readonly version: 1;
  /** How many training rows were counted. */
  readonly rows: number;
  /** The distributions of a table's columns; for pictures, of the mean brightness, from 0 to 1. */
  readonly columns: readonly ColumnDistribution[];
  /** How many answers were counted, to rows that the model did not learn from. */
  readonly answered: number;
  /** The predicted classes, the labels, or each quantity in its unit. */
  readonly answers: readonly ColumnDistribution[];
}

/** What the outputs of a model stand for. */
export interface OutputMeaning {
  /** The name of a target that is a class. Default: "class" */
  readonly target?: string | undefined;
  /** The name of each class, label or quantity. */
  readonly names: readonly string[];
  /** The scale of each standardized quantity. */
  readonly quantities?: AnswerFacts["quantities"];
  /** The decision based on the probabilities of classes. */
  readonly decision?: Decision | undefined;
}

/**
 * The distributions of training data.
 * @param model what answers, or its recorded answers
 * @param data rows that it did not learn from
 * @param columns of a table; of pictures {@linkcode brightnessOf} them
 * @throws {TypeError} if the data does not fit the model
 */
export function distributionsOf(
  model: Omit<Classifier, "cost">,
  data: Dataset,
  columns: readonly ColumnDistribution[],
  meaning: OutputMeaning,
): Distributions {
  const { size, outputs: width } = data;
  const outputs = outputsFor(model, data);
  const rows = evenly(size);
  const answers = answersIn(data.problem, width, meaning);
  const values = answers.map((): CellValue[] => []);
  for (const row of rows) {
    const own = outputs.subarray(row * width, (row + 1) * width);
    for (const [k, { valueOf }] of answers.entries()) values[k]!.push(valueOf(own));
  }
  return {
    version: 1,
    rows: columns[0] === undefined ? 0 : countOf(columns[0]),
    columns,
    answered: rows.length,
    answers: answers.map(({ name, kind, levels }, k) =>
      kind === "number"
        ? numbersOf(name, kind, values[k]!)
        : levels === undefined
        ? textsOf(name, values[k]!, false)
        : levelsOf(name, levels, values[k]!)
    ),
  };
}

/** The distribution of the mean brightness of pictures, from 0 to 1. */
export function brightnessOf(pictures: Dataset): ColumnDistribution {
  const input = new Float32Array(pictures.features);
  const values = evenly(pictures.size).map((k) => {
    readExample(pictures, k, input);
    return meanBrightness(input);
  });
  return numbersOf("brightness", "number", values);
}

/** The mean of a picture's pixels. */
export function meanBrightness(input: Float32Array): number {
  let sum = 0;
  for (const value of input) sum += value;
  return sum / input.length;
}

interface AnswerKind {
  readonly name: string;
  readonly kind: "category" | "number";
  readonly levels?: readonly string[] | undefined;
  /** @param outputs of an example */
  valueOf(outputs: Float32Array): CellValue;
}

/** What is counted of the answers: one class, a yes or no for each label, or each quantity. */
function answersIn(
  problem: Problem,
  outputs: number,
  { target = "class", names, quantities, decision }: OutputMeaning,
): AnswerKind[] {
  if (problem.isOneHot || outputs === 1 && names.length === 2) {
    const levels = names.length <= MAX_CLASSES ? names : undefined;
    const classOf = (of: Float32Array) =>
      names[decide(classification.answer(of), decision).chosen[0]!];
    return [{ name: target, kind: "category", levels, valueOf: classOf }];
  }
  return names.map((name, k): AnswerKind =>
    problem.hasAccuracy
      ? { name, kind: "category", levels: ["yes", "no"], valueOf: (of) => yesOrNo(of[k]!) }
      : { name, kind: "number", valueOf: (of) => quantityIn(problem.answer(of, { quantities }), k) }
  );
}

/** A quantity that is no finite number is not read. */
function quantityIn({ values }: Answer, k: number): number | undefined {
  return Number.isFinite(values[k]) ? values[k] : undefined;
}

function countOf({ counts, missing, unread }: ColumnDistribution): number {
  return counts.reduce((sum, count) => sum + count, missing + unread);
}

/**
 * Reads the distributions in the metadata of a file of weights, if it has them.
 * @throws {SyntaxError} if they are something else
 */
export function parseDistributions(
  { distributions: text }: { readonly distributions?: string },
): Distributions | undefined {
  if (text === undefined) return undefined;
  try {
    const file = JSON.parse(text) as Distributions;
    const { version, rows, columns, answered, answers, ...others } = file;
    const isWhole = version === 1 && Object.keys(others).length === 0 &&
      [rows, answered].every(isCount) && [...columns, ...answers].every(isDistribution);
    if (isWhole) return file;
  } catch { // no JSON, or no such lists
  }
  throw new SyntaxError("Cannot read a network: its distributions are not what train writes");
}

const KINDS: readonly ValueKind[] = ["number", "date", "words", "category"];

function isDistribution(value: ColumnDistribution): boolean {
  const { name, kind, range = [0, 0], edges, levels, counts, missing, unread, ...others } = value;
  const isText = (text: unknown) => typeof text === "string";
  const [bounds, isRight] = kind === "category"
    ? [levels, edges === undefined && levels!.every(isText)]
    : [edges, levels === undefined && edges!.every(Number.isFinite)];
  return Object.keys(others).length === 0 && range.length === 2 && range.every(Number.isFinite) &&
    isText(name) && KINDS.includes(kind) && isRight &&
    counts.length === bounds!.length + 1 && [...counts, missing, unread].every(isCount);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

/** The answer of a label, as its distribution names it. */
export function yesOrNo(output: number): "yes" | "no" {
  return output >= YES_THRESHOLD ? "yes" : "no";
}
