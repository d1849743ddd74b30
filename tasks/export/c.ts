/** A run as one file of C that depends on nothing: `--format c`. @module */

import { basename } from "@std/path";
import type { DescribedModule } from "../../lib/module/describe.ts";
import type {
  ModuleAnswers,
  ModuleNetworks,
  NumbersModule,
  TableModule,
} from "../../lib/module/model.ts";
import { floatsOf } from "../../lib/module/runtime/bytes.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import activationsCode from "./c/activations.c" with { type: "text" };
import { columnsInC } from "./c/table/columns.ts";
import ensemblesCode from "./c/ensembles.c" with { type: "text" };
import headCode from "./c/head.c" with { type: "text" };
import {
  arrayOf,
  doubleLiteral,
  floatLiteral,
  inComment,
  neededOf,
  textLiteral,
  withTables,
} from "./c/literals.ts";
import mainCode from "./c/main.c" with { type: "text" };
import networksCode from "./c/networks.c" with { type: "text" };
import { describeModule, VERSION } from "./module.ts";

/**
 * The file of a model.
 * @param sha256 of the weights
 * @throws {Error} if it has something that cannot be written in C
 */
export async function cContent(opened: OpenNetwork, sha256: string): Promise<string> {
  const described = await describeModule(opened, "float32");
  return formatC(described, { weightsSha256: sha256, name: basename(opened.run) });
}

/** What the first lines name. */
interface CHead {
  readonly weightsSha256: string;
  readonly name: string;
}

/**
 * The text of the file: tables and code of ours, and then the model.
 * @throws {Error} if the model has something that cannot be written in C
 */
export function formatC(described: DescribedModule, { weightsSha256, name }: CHead): string {
  const { model } = described;
  const { networks, answers } = model;
  const isTable = "example" in described;
  if (isTable && described.model.trees !== undefined) {
    throw new Error("Cannot write boosted trees in C: use --format module, or --model network");
  }
  const inputs = isTable ? tableInputs(described.model) : numberInputs(described);
  return neededOf([
    headOf(described, { weightsSha256, name }),
    inputs.code,
    activationsCode,
    networksIn(networks),
    networks.folds === null ? "" : foldsIn(networks),
    valuesIn(answers, networks),
    inputs.predict,
    answersIn(answers, outputsOf(networks)),
    mainCode,
  ].join("\n"));
}

/** How many outputs networks have. */
function outputsOf({ families }: ModuleNetworks): number {
  return families[0]!.sizes.at(-1)!;
}

/** How many values an answer has: of a single output for two classes it is two. */
function valuesIn({ problem }: ModuleAnswers, networks: ModuleNetworks): string {
  const outputs = outputsOf(networks);
  return `enum { VALUES = ${problem === "classification" && outputs === 1 ? 2 : outputs} };\n`;
}

function headOf(described: DescribedModule, { weightsSha256, name }: CHead): string {
  const isTable = "example" in described;
  return `/*
 * ${weightsSha256} is the SHA-256 of the weights; Inkling ${inComment(VERSION)}; run ${
    inComment(name)
  }
 *
 * cc -O3 -ffp-contract=off model.c -o model
 * ./model < rows.csv > answers.csv     ${
    isTable
      ? "the first line has the columns' names"
      : "numbers alone, without a first line of names"
  }
 *
 * In another program: include this file with WITHOUT_MAIN defined, and call predict().
 */

${headCode}`;
}

/** Texts that other programs may use. */
function publicTexts(name: string, texts: readonly string[]): string {
  return arrayOf(`char *const ${name}[]`, texts.map(textLiteral)).replace("static ", "");
}

/** What reads rows, and what makes features of them. */
interface InputCode {
  readonly code: string;
  /** The types `row` and `answer`, and the functions that predict. */
  readonly predict: string;
}

function tableInputs({ columns, widths, networks }: TableModule): InputCode {
  const { code, members, ofRow, ofCells } = columnsInC(columns, widths);
  const features = widths.reduce((sum, width) => sum + width, 0);
  const names = columns.map(({ name }) => name);
  return {
    code: `enum { FEATURES = ${features}, CELLS = ${columns.length}, HAS_HEADER = 1 };\n${code}`,
    predict: publicTexts("CELL_NAMES", names) + `
/* A row: NAN is a missing number, NULL a missing text; dates are texts such as "2024-01-31". */
typedef struct {
${members}} row;

static int featuresOf(const row *given, float *features, int *column) {
  int problem;
${ofRow}  return 0;
}

/* The same of cells as texts, in the order of the columns. */
static int featuresIn(const char *const *cells, float *features, int *column) {
  int problem;
${ofCells}  return 0;
}

${answerFunctions(networks)}`,
  };
}

function numberInputs(
  described: Exclude<DescribedModule, { readonly example: unknown }>,
): InputCode {
  const { model, entry } = described;
  if (entry === "digits" && model.normalizeWidth !== null) {
    throw new Error(
      `Cannot write normalizeWidth in C: it is ${model.normalizeWidth}; use --format module`,
    );
  }
  const { inputs, standardization, areBytes, networks } = model as NumbersModule;
  const scaled = areBytes ? "(double)given->inputs[k] / 255" : "given->inputs[k]";
  const standardized = standardization === null ? scaled : `(${scaled} - MEANS[k]) / DEVIATIONS[k]`;
  const tables = standardization === null ? "" : arrayOf(
    "double MEANS[]",
    standardization.means.map(doubleLiteral),
  ) + arrayOf("double DEVIATIONS[]", standardization.deviations.map(doubleLiteral));
  return {
    code: `enum { FEATURES = ${inputs}, CELLS = ${inputs}, HAS_HEADER = 0 };\n` +
      "const char *const CELL_NAMES[CELLS] = {NULL};\n" + tables,
    predict: `
/* An example: ${areBytes ? "bytes k, which stand for k/255" : "its numbers"}. */
typedef struct {
  ${areBytes ? "unsigned char" : "double"} inputs[FEATURES];
} row;

enum { NOT_A_NUMBER = 2, TOO_FAR = 4, NO_ANSWER };

static int featuresOf(const row *given, float *features, int *column) {
  for (int k = 0; k < FEATURES; k++) {
    features[k] = (float)(${standardized});
    if (features[k] - features[k] != 0) return *column = -1, TOO_FAR;
  }
  return 0;
}

static int featuresIn(const char *const *cells, float *features, int *column) {
  row given;
  for (int k = 0; k < FEATURES; k++) {
    char *end = NULL;
    const double number = cells[k] == NULL ? NAN : strtod(cells[k], &end);
    if (cells[k] == NULL || end == cells[k] || *end != 0${
      areBytes ? " || !(number >= 0 && number <= 255)" : ""
    }) return *column = -1, NOT_A_NUMBER;
    given.inputs[k] = ${areBytes ? "(unsigned char)" : ""}number;
  }
  return featuresOf(&given, features, column);
}

${answerFunctions(networks)}`,
  };
}

/** The type of an answer, and `predict`. */
function answerFunctions({ folds }: ModuleNetworks): string {
  const answering = folds === null
    ? `  float room[2 * WIDEST];
  const float *const outputs = run(NETWORKS, features, room);`
    : `  float outputs[OUTPUTS];
  meanOf(features, outputs);`;
  return `
/* What the model answers. */
typedef struct {
  int problem;            /* 0, or why there is no answer: its text is PROBLEMS[problem] */
  int column;             /* on which column that is; -1 for none */
  int label;              /* the class, by its place in OUTPUT_NAMES; -1 of labels and quantities */
  double values[VALUES]; /* the probability of each class or label, or each quantity in its unit */
  double low[VALUES];    /* the interval of each quantity, where HAS_INTERVALS */
  double high[VALUES];
  unsigned char set[VALUES]; /* whether each class may be right, where HAS_SETS */
} answer;

static void answerOf(const float *outputs, answer *given);

static void answerFeatures(const float *features, answer *given) {
${answering}
  for (int k = 0; k < OUTPUTS; k++) if (outputs[k] != outputs[k]) given->problem = NO_ANSWER;
  if (given->problem == 0) answerOf(outputs, given);
}

static answer noAnswer(void) {
  answer found;
  memset(&found, 0, sizeof found);
  found.column = found.label = -1;
  return found;
}

/* Predicts a row. */
answer predict(const row *given) {
  float features[FEATURES];
  answer found = noAnswer();
  found.problem = featuresOf(given, features, &found.column);
  if (found.problem == 0) answerFeatures(features, &found);
  return found;
}

/* Predicts a row of cells as texts, in the order of CELL_NAMES; NULL is a missing value. */
answer predictCells(const char *const *cells) {
  float features[FEATURES];
  answer found = noAnswer();
  found.problem = featuresIn(cells, features, &found.column);
  if (found.problem == 0) answerFeatures(features, &found);
  return found;
}
`;
}

/** The networks: weights [inputs, outputs] and biases of each layer, one network after the other. */
function networksIn(networks: ModuleNetworks): string {
  const { families, activation, outputActivation, weights, isHalf } = networks;
  if (activation === "softmax") throw new Error("Cannot write hidden layers of softmax in C");
  const numbers = floatsOf(weights, isHalf);
  const items: string[] = [];
  const found: string[] = [];
  let at = 0;
  for (const [f, { sizes, members }] of families.entries()) {
    for (let m = 0; m < members; m++) {
      found.push(`{${sizes.length - 1}, SIZES_${f}, NUMBERS + ${items.length}}`);
      for (let l = 1; l < sizes.length; l++) {
        const [inputs, outputs] = [sizes[l - 1]!, sizes[l]!];
        for (let i = 0; i < inputs; i++) {
          for (let j = 0; j < outputs; j++) items.push(floatLiteral(numbers[at + j * inputs + i]!));
        }
        at += inputs * outputs;
        for (let j = 0; j < outputs; j++) items.push(floatLiteral(numbers[at++]!));
      }
    }
  }
  const all = families.map(({ sizes }) => sizes);
  const output = outputActivation === "softmax"
    ? "softmaxOf(z, count)"
    : `for (int k = 0; k < (count); k++) (z)[k] = ${outputActivation}Of((z)[k])`;
  return `enum { WIDEST = ${Math.max(...all.flat())}, OUTPUTS = ${all[0]!.at(-1)} };
#define HIDDEN ${activation}Of
#define OUTPUT(z, count) ${output}
` + networksCode + all.map((sizes, f) => arrayOf(`int SIZES_${f}[]`, sizes.map(String))).join("") +
    arrayOf("float NUMBERS[]", items) + arrayOf("network NETWORKS[]", found);
}

/** What an ensemble over folds has besides. */
function foldsIn({ families, folds }: ModuleNetworks): string {
  const { tables, ranges, levels } = folds!;
  const doubles = (name: string, values: readonly number[]) =>
    arrayOf(`double ${name}[]`, values.map(doubleLiteral));
  const places = (some: readonly { readonly feature: number }[]) => {
    const found = new Array<number>(tables.features).fill(-1);
    for (const [k, { feature }] of some.entries()) found[feature] = k;
    return found.map(String);
  };
  const lengths = tables.levels.map(({ levels, width }) => (levels + 1) * width);
  const numbers = tables.numbers.map(({ edges, knots }, k) =>
    `{${edges.length}, ${knots.length}, EDGES_${k}, KNOTS_${k}, SCORES_${k}}`
  );
  let first = 0;
  const ensemble = families.map(({ encoding, members, weight }) => {
    const text = `{${Number(encoding === "piecewise")}, ${first}, ${members}, ${
      doubleLiteral(weight)
    }}`;
    first += members;
    return text;
  });
  const total = families.reduce((sum, { weight }) => sum + weight, 0);
  const text = [
    `enum { FAMILIES = ${families.length}, LEVELS_OF_MEMBER = ${
      lengths.reduce((sum, length) => sum + length, 0)
    } };\n`,
    `enum { HAS_RANGES = ${Number(ranges !== null)} };\n#define TOTAL_WEIGHT ${
      doubleLiteral(total)
    }\n`,
    ...tables.numbers.map(({ edges, knots, scores }, k) =>
      doubles(`EDGES_${k}`, edges) + doubles(`KNOTS_${k}`, knots) + doubles(`SCORES_${k}`, scores)
    ),
    arrayOf("numberTable NUMBER_TABLES[]", numbers, "{0, 0, NULL, NULL, NULL}"),
    arrayOf(
      "levelTable LEVEL_TABLES[]",
      tables.levels.map(({ levels, width }) => `{${levels}, ${width}}`),
      "{0, 0}",
    ),
    arrayOf("int NUMBER_OF_FEATURE[]", places(tables.numbers)),
    arrayOf("int LEVEL_OF_FEATURE[]", places(tables.levels)),
    arrayOf("float LEVELS[]", Array.from(floatsOf(levels), floatLiteral)),
    doubles("RANGES", (ranges ?? [[0, 0]]).flat()),
    arrayOf("family ENSEMBLE[]", ensemble),
  ];
  return withTables(ensemblesCode, text.join(""));
}

/** What outputs answer, and how an answer is printed. */
function answersIn(answers: ModuleAnswers, outputs: number): string {
  const { problem, names, quantities, halfWidths, decision } = answers;
  const isClass = problem === "classification";
  const isQuantity = problem === "regression";
  const isSingle = isClass && outputs === 1;
  const { threshold, sets } = decision ?? {};
  const doubles = (name: string, values: readonly number[]) =>
    arrayOf(`double ${name}[]`, values.map(doubleLiteral));
  const scales = names.map((_, k) => quantities?.[k] ?? { mean: 0, deviation: 1 });
  const widths = isQuantity ? halfWidths : null;
  const bounds = sets === undefined
    ? []
    : names.map((_, k) => typeof sets.bound === "number" ? sets.bound : sets.bound[k]!);
  const values = isQuantity
    ? `  for (int k = 0; k < VALUES; k++) given->values[k] = outputs[k] * DEVIATION_OF[k] + MEAN_OF[k];\n`
    : isSingle
    ? "  given->values[0] = 1 - (double)outputs[0];\n  given->values[1] = outputs[0];\n"
    : "  for (int k = 0; k < VALUES; k++) given->values[k] = outputs[k];\n";
  const label = !isClass
    ? ""
    : threshold !== undefined
    ? `  given->label = given->values[${threshold.positive}] >= ${
      threshold.from === null ? "INFINITY" : doubleLiteral(threshold.from)
    } ? ${threshold.positive} : ${1 - threshold.positive};\n`
    : isSingle
    ? "  given->label = outputs[0] >= 0.5;\n"
    : "  given->label = 0;\n" +
      "  for (int k = 1; k < VALUES; k++) if (given->values[k] > given->values[given->label]) given->label = k;\n";
  const columns = [
    ...isClass ? ["prediction", "probability"] : [],
    ...names.flatMap((name) => widths === null ? [name] : [name, `${name} low`, `${name} high`]),
    ...sets === undefined ? [] : ["set"],
    "remarks",
  ];
  return publicTexts("OUTPUT_NAMES", names) +
    (isQuantity
      ? doubles("MEAN_OF", scales.map(({ mean }) => mean)) +
        doubles("DEVIATION_OF", scales.map(({ deviation }) => deviation))
      : "") +
    (widths === null ? "" : doubles("HALF_WIDTHS", widths)) +
    (sets === undefined ? "" : doubles("BOUNDS", bounds)) +
    publicTexts("PROBLEMS", PROBLEMS) + `
static void answerOf(const float *outputs, answer *given) {
${values}${label}${
    widths === null ? "" : `  for (int k = 0; k < VALUES; k++) {
    const double half = HALF_WIDTHS[k] * DEVIATION_OF[k];
    given->low[k] = given->values[k] - half;
    given->high[k] = given->values[k] + half;
  }
`
  }${
    sets === undefined
      ? ""
      : "  for (int k = 0; k < VALUES; k++) given->set[k] = 1 - given->values[k] <= BOUNDS[k];\n"
  }}

#ifndef WITHOUT_MAIN
static void printText(const char *text);

static void printHeader(void) {
${
    columns.map((name, k) =>
      `  ${k === 0 ? "" : "putchar(','), "}printText(${textLiteral(name)});\n`
    ).join("")
  }  putchar('\\n');
}

/* With as many digits as it takes to read the same number. */
static void printNumber(double value) {
  char text[40];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == value) break;
  }
  fputs(text, stdout);
}

/* The cells of an answer but the last; empty ones where there is none. */
static void printAnswer(const answer *given) {
  if (given->problem != 0) {
    for (int k = 0; k < ${columns.length - 2}; k++) putchar(',');
    return;
  }
${
    isClass
      ? "  printText(OUTPUT_NAMES[given->label]);\n  putchar(','), printNumber(given->values[given->label]);\n"
      : ""
  }  for (int k = 0; k < VALUES; k++) {
    ${isClass ? "" : "if (k > 0) "}putchar(',');
    printNumber(given->values[k]);
${
    widths === null
      ? ""
      : "    putchar(','), printNumber(given->low[k]), putchar(','), printNumber(given->high[k]);\n"
  }  }
${
    sets === undefined ? "" : `  putchar(','), putchar('"');
  for (int k = 0, count = 0; k < VALUES; k++) {
    if (given->set[k]) printf("%s%s", count++ > 0 ? "; " : "", OUTPUT_NAMES[k]);
  }
  putchar('"');
`
  }}
#endif
`;
}

/** By their numbers in the code: why there is no answer. */
const PROBLEMS = [
  "",
  " is missing",
  " is not a number",
  " is not a date",
  " is too far from the mean",
  "the network answers NaN",
];
