/** `<ink-backprop>`: one example through a small network, step by step forward, back, and down the gradient. @module */

import { Network } from "../../../mod.ts";
import { create, setHtml } from "../../page/elements.ts";
import { drawing } from "./backprop_drawing.ts";
import { learn, type Pass, passOf } from "./backprop_pass.ts";
import { knownAfter, linesOf, LISTINGS, type Step, stepsOf } from "./backprop_steps.ts";
import { Figure } from "./figure.ts";
import { sheetOf } from "./figure_style.ts";
import { formulasOf, type Part, symbol } from "./formulas.ts";
import { decimal } from "./numbers.ts";
import type { Setting } from "./settings.ts";

/** The sizes to choose from, and those that an attribute may ask for: 2 to 4 layers of 1 to 4 units. */
const SIZES = ["2,3,2", "3,3,2", "1,1,1", "2,2,2,2"] as const;
const DRAWABLE = /^[1-4](,[1-4]){1,3}$/;

/** The example: x, as many numbers as there are inputs; of y the first is 1. */
const INPUTS = [0.5, 0.9, 0.2, 0.7] as const;

/** The time between two steps while it plays, in seconds. */
const SECONDS_A_STEP = 1.5;

/** The most examples that one goes back through. */
const MAX_ROUNDS = 1000;

const STYLE = `
:host { display: flex; flex-direction: column; }
.state { order: 1; min-height: 3em; }
.stage { order: 2; }
.columns { display: flex; flex-wrap: wrap; gap: 16px 24px; margin-top: 12px; }
.drawing { flex: 1 1 400px; min-width: 0; overflow-x: auto; }
.stage .drawing svg { max-width: none; }
.side { flex: 1 1 300px; min-width: 0; }
/* More particular than what all figures have: the drawing is in pixels. */
.stage .drawing text { fill: var(--ink, #1a1d21); font: 13px system-ui, sans-serif; text-anchor: middle; font-variant-numeric: tabular-nums; }
.stage .drawing .narrow text { font-size: 12px; }
.stage .drawing .narrow .label { font-size: 11px; }
[data-part] { cursor: pointer; }
.unit rect { fill: var(--panel, #f5f6f8); stroke: var(--rule-strong, #8b93a1); }
.unit.lit rect { stroke: var(--accent, #1d5fbf); stroke-width: 3; }
.unit.chosen rect { stroke-dasharray: none; fill: var(--page, #fff); }
.stage .unit.chosen text, .stage .drawing .label.chosen { font-weight: 700; }
.stage .drawing .beside { fill: var(--muted, #5a6270); }
.edge { opacity: 0.45; }
.edge.lit, .edge.chosen { opacity: 1; }
.plus { stroke: var(--series-1, #1d5fbf); }
.minus { stroke: var(--series-2, #b3560b); stroke-dasharray: 6 4; }
.label { paint-order: stroke; stroke: var(--page, #fff); stroke-width: 5px; stroke-linejoin: round; }
.formulas {
  min-height: 10.5em; font-size: 15px; line-height: 1.6; font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
.formulas div { white-space: pre-wrap; }
.formulas p, .code p { margin: 0 0 2px; font-size: 14px; color: var(--muted, #5a6270); }
.code p { margin-top: 8px; font-family: ui-monospace, monospace; }
.code code {
  display: block; position: relative; padding: 2px 6px 2px 38px; border-left: 4px solid transparent; text-indent: -16px;
  font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere;
}
.code .lit { border-color: var(--accent, #1d5fbf); background: var(--panel, #f5f6f8); font-weight: 600; }
.code .lit::before { content: "▸"; position: absolute; left: 10px; text-indent: 0; }
/* On a phone the button, the drawing and the lines of the step share a screen: settings and other lines give way. */
@media (max-width: 700px) {
  :host { flex-flow: row wrap; gap: 8px; }
  :host > .controls, .columns, .side { display: contents; }
  button { padding: 4px 8px; }
  .state, .stage { flex: 0 0 100%; margin: 0; }
  label { order: 3; }
  .stage { display: flex; flex-direction: column; gap: 8px; }
  .stage > .controls, .formulas { order: 1; }
  .code p, .code code:not(.lit) { display: none; }
  .drawing { flex: none; }
}
`;

type Name = "sizes" | "seed" | "rate";

/** A small network that learns one example: z, a, δ and ∂C/∂w in numbers, and the lines of code that take each step. */
export class InkBackprop extends Figure<Name> {
  protected readonly name = "Backpropagation, one example step by step";
  protected override readonly pace = 1 / SECONDS_A_STEP;

  readonly #back = create("button", { type: "button" }, "One step back");
  readonly #part = create("select");
  readonly #drawing = create("div", {
    className: "drawing",
    role: "group",
    ariaLabel: "Drawing",
    tabIndex: 0, // it may scroll
  });
  readonly #formulas = create("div", { className: "formulas" });
  readonly #code = create("div", { className: "code" });
  #network!: Network;
  #passes: Pass[] = [];
  #steps: readonly Step[] = [];
  #at = 0;

  protected get declared(): Readonly<Record<Name, Setting>> {
    const asked = this.getAttribute("sizes") ?? "";
    const sizes = [...new Set([...DRAWABLE.test(asked) ? [asked] : [], ...SIZES])];
    return {
      sizes: {
        label: "Units",
        value: sizes[0]!,
        options: sizes.map((value) => ({ value, text: value.replaceAll(",", "-") })),
      },
      seed: { label: "Seed", value: 1, least: 1, most: 20, step: 1 },
      rate: { label: "Learning rate η", value: 3, least: 0.5, most: 10, step: 0.5 },
    };
  }

  protected start(): void {
    if (this.#part.parentElement === null) this.#build();
    const sizes = this.choice("sizes").split(",").map(Number);
    this.#network = new Network(sizes, { seed: this.number("seed") });
    this.#passes = [];
    this.#steps = stepsOf(sizes.length);
    this.#at = 0;
    const options = partsOf(sizes).map((part) =>
      create("option", { value: keyOf(part), textContent: this.#partText(part) })
    );
    this.#part.replaceChildren(create("option", { value: "" }, "this step"), ...options);
  }

  #build(): void {
    this.shadowRoot!.adoptedStyleSheets.push(sheetOf(STYLE));
    const label = create("label", {}, "Formulas for ", this.#part);
    const controls = create("div", { className: "controls" }, this.#back, label);
    const side = create("div", { className: "side" }, this.#formulas, this.#code);
    this.stage.append(controls, create("div", { className: "columns" }, this.#drawing, side));
    let line = 0;
    for (const { name, lines } of LISTINGS) {
      this.#code.append(create("p", {}, name));
      for (const text of lines) {
        this.#code.append(create("code", { id: `line-${line++}`, textContent: text }));
      }
    }
    this.#back.addEventListener("click", () => this.#goBack());
    this.#part.addEventListener("input", () => this.show());
    this.#drawing.addEventListener("click", ({ target }) => {
      const key = (target as Element).closest("[data-part]")?.getAttribute("data-part");
      this.#part.value = key ?? "";
      this.show();
    });
    this.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#passes.length > 0 && this.show()).observe(this.#drawing);
  }

  /** The arrow keys step, except in controls that have their own use for them. */
  #key(event: KeyboardEvent): void {
    const isUserData = /^(input|select)$/.test((event.composedPath()[0] as Element).localName);
    if (isUserData || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "ArrowLeft") return this.#goBack();
    this.advance();
    this.show();
  }

  #goBack(): void {
    this.#at = Math.max(0, this.#at - 1);
    this.show();
  }

  protected advance(): boolean {
    this.#at++;
    return this.#at < MAX_ROUNDS * this.#steps.length - 1;
  }

  /** How often the example was learned before. */
  get #round(): number {
    return Math.floor(this.#at / this.#steps.length);
  }

  get #step(): number {
    return this.#at % this.#steps.length;
  }

  /** The pass of a round; the network learns up to there. */
  #passOf(round: number): Pass {
    const sizes = this.#network.sizes;
    const x = INPUTS.slice(0, sizes[0]);
    const y = Array.from({ length: sizes.at(-1)! }, (_, j) => j === 0 ? 1 : 0);
    while (this.#passes.length <= round) {
      if (this.#passes.length > 0) learn(this.#network, x, y, this.number("rate"));
      this.#passes.push(passOf(this.#network, x, y));
    }
    return this.#passes[round]!;
  }

  /** What the formulas are of: what was chosen, else the first unit or edge of the step. */
  get #chosen(): Part {
    if (this.#part.value !== "") {
      const [layer, unit, from] = this.#part.value.split("-").map(Number);
      const part = { layer: layer!, unit: unit! };
      return from === undefined ? part : { ...part, from };
    }
    const step = this.#steps[this.#step]!;
    const last = this.#network.sizes.length - 1;
    if (step.kind === "input") return { layer: 0, unit: 0 };
    if (step.kind === "gradient" || step.kind === "update") {
      return { layer: last, unit: 0, from: 0 };
    }
    return { layer: "layer" in step ? step.layer : last, unit: 0 };
  }

  protected draw(): void {
    const pass = this.#passOf(this.#round);
    const step = this.#steps[this.#step]!;
    const known = (layer: number) => knownAfter(this.#steps, this.#step, layer);
    const part = this.#chosen;
    const after = step.kind === "update" ? this.#passOf(this.#round + 1).weights : undefined;
    const shown = { pass, step, known, after, chosen: keyOf(part) };
    setHtml(this.#drawing, drawing(shown, this.#drawing.clientWidth, this.name));
    const lines = formulasOf(part, pass, known(part.layer), this.number("rate"));
    this.#formulas.replaceChildren(
      create("p", {}, this.#partText(part)),
      ...lines.map((text) => create("div", {}, text)),
    );
    const lit = linesOf(step);
    this.#code.querySelectorAll("code").forEach((line, k) => {
      line.className = lit.includes(k) ? "lit" : "";
      line.ariaCurrent = lit.includes(k) ? "step" : null;
    });
    this.#back.disabled = this.#at === 0;
  }

  #partText({ layer, unit, from }: Part): string {
    if (from === undefined) return `unit ${unit + 1} of layer ${layer + 1}`;
    return `weight ${symbol("w", layer, from, unit)}`;
  }

  protected describe(): string {
    const [pass, step] = [this.#passOf(this.#round), this.#steps[this.#step]!];
    const list = (values: ArrayLike<number>) => Array.from(values, (v) => decimal(v)).join("; ");
    const outputs = this.#network.sizes.length - 1;
    const layer = "layer" in step ? step.layer : outputs;
    const z = () => list(pass.z[layer - 1]!);
    const delta = () => list(pass.deltas[layer - 1]!);
    const cost = decimal(pass.cost, 4);
    const costAfter = () => decimal(this.#passOf(this.#round + 1).cost, 4);
    const sentence = {
      input: () =>
        `The example: the inputs are x = ${list(pass.a[0]!)}. The outputs should be y = ${
          list(pass.y)
        }.`,
      z: () => `Forward: the weighted inputs of layer ${layer + 1} are z = ${z()}.`,
      a: () =>
        `Forward: the activations of layer ${layer + 1} are a = σ(z) = ${list(pass.a[layer]!)}.`,
      cost: () => `The cost is C = ${cost}. Back: the errors of the outputs are δ = ${delta()}.`,
      delta: () => `Back: the errors of layer ${layer + 1} are δ = ${delta()}.`,
      gradient: () =>
        "The gradient: ∂C/∂w is a of the unit at the left times δ of the unit at the right.",
      update: () =>
        `Down the gradient: the cost of this example goes from ${cost} to ${costAfter()}.`,
    }[step.kind]();
    const count = `Step ${this.#step + 1} of ${this.#steps.length}, round ${this.#round + 1}.`;
    return `${count} ${sentence}`;
  }
}

/** All units and edges of a network. */
function partsOf(sizes: readonly number[]): Part[] {
  return sizes.flatMap((size, layer) =>
    Array.from({ length: size }, (_, unit) => [
      { layer, unit },
      ...Array.from({ length: sizes[layer - 1] ?? 0 }, (_, from) => ({ layer, unit, from })),
    ]).flat()
  );
}

function keyOf({ layer, unit, from }: Part): string {
  return [layer, unit, ...from === undefined ? [] : [from]].join("-");
}
