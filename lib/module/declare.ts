/** The types of a module, as a declaration file of TypeScript. @module */

import { problems } from "../problem.ts";
import type { PairedColumn } from "../table/encode/plain_cells.ts";
import { kindOf } from "../table/columns/kinds.ts";
import { areQuotable } from "../table/cells/quotable.ts";
import type { DescribedModule } from "./describe.ts";

/** A union of more texts than this is any text: editors grow slow. */
const MAX_UNION = 200;

/** The declaration file of a module. */
export function formatDeclaration(described: DescribedModule): string {
  const { problem, names, labels, halfWidths, decision } = described.model.answers;
  const { isOneHot: hasClasses, hasAccuracy, noun } = problems[problem];
  const isOne = names.length === 1;
  const hasIntervals = !hasAccuracy && halfWidths !== null;
  const outputs = union(names.map((name) => JSON.stringify(name)), "string");
  const label = labels === undefined ? "Output" : "Label";
  const own = labels === undefined ? "" : `
/** The classes in the type that they came in; \`Output\` has their names. */
export type Label = ${union(labels.map(String), typeof labels[0])};
`;
  return `/** The ${noun} that the model answers with. */
export type Output = ${outputs};
${own}
/** A remark on an answer; most have none. */
export interface Remark {
  readonly kind:
    | "noPrediction"
    | "novel"
    | "unknownCategory"
    | "unreadDate"
    | "unsure"
    | "missingColumn"
    | "unknownColumn";
  /** The column that it is on; undefined of a remark on the whole. */
  readonly column: string | undefined;
  /** The remark in words. */
  readonly text: string;
}

/** The ends of an interval, for 9 of 10 like the training data. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An answer. Where there is no prediction a remark gives the reason. */
export interface Prediction {
  /** ${
    decision?.threshold ? "The class that the model's threshold answers" : "The likeliest class"
  }. */
  readonly label: ${given(hasClasses, label)};
  /** Its probability, from 0 to 1. */
  readonly probability: ${given(hasClasses, "number")};
  /** The probability of each class or label. */
  readonly probabilities: ${given(hasAccuracy, "Readonly<Record<Output, number>>")};
  /** The quantity, if there is one. */
  readonly value: ${given(!hasAccuracy && isOne, "number")};
  /** The probabilities, or each quantity; empty where there is no prediction. */
  readonly values: Readonly<Partial<Record<Output, number>>>;
  /** The interval of the one quantity. */
  readonly interval: ${given(hasIntervals && isOne, "Interval")};
  /** The interval of each quantity. */
  readonly intervals: ${given(hasIntervals, "Readonly<Record<Output, Interval>>")};
${
    decision?.sets
      ? `  /** The classes that may be right: the class is among them in about ${decision.sets.coverage} of ${
        typeof decision.sets.bound === "number" ? "all rows" : "the rows of each class"
      }. */
  readonly set?: readonly ${label}[];
`
      : ""
  }  /** What to be careful about. */
  readonly remarks: readonly Remark[];
}

${"example" in described ? rowText(described) : inputText(described)}`;
}

/** The type of what answers of a model have, but for those without a prediction. */
function given(isThere: boolean, type: string): string {
  return isThere ? `${type} | undefined` : "undefined";
}

type DescribedTable = Extract<DescribedModule, { readonly example: unknown }>;

/** The type of a row. A column that may have no value takes null. */
function rowText({ model: { columns, background }, quotable, example }: DescribedTable): string {
  const lines = columns.map((column, c) => {
    const missing = column.gaps === "drop" ? "" : " | null";
    return `  readonly ${JSON.stringify(column.name)}: ${
      cellType(column, quotable[c]!)
    }${missing};\n`;
  });
  return `/** A row by the names of its columns; null is a missing value. */
export interface Row {
${lines.join("")}}

/**
 * Predicts a row:
 *
 * \`\`\`ts
 * predict(${JSON.stringify(example).replaceAll("*/", "*\\/")});
 * \`\`\`
 * @throws {TypeError} if it is not an object, or has none of the columns
 */
export function predict(row: Row): Prediction;
${background === undefined ? "" : EXPLAIN}`;
}

const EXPLAIN = `
/** What a column adds to an answer. */
export interface Contribution {
  readonly column: keyof Row;
  /** What stands there; empty where the value is missing. */
  readonly value: string;
  /** How much it adds: of a probability, or of a quantity in its unit. */
  readonly contribution: number;
  /** The standard error of that; 0 of a table with up to 8 columns. */
  readonly error: number;
}

/** Why a row was answered so: the base and all contributions sum to the answer. */
export interface Explanation {
  /** The class whose probability it is, or the quantity. */
  readonly of: Output;
  /** The mean answer to rows like the training data. */
  readonly base: number;
  /** The largest first. */
  readonly contributions: readonly Contribution[];
  readonly answer: number;
}

/**
 * Explains the answer to a row; nothing where there is no prediction.
 * @throws {TypeError} if it is not an object, or has none of the columns
 */
export function explain(row: Row): Explanation | undefined;
`;

/** The type of a cell. Of categories it is those that are known, so that a slip is an error, if all may be quoted. */
function cellType(column: PairedColumn, quotable: readonly string[]): string {
  if (!("values" in column)) return kindOf(column).types!(column);
  const texts = [...column.values, ...column.spellings.map(([text]) => text)];
  const literals = texts.filter((text) => text !== "").flatMap(literalsOf);
  if (literals.length > 0 && areQuotable(column.values, quotable)) return literals.join(" | ");
  return [...new Set(["string", ...literals.map(typeOfLiteral)])].join(" | ");
}

/** A text as a literal, and the number or the boolean that has this text. */
function literalsOf(text: string): string[] {
  const isNumber = Number.isFinite(Number(text)) && String(Number(text)) === text;
  const isBoolean = text === "true" || text === "false";
  return [JSON.stringify(text), ...isNumber || isBoolean ? [text] : []];
}

function typeOfLiteral(literal: string): string {
  if (literal.startsWith('"')) return "string";
  return literal === "true" || literal === "false" ? "boolean" : "number";
}

function inputText(described: DescribedModule): string {
  const { inputs, areBytes } = described.model as Extract<
    DescribedModule,
    { readonly entry: "numbers" }
  >["model"];
  const bytes = areBytes ? "; bytes k stand for k/255" : "";
  const numbers =
    "readonly number[] | Float32Array | Float64Array | Uint8Array | Uint8ClampedArray";
  if (described.entry === "numbers") {
    return `/** ${inputs} numbers${bytes}. */
export type Numbers = ${numbers};

/**
 * Predicts an example.
 * @throws {TypeError} if it is not as many numbers
 * @throws {RangeError} if a number is not finite
 */
export function predict(numbers: Numbers): Prediction;
`;
  }
  const isDigit = described.entry === "digits";
  return `/** A picture of any size, such as a canvas's ImageData: red, green, blue and opacity of each pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** ${inputs} numbers from 0 to 1${bytes}${
    isDigit ? ": 0 is paper, and the digit stands as MNIST's do" : ""
  }. */
export type Pixels = ${numbers};

/**
 * Predicts ${isDigit ? "a drawn digit, dark on light or light on dark" : "a picture"}.
 * @throws {TypeError} if the data do not fill the picture, or are not as many numbers
 * @throws {RangeError} if ${isDigit ? "nothing is drawn, or " : ""}a number is not finite
 */
export function predict(picture: Picture | Pixels): Prediction;
`;
}

/** A union of types; `more` where they are too many, or none. */
function union(types: readonly string[], more: string): string {
  return types.length === 0 || types.length > MAX_UNION ? more : types.join(" | ");
}
