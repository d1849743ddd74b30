/**
 * User data in parts: files give one to three of them, and the missing ones are split off the training part, by class. It runs
 * in a browser as it is. @module
 */

import type { Dataset } from "../../lib/dataset.ts";
import { checkFractions, FRACTIONS, splitIndices } from "../../lib/dataset/split.ts";
import type { QuantityScale } from "../../lib/problem/quantities.ts";
import { counted, percent } from "../cli/format.ts";
import { quotedNames, SPLITS, type Splits } from "./names.ts";

export interface UserDataOptions {
  /** The fractions of the examples that train, validate and test; together 1. Default: 0.7, 0.15 and 0.15. */
  readonly fractions?: readonly [training: number, validation: number, test: number] | undefined;
  /** The seed of the split: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  readonly splitSeed?: number | undefined;
  /** Whether all examples are one part, which stands for each of the three. Default: false. */
  readonly whole?: boolean | undefined;
  /** The scale of standardized quantities. Default: that of the examples to train on. */
  readonly quantities?: readonly QuantityScale[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SplitData extends Splits, Found {
  /** How many examples of each class, or with each label, are in each split; empty of quantities. */
  readonly counts: { readonly [Part in keyof Splits]: readonly number[] };
  /** The file of each example, or the file and its index there, in the order of the splits. */
  readonly origins: { readonly [Part in keyof Splits]: readonly string[] };
  readonly labels?: readonly string[] | undefined;
}

export interface Found {
  /** What was found and decided, each a sentence. */
  readonly notes: readonly string[];
  /** What is likely to be a mistake, each a sentence. */
  readonly warnings: readonly string[];
}

export interface Part {
  readonly data: Dataset;
  /** The file, or the file and the index there, of an example. */
  origin(example: number): string;
}

/** The parts that files give; only `training` must be there. */
export type Parts =
  & { readonly training: Part }
  & { readonly [Name in "validation" | "test"]?: Part };

/**
 * Splits the missing parts off.
 * @param what the data, as messages name it
 * @param noun what an example is called: `picture`
 * @param labels the name of each label of multi-label data
 * @throws {RangeError} if a part would have no example, or the fractions are not three above 0 and together 1
 */
export function splitParts(
  what: string,
  noun: string,
  parts: Parts,
  found: Found,
  options: UserDataOptions,
  labels?: readonly string[],
): SplitData {
  const { fractions = FRACTIONS, splitSeed = 1 } = options;
  checkFractions(fractions);
  const notes = [...found.notes];
  const { data, origin } = parts.training;
  const missing = SPLITS.filter((name) => parts[name] === undefined);
  const expected = ["training" as const, ...missing];
  let indices: Uint32Array[] = [];
  if (missing.length > 0) {
    const given = expected.map((name) => fractions[SPLITS.indexOf(name)]!);
    const sum = given.reduce((sum, fraction) => sum + fraction, 0);
    const shares = given.map((fraction) => fraction / sum);
    const classOf = data.labels.length > 0 ? (k: number) => data.labels[k]! : undefined;
    try {
      indices = splitIndices(data.size, shares, splitSeed, classOf);
    } catch (error) {
      if (!(error instanceof RangeError && error.message.endsWith("would have none"))) throw error;
      throw new RangeError(
        `Cannot split ${what}: ${counted(data.size, noun)} are too few for ` +
          `${expected.join(", ")}, one of which would have none`,
        { cause: error },
      );
    }
    const [first = "", ...others] = missing.map((name, k) => [percent(shares[k + 1]!, 0), name])
      .map(([share, name], k) =>
        k > 0
          ? ` and ${share} for ${name}`
          : `${share} of the ${
            missing.length < 2 ? "training " : ""
          }${noun}s are set aside for ${name}`
      );
    notes.push(
      first + others.join("") +
        `${classOf === undefined ? "" : ", stratified by class"} (splitSeed ${splitSeed})`,
    );
  }
  const userData = missing.length === 0 ? [data] : indices.map((examples) => data.select(examples));
  const dealt = new Map<keyof Splits, Part>(
    expected.map((name, k) => [name, {
      data: userData[k]!,
      origin: (example) => origin(indices[k]?.[example] ?? example),
    }]),
  );
  const ofEach = <T>(of: (part: Part) => T) => {
    const [training, validation, test] = SPLITS.map((name) =>
      of(dealt.get(name) ?? parts[name] as Part)
    );
    return { training, validation, test } as Record<keyof Splits, T>;
  };
  const counts = ofEach(({ data }) => countsOf(data, labels));
  const splits = ofEach(({ data }) => data);
  return {
    ...splits,
    counts,
    origins: ofEach(({ data, origin }) => Array.from({ length: data.size }, (_, k) => origin(k))),
    labels,
    notes,
    warnings: [
      ...found.warnings,
      ...missingClasses(noun, labels ?? splits.training.classNames, counts),
    ],
  };
}

/** How many examples each class or label has; empty of quantities. */
export function countsOf(
  { labels, targets, classes, outputs }: Dataset,
  names: readonly string[] | undefined,
): number[] {
  const counts: number[] = Array(names === undefined ? classes : outputs).fill(0);
  for (const label of names === undefined ? labels : []) counts[label]!++;
  if (names !== undefined) targets!.forEach((target, k) => counts[k % outputs]! += target);
  return counts;
}

/** A sentence for each split that lacks some classes or labels. */
function missingClasses(
  noun: string,
  names: readonly string[] | undefined,
  counts: SplitData["counts"],
): string[] {
  return SPLITS.flatMap((name) => {
    const absent = (names ?? []).filter((_, k) => counts[name][k] === 0);
    const hint = name === "training" ? ": a network cannot learn it" : "";
    return absent.length === 0
      ? []
      : [`No ${noun} of ${quotedNames(absent)} is in the ${name} split${hint}`];
  });
}
