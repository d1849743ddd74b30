/** What the page shows of a table's target: a class with its probability, or quantities in their units. @module */

import { decide } from "../../lib/measure/decide/mod.ts";
import { classification, regression } from "../../lib/problem/mod.ts";
import type { ClassTarget, QuantityTarget, TableTarget } from "../../lib/table/mod.ts";
import { forTarget } from "../../lib/table/model/mod.ts";
import { percent } from "../../tasks/cli/format.ts";
import type { Reading, ShownAnswer } from "./answer_panel.ts";
import { largest, probability } from "./bars.ts";
import { isSure } from "../../tasks/demo/sure.ts";
import { ACCURACY, type Score } from "./train_panel.ts";

/** What is shown of a target. */
export interface TargetView {
  /** The names of the outputs that have bars. */
  readonly bars: readonly string[];
  /** The score of epochs. */
  readonly score: Score;
  /** The answer to a row, which may be novel: unlike those that the network learned from. */
  show(reading: Reading, isNovel: boolean): ShownAnswer;
  /** The outputs that are drawn along the columns: those of the largest probabilities, or the first quantity. */
  drawn(outputs: Float32Array): number[];
  /** One scale for all columns, so that they can be compared. */
  scale(values: readonly number[]): readonly [low: number, high: number];
  /** A number of an answer, or of what a column adds to it. */
  number(value: number): string;
  /** An end of the scale as text. */
  endText(value: number): string;
  /** An answer as text: the most probable class, or the quantity. */
  answer(values: ArrayLike<number>): string;
}

export function viewOf(target: TableTarget): TargetView {
  return forTarget({ class: viewOfClasses, quantity: viewOfQuantities }, target);
}

function viewOfClasses({ classes }: ClassTarget): TargetView {
  return {
    bars: classes,
    score: ACCURACY,
    show({ outputActivation, outputs, bars: { textOfOutput }, decision }, isNovel) {
      const { chosen: [best = 0], set } = decide(classification.answer(outputs), decision);
      const [next] = largest(outputs, 2).filter((k) => k !== best);
      const named = (k: number) => `${classes[k]} ${textOfOutput(outputs[k]!)}`;
      const both = next === undefined ? named(best) : `${named(best)}, next ${named(next)}`;
      const held = set &&
        (set.length === 0 ? "no class" : set.map((k) => classes[k]).join(", "));
      const sentence = held === undefined
        ? both
        : `${both}; ${percent(decision!.sets!.coverage, 0)} of such rows are in their set: ${held}`;
      const isDecided = decision?.threshold !== undefined;
      return !isNovel && (isDecided || isSure(outputs, outputActivation))
        ? { answer: classes[best]!, sentence, winner: best }
        : { answer: "Not sure", sentence: `Perhaps ${sentence}` };
    },
    drawn: (outputs) => largest(outputs, COLORS),
    scale: () => [0, 1],
    number: probability,
    endText: (value) => percent(value, 0),
    answer(values) {
      const [best = 0] = largest(values, 1);
      return `${classes[best]} ${probability(values[best]!)}`;
    },
  };
}

function viewOfQuantities({ quantities }: QuantityTarget): TargetView {
  const text = (value: number) => rounded(value, quantities[0]!.deviation);
  return {
    bars: [],
    score: { title: "R²", name: "R²", factor: 1, text: (score) => score.toFixed(4) },
    show({ outputs, intervals: fitted }) {
      const { values, intervals } = regression.answer(outputs, { quantities, intervals: fitted });
      const texts = quantities.map(({ unit, deviation }, k) =>
        `${rounded(values[k]!, deviation)}${unit === undefined ? "" : ` ${unit}`}`
      );
      const sentences = quantities.map(({ name, deviation }, k) => {
        if (intervals === undefined) return `${name}: ${texts[k]}`;
        const { low, high } = intervals[k]!;
        const [from, to] = [low, high].map((end) => rounded(end, deviation));
        return `${name}: ${
          percent(fitted!.coverage, 0)
        } of such rows are between ${from!} and ${to!}`;
      });
      return { answer: texts.join(", "), sentence: sentences.join(", ") };
    },
    drawn: () => [0],
    scale: (values) => [Math.min(...values), Math.max(...values)],
    number: text,
    endText: text,
    answer: (values) => text(values[0]!),
  };
}

/** A quantity with its significant digits, where values spread by a deviation. */
function rounded(value: number, deviation: number): string {
  const decimals = Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(deviation))));
  return value.toFixed(decimals);
}

/** How many colors the style sheet has. */
export const COLORS = 6;

/** Gives each class a color, by its number in the style sheet; what it had `before` it keeps. */
export function colorsOf(
  classes: readonly number[],
  before: ReadonlyMap<number, number> = new Map(),
): ReadonlyMap<number, number> {
  const taken = new Set(classes.map((k) => before.get(k)));
  const free = Array.from({ length: COLORS }, (_, color) => color).filter((c) => !taken.has(c));
  return new Map(classes.map((k) => [k, before.get(k) ?? free.shift()!]));
}
