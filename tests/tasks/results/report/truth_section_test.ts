import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { pageOf } from "../../../../lib/document/page.ts";
import { summaryOf } from "../../../../tasks/results/document/markdown.ts";
import { truthSection } from "../../../../tasks/results/problem/truth.ts";
import type { Truth } from "../../../../tasks/run/truth.ts";
import { SMALL_TRUTH, TRUTH } from "../../../helpers/drawn_truth.ts";
import { assertSelfContained } from "./assert_page.ts";

const documentOf = (truth: Truth) => ({
  title: "t",
  kind: "k",
  heading: "h",
  lead: "l",
  header: [],
  sections: [truthSection(truth)],
});

Deno.test("a report has the verdict, charts of test and folds, a table, and the learning curve", () => {
  const page = pageOf(documentOf(TRUTH));
  assertSelfContained(page);
  assertStringIncludes(page, "by 0.0340\u00a0±\u00a00.0050 in log loss"); // no line ends within
  const titles = [...page.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, title]) => title);
  assertEquals(titles, ["Accuracy, test", "Accuracy, out of fold", "Would more rows help?"]);
  assertMatch(page, /aria-label="Accuracy by the number of training rows: 84\.00\s% of 1,062; /);
  for (
    const text of [">1,062<", ">2,125<", ">4,250<", "A &lt; b.", "−0.008 ± 0.009"]
  ) {
    assertStringIncludes(page, text);
  }
});

Deno.test("what was not measured is left out", () => {
  const page = pageOf(documentOf(SMALL_TRUTH));
  assertSelfContained(page);
  assertNotMatch(page, /out of fold|Would more rows help|<ul><li><\/li>/);
  assertEquals([...page.matchAll(/<figure>/g)].length, 1);
  const none = pageOf(documentOf({ ...SMALL_TRUTH, test: null }));
  assertSelfContained(none);
  assertNotMatch(none, /<figure>/);
});

Deno.test("the summary in Markdown has the verdict and the table", () => {
  const summary = summaryOf(documentOf(TRUTH));
  assertMatch(summary, /\*\*Better than a linear model by 0\.0340\s±\s0\.0050\sin log loss/);
  assertMatch(summary, /\| linear model \| 86\.00 \|/);
});
