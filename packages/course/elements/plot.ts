/** Lines along steps, drawn again and again while something learns. @module */

import { escapeHtml, Html } from "../../../lib/document/html.ts";
import { create, setHtml } from "../../page/elements.ts";
import { chartMarks, type ChartOptions, type Points, strokeOf, VIEW_BOX } from "./chart_marks.ts";

/** A chart with its title and the names of its lines. */
export class LineChart {
  readonly element: HTMLElement;
  readonly #drawing: Element;
  readonly #options: ChartOptions;

  constructor(options: ChartOptions) {
    this.#options = options;
    const names = options.lines.map((name, k) =>
      `<span><svg width="34" height="10" aria-hidden="true"><path d="M2 5H32" ${
        strokeOf(k)
      }/></svg> ${escapeHtml(name)}</span>`
    );
    this.element = create("div", { className: "chart" });
    setHtml(
      this.element,
      new Html(
        `<p>${escapeHtml(options.title)}</p><svg class="lines" viewBox="${VIEW_BOX}" role="img" ` +
          `aria-label="${escapeHtml(options.title)}"></svg><p class="names">${names.join("")}</p>`,
      ),
    );
    this.#drawing = this.element.querySelector(".lines")!;
  }

  /** Draws the lines as they are now. */
  draw(lines: readonly Points[], detail: number): void {
    setHtml(this.#drawing, chartMarks(lines, this.#options, detail));
  }
}
