import { assert, assertEquals, assertLess, assertMatch, assertNotMatch } from "@std/assert";
import inkling from "../../../deno.json" with { type: "json" };
import type { SweepSummary } from "../../../tasks/sweep/plan/summary.ts";
import { pageOf } from "../../../lib/document/page.ts";
import { summaryOf } from "../../../tasks/results/document/markdown.ts";
import { sweepDocument } from "../../../tasks/sweep/document.ts";
import { findChromium } from "../../engine/chromium.ts";
import { assertSelfContained } from "../results/report/assert_page.ts";
import { assertShown } from "../results/report/assert_shown.ts";
import * as sweeps from "./summaries.ts";

const { COSTS, GRID, HALVING, HOSTILE_NAMES, MANY, NONE, ONE, madeUp, RANGES } = sweeps;
const ALL = { COSTS, GRID, HALVING, HOSTILE_NAMES, MANY, NONE, ONE };

const chromium = await findChromium();

/** Where a sweep's page leads: all of it is in the sweep's folder. */
const LINKS =
  /^(trials\.csv|sweep\.json|best\.json|trials\/[0-9a-f]{16}\/(report\.html)?|results\/[0-9a-f]{16}\.json)$/;

const pageFor = (summary: SweepSummary) => pageOf(sweepDocument(summary));
const markdownFor = (summary: SweepSummary) => summaryOf(sweepDocument(summary));

for (const [name, summary] of Object.entries(ALL)) {
  Deno.test(`the page and the summary of ${name} are whole, small, and lead nowhere else`, () => {
    const page = pageFor(summary);
    assertSelfContained(page, LINKS);
    assertLess(page.length, 400_000);
    assertEquals(pageFor(structuredClone(summary)), page);
    assertNotMatch(page, new RegExp(`Inkling ${inkling.version.replaceAll(".", "\\.")}`));
    const text = markdownFor(summary);
    assertLess(text.length, 100_000);
    const outside = text.replaceAll(/^(`{3,})\w+\n[^]*?\n\1$/gm, ""); // a fence holds any text
    assertNotMatch(outside, /undefined|NaN|<script|\[object/);
  });
}

Deno.test("names in a summary mean nothing to GitHub", () => {
  const rows = markdownFor(HOSTILE_NAMES).split("\n").filter((line) => line.startsWith("|"));
  assert(rows.every((row) => !/[`@]|\]\(/.test(row)), "code, links and mentions are none");
});

/** What a page or a summary has, and has not. */
const PARTS: readonly [what: string, SweepSummary, has: readonly RegExp[], not?: RegExp][] = [
  ["the best in a summary, and what matters", GRID, [
    /^## width: 95\.88\u00a0±\u00a00\.19\u00a0% validation accuracy\n/,
    /```text\ndeno task train --config data\/sweeps\/width\/best\.json\n```/,
    /### What matters\n\n[^|]*\| parameter [^\n]*\n[^\n]*\n\| learningRate/,
    /### Trials\n\n[^|]*\n\n(?:\| .*\n){12}\nAnd 2 more\.$/,
  ]],
  ["the reasons of trials without a result", MANY, [
    /<td>diverged<\/td>\s*<td>its cost is no longer finite<\/td>/,
    /\| 7 \| diverged \| its cost is no longer finite \|/,
    /<p class="hint">4 diverged, 3 failed, 1 missing\./,
    /<p class="hint">It is not complete: 1 trial is missing\./,
    /\nIt is not complete: 1 trial is missing\.\n/,
  ]],
  ["no result", NONE, [/^## made-up: no result yet\n/m], /What matters/],
  ["how many epochs halving took of those of a full search", HALVING, [
    /<dt>epochs trained, 11\.1\u00a0% of the 2,187 that all trials[^<]*<\/dt><dd>243<\/dd>/,
  ]],
  ["how many trials reached a rung", HALVING, [
    rowsOf([1, 1, 81], [2, 3, 27], [3, 9, 9], [4, 27, 3]),
  ]],
  [
    "the best 500 of very many trials, and thinned lines",
    madeUp({ parameters: RANGES, trials: 1200, epochs: 3 }),
    [/The best 500 of 1,200 trials/, /100 of 1,200 trials are drawn/],
  ],
  [
    "trials far behind, which do not press the others flat",
    madeUp({
      parameters: { units: { min: 1, max: 20, distribution: "int" } },
      trials: Array.from({ length: 20 }, (_, k) => ({ units: k + 1 })),
      quality: ({ units }) => Number(units) > 18 ? 0.1 : 0.97 + Number(units) / 1000,
    }),
    [/2 that are much worse are on the edge/],
  ],
];

/** Rows of a table that begin with these cells. */
function rowsOf(...rows: number[][]): RegExp {
  const cells = rows.map(([first, ...others]) =>
    `<th scope="row">${first}</th>${others.map((cell) => `<td>${cell}</td>`).join("")}`
  );
  return new RegExp(cells.join("<td>[^<]*</td></tr>\\s*<tr>"));
}

for (const [what, summary, has, not] of PARTS) {
  Deno.test(`a sweep shows ${what}`, () => {
    const texts = [markdownFor(summary), pageFor(summary)];
    for (const part of has) assert(texts.some((text) => part.test(text)), String(part));
    if (not !== undefined) { for (const text of texts) assertNotMatch(text, not); }
    assertLess(texts[1]!.length, 400_000);
  });
}

Deno.test("sections without content are left out", () => {
  const titles = (summary: SweepSummary) =>
    [...pageFor(summary).matchAll(/<h2 id="(\w+)-title">/g)].map(([, id]) => id).join(" ");
  const all = "best importance parameters parallel seeds curves trials search";
  assertEquals([GRID, ONE, NONE].map(titles), [
    all,
    "best curves trials search",
    "failures trials search",
  ]);
});

Deno.test("every run is a link: to its folder if its weights are kept, to its record if not", () => {
  const page = pageFor(GRID);
  for (const { run, weightsSha256 } of GRID.trials.flatMap(({ runs }) => runs)) {
    const link = weightsSha256 === undefined ? `results/${run}.json` : `trials/${run}/`;
    assert(page.includes(`<a href="${link}">`), link);
  }
  assert(page.includes(`<a href="trials/${GRID.best!.run}/report.html">`));
  const missing = MANY.trials.find(({ state }) => state === "missing")!.runs[0]!.run;
  assert(!pageFor(MANY).includes(missing));
  const many = pageFor(madeUp({ parameters: RANGES, trials: 1200, epochs: 3 }));
  assertEquals(many.match(/<a href="results/g)!.length, 495);
});

Deno.test("the config of the best can be copied, and the command that trains it", () => {
  const [, command, config] = /<pre[^>]*>([^<]*)<\/pre>[^]*?<pre[^>]*>([^<]*)<\/pre>/.exec(
    pageFor(GRID),
  )!;
  assertEquals(command, "deno task train --config data/sweeps/width/best.json");
  assertMatch(config!, /\[784, 30, 10\]/);
  const [, inSummary] = /```json\n([^]*?)\n```/.exec(markdownFor(GRID))!;
  for (const text of [config!.replaceAll("&quot;", '"'), inSummary!]) {
    assertEquals(JSON.parse(text), GRID.best!.config);
  }
});

Deno.test("points are colored by how long trials trained", () => {
  const legend = (summary: SweepSummary) => [
    ...new Set(
      [...pageFor(summary).matchAll(/<\/svg>(\d+ epochs?)<\/li>/g)].map(([, name]) => name),
    ),
  ];
  assertEquals(legend(HALVING), ["1 epoch", "3 epochs", "9 epochs", "27 epochs"]);
  assertEquals(legend(MANY), []);
});

Deno.test(
  "Chromium shows a sweep wide and narrow, light and dark, with nothing broken or cut off",
  { ignore: chromium === undefined },
  async () => {
    await assertShown(chromium!, [GRID, HALVING, COSTS, HOSTILE_NAMES].map(pageFor));
  },
);
