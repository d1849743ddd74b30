/**
 * How often each sentence of a verdict is printed where the network is truly better than a linear model, as good, or worse:
 *
 *     deno run packages/lab/bench/tables/verdicts.ts
 *
 * Tables of two classes are drawn, an ensemble over folds is trained on each and compared as `train` compares it. What is true is
 * measured on 4,000 further rows: by how much its log loss is lower than the linear model's. `docs/evaluate.md` quotes what this
 * prints. @module
 */

import { evaluate } from "../../../../mod.ts";
import { foldedDataOf, FoldEnsemble, truthOfFolds } from "../../../../lib/table/folds/mod.ts";
import { RandomStream } from "../../../../lib/numerics/mod.ts";
import { fitFolds, tableDatasets } from "../../../../lib/table/mod.ts";
import { markdownTable } from "../../../../tasks/cli/table.ts";

/** What the log-odds of a row are, by its numbers. */
export const WORLDS = {
  "a product of two columns": { columns: 6, odds: ([a, b, c]: number[]) => 3 * a! * b! + c! },
  "a threshold": { columns: 4, odds: ([a, b]: number[]) => (a! > 0.8 ? 3 : -1) + b! },
  "three columns, linear": { columns: 3, odds: ([a, b, c]: number[]) => 1.5 * a! - b! + c! },
  "20 columns, linear": {
    columns: 20,
    odds: (xs: number[]) => xs.reduce((sum, x, k) => sum + x * (k % 2 ? 0.5 : -0.5), 0),
  },
  "noise": { columns: 4, odds: () => 0 },
} as const;

export type World = keyof typeof WORLDS;

/** What the sentences come to. */
export const SENTENCES = ["better", "linear model recommended", "worse", "no difference"] as const;

/** What is true by the further rows, where the margin of the verdict counts as no difference. */
export const TRUTHS = ["better", "as good", "worse"] as const;

/** A table, what is true of it, and what was printed. */
export interface Outcome {
  readonly world: World;
  readonly truth: typeof TRUTHS[number];
  readonly sentence: typeof SENTENCES[number];
  /** Whether the network is called no better than a constant answer. */
  readonly isConstant: boolean;
}

/** The rows by which it is measured what is true. */
const FURTHER = 4000;

/** The usual part of the test. */
const TEST = 0.15;

/** Draws a table, trains on it, compares, and measures what is true. */
export async function simulate(
  world: World,
  rows: number,
  draw: number,
  epochs = 60,
): Promise<Outcome> {
  const { columns, odds } = WORLDS[world];
  const random = new RandomStream(draw, "data");
  const names = Array.from({ length: columns }, (_, k) => `x${k}`);
  const lines = Array.from({ length: rows + FURTHER }, () => {
    const xs = names.map(() => random.normal());
    const isYes = random.uniform() < 1 / (1 + Math.exp(-odds(xs)));
    return [...xs.map((x) => x.toFixed(4)), isYes ? "yes" : "no"];
  });
  const tested = Math.round(TEST * rows);
  const share = (tested + FURTHER) / lines.length;
  const table = await tableDatasets({
    name: "a drawn table",
    columns: [...names, "answer"],
    async *open() {
      yield { rows: lines, lines: lines.map((_, r) => r + 2) };
    },
  }, {
    target: "answer",
    folds: 5,
    splitSeed: draw,
    split: [0.8 * (1 - share), 0.2 * (1 - share), share],
  });
  const { network: ensemble } = await fitFolds(table, {
    hidden: [16],
    epochs,
    seed: draw,
    optimizer: { name: "adamw", weightDecay: 0 },
  });
  if (!(ensemble instanceof FoldEnsemble)) throw new Error("Cannot simulate: there are no folds");
  const part = (from: number, to: number) =>
    table.test.select(Uint32Array.from({ length: to - from }, (_, k) => from + k));
  const { verdict, compared } = await truthOfFolds({
    ensemble,
    data: foldedDataOf(table)!,
    description: table.description,
    test: part(0, tested),
  });
  const further = part(tested, table.test.size);
  const gain = evaluate(ensemble.only("linear"), further).cost - evaluate(ensemble, further).cost;
  const margin = compared!.margin!;
  return {
    world,
    truth: gain > margin ? "better" : gain < -margin ? "worse" : "as good",
    sentence: verdict.includes("ship that")
      ? "linear model recommended"
      : verdict.includes("Better than a linear model")
      ? "better"
      : verdict.includes("Worse than a linear model")
      ? "worse"
      : "no difference",
    isConstant: /^(The network is not measurably better|Worse) than always/.test(verdict),
  };
}

/** How often each sentence is printed, by what is true. */
export function tableOf(rows: number, outcomes: readonly Outcome[]): string {
  return markdownTable([
    [`${rows} rows: the network is truly`, "tables", ...SENTENCES, "not above a constant answer"],
    ...TRUTHS.map((truth) => {
      const own = outcomes.filter((outcome) => outcome.truth === truth);
      const count = (is: (outcome: Outcome) => boolean) => String(own.filter(is).length);
      return [
        truth,
        String(own.length),
        ...SENTENCES.map((sentence) => count((outcome) => outcome.sentence === sentence)),
        count(({ isConstant }) => isConstant),
      ];
    }),
  ]);
}

if (import.meta.main) {
  const draws = Number(Deno.args[0] ?? 40);
  for (const rows of [200, 1000]) {
    const outcomes: Outcome[] = [];
    for (const world of Object.keys(WORLDS) as World[]) {
      for (let draw = 1; draw <= draws; draw++) outcomes.push(await simulate(world, rows, draw));
    }
    console.log(tableOf(rows, outcomes), "\n");
  }
}
