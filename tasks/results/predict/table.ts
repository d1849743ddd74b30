/** Predictions for the rows of a table, streamed, so that a file may be larger than memory. @module */

import { ownOf } from "../../../lib/config/mod.ts";
import { decide } from "../../../lib/table/decide/mod.ts";
import { joinNames } from "../../../lib/checks/mod.ts";
import type { Ensemble } from "../../../lib/ensemble/mod.ts";
import { NOVEL_TEXT, UNSURE_TEXT } from "../../../lib/evaluate/mod.ts";
import {
  type Explanation,
  MAX_UNKNOWN,
  RowAnswers,
  RowExplainer,
  type RowPrediction,
  type RowRemark,
  targetNamesOf,
  unfamiliarIn,
  unknownCategory,
  unknownColumn,
  unsure,
} from "../../../lib/table/mod.ts";
import { counted } from "../../cli/format.ts";
import type { ReadingOptions, RowBatch } from "../../data/table.ts";
import { haveSameTable, type OpenNetwork } from "../../run/open_network.ts";
import { answersOf, metadataOf } from "./answers.ts";
import type { ResultBatch, RowResult } from "./rows.ts";

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
        (path === undefined ? "" : ", and the file is no PNG or JPEG"),
    );
  }
  if (other !== undefined) {
    throw new Error(
      `Cannot predict rows with ${first.run} and ${other.run} together: they learned from different columns ` +
        "or rows; train them on the same table with the same splitSeed",
    );
  }
  const learned: ReadingOptions = ownOf(dataset) ?? {};
  const dialect: ReadingOptions = {
    ...{ delimiter: learned.delimiter, header: learned.header },
    // The bytes of standard input are not known to their end.
    encoding: encoding ?? (path === undefined ? undefined : learned.encoding),
    ...{ sheet: sheet ?? learned.sheet, query: query ?? learned.query },
  };
  const { detector, distributions } = metadataOf(first);
  return {
    ensemble,
    answers: answersOf(opened, ensemble),
    description: first.table!,
    dialect,
    detector,
    distributions,
  };
}

/** Explains the answers of networks, and measures how long it takes. */
export class TimedExplainer {
  readonly #explainer: RowExplainer;
  #rows = 0;
  #milliseconds = 0;

  /** @throws {RangeError} if their file does not hold how the training data were distributed */
  constructor(
    { ensemble, description, distributions }: ReturnType<typeof tableEnsembleOf>,
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
  networks: ReturnType<typeof tableEnsembleOf>,
  batches: AsyncIterable<RowBatch>,
  { note, signal, explainer }: {
    readonly note: (sentence: string) => void;
    readonly signal: AbortSignal;
    readonly explainer?: Pick<RowExplainer, "explain"> | undefined;
  },
): AsyncGenerator<ResultBatch, void, void> {
  const { ensemble, answers, description, detector } = networks;
  const { features } = ensemble;
  const { areProbabilities, intervals, problem, decision } = answers;
  const counts = {
    ...{ rows: 0, without: 0, missing: 0, unsure: 0 },
    ...{ unfamiliar: 0, far: 0, unknown: 0, unread: 0, absent: 0, strange: 0, refused: 0 },
  };
  /** Counts a row or a remark; the first sentences of a kind are printed. */
  const add = (kind: keyof typeof counts, sentence?: string) => {
    if (sentence !== undefined && counts[kind] < MAX_WARNINGS) note(sentence);
    counts[kind]++;
  };
  let rowAnswers: RowAnswers | undefined;
  let ofHeader: readonly RowRemark[] = []; // of a file, whose rows have the same columns
  for await (const batch of batches) {
    signal.throwIfAborted();
    const { inputs, lines, unknown, errors, unit = "line" } = batch;
    const at = (line: number | undefined) => `${unit === "line" ? "Line" : "Row"} ${line}`;
    if (rowAnswers === undefined) {
      const model = { table: description, areProbabilities, detector, intervals, decision };
      rowAnswers = new RowAnswers(model, batch.columns);
      batch.notes.forEach(note);
      if (!batch.header) {
        note(
          "The first line has no names: the cells are taken for the first, second… column of the training table",
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
    const rows = batch.rows.length;
    const { values, columns } = ensemble.feedforward({
      ...{ kind: "dense", rows, columns: features, values: inputs },
    });
    const results: RowResult[] = [];
    const predictions: (RowPrediction | { error: string })[] = [];
    const explanations: (Explanation | undefined)[] = [];
    const indices = description.columns.map(({ name }) => batch.columns.indexOf(name));
    for (const [r, cells] of batch.rows.entries()) {
      const error = errors?.[r];
      if (error !== undefined) {
        add("rows");
        add("refused", error);
        results.push({ error });
        predictions.push({ error });
        continue;
      }
      const row = {
        cells,
        input: inputs.subarray(r * features, (r + 1) * features),
        outputs: values.subarray(r * columns, (r + 1) * columns),
        problem: batch.problems[r],
      };
      const prediction = rowAnswers.answer(row, unknown, batch.remarks?.[r] ?? ofHeader);
      const { remarks, caution } = prediction;
      predictions.push(prediction);
      add("rows");
      for (const { kind, text } of remarks) {
        if (kind === "noPrediction") add("without", `${at(lines[r])} has ${text}`);
        if (kind === "novel") add("far", `${at(lines[r])}: ${text}`);
        if (kind === "unreadDate") add("unread", `${at(lines[r])}: ${text}`);
        if (kind === "missingColumn") add("absent", `${at(lines[r])}: ${text}`);
        if (kind === "unknownColumn" && batch.remarks) add("strange", `${at(lines[r])}: ${text}`);
        if (kind === "unsure") add("unsure");
      }
      const unfamiliar = unfamiliarIn(remarks);
      if (unfamiliar !== undefined) add("unfamiliar");
      if (row.problem === undefined && rowAnswers.hasMissing(cells)) add("missing");
      const failure = rowAnswers.problemOf(row);
      if (failure === undefined && explainer !== undefined) {
        signal.throwIfAborted();
        explanations[r] = explainer.explain(row.input, indices.map((index) => cells[index]!));
      }
      results.push(
        failure !== undefined ? { error: failure.reason } : {
          answer: decide(problem.answer(row.outputs, answers), decision),
          caution,
          unsure: remarks.includes(unsure),
          unfamiliar: unfamiliar !== undefined,
          unfamiliarColumn: unfamiliar?.column,
        },
      );
    }
    for (const category of unknown.slice(counts.unknown)) {
      add("unknown", `${at(category.line)}: ${unknownCategory(category).text}`);
    }
    const keyOf = (r: number) => ({
      line: lines[r],
      row: Object.fromEntries(batch.columns.map((name, c) => [name, batch.rows[r]![c]])),
    });
    yield { csv: batch, results, keyOf, predictions, ...explainer && { explanations } };
  }
  if (!problem.hasAccuracy && intervals === undefined) {
    note("The quantities have no intervals: validation had too few rows");
  }
  const { rows, without, missing, far, unknown, unread, absent, strange, refused } = counts;
  const more = (count: number, what: string) => {
    if (count > MAX_WARNINGS) note(`… and ${count - MAX_WARNINGS} more ${what}`);
  };
  more(refused, "that cannot be read");
  more(without, "without a prediction");
  more(far, NOVEL_TEXT);
  more(unread, "that are no dates");
  more(absent, "about missing columns");
  more(strange, "about unknown columns");
  more(unknown, `of no known category${unknown === MAX_UNKNOWN ? ", at least" : ""}`);
  const some = (count: number, what: string) => count > 0 ? `, ${count} ${what}` : "";
  note(
    counted(rows, "row") + some(without, "without a prediction") +
      some(missing, "with missing values") + some(counts.unsure, UNSURE_TEXT) +
      some(counts.unfamiliar, NOVEL_TEXT),
  );
}

/** The most warnings of a kind that are printed one by one; the others are only counted. */
const MAX_WARNINGS = 5;
