/** The page of a network that learned from a table: a field for each column, the answer, and how each column changes it. @module */

import { joinNames } from "../../../lib/checks/mod.ts";
import {
  type Cell,
  encodeRow,
  type TableColumn,
  type TableDescription,
} from "../../../lib/table/mod.ts";
import { count } from "../../cli/format.ts";
import { Bars, DIVERGED } from "./bars.ts";
import { colorsOf } from "./class_colors.ts";
import { element, setHidden, setText } from "./elements.ts";
import { typicalRow } from "./field_values.ts";
import { messageOf } from "./messages.ts";
import type { OpenNetwork } from "./open_network.ts";
import { type ColumnField, fieldOf } from "./table_fields.ts";
import { drawResponses } from "./table_responses.ts";
import { type TargetView, viewOf } from "./table_view.ts";

/** The most columns that have a field. */
const MAX_FIELDS = 200;

/** The time after the last change at which the answer is announced to screen readers, in milliseconds. */
const NEWS_DELAY_MS = 700;

/** The fields of a table with the network's answer. */
export class TablePanel {
  readonly #bars = new Bars("class-bars");
  #opened: OpenNetwork | undefined;
  #description: TableDescription | undefined;
  #view: TargetView | undefined;
  #fields: readonly ColumnField[] = [];
  /** The colors of the outputs that are drawn. */
  #colors: ReadonlyMap<number, number> = new Map();
  /** The cells of columns without a field. */
  #rest: Readonly<Record<string, Cell>> = {};
  #frame: number | undefined;
  #news: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    addEventListener("resize", () => this.#plan());
  }

  /** Predicts with this network from now on, whose columns may be others. */
  use(opened: OpenNetwork, description: TableDescription, name: string): void {
    this.#opened = opened;
    setHidden(false, "columns", "columns-link");
    setText("columns-network", name);
    const same = JSON.stringify(description.columns) ===
      JSON.stringify(this.#description?.columns);
    [this.#description, this.#colors] = [description, new Map()];
    const view = this.#view = viewOf(description.target);
    setHidden(view.bars.length === 0, "class-bars");
    this.#bars.prepare(view.bars, opened.network.outputActivation.name);
    if (!same) {
      const { columns } = description;
      const shown = columns.slice(0, MAX_FIELDS);
      const start = typicalRow(description, opened.detector);
      const rows = trainingSizeIn(opened.metadata);
      this.#fields = shown.map((column, number) =>
        fieldOf(column, {
          number,
          start: start[column.name]!,
          rows,
          onChange: () => this.#plan(),
        })
      );
      element("fields", HTMLElement).replaceChildren(...this.#fields.map(({ box }) => box));
      const rest = columns.slice(MAX_FIELDS);
      this.#rest = Object.fromEntries(rest.map(({ name }) => [name, start[name]!]));
      setText(
        "fields-rest",
        rest.length === 0
          ? ""
          : `${count(rest.length)} more columns have no field: they stay at what is typical.`,
      );
    }
    this.#show();
  }

  /** Renews the answer in the next frame. */
  #plan(): void {
    if (this.#opened === undefined) return;
    this.#frame ??= requestAnimationFrame(() => this.#show());
  }

  #show(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    const { network, detector } = this.#opened!;
    const cells = this.#fields.map(({ column, read }) => [column.name, read()] as const);
    const row = { ...this.#rest, ...Object.fromEntries(cells) };
    const wrong = this.#check(row);
    if (wrong.length > 0) {
      const fields = `the ${wrong.length === 1 ? "field" : "fields"} ${joinNames(wrong)}`;
      return this.#showNone(`There is no answer until you correct ${fields}.`);
    }
    const description = this.#description!;
    const values = encodeRow(description, row);
    const rows = { kind: "dense", rows: 1, columns: values.length, values } as const;
    const outputs = network.feedforward(rows).values.slice(0, network.sizes.at(-1)!);
    if (outputs.some(Number.isNaN)) {
      return this.#showNone(DIVERGED);
    }
    element("fields", HTMLElement).classList.remove("unanswered");
    this.#drawAnswer(outputs, detector?.isNovel(values) ?? false);
    const drawn = this.#view!.drawn(outputs);
    this.#colors = colorsOf(drawn.sort((a, b) => a - b), this.#colors);
    this.#bars.color(this.#colors);
    drawResponses(network, description, this.#fields, row, this.#colors);
  }

  /** Takes back the answer with its bars and charts, and shows why. */
  #showNone(why: string): void {
    this.#bars.clear();
    element("fields", HTMLElement).classList.add("unanswered");
    this.#answer("–", why);
  }

  /** Shows at each field what is wrong with it; the columns of those that are wrong. */
  #check(row: Readonly<Record<string, Cell>>): string[] {
    const wrong: string[] = [];
    for (const { column, error, box } of this.#fields) {
      let message = "";
      try {
        encodeRow({ columns: [column], target: this.#description!.target, version: 1 }, {
          [column.name]: row[column.name]!,
        });
      } catch (why) {
        message = cellProblem(column, String(row[column.name]), why);
      }
      error.textContent = message;
      box.querySelector("input, select")!.setAttribute("aria-invalid", String(message !== ""));
      if (message !== "") wrong.push(column.name);
    }
    return wrong;
  }

  #drawAnswer(outputs: Float32Array, isNovel: boolean): void {
    const { network, intervals } = this.#opened!;
    const outputActivation = network.outputActivation.name;
    const { textOfOutput } = this.#bars;
    const { answer, sentence, winner } = this.#view!.show(outputs, {
      ...{ isNovel, outputActivation, textOfOutput, intervals },
    });
    this.#bars.show(outputs, winner);
    const strange = isNovel
      ? ". It does not look like the rows that the network learned from."
      : "";
    this.#answer(answer, `${sentence}${strange}`);
  }

  #answer(answer: string, sentence: string): void {
    setText("columns-answer", answer);
    setText("columns-sentence", sentence);
    clearTimeout(this.#news);
    this.#news = setTimeout(
      () => setText("columns-news", `${answer}. ${sentence}`),
      NEWS_DELAY_MS,
    );
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
