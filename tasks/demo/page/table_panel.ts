/** The page of a network that learned from a table: a field for each column, the answer, and how each column changes it. @module */

import type { TableColumn, TableDescription } from "../../../lib/table/columns.ts";
import { type Cell, encodeRow } from "../../../lib/table/encode.ts";
import { decodeQuantities } from "../../../lib/table/target.ts";
import { count, percent } from "../../cli/format.ts";
import { Bars, largest } from "./bars.ts";
import { isSure } from "./certainty.ts";
import { element, messageOf } from "./elements.ts";
import type { OpenNetwork } from "./open_network.ts";
import { type ColumnField, fieldOf } from "./table_fields.ts";
import { drawResponses, rounded } from "./table_responses.ts";

/** Columns after this many have no field. */
const MAX_FIELDS = 200;

/** The time after the last change at which a screen reader is told, in milliseconds. */
const NEWS_DELAY = 700;

/** The fields of a table with the network's answer. */
export class TablePanel {
  readonly #bars = new Bars("class-bars");
  #opened: OpenNetwork | undefined;
  #description: TableDescription | undefined;
  #fields: readonly ColumnField[] = [];
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
    element("columns", HTMLElement).hidden = false;
    element("columns-link", HTMLElement).hidden = false;
    element("columns-network", HTMLElement).textContent = name;
    const same = JSON.stringify(description.columns) ===
      JSON.stringify(this.#description?.columns);
    this.#description = description;
    const { target } = description;
    element("class-outputs", HTMLElement).hidden = target.kind !== "class";
    if (target.kind === "class") {
      this.#bars.prepare(target.classes, opened.network.outputActivation.name);
    }
    if (!same) {
      const { columns } = description;
      const shown = columns.slice(0, MAX_FIELDS);
      this.#fields = shown.map((column, k) => fieldOf(column, k, () => this.#plan()));
      element("fields", HTMLElement).replaceChildren(...this.#fields.map(({ box }) => box));
      const rest = columns.slice(MAX_FIELDS);
      this.#rest = Object.fromEntries(
        rest.map((
          column,
        ) => [column.name, column.kind === "number" ? column.mean : column.values[0]!]),
      );
      element("fields-rest", HTMLElement).textContent = rest.length === 0
        ? ""
        : `${count(rest.length)} more columns stay at their means, or first categories.`;
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
    if (!this.#check(row)) return;
    const description = this.#description!;
    const values = encodeRow(description, row);
    const rows = { kind: "dense", rows: 1, columns: values.length, values } as const;
    const outputs = network.feedforward(rows).values.slice(0, network.sizes.at(-1)!);
    if (outputs.some(Number.isNaN)) {
      return this.#answer(
        "–",
        "The network answers with what is no number: its training diverged.",
      );
    }
    this.#drawAnswer(outputs, detector?.isNovel(values) ?? false);
    this.#bars.color(drawResponses(network, description, this.#fields, row, outputs));
  }

  /** Says at each field what is wrong with it; whether nothing is. */
  #check(row: Readonly<Record<string, Cell>>): boolean {
    let right = true;
    for (const { column, error, box } of this.#fields) {
      let message = "";
      try {
        encodeRow({ columns: [column], target: this.#description!.target, version: 1 }, {
          [column.name]: row[column.name]!,
        });
      } catch (why) {
        message = problemOf(column, String(row[column.name]), why);
      }
      error.textContent = message;
      box.querySelector("input, select")!.setAttribute("aria-invalid", String(message !== ""));
      right &&= message === "";
    }
    if (!right) this.#answer("–", "There is no answer while a field is wrong.");
    return right;
  }

  #drawAnswer(outputs: Float32Array, isNovel: boolean): void {
    const strange = isNovel
      ? ". It does not look like the rows that the network learned from."
      : "";
    const { target } = this.#description!;
    if (target.kind === "quantity") {
      const quantities = decodeQuantities(target, outputs);
      const texts = target.quantities.map(({ unit, deviation }, k) =>
        `${rounded(quantities[k]!, deviation)}${unit === undefined ? "" : ` ${unit}`}`
      );
      const { coverage = 0, halfWidths } = this.#opened!.intervals ?? {};
      const sentences = target.quantities.map(({ name, deviation }, k) => {
        const half = (halfWidths?.[k] ?? NaN) * deviation;
        if (Number.isNaN(half)) return `${name}: ${texts[k]}`;
        const [low, high] = [-half, half].map((by) => rounded(quantities[k]! + by, deviation));
        return `${name}: ${low} to ${high} in ${percent(coverage, 0)} of such rows`;
      });
      return this.#answer(texts.join(", "), `${sentences.join(", ")}${strange}`);
    }
    const [best = 0, next] = largest(outputs, 2);
    const { classes } = target;
    const said = (k: number) => `${classes[k]} ${this.#bars.figure(outputs[k]!)}`;
    const sure = !isNovel && isSure(outputs, this.#opened!.network.outputActivation.name);
    this.#bars.show(outputs, sure ? best : undefined);
    const both = `${said(best)}${next === undefined ? "" : `, next ${said(next)}`}`;
    this.#answer(
      sure ? classes[best]! : "Not sure",
      `${sure ? both : `Perhaps ${both}`}${strange}`,
    );
  }

  #answer(answer: string, sentence: string): void {
    element("columns-answer", HTMLElement).textContent = answer;
    element("columns-sentence", HTMLElement).textContent = sentence;
    clearTimeout(this.#news);
    this.#news = setTimeout(() => {
      element("columns-news", HTMLElement).textContent = `${answer}. ${sentence}`;
    }, NEWS_DELAY);
  }
}

/** What is wrong with a cell, in a few words at its field. */
function problemOf({ kind }: TableColumn, cell: string, why: unknown): string {
  if (kind !== "number") return messageOf(why);
  return cell.trim() === "" ? "A number is missing." : "A number is wanted, such as 12.5.";
}
