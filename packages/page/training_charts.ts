/** The charts of a run, by epoch: loaded where they are seen. @module */

import { inkOf, lineChart } from "../../lib/charts/mod.ts";
import { create, element, setHtml } from "./elements.ts";
import type { EpochScores } from "./messages.ts";
import type { Ghost, Score } from "./train_panel.ts";

/** The height of a chart, in pixels. */
const HEIGHT = 220;

/** The ink of a run that was trained before. */
const GRAY = { color: "var(--rule-strong)", dash: [] };

type Line = "cost" | "validation" | "test";

interface ShownRun {
  /** What the ids of the charts begin with. */
  readonly prefix: string;
  readonly epochs: readonly EpochScores[];
  /** The epochs of a run that was trained before. */
  readonly ghost: readonly Ghost[];
  readonly score: Score;
  /** What the lines are called. */
  readonly names: Readonly<Record<Line, string>>;
  /** How many epochs there is room for. */
  readonly room: number;
}

/** Draws accuracy and cost, and the layers if they were observed. */
export function drawRun(
  { prefix, epochs, ghost, score, names: called, room: lastEpoch }: ShownRun,
): void {
  const last = epochs.at(-1) ?? ghost.at(-1);
  if (last === undefined) return;
  const { name, factor, text } = score;
  const draw = (chart: string, label: string, ...names: readonly [Line, ...Line[]]) => {
    const keys = names.map((name, k) =>
      create("span", { className: `key ${["first", "second"][k]}` }, called[name])
    );
    element(`${prefix}${chart}-keys`, HTMLElement).replaceChildren(...keys);
    const parent = element(`${prefix}${chart}-chart`, HTMLElement);
    const width = parent.clientWidth;
    if (width === 0) return; // it is not shown
    const pointsOf = (line: Line, epochs: readonly Partial<EpochScores>[]) =>
      epochs.map(({ number, [line]: value }) => ({
        epoch: number!,
        value: Number.isFinite(value) ? (line === "cost" ? 1 : factor) * value! : null,
      }));
    const lines = names.map((name, ink) => ({
      name: called[name],
      ink,
      points: pointsOf(name, epochs),
    }));
    const before = { name: "before", ink: GRAY, points: pointsOf(names[0], ghost) };
    const of = epochs.length > 0 ? "" : "Trained before: ";
    const size = { lastEpoch, width, height: HEIGHT };
    setHtml(parent, lineChart([before, ...lines], { title: "", label: of + label, ...size }));
  };
  const { validation, cost } = called;
  const label = `${name} by epoch: after ${last.number}, ${validation} ${text(last.validation)}`;
  const { test } = last as Partial<EpochScores>;
  if (Number.isFinite(test)) draw("score", `${label}, test ${text(test!)}`, "validation", "test");
  else draw("score", label, "validation");
  draw("cost", `Cost by epoch, ${cost}: after ${last.number}, ${last.cost.toFixed(4)}`, "cost");
  const layers = element(`${prefix}layers`, HTMLElement);
  layers.hidden = epochs.at(-1)?.observed === undefined;
  if (layers.clientWidth > 0) drawLayers(layers, epochs, lastEpoch);
}

/** What is drawn of layers, by its name in {@linkcode EpochScores.observed}; norms are compared by their ratios. */
const CHARTS = [
  { name: "gradientNorms", caption: "Gradient norms, ‖∂C/∂W‖", factor: 1, ratios: true },
  { name: "weightNorms", caption: "Weight norms, ‖W‖", factor: 1, ratios: true },
  { name: "saturated", caption: "Saturated activations, %", factor: 100, zero: true },
  { name: "dead", caption: "Dead units, %", factor: 100, zero: true },
] as const;

/** Draws what was observed in an element, a line for each layer. */
function drawLayers(parent: HTMLElement, epochs: readonly EpochScores[], lastEpoch: number): void {
  const last = epochs.at(-1)!;
  parent.replaceChildren();
  for (const { name, caption, factor, ...axis } of CHARTS) {
    const values = last.observed![name] ?? [];
    const nameOf = (l: number) => l === values.length - 1 ? "outputs" : `layer ${l + 1}`;
    const layers = [...values.keys()].filter((l) => values[l] !== null);
    if (layers.length === 0) continue;
    const series = layers.map((l) => ({
      name: nameOf(l),
      ink: l,
      points: epochs.map(({ number: epoch, observed }) => {
        const value = factor * observed![name]![l]!;
        return { epoch, value: Number.isFinite(value) ? value : null };
      }),
    }));
    const keys = layers.map((l) => {
      const key = create("span", { className: "key" }, nameOf(l));
      key.style.color = inkOf(l).color;
      return key;
    });
    const drawing = create("div");
    parent.append(create("figure", {}, create("figcaption", {}, caption, ...keys), drawing));
    const now = layers.map((l) => `${nameOf(l)} ${Number((factor * values[l]!).toPrecision(3))}`);
    const label = `${caption} by epoch: after ${last.number}, ${now.join(", ")}`;
    const size = { lastEpoch, width: drawing.clientWidth, height: HEIGHT };
    setHtml(drawing, lineChart(series, { ...axis, title: "", label, ...size }));
  }
}
