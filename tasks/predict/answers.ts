/** What the outputs of networks stand for: a class, several labels, or quantities. @module */

import { catalogue, mnist } from "../../lib/digits/mnist.ts";
import { YES } from "../../lib/problem/multi_label.ts";
import type { Quantity } from "../../lib/table/columns.ts";
import { argmax } from "../../lib/numerics/argmax.ts";
import { familiarityIn } from "../../lib/evaluate/familiarity.ts";
import type { PredictionIntervals } from "../../mod.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { inFile } from "../run/run_folder.ts";

/** What outputs stand for, of networks that did not learn from a table. */
export interface Answers {
  readonly kind: "class" | "labels" | "quantity";
  /** The names of the classes, labels or quantities, in the order of the outputs; their numbers where they have none. */
  readonly names: readonly string[];
  /** The widest of the networks'; none of classes and labels, in an older file, or where validation was too small. */
  readonly intervals: PredictionIntervals | undefined;
  /** What outputs stand for, if they are of quantities that were standardized. */
  readonly quantities?: readonly Quantity[] | undefined;
}

/** Finds out what the outputs of networks stand for that learned from the same data. */
export function answersOf(opened: readonly OpenNetwork[]): Answers {
  const [{ dataset = mnist.name, network, labels, quantities }] = opened as [OpenNetwork];
  if (labels !== undefined) return { kind: "labels", names: labels, intervals: undefined };
  const names = network.classNames ??
    (typeof dataset === "string" ? catalogue[dataset]!.classes : undefined);
  if (names !== undefined) return { kind: "class", names, intervals: undefined };
  const intervals = widest(
    opened.map(({ path, metadata, network }) =>
      inFile(path, () => familiarityIn(metadata, network)).intervals
    ),
  );
  const outputs = network.sizes.at(-1)!;
  const saysSo = typeof dataset === "object" && dataset.kind === "quantity";
  if (saysSo || intervals !== undefined || !network.predictsClasses) {
    return { kind: "quantity", names: numbered(outputs), intervals, quantities };
  }
  return { kind: "class", names: numbered(outputs === 1 ? 2 : outputs), intervals: undefined };
}

/** The places of the labels, or the place of the class: of one output the two classes are no and yes. */
export function placesOf(
  outputs: readonly number[],
  { kind }: Pick<Answers, "kind">,
): number[] {
  if (kind === "labels") return [...outputs.keys()].filter((place) => outputs[place]! >= YES);
  return [outputs.length === 1 ? Number(outputs[0]! >= YES) : argmax(outputs)];
}

/** The widest intervals of several networks; none if one has none. */
export function widest(
  all: readonly (PredictionIntervals | undefined)[],
): PredictionIntervals | undefined {
  return all.reduce((a, b) =>
    a && b && {
      coverage: Math.min(a.coverage, b.coverage),
      halfWidths: a.halfWidths.map((half, k) => Math.max(half, b.halfWidths[k]!)),
    }
  );
}

function numbered(length: number): string[] {
  return Array.from({ length }, (_, k) => String(k));
}
