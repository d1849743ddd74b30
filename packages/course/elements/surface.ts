/** `<ink-surface>`: the cost of a neuron as a landscape over its weight and bias, and a descent on it. @module */

import { create, setHtml } from "../../page/elements.ts";
import { Field } from "./field.ts";
import { Figure } from "./figure.ts";
import { contourPath, Landscape, levelsOf, type Point } from "./plane.ts";
import { rampColor, rampLegend } from "./ramp.ts";
import { choiceOf } from "./settings.ts";

/** The cells along a side of the map, and the lines of equal cost. */
const [SIZE, LINES] = [64, 11];

/** How far the map goes from the minimum, and where a descent begins from there. */
const [REACH, START] = [8, [-6, 6]] as const;

/** Where a descent ends. */
const MAX_STEPS = 400;

/** The most steps of a descent that are drawn as points. */
const MAX_POINTS = 120;

/** What a piece of work before the first drawing may take, in milliseconds of a frame. */
const SLICE_MS = 5;

/** The names of the two axes. */
const TITLES = ["weight w", "bias b"] as const;

const signed = (value: number) =>
  (Math.round(100 * value) / 100 + 0).toFixed(2).replace("-", "\u2212");

export class InkSurface extends Figure<"rate" | "batch" | "seed"> {
  protected readonly name = "The cost as a landscape, and a descent on it";
  protected override readonly pace = 12;
  protected readonly declared = {
    rate: choiceOf("Learning rate η", "30", ["3", "10", "30", "100", "300"]),
    batch: {
      label: "Batch size",
      value: "60",
      options: ["1", "10", "60"].map((value) => ({
        value,
        text: value === "60" ? "all 60" : value,
      })),
    },
    seed: { label: "Seed", value: 2, least: 1, most: 9, step: 1 },
  };
  readonly #field = new Field(this.name);
  readonly #legend = create("div");
  #made = 0;
  #landscape!: Landscape;
  /** Undefined until the map is drawn. */
  #minimum: Point | undefined;
  #descent: Generator<Point, never> | undefined;
  #path: Point[] = [];
  #cost = NaN;

  protected async start(): Promise<void> {
    const seed = this.number("seed");
    if (this.#made !== seed) {
      this.#made = seed;
      this.#minimum = undefined;
      this.#landscape = new Landscape(seed);
      this.stage.replaceChildren(this.#field.element, this.#legend);
      const found = await inFrames(this.#map(this.#landscape), () => this.#made === seed);
      if (found !== undefined) this.#minimum = found;
    }
    this.#begin();
  }

  /** Trains the neuron, and draws the map of its cost around the lowest point. */
  *#map(landscape: Landscape): Generator<void, Point> {
    const [w, b] = yield* landscape.minimum();
    const costs = new Float64Array(SIZE * SIZE);
    for (let k = 0; k < costs.length; k++) {
      const [c, r] = [k % SIZE + 0.5, Math.floor(k / SIZE) + 0.5];
      costs[k] = landscape.costAt([
        w + REACH * (2 * c / SIZE - 1),
        b + REACH * (1 - 2 * r / SIZE),
      ]);
      yield;
    }
    const axis = (title: string, at: number) =>
      ({ title, ends: [at - REACH, at + REACH] }) as const;
    this.#field.setAxes(axis(TITLES[0], w), axis(TITLES[1], b));
    yield;
    const [low, high] = [Math.min(...costs), Math.max(...costs)];
    this.#field.paint(
      SIZE,
      (k) => [...rampColor(Math.sqrt((costs[k]! - low) / (high - low))), 255],
    );
    yield;
    let lines = "";
    for (const level of levelsOf(costs, LINES)) {
      lines += contourPath(costs, SIZE, level);
      yield;
    }
    this.#field.setBackdrop(
      `<path d="${lines}" transform="scale(${this.#field.side / SIZE})" fill="none" ` +
        `stroke="#fff" stroke-opacity=".45" stroke-width=".18"/>`,
    );
    yield;
    setHtml(
      this.#legend,
      rampLegend(`cost ${low.toFixed(3)}`, `cost ${high.toFixed(3)}`),
    );
    return [w, b];
  }

  #begin(): void {
    if (this.#minimum === undefined) return;
    const start = [this.#minimum[0] + START[0], this.#minimum[1] + START[1]] as const;
    this.#path = [start];
    this.#cost = this.#landscape.costAt(start);
    this.#descent = this.#landscape.descend(start, () => ({
      learningRate: this.number("rate"),
      batchSize: this.number("batch"),
    }));
  }

  protected advance(): boolean {
    if (this.#minimum === undefined) return true;
    const { value } = this.#descent!.next();
    this.#path.push(value);
    this.#cost = this.#landscape.costAt(value);
    return this.#path.length <= MAX_STEPS;
  }

  protected draw(): void {
    if (this.#minimum === undefined) return this.#field.mark("");
    const field = this.#field;
    const points = this.#path.map(([w, b]) =>
      [field.across(w), field.down(b)]
        .map((at) => Math.max(-1e4, Math.min(1e4, at)).toFixed(1))
    );
    const line = `d="M${points.map((point) => point.join(" ")).join("L")}" fill="none"`;
    const dots = points.slice(-MAX_POINTS).map(([x, y]) => `M${x} ${y}h.01`).join("");
    const [x, y] = points.at(-1)!;
    field.mark(
      `<path ${line} stroke="#000" stroke-opacity=".5" stroke-width="4"/><path ${line} stroke="#fff" stroke-width="2"/>` +
        `<path d="${dots}" stroke="#000" stroke-width="8" stroke-linecap="round"/>` +
        `<path d="${dots}" stroke="#fff" stroke-width="6" stroke-linecap="round"/>` +
        `<circle cx="${x}" cy="${y}" r="8" fill="#e4572e" stroke="#fff" stroke-width="2.5"/>`,
    );
  }

  protected describe(): string {
    const minimum = this.#minimum;
    if (minimum === undefined) return "Measuring the cost all over the map …";
    const last = this.#path.at(-1)!;
    const isOutside = last.some((value, k) => Math.abs(value - minimum[k]!) > REACH);
    const at = TITLES.map((title, k) => `${title} ${signed(last[k]!)}`);
    const state = `Step ${this.#path.length - 1}: cost ${this.#cost.toFixed(4)} at ${
      at.join(", ")
    }.`;
    return isOutside ? `${state} The descent has left the map.` : state;
  }

  protected override onSetting(name: "rate" | "batch" | "seed"): void {
    if (name === "seed") super.onSetting(name);
  }
}

/**
 * Does a work that pauses, a piece in every frame.
 * @param isAwaited whether its result is still awaited
 * @returns its result; undefined if it is no longer awaited
 */
async function inFrames<Result>(
  work: Generator<void, Result>,
  isAwaited: () => boolean,
): Promise<Result | undefined> {
  while (isAwaited()) {
    const end = performance.now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < end);
    await new Promise(requestAnimationFrame);
  }
  return undefined;
}
