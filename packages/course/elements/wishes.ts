/** `<ink-wishes>`: what each output wants of the last hidden layer, as arrows up and down, and their sums. @module */

import { Network } from "../../../mod.ts";
import { type Html, tag } from "../../../lib/document/html.ts";
import { setHtml } from "../../page/elements.ts";
import { type Pass, passOf, type Wishes, wishesOf } from "./backprop_pass.ts";
import { Figure } from "./figure.ts";
import { sheetOf } from "./figure_style.ts";
import { decimal } from "./numbers.ts";
import type { Setting } from "./settings.ts";

/** The example: two inputs; the first output should be 1, the others 0. */
const INPUTS = [0.5, 0.9] as const;

/** The height of a row, that of a unit and its width, and that of the longest arrow, in pixels. */
const [ROW, UNIT_HEIGHT, UNIT_WIDTH, ARROW] = [100, 46, 66, 42];

/** The width of a column of arrows, and the room between the layers, in pixels. */
const [COLUMN, BETWEEN] = [48, 80];

/** How far the outputs' own arrows are moved off the texts below the outputs, in pixels. */
const ASIDE = 10;

/** The room above the rows, for names, in pixels. */
const TOP = 36;

const STYLE = `
.stage svg { width: 100%; max-width: 560px; height: auto; margin: 0 auto; }
@media (max-width: 480px) { .stage svg text { font-size: 15px; } }
.stage svg text { fill: var(--ink, #1a1d21); font: 13px system-ui, sans-serif; text-anchor: middle; font-variant-numeric: tabular-nums; }
.stage svg .name { fill: var(--muted, #5a6270); }
.stage svg .lit { font-weight: 700; }
rect { fill: var(--panel, #f5f6f8); stroke: var(--rule-strong, #8b93a1); }
rect.lit { stroke: var(--accent, #1d5fbf); stroke-width: 3; }
.edge { stroke-width: 1.5; opacity: 0.3; }
.edge.lit { stroke-width: 3; opacity: 1; }
.label { paint-order: stroke; stroke: var(--page, #fff); stroke-width: 5px; stroke-linejoin: round; }
.plus { stroke: var(--series-1, #1d5fbf); }
.minus { stroke: var(--series-2, #b3560b); stroke-dasharray: 6 4; }
.arrow { fill: none; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
.up { stroke: var(--series-1, #1d5fbf); }
.down { stroke: var(--series-2, #b3560b); }
.together { stroke-width: 5; }
`;

/** How strong a wish is, in either direction. */
const strength = (wish: number) => Math.abs(wish).toFixed(3);

/** The last two layers of a small network: the wishes of one output after the other, and then their sums. */
export class InkWishes extends Figure<"sizes" | "seed"> {
  protected readonly name = "The wishes of the outputs for the hidden neurons";
  protected override readonly pace = 0.6;
  protected readonly declared: Readonly<Record<"sizes" | "seed", Setting>> = {
    sizes: {
      label: "Units",
      value: "2,3,2",
      options: ["2,3,2", "2,4,3"].map((value) => ({ value, text: value.replaceAll(",", "-") })),
    },
    seed: { label: "Seed", value: 1, least: 1, most: 20, step: 1 },
  };
  #pass!: Pass;
  #wishes!: Wishes;
  #at = 0;

  protected start(): void {
    this.shadowRoot!.adoptedStyleSheets.push(sheetOf(STYLE));
    const sizes = this.choice("sizes").split(",").map(Number);
    const network = new Network(sizes, { seed: this.number("seed") });
    const y = Array.from({ length: sizes.at(-1)! }, (_, j) => j === 0 ? 1 : 0);
    this.#pass = passOf(network, INPUTS, y);
    this.#wishes = wishesOf(this.#pass);
    this.#at = 0;
  }

  protected advance(): boolean {
    return ++this.#at <= this.#wishes.own.length;
  }

  protected draw(): void {
    setHtml(this.stage, drawing(this.#pass, this.#wishes, this.#at, this.name));
  }

  protected describe(): string {
    const { own, each, together } = this.#wishes;
    const outputs = this.#pass.a.at(-1)!;
    if (this.#at === 0) {
      return own.map((wish, j) =>
        `Output ${j + 1} is ${decimal(outputs[j]!)} and should be ${this.#pass.y[j]}: it should ${
          wish > 0 ? "rise" : "fall"
        }.`
      ).join(" ");
    }
    const isSum = this.#at > own.length;
    const list = (isSum ? together : each[this.#at - 1]!).map((wish, k) =>
      `hidden neuron ${k + 1} ${wish > 0 ? "up" : "down"} ${strength(wish)}`
    ).join(", ");
    return isSum ? `The wishes added up: ${list}.` : `The wishes of output ${this.#at}: ${list}.`;
  }
}

/** The drawing: sums at the left, then the wishes, the hidden neurons, and the outputs with their own wishes. */
function drawing(pass: Pass, wishes: Wishes, at: number, name: string): Html {
  const { own, each, together } = wishes;
  const [hidden, outputs] = pass.a.slice(-2) as [Float32Array, Float32Array];
  const rows = Math.max(hidden.length, outputs.length);
  const hiddenX = COLUMN * (own.length + 1) + UNIT_WIDTH / 2 + 4;
  const outputX = hiddenX + UNIT_WIDTH + BETWEEN;
  const [width, height] = [outputX + UNIT_WIDTH / 2 + COLUMN + ASIDE, TOP + rows * ROW + 4];
  const y = (count: number, k: number) => TOP + ROW * (rows / 2 + k - (count - 1) / 2);
  const columnX = (j: number) => COLUMN * (own.length - j + 0.5);
  const isShown = (j: number) => at > j;
  const isLit = (j: number) => at === j + 1 || at > own.length;
  const largest = Math.max(
    ...own.map(Math.abs),
    ...together.map(Math.abs),
    ...each.flat().map(Math.abs),
  );
  const w = pass.weights.at(-1)!;
  const edges = each.flatMap((_, j) =>
    Array.from(hidden, (_, k) => {
      const weight = w[k * own.length + j]!;
      const [x1, x2] = [hiddenX + UNIT_WIDTH / 2, outputX - UNIT_WIDTH / 2];
      const [y1, y2] = [y(hidden.length, k), y(outputs.length, j)];
      const share = 1 / (outputs.length + 1);
      const kind = `edge ${weight < 0 ? "minus" : "plus"}${isLit(j) ? " lit" : ""}`;
      return {
        line: tag("line", { x1, y1, x2, y2, class: kind }),
        text: tag("text", {
          x: x1 + (x2 - x1) * share,
          y: y1 + (y2 - y1) * share + 4,
          class: isLit(j) ? "label lit" : "label",
        }, decimal(weight, 2)),
      };
    })
  );
  const arrows = each.flatMap((values, j) =>
    isShown(j) ? values.map((wish, k) => arrow(columnX(j), y(values.length, k), wish, largest)) : []
  );
  const sums = at > own.length
    ? together.map((wish, k) =>
      arrow(columnX(own.length), y(together.length, k), wish, largest, " together")
    )
    : [];
  const title = (x: number, ...lines: readonly string[]) =>
    lines.map((text, k) => tag("text", { x, y: 14 + 16 * k, class: "name" }, text));
  return tag(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": name },
    edges.map(({ line }) => line),
    edges.map(({ text }) => text),
    Array.from(hidden, (a, k) => unit(hiddenX, y(hidden.length, k), `a ${decimal(a)}`, false)),
    Array.from(outputs, (a, j) => [
      unit(outputX, y(outputs.length, j), `a ${decimal(a)}`, isLit(j)),
      tag(
        "text",
        { x: outputX, y: y(outputs.length, j) + UNIT_HEIGHT / 2 + 16, class: "name" },
        `should be ${pass.y[j]}`,
      ),
      arrow(outputX + UNIT_WIDTH / 2 + COLUMN / 2 + ASIDE, y(outputs.length, j), own[j]!, largest),
    ]),
    arrows,
    sums,
    at > own.length && title(columnX(own.length), "their", "sum"),
    own.map((_, j) => isShown(j) && title(columnX(j), "output", String(j + 1))),
    title(hiddenX, "hidden", "neurons"),
    title(outputX, "outputs"),
  );
}

function unit(x: number, y: number, text: string, isLit: boolean): Html {
  const [left, top] = [x - UNIT_WIDTH / 2, y - UNIT_HEIGHT / 2];
  const box = { x: left, y: top, width: UNIT_WIDTH, height: UNIT_HEIGHT, rx: 10 };
  return tag(
    "g",
    {},
    tag("rect", { ...box, class: isLit && "lit" }),
    tag("text", { x, y: y + 4 }, text),
  );
}

/** An arrow up or down with its number below, as long as the wish is strong. */
function arrow(x: number, y: number, wish: number, largest: number, more = ""): Html {
  const length = Math.max(8, ARROW * Math.abs(wish) / largest);
  const middle = y - 8;
  const up = wish > 0 ? -1 : 1;
  const [tail, tip] = [middle - up * length / 2, middle + up * length / 2];
  const head = Math.min(7, length / 2 + 2);
  return tag(
    "g",
    {},
    tag("path", {
      d: `M${x} ${tail}V${tip}M${x - head} ${tip - up * head}L${x} ${tip}L${x + head} ${
        tip - up * head
      }`,
      class: `arrow ${wish > 0 ? "up" : "down"}${more}`,
    }),
    tag("text", { x, y: middle + ARROW / 2 + 16 }, strength(wish)),
  );
}
