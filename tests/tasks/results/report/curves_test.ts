import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { parseConfig } from "../../../../lib/config.ts";
import type { Metrics } from "../../../../tasks/run/run_folder.ts";
import { curvesSection } from "../../../../tasks/results/report/curves_sections.ts";
import { html } from "../../../../lib/document/html.ts";
import { blocks } from "../../../../lib/document/page.ts";
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
  assertMatch(apart, /Training minimizes this: the cost of the images as they were deformed/);
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
