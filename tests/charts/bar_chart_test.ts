import { assert, assertEquals, assertLess } from "@std/assert";
import { calibration } from "../../lib/evaluate/mod.ts";
import { intervalChart, reliabilityChart } from "../../lib/charts/bar_chart.ts";

/** The height of a text in a chart, in pixels from the top. */
function heightOf(svg: string, text: string): number {
  const found = new RegExp(`y="([\\d.]+)"[^>]*>${text}</text>`).exec(svg);
  assert(found !== null, `no ${text} in ${svg}`);
  return Number(found[1]);
}

Deno.test("the counts of a reliability diagram are written as in tables, and stand above its line", () => {
  const confidences = Array.from({ length: 2000 }, (_, k) => k < 500 ? 0.55 : 0.95);
  const right = confidences.map((_, k) => k % 10 > 0);
  const { text } = reliabilityChart(calibration(confidences, right).bins, "confidence");
  for (const size of ["500", "1,500"]) assertLess(heightOf(text, size), heightOf(text, "100"));
});

Deno.test("a label may be any text: a name that every object has, a word of the language, markup", () => {
  const names = ["constructor", "if", "__proto__", "valueOf", '"', "a + b", "2", "if", "<b>"];
  const rows = names.map((name, k) => ({ name, value: k, low: k - 1, high: k + 1 }));
  const { text } = intervalChart(rows, { title: "drop", label: "drops" });
  const labels = text.matchAll(/<text[^>]* text-anchor="end">([^<]*)<\/text>/g);
  const texts = [...labels].map(([, label]) =>
    label!.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">")
  );
  assertEquals(texts, names);
});
