/**
 * How often "better than" and "worse than" are true of the models that ship:
 *
 *     nice -n 15 deno run -A packages/lab/bench/tables/shipped.ts 1 200 >> shipped.jsonl
 *     deno run -A packages/lab/bench/tables/shipped.ts shipped.jsonl
 *
 * The first prints a line for each drawn table, by its seed: an ensemble over folds is trained and compared as `train` does by
 * default, and what is true is measured on 20,000 further rows, between the means of all members and all trees. The second makes
 * a table of such files. `docs/evaluate.md` quotes it. @module
 */

import { expectedOf, metricDifference, outputsFor } from "../../../../lib/evaluate/mod.ts";
import {
  fitFoldTrees,
  foldedDataOf,
  type FoldEnsemble,
  treeBinsOf,
  truthOfFolds,
} from "../../../../lib/table/folds/mod.ts";
import { fitFolds, tableDatasets } from "../../../../lib/table/mod.ts";
import { markdownTable } from "../../../../tasks/cli/table.ts";
import { drawTable } from "./shipped_tables.ts";

/** The rows by which it is measured what is true. */
const FURTHER = 20_000;

/** A true difference above this, in log loss or R², ought to be shown. */
const LARGE = 0.02;

const RIVALS = { linear: "a linear model", trees: "boosted trees" } as const;
type Rival = keyof typeof RIVALS;

/** A verdict on a rival, above 0 where the network is better. */
interface Outcome {
  readonly rival: Rival;
  /** Between the models that ship, on the further rows. */
  readonly truth: number;
  /** As printed: out of fold, with half of what either gains. */
  readonly value: number;
  readonly plusMinus: number;
  /** What the network gains, and the rival. */
  readonly gains: readonly [number, number];
  readonly printed: "better" | "worse" | "neither";
}

interface TableOutcome {
  readonly seed: number;
  readonly rows: number;
  readonly law: string;
  readonly outcomes: readonly Outcome[];
}

async function simulate(seed: number): Promise<TableOutcome> {
  const { columns, rows, size, law } = drawTable(seed, FURTHER);
  const share = FURTHER / rows.length;
  const table = await tableDatasets({
    name: "a drawn table",
    columns,
    async *open() {
      yield { rows, lines: rows.map((_, r) => r + 2) };
    },
  }, {
    target: "target",
    folds: 5,
    gaps: "category",
    splitSeed: seed,
    split: [0.8 * (1 - share), 0.2 * (1 - share), share],
  });
  const { training, test: further, description, folds: [foldOf] } = table;
  const model = await fitFolds(table, { seed });
  const ensemble = model.network as FoldEnsemble;
  const { compared, baselines, verdict } = await truthOfFolds({
    ensemble,
    data: foldedDataOf(table)!,
    description,
    test: further.select([]),
  });
  const answers = {
    network: outputsFor(ensemble, further),
    linear: outputsFor(ensemble.only("linear"), further),
    trees: treesOf(baselines.find(({ name }) => name === "trees")!.depth!),
  };
  const expected = expectedOf(further, {});
  const all = Uint32Array.from({ length: further.size }, (_, row) => row);
  const outcomes = (Object.keys(RIVALS) as Rival[]).map((rival): Outcome => {
    const { difference, gain } = baselines.find(({ name }) => name === rival)!.compared!;
    const [network, other] = [answers.network, answers[rival]].map((outputs) => ({ outputs }));
    const found = new RegExp(`(Better|Worse) than ${RIVALS[rival]}`).exec(verdict)?.[1];
    return {
      rival,
      truth: metricDifference(compared!.metric, network!, other!, expected, all)!.value,
      value: difference!.value,
      plusMinus: difference!.plusMinus!,
      gains: [compared!.gain!, gain!],
      printed: found === undefined ? "neither" : found === "Better" ? "better" : "worse",
    };
  });
  return { seed, rows: size, law, outcomes };

  /** What the trees of all folds answer to the further rows, on average. */
  function treesOf(depth: number): Float32Array {
    const both = <T extends Float32Array | Uint8Array | Uint16Array>(one: T, other: T) =>
      Float32Array.from([...one, ...other]);
    const { problem, outputs, classes, targets } = training;
    const expected = {
      problem,
      outputs,
      classes,
      labels: Uint16Array.from(both(training.labels, further.labels)),
      targets: targets && both(targets, further.targets!),
    };
    const fitting = Uint32Array.from(
      training.labels.length ? training.labels : targets!,
      (_, r) => r,
    );
    const inputs = both(training.inputs, further.inputs);
    const bins = treeBinsOf(inputs, description, fitting);
    const test = Uint32Array.from({ length: further.size }, (_, row) => training.size + row);
    const fitted = [0, 1, 2, 3, 4].map((fold) =>
      fitFoldTrees({
        bins,
        expected,
        depth,
        test,
        training: fitting.filter((row) => foldOf![row] !== fold),
        validation: fitting.filter((row) => foldOf![row] === fold),
      })
    );
    return fitted[0]!.test.map((_, k) =>
      fitted.reduce((sum, { test }) => sum + test[k]!, 0) / fitted.length
    );
  }
}

/** What would be printed of the answers out of fold as they are. */
function uncorrected({ value, plusMinus, gains: [own, other] }: Outcome): Outcome["printed"] {
  const half = (own - other) / 2;
  const [before, margin] = [value - half, plusMinus - Math.abs(half)];
  return before > margin ? "better" : before < -margin ? "worse" : "neither";
}

/** How often each sentence is true, and how often one is printed. */
function summary(tables: readonly TableOutcome[]): string {
  const share = (all: readonly unknown[], some: readonly unknown[]) =>
    `${some.length} of ${all.length}`;
  const rowsOf = (rival: Rival, name: string, printedIn: (outcome: Outcome) => string) => {
    const all = tables.flatMap(({ outcomes }) => outcomes.filter((one) => one.rival === rival));
    const large = all.filter(({ truth }) => Math.abs(truth) > LARGE);
    const [better, worse] = ["better", "worse"].map((word) =>
      all.filter((one) => printedIn(one) === word)
    );
    return [
      `${RIVALS[rival]}, ${name}`,
      share(better!, better!.filter(({ truth }) => truth > 0)),
      share(worse!, worse!.filter(({ truth }) => truth < 0)),
      share(large, large.filter((one) => printedIn(one) !== "neither")),
    ];
  };
  return markdownTable([
    [
      `${tables.length} tables`,
      "better: true",
      "worse: true",
      `true difference above ${LARGE}: shown`,
    ],
    ...(Object.keys(RIVALS) as Rival[]).flatMap((rival) => [
      rowsOf(rival, "out of fold", uncorrected),
      rowsOf(rival, "what ships", ({ printed }) => printed),
    ]),
  ]);
}

if (import.meta.main) {
  const [first, last, step = "1"] = Deno.args;
  if (Number.isNaN(Number(first))) {
    const files = await Promise.all(Deno.args.map((path) => Deno.readTextFile(path)));
    const lines = files.join("").trim().split("\n");
    console.log(summary(lines.map((line) => JSON.parse(line))));
  } else {
    for (let seed = Number(first); seed <= Number(last); seed += Number(step)) {
      console.log(JSON.stringify(await simulate(seed)));
    }
  }
}
