/** A row of a table: a field for each column, and how each column changes the answer. @module */

import { joinNames } from "../../lib/checks/mod.ts";
import { parseDistributions } from "../../lib/table/drift/mod.ts";
import type { Cell, TableColumn, TableDescription } from "../../lib/table/mod.ts";
import { encodeRow, quotableLevels } from "../../lib/table/model/mod.ts";
import { count } from "../../tasks/cli/format.ts";
import { AnswerPanel, type InputPart, type Reading, type ShownAnswer } from "./answer_panel.ts";
import { element, setHidden, setText } from "./elements.ts";
import { meansOf, rowOf } from "./field_values.ts";
import { messageOf } from "./messages.ts";
import type { OpenNetwork } from "./open_network.ts";
import { ReasonsView } from "./reasons_view.ts";
import { type ColumnField, fieldOf } from "./table_fields.ts";
import { drawResponses, setColor } from "./table_responses.ts";
import { colorsOf, type TargetView, viewOf } from "./table_view.ts";

/** The most columns that have a field. */
const MAX_FIELDS = 200;

/** How long after the last change the answer is announced to screen readers, in milliseconds. */
const NEWS_DELAY_MS = 700;

export class RowPart implements InputPart {
  readonly prefix = "columns-";
  readonly sentenceHasAnswer = false;
  readonly #panel = new AnswerPanel(this);
  #description: TableDescription | undefined;
  #view!: TargetView;
  #reasons: ReasonsView | undefined;
  #fields: readonly ColumnField[] = [];
  /** The colors of the outputs that are drawn. */
  #colors: ReadonlyMap<number, number> = new Map();
  /** The cells of columns without a field. */
  #rest: Readonly<Record<string, Cell>> = {};

  constructor() {
    addEventListener("resize", () => {
      if (this.#description !== undefined) this.#panel.plan(NEWS_DELAY_MS);
    });
  }

  /**
   * Predicts with this network from now on, whose columns may be others.
   * @param row [features] what the fields start with. Default: what is typical
   */
  use(
    opened: OpenNetwork,
    description: TableDescription,
    name: string,
    row?: Float32Array,
  ): void {
    setHidden(false, "columns", "columns-link");
    const same = JSON.stringify(description.columns) ===
      JSON.stringify(this.#description?.columns);
    [this.#description, this.#colors] = [description, new Map()];
    this.#view = viewOf(description.target);
    setHidden(this.#view.bars.length === 0, "columns-bars");
    this.#panel.use(opened, name, this.#view.bars);
    this.#reasons?.forget();
    this.#reasons = new ReasonsView(opened, description);
    if (!same || row !== undefined) this.#makeFields(opened, description, row);
    this.#panel.show(NEWS_DELAY_MS);
  }

  #makeFields(
    { detector, metadata }: OpenNetwork,
    description: TableDescription,
    row: Float32Array | undefined,
  ): void {
    const { columns } = description;
    const distributions = parseDistributions(metadata);
    const known = new Map(distributions?.columns.map((column) => [column.name, column]));
    const start = rowOf(description, row ?? (detector && meansOf(detector)), distributions);
    const rows = trainingSizeIn(metadata);
    const onChange = () => this.#panel.plan(NEWS_DELAY_MS);
    this.#fields = columns.slice(0, MAX_FIELDS).map((column, number) =>
      fieldOf(column, {
        number,
        start: start[column.name]!,
        rows,
        onChange,
        quotable: quotableLevels(column, known.get(column.name)),
      })
    );
    element("fields", HTMLElement).replaceChildren(...this.#fields.map(({ box }) => box));
    const rest = columns.slice(MAX_FIELDS);
    this.#rest = Object.fromEntries(rest.map(({ name }) => [name, start[name]!]));
    setText(
      "fields-rest",
      rest.length === 0
        ? ""
        : `${count(rest.length)} more columns have no field; they stay at typical values.`,
    );
  }

  /** What is in the fields, and what is typical of columns without one. */
  get #row(): Readonly<Record<string, Cell>> {
    const cells = this.#fields.map(({ column, read }) => [column.name, read()] as const);
    return { ...this.#rest, ...Object.fromEntries(cells) };
  }

  /** Shows at each field what is wrong with it, and no charts until there is an answer. */
  read(): Float32Array | string {
    element("fields", HTMLElement).classList.add("unanswered");
    this.#reasons?.forget();
    const row = this.#row;
    const wrong: string[] = [];
    for (const { column, error, box } of this.#fields) {
      const { name } = column;
      let message = "";
      try {
        encodeRow({ ...this.#description!, columns: [column] }, { [name]: row[name]! });
      } catch (why) {
        message = cellProblem(column, String(row[name]), why);
      }
      error.textContent = message;
      box.querySelector("input, select")!.setAttribute("aria-invalid", String(message !== ""));
      if (message !== "") wrong.push(name);
    }
    if (wrong.length === 0) return encodeRow(this.#description!, row);
    this.#reasons?.hide();
    const fields = wrong.length === 1 ? "field" : "fields";
    return `To get a prediction, correct the ${fields} ${joinNames(wrong)}.`;
  }

  answer(reading: Reading): ShownAnswer {
    const isNovel = reading.detector?.isNovel(reading.inputs) ?? false;
    const shown = this.#view.show(reading, isNovel);
    return isNovel
      ? {
        ...shown,
        sentence: `${shown.sentence}. It does not look like the rows in the training data.`,
      }
      : shown;
  }

  show({ network, outputs, inputs, bars }: Reading): void {
    element("fields", HTMLElement).classList.remove("unanswered");
    const drawn = this.#view.drawn(outputs);
    this.#colors = colorsOf(drawn.sort((a, b) => a - b), this.#colors);
    for (const [k, { row, head }] of bars.rows.entries()) {
      setColor(row, this.#colors.get(k));
      head.classList.toggle("swatch", this.#colors.has(k));
    }
    this.#reasons!.plan(inputs, this.#row);
    drawResponses(network, this.#description!, this.#fields, this.#row, this.#colors);
  }
}

/** What is wrong with a cell, in a few words at its field. */
function cellProblem({ kind }: TableColumn, cell: string, why: unknown): string {
  if (kind !== "number") return messageOf(why);
  return cell.trim() === "" ? "Enter a number." : "Enter a number, such as 12.5.";
}

/** How many rows the network learned from; NaN if its file does not have the number. */
function trainingSizeIn({ config = "{}" }: Readonly<Record<string, string>>): number {
  return Object(JSON.parse(config)).trainingSize ?? NaN;
}
