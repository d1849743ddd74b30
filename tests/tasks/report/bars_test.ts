import { assert, assertEquals, assertLess } from "@std/assert";
import { calibration } from "../../../mod.ts";
import { intervalChart, reliabilityChart } from "../../../tasks/report/bars.ts";
import { granted } from "../../helpers/run_task.ts";
import { drawn } from "./drawn.ts";

/** Where something of a chart is, counted from the top. */
function heightOf(svg: string, pattern: RegExp): number {
  const found = pattern.exec(svg);
  assert(found !== null, `no ${pattern} in ${svg}`);
  return Number(found[1]);
}

Deno.test({
  name: "the counts of a reliability diagram are written as in tables, and stand above its line",
  ignore: !granted("read", "write", "run", "net"),
  fn: async () => {
    const confidences = Array.from({ length: 2000 }, (_, k) => k < 500 ? 0.55 : 0.95);
    const right = confidences.map((_, k) => k % 10 > 0);
    const svg = await drawn(reliabilityChart(calibration(confidences, right)));
    const hundred = heightOf(svg, /translate\(-6,([\d.]+)\)"[^>]*>100<\/text>/);
    for (const size of ["500", "1,500"]) {
      assertLess(
        heightOf(svg, new RegExp(`translate\\([\\d.]+,([\\d.]+)\\)"[^>]*>${size}<`)),
        hundred,
      );
    }
  },
});

Deno.test({
  name:
    "a label may be any text: a name that every object has, a word of the language, a quotation mark",
  ignore: !granted("read", "write", "run", "net"),
  fn: async () => {
    const names = ["constructor", "if", "__proto__", "valueOf", '"', "a + b", "2", "if"];
    const rows = names.map((name, k) => ({ name, value: k, low: k - 1, high: k + 1 }));
    const svg = await drawn(intervalChart(rows, { title: "drop" }));
    const labels = svg.matchAll(/<text text-anchor="end"[^>]*>([^<]*)<\/text>/g);
    const texts = [...labels].map(([, label]) => label!.replaceAll("&quot;", '"'));
    assertEquals(texts, names);
  },
});
