import { assertAlmostEquals, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { parseConfig } from "../../../../lib/config.ts";
import type { Metrics } from "../../../../tasks/run/run_folder.ts";
import { curvesSection } from "../../../../tasks/results/report/curves_sections.ts";
import { html } from "../../../../lib/document/html.ts";
import { blocks } from "../../../../lib/document/page.ts";
import { trainingCostOf } from "../../../../tasks/results/report/scores.ts";
import type { ReportedRun } from "../../../../tasks/results/report/problem/runs.ts";

/** The section of a run whose training and validation end at these costs, kept after epoch 3 of 3. */
function sectionOf(training: number, validation: number, best: number): string {
  const metrics = [1, 2, 3].map((epoch): Metrics => ({
    epoch,
    learningRate: 1,
    train: { cost: training },
    validation: { cost: validation, accuracy: 0.5, correct: 1, size: 2 },
    seconds: 1,
    samplesPerSecond: 1,
  }));
  const run = {
    problem: "classification",
    noun: "image",
    config: parseConfig({ augment: {} }),
    metrics,
    thresholds: [],
    summary: { epoch: 3, best: { epoch: best, accuracy: 0.5 } },
  } as unknown as ReportedRun;
  return html`${blocks(curvesSection(run).content)}`.text;
}

Deno.test("a training cost that dwarfs the others has a panel of its own, in its own color", () => {
  const apart = sectionOf(0.9, 0.2, 3);
  assertMatch(apart, /<h3>Cost on validation and test<\/h3>[^]*<h3>Training cost<\/h3>/);
  assertMatch(apart, /Training minimizes this: the cost of the deformed images/);
  const together = sectionOf(0.3, 0.2, 3);
  assertNotMatch(together, /<h3>Training cost<\/h3>/);
  for (const section of [apart, together]) assertMatch(section, /series-3\)[^]*training/);
});

Deno.test("the epoch kept and the best by validation are shown, once if they are one", () => {
  const one = sectionOf(0.3, 0.2, 3);
  assertEquals(one.match(/epoch 3: kept, the best by validation/g)?.length, 2); // in both charts
  const two = sectionOf(0.3, 0.2, 2);
  assertMatch(two, /epoch 3: kept<\/li>[^]*epoch 2: the best by validation<\/li>/);
});

/** Lines of a run over folds of these members' costs on their folds and in training, by epoch. */
function foldLines(
  costs: readonly (readonly (readonly [fold: number | null, training: number | null])[])[],
  hasTraining = true,
): Metrics[] {
  return costs.map((members, k) => {
    const training = members.map(([, cost]) => cost);
    const going = training.filter((cost) => cost !== null);
    return {
      epoch: k + 1,
      learningRate: 1,
      train: {
        cost: going.reduce((sum, cost) => sum + cost, 0) / going.length,
        ...hasTraining && { members: training },
      },
      members: members.map(([fold]) => fold),
      seconds: 1,
      samplesPerSecond: 1,
    };
  });
}

const MEMBERS = [
  [[0.5, 0.4], [0.9, 0.8], [null, null]],
  [[0.6, 0.1], [0.8, 0.7], [null, null]],
  [[null, null], [0.7, 0.6], [0.2, 0.3]],
] as const;

Deno.test("a network that has stopped counts in the training curve with its best epoch", () => {
  const lines = foldLines(MEMBERS);
  const [first, second, third] = lines.map(trainingCostOf(lines));
  assertAlmostEquals(first!, (0.4 + 0.8) / 2, 1e-12);
  assertAlmostEquals(second!, (0.1 + 0.7) / 2, 1e-12);
  assertAlmostEquals(third!, (0.4 + 0.6 + 0.3) / 3, 1e-12); // the third one has begun late
});

Deno.test("where older files do not have each network's training cost, the curve ends with the first", () => {
  const lines = foldLines(MEMBERS, false);
  const [first, second, third] = lines.map(trainingCostOf(lines));
  assertAlmostEquals(first! + second!, 0.6 + 0.4, 1e-12);
  assertEquals(third, undefined);
});
