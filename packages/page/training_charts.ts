/** The charts of a run, by epoch: loaded where they are seen. @module */

import { lineChart } from "../../tasks/results/charts/line_chart.ts";
import { element, setHtml } from "./elements.ts";
import type { EpochScores } from "./messages.ts";
import type { Ghost, Score } from "./train_panel.ts";

/** The ink of a run that was trained before. */
const GRAY = { color: "var(--rule-strong)", dash: [] };

interface ShownRun {
  /** What the ids of the charts begin with. */
  readonly prefix: string;
  readonly epochs: readonly EpochScores[];
  /** The epochs of a run that was trained before. */
  readonly ghost: readonly Ghost[];
  readonly score: Score;
  /** How many epochs there is room for, and the height in pixels. */
  readonly size: { readonly lastEpoch: number; readonly height: number };
}

/** Draws accuracy and cost, unless there is no epoch of a run at all. */
export function drawRun({ prefix, epochs, ghost, score, size }: ShownRun): void {
  const last = epochs.at(-1) ?? ghost.at(-1);
  if (last === undefined) return;
  const { name, factor, text } = score;
  type Line = "cost" | "validation" | "test";
  const draw = (chart: string, label: string, ...names: readonly [Line, ...Line[]]) => {
    const parent = element(`${prefix}${chart}-chart`, HTMLElement);
    const width = parent.clientWidth;
    if (width === 0) return; // it is not shown
    const pointsOf = (line: Line, epochs: readonly Partial<EpochScores>[]) =>
      epochs.map(({ number, [line]: value }) => ({
        epoch: number!,
        value: Number.isFinite(value) ? (line === "cost" ? 1 : factor) * value! : null,
      }));
    const lines = names.map((name, ink) => ({ name, ink, points: pointsOf(name, epochs) }));
    const before = { name: "before", ink: GRAY, points: pointsOf(names[0], ghost) };
    const of = epochs.length > 0 ? "" : "Trained before: ";
    const options = { title: "", label: of + label, epoch: "epoch", width };
    setHtml(parent, lineChart([before, ...lines], { ...options, ...size }));
  };
  const label = `${name} by epoch: after ${last.number}, validation ${text(last.validation)}`;
  const { test } = last as Partial<EpochScores>;
  if (Number.isFinite(test)) draw("score", `${label}, test ${text(test!)}`, "validation", "test");
  else draw("score", label, "validation");
  draw("cost", `Training cost by epoch: after ${last.number}, ${last.cost.toFixed(4)}`, "cost");
}
