import { assert, assertEquals, assertLess, assertMatch, assertNotMatch } from "@std/assert";
import { sweepMarkdown } from "../../../tasks/sweep/markdown.ts";
import { COSTS, GRID, HALVING, HOSTILE_NAMES, MANY, NONE, ONE } from "./summaries.ts";

Deno.test("the summary has the best, its config, the next best and what matters", () => {
  const text = sweepMarkdown(GRID);
  assertMatch(text, /^## width: 95\.88\u00a0±\u00a00\.19\u00a0% validation accuracy\n/);
  assertMatch(text, /<code>deno task train --config data\/sweeps\/width\/best\.json<\/code>/);
  const [, config] = /```json\n([^]*?)\n```/.exec(text)!;
  assertEquals(JSON.parse(config!), GRID.best!.config);
  const best = text.split("### The best 10 trials")[1]!.split("###")[0]!;
  assertEquals(best.match(/^\| \d+ \|/gm)!.length, 10);
  assertMatch(
    text,
    /### What matters\n\n\| parameter [^\n]*\n[^\n]*\n\| <code>learningRate<\/code>/,
  );
});

Deno.test("the summary has the missing and failed trials, with their reasons", () => {
  const text = sweepMarkdown(MANY);
  assertMatch(text, /\| without \| 4 diverged, 3 failed, 1 missing \|/);
  assertMatch(text, /\| 7 \| diverged \| its cost is no longer finite \|/);
  assertMatch(text, /\| complete \| no \|/);
});

Deno.test("the summary of a sweep without results stands all the same", () => {
  assertMatch(sweepMarkdown(NONE), /^## made-up: no result yet\n/);
  assertNotMatch(sweepMarkdown(NONE), /undefined|NaN|What matters/);
});

Deno.test("summaries are far below GitHub's limit, and names in them mean nothing to it", () => {
  for (const summary of [GRID, HALVING, MANY, COSTS, ONE, HOSTILE_NAMES]) {
    const text = sweepMarkdown(summary);
    assertLess(text.length, 100_000);
    assertNotMatch(text, /undefined|<script|\[object/);
  }
  const rows = sweepMarkdown(HOSTILE_NAMES).split("\n").filter((line) => line.startsWith("|"));
  assert(rows.every((row) => !/[`@]|\]\(/.test(row)), "code, links and mentions are none");
});
