import { assert, assertEquals, assertLess, assertMatch, assertNotMatch } from "@std/assert";
import inkling from "../../../deno.json" with { type: "json" };
import type { SweepSummary } from "../../../lib/sweep/summary.ts";
import { sweepPage } from "../../../tasks/sweep/page.ts";
import { findChromium } from "../../engine/chromium.ts";
import { assertSelfContained } from "../report/assert_page.ts";
import { assertShown } from "../report/assert_shown.ts";
import {
  COSTS,
  GRID,
  HALVING,
  HOSTILE_NAMES,
  HYPERBAND,
  madeUp,
  MANY,
  NONE,
  ONE,
  RANGES,
} from "./summaries.ts";

const chromium = await findChromium();

/** Where a sweep's page leads: all of it is in the sweep's folder. */
const LINKS =
  /^(trials\.csv|sweep\.json|best\.json|trials\/[0-9a-f]{16}\/(report\.html)?|results\/[0-9a-f]{16}\.json)$/;

const ALL: { readonly [what: string]: SweepSummary } = {
  "a grid with seeds": GRID,
  halving: HALVING,
  Hyperband: HYPERBAND,
  "200 trials with failures": MANY,
  "quantities, whose error is to be small": COSTS,
  "hostile names": HOSTILE_NAMES,
  "one trial": ONE,
  "no result yet": NONE,
};

for (const [what, summary] of Object.entries(ALL)) {
  Deno.test(`a page of ${what} is whole by itself, small, and leads nowhere else`, () => {
    const page = sweepPage(summary);
    assertSelfContained(page, LINKS);
    assertLess(page.length, 400_000);
    assertEquals(sweepPage(structuredClone(summary)), page);
    assertNotMatch(page, new RegExp(`Inkling ${inkling.version.replaceAll(".", "\\.")}`));
  });
}

/** The titles of a page's sections. */
function titlesOf(page: string): string[] {
  return [...page.matchAll(/<h2 id="(\w+)-title">/g)].map(([, id]) => id!);
}

Deno.test("sections without content are left out", () => {
  const all = ["best", "importance", "parameters", "parallel", "seeds", "curves"];
  assertEquals(titlesOf(sweepPage(GRID)), [...all, "trials", "search"]);
  assertEquals(titlesOf(sweepPage(ONE)), ["best", "curves", "trials", "search"]);
  assertEquals(titlesOf(sweepPage(NONE)), ["failures", "trials", "search"]);
});

Deno.test("every run is a link: to its folder if its weights are kept, to its record if not", () => {
  const page = sweepPage(GRID);
  for (const { run, weightsSha256 } of GRID.trials.flatMap(({ runs }) => runs)) {
    const link = weightsSha256 === undefined ? `results/${run}.json` : `trials/${run}/`;
    assert(page.includes(`<a href="${link}">`), link);
  }
  assertMatch(page, new RegExp(`<a\\s+href="trials/${GRID.best!.run}/report.html">`));
  const missing = MANY.trials.find(({ state }) => state === "missing")!.runs[0]!.run;
  assert(!sweepPage(MANY).includes(missing));
});

Deno.test("the config of the best can be copied, and the command that trains it", () => {
  const page = sweepPage(GRID);
  const [, command, config] = /<pre[^>]*>([^<]*)<\/pre>[^]*?<pre[^>]*>([^<]*)<\/pre>/.exec(page)!;
  assertEquals(command, "deno task train --config data/sweeps/width/best.json");
  assertEquals(JSON.parse(config!.replaceAll("&quot;", '"')), GRID.best!.config);
  assertMatch(config!, /\[784, 30, 10\]/);
});

Deno.test("the reasons of trials without a result are shown", () => {
  const page = sweepPage(MANY);
  assertMatch(page, /4 diverged, 3 failed, 1 missing/);
  assertMatch(page, /<td>diverged<\/td>\s*<td>its cost is no longer finite<\/td>/);
  assertMatch(page, /It is not complete: 1 trial is missing\./);
});

Deno.test("halving shows how many epochs it took of those of a full search, and how many reached a rung", () => {
  const page = sweepPage(HALVING);
  assertMatch(page, /<dd>243<\/dd>/);
  assertMatch(page, /epochs trained, 11\.1\u00a0% of the 2,187 that all trials/);
  assertEquals(
    [...page.matchAll(/<th scope="row">(\d)<\/th>\s*<td>(\d+)<\/td>\s*<td>(\d+)<\/td>/g)]
      .slice(0, 4).map(([, ...cells]) => cells.join()),
    ["1,1,81", "2,3,27", "3,9,9", "4,27,3"],
  );
});

Deno.test("points are colored by how long trials trained, over brackets", () => {
  const legend = (
    page: string,
  ) => [...new Set([...page.matchAll(/<\/svg>(\d+ epochs?)<\/li>/g)].map(([, name]) => name))];
  assertEquals(legend(sweepPage(HYPERBAND)), ["1 epoch", "3 epochs", "9 epochs", "27 epochs"]);
  assertEquals(legend(sweepPage(MANY)), []);
});

Deno.test("of very many trials the best 500 stand in the table, and lines are thinned", () => {
  const page = sweepPage(madeUp({ parameters: RANGES, trials: 1200, epochs: 3 }));
  assertMatch(page, /The best 500 of 1,200 trials/);
  assertMatch(page, /100 of 1,200 trials are drawn/);
  assertEquals(page.match(/<a href="results/g)!.length, 495);
  assertLess(page.length, 400_000);
});

Deno.test("trials that are far behind do not press the others flat", () => {
  const far = (trial: number) => trial > 18;
  const trials = Array.from({ length: 20 }, (_, k) => ({ units: k + 1 }));
  const page = sweepPage(madeUp({
    parameters: { units: { min: 1, max: 20, distribution: "int" } },
    trials,
    quality: ({ units }) => far(Number(units)) ? 0.1 : 0.97 + Number(units) / 1000,
  }));
  assertMatch(page, /2 that are much worse are on the edge/);
});

Deno.test({
  name: "Chromium shows a sweep wide and narrow, light and dark, with nothing broken or cut off",
  ignore: chromium === undefined,
  fn: async () => {
    await assertShown(chromium!, [GRID, HALVING, COSTS, HOSTILE_NAMES].map(sweepPage));
  },
});
