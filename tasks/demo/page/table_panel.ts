/** The page of a network that learned from a table: a field for each column, the answer, and how each column changes it. @module */

import { responseAlong } from "../../../lib/evaluate/response.ts";
import type { TableColumn, TableDescription } from "../../../lib/table/columns.ts";
import { type Cell, encodeRow } from "../../../lib/table/encode.ts";
import { decodeQuantities } from "../../../lib/table/target.ts";
import { percent } from "../../cli/format.ts";
import { Bars, largest } from "./bars.ts";
import { isSure } from "./certainty.ts";
import { element, messageOf } from "./elements.ts";
import type { OpenNetwork } from "./open_network.ts";
import { drawLines, drawRows, type Scale } from "./response_chart.ts";
import { type ColumnField, fieldOf, textOf } from "./table_fields.ts";

/** How many classes have a colour of their own. */
const COLORS = 6;

/** How many points a line has. */
const POINTS = 41;

/** Columns after this many have fields, but no chart. */
const MAX_CHARTS = 40;

/** The time after the last change at which a screen reader is told, in milliseconds. */
const NEWS_DELAY = 700;

/** The fields of a table with the network's answer. */
export class TablePanel {
  readonly #bars = new Bars("class-bars");
  #opened: OpenNetwork | undefined;
  #description: TableDescription | undefined;
  #fields: readonly ColumnField[] = [];
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
      this.#fields = description.columns.map((column, k) => fieldOf(column, k, () => this.#plan()));
      element("fields", HTMLElement).replaceChildren(...this.#fields.map(({ box }) => box));
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
    const row = Object.fromEntries(this.#fields.map(({ column, read }) => [column.name, read()]));
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
    this.#drawResponses(row, outputs);
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

  /** Draws the answer along every column. */
  #drawResponses(row: Readonly<Record<string, Cell>>, outputs: Float32Array): void {
    const description = this.#description!;
    const { target } = description;
    const count = target.kind === "class" ? target.classes.length : target.quantities.length;
    const colored = count <= COLORS ? [...Array(count).keys()] : largest(outputs, COLORS);
    if (target.kind === "class") this.#bars.color(colored);
    const drawn = this.#fields.slice(0, MAX_CHARTS);
    const along = drawn.map(({ column, range }) => {
      const values = range === undefined
        ? (column as { values: readonly string[] }).values
        : Array.from(
          { length: POINTS },
          (_, k) => range.low + (range.high - range.low) * k / (POINTS - 1),
        );
      const responses = responseAlong(this.#opened!.network, description, row, column.name, values);
      return {
        values,
        responses: target.kind === "class"
          ? responses
          : responses.map((outputs) => decodeQuantities(target, outputs)),
      };
    });
    const all = along.flatMap(({ responses }) => responses.map(([first]) => first!));
    const scale: Scale = target.kind === "class" ? [0, 1] : [Math.min(...all), Math.max(...all)];
    const figure = target.kind === "class"
      ? (value: number) => percent(value, 0)
      : (value: number) => rounded(value, target.quantities[0]!.deviation);
    for (const [k, { column, chart, range }] of drawn.entries()) {
      const { values, responses } = along[k]!;
      const best = largest(outputs, 1)[0]!;
      const shown = target.kind === "class" ? colored : [0];
      const texts = [responses[0]!, responses.at(-1)!].map((response) =>
        target.kind === "class" ? target.classes[largest(response, 1)[0]!]! : figure(response[0]!)
      );
      if (range !== undefined) {
        const at = (Number(row[column.name]) - range.low) / (range.high - range.low);
        const lines = shown.map((output, color) => ({
          color,
          values: responses.map((response) => response[output]!),
        }));
        drawLines(
          chart,
          lines,
          scale,
          at,
          [figure(scale[0]), figure(scale[1])],
          `From ${range.low} to ${range.high} of ${column.name}, from ${texts[0]} to ${texts[1]}`,
        );
        continue;
      }
      const [low, high] = scale;
      const rows = values.map((value, r) => {
        const response = responses[r]!;
        return {
          name: textOf(String(value)),
          figure: figure(response[target.kind === "class" ? best : 0]!),
          parts: shown.map((output, color) => ({
            color,
            share: target.kind === "class"
              ? response[output]!
              : (response[output]! - low) / (high - low || 1),
          })),
        };
      });
      const told = rows.map(({ name, figure }) => `${name} ${figure}`).join(", ");
      const what = target.kind === "class" ? target.classes[best] : target.quantities[0]!.name;
      drawRows(chart, rows, textOf(String(row[column.name])), `${what} by ${column.name}: ${told}`);
    }
  }
}

/** A quantity with as many digits as say something, where values spread by a deviation. */
function rounded(value: number, deviation: number): string {
  const places = Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(deviation))));
  return value.toFixed(places);
}

/** What is wrong with a cell, in a few words at its field. */
function problemOf({ kind }: TableColumn, cell: string, why: unknown): string {
  if (kind !== "number") return messageOf(why);
  return cell.trim() === "" ? "A number is missing." : "A number is wanted, such as 12.5.";
}
