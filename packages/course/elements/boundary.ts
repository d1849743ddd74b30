/** `<ink-boundary>`: what a network answers all over the plane of two columns, while it learns them. @module */

import { create } from "../../page/elements.ts";
import { drawTable, type PlaneTable } from "./drawn_tables.ts";
import { Field } from "./field.ts";
import { Figure } from "./figure.ts";
import { colorOf } from "./chart_marks.ts";
import { TableLearner } from "./table_learner.ts";
import { choiceOf } from "./settings.ts";
import type { ActivationName } from "../../../mod.ts";

/** The cells along a side of the map, at most and at least. */
const [MAX_CELLS, MIN_CELLS] = [64, 16];

const MAX_EPOCHS = 1000;

/** The colors of regions, which are seen through: they do on light and on dark pages. */
const REGIONS = [[45, 115, 220], [220, 110, 20], [20, 150, 115]] as const;

/** The shapes of classes around a point, as SVG paths that begin after `M x y`. */
const SHAPES = [
  "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
  "m-3.6-3.6h7.2v7.2h-7.2z",
  "m0-5l4.6 8.2h-9.2z",
];

/** What the network can learn. */
const TABLES = {
  moons: "two moons",
  rings: "rings",
  xor: "exclusive or",
  blobs: "three clouds",
};

type Names = "table" | "hidden" | "activation" | "rate" | "l2";

export class InkBoundary extends Figure<Names> {
  protected readonly name = "What a network answers on the plane of two columns";
  protected override readonly pace = 20;
  protected readonly declared = {
    table: {
      label: "Table",
      value: "moons",
      options: Object.entries(TABLES).map(([value, text]) => ({ value, text })),
    },
    hidden: {
      label: "Hidden units",
      value: "8",
      options: ["", "3", "8", "8,8", "16,16"].map((value) => ({
        value: value || "none",
        text: value.replace(",", " + ") || "none",
      })),
    },
    activation: choiceOf("Activation", "tanh", ["sigmoid", "tanh", "relu"]),
    rate: choiceOf("Learning rate η", "0.1", ["0.01", "0.03", "0.1", "0.3", "1", "3"]),
    l2: choiceOf("Penalty λ (L2)", "0", ["0", "0.01", "0.1", "1", "10"]),
  };
  readonly #field = new Field(this.name);
  readonly #legend = create("p", { className: "names" });
  #learner!: TableLearner;

  protected start(): void {
    this.stage.replaceChildren(this.#field.element, this.#legend);
    const table = drawTable(this.choice("table"));
    const hidden = this.choice("hidden");
    this.#learner = new TableLearner(table, {
      hidden: hidden === "none" ? [] : hidden.split(",").map(Number),
      activation: this.choice("activation") as ActivationName,
    });
    this.#showTable(table);
  }

  #showTable({ columns, inputs, labels, classNames }: PlaneTable): void {
    const [x, y] = this.#learner.bounds;
    const field = this.#field;
    field.setAxes({ title: columns[0], ends: x }, { title: columns[1], ends: y });
    const shapes = classNames.map((_, k) => {
      const paths = inputs.filter((_, row) => labels[row] === k).map(([a, b]) =>
        `M${field.across(a).toFixed(1)} ${field.down(b).toFixed(1)}${SHAPES[k]}`
      );
      return marker(paths.join(""), k);
    });
    field.setBackdrop(shapes.join(""));
    this.#legend.replaceChildren(...classNames.map((name, k) => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("width", "14");
      svg.setAttribute("height", "14");
      svg.ariaHidden = "true";
      svg.innerHTML = marker(`M7 7${SHAPES[k]}`, k);
      return create("span", {}, svg, name);
    }));
  }

  protected advance(): boolean {
    this.#learner.learn(this.number("rate"), this.number("l2"));
    return this.#learner.epoch < MAX_EPOCHS;
  }

  protected draw(detail: number): void {
    const learner = this.#learner;
    const size = Math.max(MIN_CELLS, Math.round(MAX_CELLS * detail));
    const answers = learner.answers(size);
    const classes = learner.table.classNames.length;
    this.#field.paint(size, (cell) => {
      let best = 0;
      for (let k = 1; k < classes; k++) {
        if (answers[cell * classes + k]! > answers[cell * classes + best]!) best = k;
      }
      const sureness = (answers[cell * classes + best]! - 1 / classes) / (1 - 1 / classes);
      return [...REGIONS[best]!, 15 + 125 * sureness];
    });
  }

  protected describe(): string {
    const { cost, accuracy } = this.#learner.evaluate();
    if (!Number.isFinite(cost)) {
      return `Epoch ${this.#learner.epoch}: the weights are no longer finite. Try a lower learning rate.`;
    }
    const percent = (100 * accuracy).toFixed(1);
    return `Epoch ${this.#learner.epoch}: cost ${
      cost.toFixed(4)
    }, ${percent} % of the points on the right side.`;
  }

  protected override onSetting(name: Names): void {
    if (name !== "rate" && name !== "l2") super.onSetting(name);
  }
}

function marker(path: string, k: number): string {
  return `<path d="${path}" fill="${colorOf(k)}" stroke="var(--page, #fff)"/>`;
}
