/** `<ink-neuron>`: one sigmoid neuron, with its curve. @module */

import { activations } from "../../../mod.ts";
import { type Html, tag } from "../../../lib/document/html.ts";
import { setHtml } from "../../page/elements.ts";
import { Figure } from "./figure.ts";
import { sheetOf } from "./figure_style.ts";
import { decimal } from "./numbers.ts";
import type { Setting } from "./settings.ts";

/** The drawing, in units of its own, and the room for the axes in it. */
const [WIDTH, HEIGHT, MARGIN] = [340, 200, 34];

const { sigmoid } = activations;

/** The inputs that the curve is drawn for, and how many points it has. */
const [FIRST_X, LAST_X, POINTS] = [-3, 3, 121];

const STYLE = `
.stage svg { width: 100%; max-width: 520px; }
.stage svg text { fill: var(--ink, #1a1d21); font: 13px system-ui, sans-serif; }
.axis { stroke: var(--rule-strong, #8b93a1); fill: none; }
.curve { stroke: var(--accent, #1d5fbf); stroke-width: 2.5; fill: none; }
.guide { stroke: var(--muted, #5a6270); stroke-dasharray: 4 4; fill: none; }
.point { fill: var(--accent, #1d5fbf); stroke: var(--page, #fff); stroke-width: 2; }
`;

/** One sigmoid neuron with one input: sliders for the weight, the bias and the input, the curve, z and a. */
export class InkNeuron extends Figure<"w" | "b" | "x"> {
  protected override readonly hasSteps = false;
  protected readonly name = "One sigmoid neuron and its curve";
  protected readonly declared: Readonly<Record<"w" | "b" | "x", Setting>> = {
    w: { label: "Weight w", value: 6, least: -20, most: 20, step: 0.5 },
    b: { label: "Bias b", value: -2, least: -20, most: 20, step: 0.5 },
    x: { label: "Input x", value: 0.5, least: FIRST_X, most: LAST_X, step: 0.1 },
  };

  protected start(): void {
    this.shadowRoot!.adoptedStyleSheets.push(sheetOf(STYLE));
  }

  protected override onSetting(): void {
    this.show();
  }

  protected advance(): boolean {
    return false; // there are no steps
  }

  get #z(): number {
    return this.number("w") * this.number("x") + this.number("b");
  }

  protected draw(): void {
    const [w, b, x] = [this.number("w"), this.number("b"), this.number("x")];
    const inputs = Array.from({ length: POINTS }, (_, k) => {
      return FIRST_X + (LAST_X - FIRST_X) * k / (POINTS - 1);
    });
    const outputs = inputs.map((input) => sigmoid.of(w * input + b));
    const a = sigmoid.of(this.#z);
    const left = (input: number) =>
      MARGIN + (WIDTH - 2 * MARGIN) * (input - FIRST_X) / (LAST_X - FIRST_X);
    const top = (output: number) => HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * output;
    const line = outputs.map((output, k) => `${left(inputs[k]!)},${top(output)}`).join(" ");
    const text = (attributes: Readonly<Record<string, string | number>>, content: string): Html =>
      tag("text", attributes, content);
    setHtml(
      this.stage,
      tag(
        "svg",
        { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": this.name },
        tag("path", {
          class: "axis",
          d: `M${MARGIN} ${top(1)}V${top(0)}H${WIDTH - MARGIN}`,
        }),
        tag("path", {
          class: "guide",
          d: `M${left(x)} ${top(0)}V${top(a)}H${MARGIN}`,
        }),
        tag("polyline", { class: "curve", points: line }),
        tag("circle", { class: "point", cx: left(x), cy: top(a), r: 6 }),
        [0, 0.5, 1].map((value) =>
          text({ x: MARGIN - 6, y: top(value) + 4, "text-anchor": "end" }, String(value))
        ),
        [-3, -2, -1, 0, 1, 2, 3].map((value) =>
          text(
            { x: left(value), y: HEIGHT - MARGIN + 18, "text-anchor": "middle" },
            decimal(value, 0),
          )
        ),
        text({ x: WIDTH - MARGIN + 10, y: HEIGHT - MARGIN + 4 }, "x"),
        text({ x: MARGIN + 6, y: MARGIN - 14 }, "a = σ(w·x + b)"),
      ),
    );
  }

  protected describe(): string {
    const [w, b, x] = [this.number("w"), this.number("b"), this.number("x")];
    const z = this.#z;
    return `z = w·x + b = ${decimal(w)} · ${signedFactor(x)} ${b < 0 ? "−" : "+"} ${
      decimal(Math.abs(b))
    } = ${decimal(z)}, a = σ(${decimal(z)}) = ${decimal(sigmoid.of(z), 4)}`;
  }
}

/** A factor behind a point: in parentheses if it is negative. */
function signedFactor(value: number): string {
  return value < 0 ? `(${decimal(value)})` : decimal(value);
}
