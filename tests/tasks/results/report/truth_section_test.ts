import {
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
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

Deno.test("the learning curve has intervals beside all rows, which end at what the metric can be", () => {
  const uprightLines = (truth: Truth) => {
    const page = pageOf(documentOf(truth));
    const figure = page.slice(page.indexOf("Would more rows help?"));
    const svg = /<svg[^]*?<\/svg>/.exec(figure)![0];
    const found = svg.matchAll(/d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" fill="none"/g);
    return [...found].flatMap(([, ...ends]) => {
      const [x1, y1, x2, y2] = ends.map(Number) as [number, number, number, number];
      return x1 === x2 ? [y1 - y2] : [];
    });
  };
  const [quarter, half] = uprightLines(TRUTH) as [number, number];
  assertAlmostEquals(quarter / half, 12 / 14, 0.02);
  const point = { rows: 100, value: 0.99, difference: { value: 0.005, plusMinus: 0.03 } };
  const perfect = pageOf(documentOf({ ...TRUTH, curve: [point, { rows: 200, value: 0.995 }] }));
  assertNotMatch(perfect.slice(perfect.indexOf("Would more rows help?")), />10[1-9]</); // 99 + 3
  const older = TRUTH.curve.map(({ rows, value }) => ({ rows, value }));
  assertEquals(uprightLines({ ...TRUTH, curve: older }), []);
  assertNotMatch(pageOf(documentOf({ ...TRUTH, curve: older })), /An upright line/);
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
