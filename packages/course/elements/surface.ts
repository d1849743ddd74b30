/** `<ink-surface>`: the cost as a landscape over two directions, and a descent on it. @module */

import { create, setHtml } from "../../page/elements.ts";
import { Field } from "./field.ts";
import { Figure } from "./figure.ts";
import { contourPath, type Landscape, landscape, levelsOf, type Point } from "./plane.ts";
import { rampColor, rampLegend } from "./ramp.ts";
import { choiceOf } from "./settings.ts";

/** The cells along a side of the map, and the lines of equal cost. */
const [SIZE, LINES] = [64, 11];

/** Where a descent ends. */
const MAX_STEPS = 400;

/** The most steps of a descent that are drawn as points. */
const MAX_POINTS = 120;

/** What a piece of work before the first drawing may take, in milliseconds of a frame. */
const SLICE_MS = 5;

/** The names of the two directions. */
const TITLES = {
  weights: ["weight w", "bias b"],
  random: ["direction 1", "direction 2"],
} as const;

const signed = (value: number) =>
  (Math.round(100 * value) / 100 + 0).toFixed(2).replace("-", "\u2212");

export class InkSurface extends Figure<"view" | "rate" | "batch" | "seed"> {
  protected readonly name = "The cost as a landscape, and a descent on it";
  protected override readonly pace = 12;
  protected readonly declared = {
    view: {
      label: "Directions",
      value: "weights",
      options: [
        { value: "weights", text: "weight and bias of a neuron" },
        { value: "random", text: "two random ones in a network" },
      ],
    },
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
  #made = "";
  #landscape: Landscape | undefined;
  #descent: Generator<Point, never> | undefined;
  #path: Point[] = [];
  #cost = NaN;

  protected async start(): Promise<void> {
    const chosen = `${this.choice("view")} ${this.number("seed")}`;
    if (this.#made !== chosen) {
      this.#made = chosen;
      this.#landscape = undefined;
      this.stage.replaceChildren(this.#field.element, this.#legend);
      const work = this.#map(this.choice("view"), this.number("seed"));
      const made = await inFrames(work, () => this.#made === chosen);
      if (made !== undefined) this.#landscape = made;
    }
    this.#begin();
  }

  /** Trains the network, and draws the map of its cost. */
  *#map(view: string, seed: number): Generator<void, Landscape> {
    const made = yield* landscape(view, seed);
    const { plane, reach, middle } = made;
    const costs = new Float64Array(SIZE * SIZE);
    for (let k = 0; k < costs.length; k++) {
      const [c, r] = [k % SIZE + 0.5, Math.floor(k / SIZE) + 0.5];
      costs[k] = plane.costAt([reach * (2 * c / SIZE - 1), reach * (1 - 2 * r / SIZE)]);
      yield;
    }
    const titles = view === "weights" ? TITLES.weights : TITLES.random;
    const [x, y] = titles.map((title, k) => ({
      title,
      ends: [middle[k]! - reach, middle[k]! + reach] as const,
    }));
    this.#field.setAxes(x!, y!);
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
    return made;
  }

  #begin(): void {
    if (this.#landscape === undefined) return;
    const { plane, start } = this.#landscape;
    this.#path = [start];
    this.#cost = plane.costAt(start);
    this.#descent = plane.descend(start, () => ({
      learningRate: this.number("rate"),
      batchSize: this.number("batch"),
    }));
  }

  protected advance(): boolean {
    if (this.#landscape === undefined) return true;
    const { value } = this.#descent!.next();
    this.#path.push(value);
    this.#cost = this.#landscape.plane.costAt(value);
    return this.#path.length <= MAX_STEPS;
  }

  protected draw(): void {
    if (this.#landscape === undefined) return this.#field.mark("");
    const { middle } = this.#landscape;
    const field = this.#field;
    const points = this.#path.map(([a, b]) =>
      [field.across(middle[0] + a), field.down(middle[1] + b)]
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
    if (this.#landscape === undefined) {
      return "Training the network and measuring its cost all over the map …";
    }
    const { middle, reach } = this.#landscape;
    const [a, b] = this.#path.at(-1)!;
    const isOutside = Math.max(Math.abs(a), Math.abs(b)) > reach;
    const titles = this.choice("view") === "weights" ? TITLES.weights : TITLES.random;
    const at = titles.map((title, k) => `${title} ${signed(middle[k]! + [a, b][k]!)}`);
    const state = `Step ${this.#path.length - 1}: cost ${this.#cost.toFixed(4)} at ${
      at.join(", ")
    }.`;
    return isOutside ? `${state} The descent has left the map.` : state;
  }

  protected override onSetting(name: "view" | "rate" | "batch" | "seed"): void {
    if (name === "view" || name === "seed") super.onSetting(name);
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
