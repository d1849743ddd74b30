/** Predictions for the rows of a table, streamed, so that a file may be larger than memory. @module */

import { joinNames } from "../../../lib/checks/texts.ts";
import { userDatasetOf } from "../../../lib/config/user_data.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import { NOVEL_TEXT, UNSURE_TEXT } from "../../../lib/measure/confidence.ts";
import { MAX_UNKNOWN } from "../../../lib/table/cells/limits.ts";
import { type TableDescription, targetNamesOf } from "../../../lib/table/columns/columns.ts";
import { RowExplainer } from "../../../lib/table/model/explain.ts";
import type { Explanation } from "../../../lib/table/model/explanation.ts";
import { unknownCategory, unknownColumn } from "../../../lib/table/model/row_remarks.ts";
import type { RowRemark } from "../../../lib/measure/answer/remarks.ts";
import { numberOf } from "../../../lib/table/cells/cells.ts";
import { rulesOf } from "../../../lib/table/columns/target.ts";
import { missingIn } from "../../../lib/table/columns/missing_values.ts";
import { type Answered, type GivenAnswer, named } from "../../../lib/measure/answer/answerer.ts";
import { answersTo, factsOf, tableAnswerer } from "../../../lib/table/model/row_answerer.ts";
import { counted } from "../../cli/format.ts";
import type { ReadingOptions, RowBatch } from "../../data/table.ts";
import { haveSameTable, type OpenNetwork } from "../../run/open_network.ts";
import { answersOf, metadataOf } from "./answers.ts";
import { distributionsOf } from "./distributions.ts";
import { reasonsText } from "./table/reasons.ts";
import { type CsvRows, type ResultBatch, resultOf, type RowResult } from "./rows.ts";

/**
 * Finds the table that networks learned from.
 * @param path of the rows, for the error; none of rows that are in no file
 * @throws {Error} if they did not learn from a table, or from different ones
 */
export function tableEnsembleOf(
  opened: readonly OpenNetwork[],
  ensemble: Ensemble,
  path: string | undefined,
  { encoding, sheet, query }: Pick<ReadingOptions, "encoding" | "sheet" | "query"> = {},
) {
  const [first] = opened as [OpenNetwork];
  const { dataset } = first;
  const other = opened.find((other) => !haveSameTable(first, other));
  const without = opened.find(({ table }) => table === undefined);
  if (without !== undefined) {
    throw new Error(
      `Cannot predict ${path ?? "rows"} with ${without.run}: the run did not learn from a table` +
        (path === undefined ? "" : ", and the file is not a PNG or JPEG"),
    );
  }
  if (other !== undefined) {
    throw new Error(
      `Cannot predict rows with ${first.run} and ${other.run} together: they learned from different columns ` +
        "or rows; train them on the same table with the same splitSeed",
    );
  }
  const learned: ReadingOptions = userDatasetOf(dataset) ?? {};
  const dialect: ReadingOptions = {
    delimiter: learned.delimiter,
    header: learned.header,
    // The bytes of standard input are not known to their end.
    encoding: encoding ?? (path === undefined ? undefined : learned.encoding),
    sheet: sheet ?? learned.sheet,
    query: query ?? learned.query,
  };
  const { detector } = metadataOf(first);
  const answers = answersOf(opened, ensemble);
  const [distributions] = opened.map(distributionsOf);
  const description = first.table!;
  const { intervals, decision } = answers;
  const model = { network: ensemble, table: description, detector, intervals, decision };
  const facts = factsOf(model);
  const hasDecimalCommas = decimalCommasOf(description);
  return {
    ensemble,
    answers,
    description,
    dialect,
    detector,
    distributions,
    model,
    facts,
    hasDecimalCommas,
  };
}

/** Finds whether numbers in columns of numbers, or in the target's quantities, have a comma. */
function decimalCommasOf({ columns, target }: TableDescription): (rows: CsvRows) => boolean {
  const numbers = [
    ...columns.filter(({ kind }) => kind === "number"),
    ...rulesOf({ target }).quantities ?? [],
  ];
  return ({ columns, rows, decimalComma }) =>
    decimalComma === true && numbers.some(({ name }) => {
      const index = columns.indexOf(name);
      return rows.some(({ [index]: cell = "" }) =>
        cell.includes(",") && !Number.isNaN(numberOf(cell, true))
      );
    });
}

/** Networks of a table, and what they answer with. */
export type TableEnsemble = ReturnType<typeof tableEnsembleOf>;

/** What answers batches of rows, one after the other: of a row without an answer the reason; nothing of one that is refused. */
export function batchAnswerer(
  { ensemble, description, model }: TableEnsemble,
): (batch: RowBatch, ofHeader?: readonly RowRemark[]) => Answered[] {
  let unknown: RowBatch["unknown"] = [];
  const answer = tableAnswerer(
    model,
    ({ name }, value) =>
      unknown.find((found) => found.column === name && found.value === value)?.suggestion ?? "",
  );
  let indices: readonly number[] | undefined;
  return (batch, ofHeader = []) => {
    const { rows, inputs: values, odd, problems, remarks } = batch;
    unknown = batch.unknown;
    indices ??= description.columns.map(({ name }) => batch.columns.indexOf(name));
    const asked = rows.map((row, r) => ({
      cells: indices!.map((index) => row[index]!),
      odd: odd[r],
      problem: problems[r],
      remarks: remarks?.[r] ?? ofHeader,
    }));
    const { features: columns } = ensemble;
    const dense = { kind: "dense", rows: rows.length, columns, values } as const;
    return answersTo(answer, values, ensemble.feedforward(dense), asked);
  };
}

/** Explains the answers of networks, and measures how long it takes. */
export class TimedExplainer {
  readonly #explainer: RowExplainer;
  #rows = 0;
  #milliseconds = 0;

  /** @throws {RangeError} if their file does not hold how the training data were distributed */
  constructor(
    { ensemble, description, distributions }: TableEnsemble,
  ) {
    this.#explainer = new RowExplainer({ network: ensemble, table: description, distributions });
  }

  explain(row: Float32Array, cells: readonly string[]): Explanation {
    const start = performance.now();
    const explanation = this.#explainer.explain(row, cells);
    this.#milliseconds += performance.now() - start;
    this.#rows++;
    return explanation;
  }

  /** What the reasons are, and how long a row took, in a sentence. */
  get note(): string {
    const seconds = this.#milliseconds / 1000 / Math.max(1, this.#rows);
    return "Reasons: what columns add to the base, the mean answer to 64 rows drawn from the training data's " +
      "distributions, each column by itself, as if columns were independent; " +
      `${seconds.toFixed(3)} s a row`;
  }
}

/**
 * Predicts the rows of a table.
 * @param note gets warnings and counts, as sentences
 * @param explainer explains each answer, if given
 * @returns some rows at a time with their predictions; at least one batch, even without rows
 * @throws {Error} if they cannot be read; the message names the line
 */
export async function* predictTable(
  networks: TableEnsemble,
  batches: AsyncIterable<RowBatch>,
  { note, signal, explainer }: {
    readonly note: (sentence: string) => void;
    readonly signal: AbortSignal;
    readonly explainer?: Pick<RowExplainer, "explain"> | undefined;
  },
): AsyncGenerator<ResultBatch, void, void> {
  const { answers, description, facts } = networks;
  const { intervals, problem } = answers;
  const answerAll = batchAnswerer(networks);
  const areMissing = description.columns.map(missingIn);
  const counts = new Map<string, number>();
  const countOf = (kind: string) => counts.get(kind) ?? 0;
  /** Counts a row or a remark; the first sentences of a kind are printed. */
  const add = (kind: string, sentence?: string) => {
    if (sentence !== undefined && countOf(kind) < MAX_WARNINGS) note(sentence);
    counts.set(kind, countOf(kind) + 1);
  };
  let isFirst = true;
  let ofHeader: readonly RowRemark[] = []; // of a file, whose rows have the same columns
  for await (const batch of batches) {
    signal.throwIfAborted();
    const { inputs, lines, unknown, errors, problems, unit = "line" } = batch;
    const at = (line: number | undefined) => `${unit === "line" ? "Line" : "Row"} ${line}`;
    if (isFirst) {
      isFirst = false;
      batch.notes.forEach(note);
      if (!batch.header) {
        note(
          "The first line has no names, so its cells are matched by position to the columns of the training table",
        );
      }
      const targets = targetNamesOf(description);
      const unused = batch.unused.filter((name) => !targets.includes(name));
      if (unused.length > 0) {
        note(`Columns that the network did not learn from: ${joinNames(unused)}`);
      }
      ofHeader = unused.filter((name) => !description.leftOut?.includes(name))
        .slice(0, MAX_UNKNOWN).map((name) => unknownColumn(name, ""));
    }
    const indices = description.columns.map(({ name }) => batch.columns.indexOf(name));
    const results: RowResult[] = [];
    const predictions: (GivenAnswer | { error: string })[] = [];
    const explanations: (Explanation | undefined)[] = [];
    for (const [r, answered] of answerAll(batch, ofHeader).entries()) {
      const error = errors?.[r];
      add("rows");
      if (error !== undefined) {
        add("refused", error);
        results.push({ error });
        predictions.push({ error });
        continue;
      }
      const result = resultOf(answered, answers);
      results.push(result);
      predictions.push(named(facts, answered));
      for (const { kind, text } of answered.remarks) {
        if (kind === "unknownCategory" || kind === "unknownColumn" && !batch.remarks) continue;
        const has = kind === "noPrediction" ? " has" : ":";
        add(kind, kind === "unsure" ? undefined : `${at(lines[r])}${has} ${text}`);
      }
      if ("unfamiliar" in result && result.unfamiliar) add("unfamiliar");
      const cells = indices.map((index) => batch.rows[r]![index]!);
      const isMissingIn = (cell: string, c: number) => areMissing[c]!(cell);
      if (problems[r] === undefined && cells.some(isMissingIn)) add("missing");
      if (answered.answer !== undefined && explainer !== undefined) {
        signal.throwIfAborted();
        const { features } = networks.ensemble;
        explanations[r] = explainer.explain(
          inputs.subarray(r * features, (r + 1) * features),
          cells,
        );
      }
    }
    for (const category of unknown.slice(countOf("unknown"))) {
      add("unknown", `${at(category.line)}: ${unknownCategory(category).text}`);
    }
    const keyOf = (r: number) => ({
      line: lines[r],
      row: Object.fromEntries(batch.columns.map((name, c) => [name, batch.rows[r]![c]])),
    });
    const explained = explainer && {
      explanations,
      reasons: explanations.map((one) => one && reasonsText(one, problem.hasAccuracy)),
    };
    yield { csv: batch, results, keyOf, predictions, ...explained };
  }
  if (!problem.hasAccuracy && intervals === undefined) {
    note("The quantities have no intervals: validation had too few rows");
  }
  for (const [kind, what] of Object.entries(MORE)) {
    const more = countOf(kind) - MAX_WARNINGS;
    const least = kind === "unknown" && countOf(kind) === MAX_UNKNOWN ? ", at least" : "";
    if (more > 0) note(`… and ${more} more ${what}${least}`);
  }
  const some = Object.entries(SOME).filter(([kind]) => countOf(kind) > 0)
    .map(([kind, what]) => `, ${countOf(kind)} ${what}`);
  note(counted(countOf("rows"), "row") + some.join(""));
}

/** What is noted of rows beyond those that are printed, by what is counted. */
const MORE = {
  refused: "that cannot be read",
  noPrediction: "without a prediction",
  novel: NOVEL_TEXT,
  unreadDate: "that are not dates",
  missingColumn: "about missing columns",
  unknownColumn: "about unknown columns",
  unknown: "of no known category",
};

/** What is noted of all rows. */
const SOME = {
  noPrediction: "without a prediction",
  missing: "with missing values",
  unsure: UNSURE_TEXT,
  unfamiliar: NOVEL_TEXT,
};

/** The most warnings of a kind that are printed one by one; the others are only counted. */
const MAX_WARNINGS = 5;
