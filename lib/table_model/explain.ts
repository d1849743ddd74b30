/** Why a row was answered so: what each column adds to the answer, beside the mean answer to other rows. @module */

import { suggestion } from "../checks/meant.ts";
import { joinNames } from "../checks/texts.ts";
import type { Distributions } from "../drift/distributions.ts";
import type { DataRows, Matrix } from "../engine/matrix.ts";
import { contributionsOf } from "../explain/contributions.ts";
import type { Game } from "../explain/game.ts";
import type { Answer } from "../problem/contract.ts";
import { quoted } from "../table/cells.ts";
import { type TableDescription, widthOf } from "../table/columns.ts";
import { rulesOf } from "../table/target.ts";
import type { TargetRules } from "../table/target/contract.ts";
import { backgroundOf } from "./background.ts";

const { abs } = Math;

/** What a column adds to an answer. */
export interface Contribution {
  /** The name of the column. */
  readonly column: string;
  /** What stands there, as text; empty where the value is missing. */
  readonly value: string;
  /** How much it adds, by its Shapley value: of a probability, or of a quantity in its unit. */
  readonly contribution: number;
  /** The standard error of that, since orders of columns are sampled; 0 of a table with up to 8 columns. */
  readonly error: number;
}

/** Why a row was answered so. */
export interface Explanation {
  /** What is explained: the class whose probability it is, or the name of the quantity. */
  readonly of: string;
  /** The mean answer to 64 rows drawn from the distributions in the model file. */
  readonly base: number;
  /** What each column adds to it, the largest first; the sum with the base is the answer. */
  readonly contributions: readonly Contribution[];
  /** The probability, or the quantity in its unit. */
  readonly answer: number;
}

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
  readonly #players: Game["players"];
  readonly #background: Float32Array;

  /** @throws {RangeError} if the model file does not hold how its training data were distributed */
  constructor({ network, table, distributions }: ExplainedModel) {
    this.#network = network;
    this.#table = table;
    this.#target = rulesOf(table);
    this.#background = backgroundOf(table, distributions);
    let start = 0;
    this.#players = table.columns.map((column) => {
      const range = { start, width: widthOf(column) };
      start += range.width;
      return range;
    });
  }

  /**
   * Explains the answer to a row.
   * @param row its features
   * @param cells the text of each column, in the order of the description
   * @throws {RangeError} if there is no such class or quantity
   */
  explain(row: Float32Array, cells: readonly string[], options: ExplainOptions = {}): Explanation {
    const { of, seed = 1 } = options;
    const output = of === undefined
      ? this.#answersTo(row, 1)[0]!.chosen[0] ?? 0
      : this.#outputOf(of);
    const game = {
      ...{ players: this.#players, row, background: this.#background },
      answers: (inputs: Float32Array, rows: number) =>
        this.#answersTo(inputs, rows).map(({ values }) => values[output]!),
    };
    const { base, answer, contributions, errors } = contributionsOf(game, seed);
    const all = this.#table.columns.map(({ name: column }, c): Contribution => ({
      ...{ column, value: cells[c]! },
      ...{ contribution: contributions[c]!, error: errors[c]! },
    }));
    all.sort((a, b) => abs(b.contribution) - abs(a.contribution));
    return { of: this.#target.outputNames[output]!, base, contributions: all, answer };
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
