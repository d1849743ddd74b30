/** Why a row was answered so: what each column adds to the answer, beside the mean answer to other rows. @module */

import { suggestion } from "../../checks/meant.ts";
import { joinNames, quoted } from "../../checks/texts.ts";
import type { Distributions } from "../../measure/drift/distributions.ts";
import type { DataRows, Matrix } from "../../engine/matrix.ts";
import { type Game, meanOf } from "../explain/shapley.ts";
import { summaryOf } from "../explain/summary.ts";
import type { Answer } from "../../problem/contract.ts";
import type { TableDescription } from "../columns/columns.ts";
import { widthOf } from "../columns/features.ts";
import { rulesOf, type TargetRules } from "../columns/target.ts";
import { BACKGROUND_ROWS, backgroundOf, distributionOf, valuesAlong } from "./background.ts";
import { type Explanation, explanationOf, playersOf } from "./explanation.ts";
import { inputsAlong } from "./response.ts";

const { floor } = Math;

/** How the mean answer depends on a column. */
export interface PartialDependence {
  /** The name of the column. */
  readonly column: string;
  /** In the order of the numbers or dates, or of the commonest texts. */
  readonly values: readonly {
    /** What is put into the column of every row, as text. */
    readonly value: string;
    /** The mean answer (Friedman 2001, “Greedy function approximation”, section 8.2). */
    readonly mean: number;
    /** A tenth of the rows are answered with less. */
    readonly low: number;
    /** A tenth of the rows are answered with more. */
    readonly high: number;
  }[];
}

/** What a model makes of its columns, over many rows. */
export interface ModelExplanation {
  /** How many rows were explained. */
  readonly rows: number;
  /** The class or the quantity of the partial dependence. */
  readonly of: string;
  /** The mean absolute contribution of each column to the answers, the largest first. */
  readonly columns: readonly { readonly column: string; readonly contribution: number }[];
  /** The five pairs of columns with the largest mean absolute Shapley interaction, of the 8 columns that add most. */
  readonly pairs: readonly {
    readonly columns: readonly [string, string];
    readonly interaction: number;
  }[];
  /** Of the five columns that add most and have values in an order or a list. */
  readonly dependence: readonly PartialDependence[];
}

/** The most pairs, and the most columns whose partial dependence is computed. */
const [MAX_PAIRS, MAX_DEPENDENCES] = [5, 5];

/** How answers are explained. */
export interface ExplainOptions {
  /** The class or the quantity that is explained. Default: the answered class, or the first quantity */
  readonly of?: string | undefined;
  /** Of the sampled orders of columns: a whole number from 0 to 2⁵³ − 1. Default: 1 */
  readonly seed?: number | undefined;
}

/** What answers. */
interface ExplainedModel {
  readonly network: { feedforward(inputs: DataRows): Matrix };
  readonly table: TableDescription;
  readonly distributions: Distributions | undefined;
}

/** Explains the answers of a model to encoded rows. */
export class RowExplainer {
  readonly #network: ExplainedModel["network"];
  readonly #table: TableDescription;
  readonly #target: TargetRules;
  readonly #distributions: Distributions | undefined;
  readonly #players: Game["players"];
  readonly #background: Float32Array;

  /**
   * Draws the rows that answers are explained against.
   * @throws {RangeError} if the model file does not hold how its training data were distributed
   */
  constructor({ network, table, distributions }: ExplainedModel) {
    this.#network = network;
    this.#table = table;
    this.#distributions = distributions;
    this.#target = rulesOf(table);
    this.#background = backgroundOf(table, distributions);
    this.#players = playersOf(table.columns.map(widthOf));
  }

  /**
   * Explains the answer to a row.
   * @param row its features
   * @param cells the text of each column, in the order of the description
   * @throws {RangeError} if there is no such class or quantity
   */
  explain(row: Float32Array, cells: readonly string[], options: ExplainOptions = {}): Explanation {
    const [output, game] = this.#gameOf(row, options.of);
    const columns = this.#table.columns.map(({ name }) => name);
    const names = { of: this.#target.outputNames[output]!, columns, cells };
    return explanationOf(game, names, options.seed);
  }

  /**
   * Explains a model by its answers to many rows.
   * @param inputs [rows, features], of one row or more
   * @param of the class or the quantity of the partial dependence
   * @throws {RangeError} if there is no such class or quantity
   */
  explainModel(inputs: Float32Array, of: string): ModelExplanation {
    const { columns } = this.#table;
    const features = this.#background.length / BACKGROUND_ROWS;
    const rows = inputs.length / features;
    const rowAt = (r: number) => inputs.subarray(r * features, (r + 1) * features);
    const games = Array.from({ length: rows }, (_, r) => this.#gameOf(rowAt(r), undefined)[1]);
    const { contributions, pairs } = summaryOf(rows, (r) => games[r]!);
    const worth = columns.map(({ name: column }, c) => ({
      column,
      contribution: contributions[c]!,
    }));
    worth.sort((a, b) => b.contribution - a.contribution);
    const output = this.#outputOf(of);
    const dependence: PartialDependence[] = [];
    for (const { column: name } of worth) {
      if (dependence.length === MAX_DEPENDENCES) break;
      const column = columns.find((column) => column.name === name)!;
      const values = valuesAlong(column, distributionOf(column, this.#distributions));
      if (values.length < 2) continue;
      const { start } = this.#players[columns.indexOf(column)]!;
      const blocks = values.map(({ features }) => features);
      const answers = Array.from(
        { length: rows },
        (_, r) => this.#answersTo(inputsAlong(rowAt(r), start, blocks), blocks.length),
      );
      dependence.push({
        column: name,
        values: values.map(({ text: value }, v) => ({
          value,
          ...spreadOf(Float64Array.from(answers, (ofRow) => ofRow[v]!.values[output]!)),
        })),
      });
    }
    return {
      rows,
      of,
      columns: worth,
      pairs: pairs.slice(0, MAX_PAIRS).map(({ players, interaction }) => ({
        columns: players.map((player) => columns[player]!.name) as [string, string],
        interaction,
      })),
      dependence,
    };
  }

  #gameOf(row: Float32Array, of: string | undefined): [output: number, game: Game] {
    const output = of === undefined
      ? this.#answersTo(row, 1)[0]!.chosen[0] ?? 0
      : this.#outputOf(of);
    return [output, {
      players: this.#players,
      row,
      background: this.#background,
      answers: (inputs: Float32Array, rows: number) =>
        this.#answersTo(inputs, rows).map(({ values }) => values[output]!),
    }];
  }

  /** The answers that a model gives to rows. */
  #answersTo(inputs: Float32Array, rows: number): Answer[] {
    const { problem, quantities } = this.#target;
    const dense = { kind: "dense", rows, columns: inputs.length / rows, values: inputs } as const;
    const { columns, values } = this.#network.feedforward(dense);
    return Array.from(
      { length: rows },
      (_, r) => problem.answer(values.subarray(r * columns, (r + 1) * columns), { quantities }),
    );
  }

  #outputOf(name: string): number {
    const { outputNames, problem } = this.#target;
    const output = outputNames.indexOf(name);
    if (output !== -1) return output;
    const hint = suggestion(name, outputNames);
    throw new RangeError(
      `Cannot explain ${quoted(name)}: expected one of the ${problem.noun}${
        hint || ` ${joinNames(outputNames)}`
      }`,
    );
  }
}

/** The mean of answers, and between what eight of ten are. */
function spreadOf(answers: Float64Array) {
  const sorted = answers.slice().sort();
  const at = (share: number) => sorted[floor(share * (sorted.length - 1) + 0.5)]!;
  return { mean: meanOf(answers), low: at(0.1), high: at(0.9) };
}
