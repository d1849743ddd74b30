/** Why a row is answered so: what its columns add to the mean answer, as bars under the answer. @module */

import { parseDistributions } from "../../lib/table/drift/mod.ts";
import type { Explanation, TableDescription } from "../../lib/table/mod.ts";
import { RowExplainer } from "../../lib/table/model/mod.ts";
import { create, element, setHidden } from "./elements.ts";
import type { OpenNetwork } from "./open_network.ts";
import { viewOf } from "./table_view.ts";

const ID = "columns-reasons";

/** The most columns that have a bar. */
const MAX_REASONS = 8;

/** How long after the last change reasons are computed, in milliseconds: an ensemble takes half a second. */
const DELAY_MS = 500;

/** Explains the answers of a network once its row stays as it is. */
export class ReasonsView {
  readonly #explainer: RowExplainer | undefined;
  readonly #description: TableDescription;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows nothing of a file that does not hold how its training data were distributed. */
  constructor({ network, metadata }: OpenNetwork, table: TableDescription) {
    const distributions = parseDistributions(metadata);
    this.#description = table;
    this.#explainer = distributions && new RowExplainer({ network, table, distributions });
    setHidden(true, ID);
  }

  /** Dims the reasons, which are of another row now. */
  forget(): void {
    clearTimeout(this.#timer);
    element(ID, HTMLElement).classList.add("stale");
  }

  /** Hides the reasons: there is no answer. */
  hide(): void {
    this.forget();
    setHidden(true, ID);
  }

  /**
   * Shows the reasons in a moment, unless the row changes.
   * @param row [features]
   * @param cells by the names of the columns
   */
  plan(row: Float32Array, cells: Readonly<Record<string, unknown>>): void {
    const explainer = this.#explainer;
    if (explainer === undefined) return;
    this.forget();
    this.#timer = setTimeout(() => {
      const texts = this.#description.columns.map(({ name }) => String(cells[name] ?? ""));
      this.#show(explainer.explain(row, texts));
    }, DELAY_MS);
  }

  #show({ of, base, answer, contributions }: Explanation): void {
    const text = viewOf(this.#description.target).number;
    const shown = contributions.slice(0, MAX_REASONS)
      .filter(({ contribution }) => parseFloat(text(Math.abs(contribution))) !== 0);
    const most = Math.abs(shown[0]?.contribution ?? 0) || 1;
    const heads = ["Column", "Bar", "What it adds"]
      .map((name) => create("th", { scope: "col" }, name));
    const head = create("thead", { className: "unseen" }, create("tr", {}, ...heads));
    const rows = shown.map(({ column, contribution }) => {
      const size = 50 * Math.abs(contribution) / most; // of the track: its middle is nothing
      const fill = create("div", { className: "fill" });
      fill.style.width = `${size}%`;
      fill.style.marginLeft = `${contribution < 0 ? 50 - size : 50}%`;
      const sign = contribution < 0 ? "\u2212" : "+";
      return create(
        "tr",
        {},
        create("th", { scope: "row" }, column),
        create("td", {}, create("div", { className: "track" }, fill)),
        create("td", {}, sign + text(Math.abs(contribution))),
      );
    });
    const title = create("h3", { id: `${ID}-title` }, `Why ${of} ${text(answer)}`);
    const table = create("table", { className: "bars" }, head, create("tbody", {}, ...rows));
    table.setAttribute("aria-labelledby", title.id);
    const rest = contributions.length - shown.length;
    const more = rest > 0 ? `; ${rest} more columns add less` : "";
    const note = `These add up from ${text(base)}, the average prediction for rows sampled from ` +
      `the training data${more}.`;
    const box = element(ID, HTMLElement);
    box.replaceChildren(title, table, create("p", { className: "note" }, note));
    box.classList.remove("stale");
    setHidden(false, ID);
  }
}
