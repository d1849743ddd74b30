import { assert, assertEquals } from "@std/assert";
import { accuracyChart, histogramChart } from "../../../tasks/report/bars.ts";
import { lineChart } from "../../../tasks/report/lines.ts";
import { cloudChart } from "../../../tasks/report/squares.ts";
import type { Spec } from "../../../tasks/report/charts.ts";
import { granted } from "../../helpers/run_task.ts";
import { drawn, textsOf } from "./drawn.ts";

/** Weights between -10 and 10. */
const SPREAD = { count: 20, mean: 0, deviation: 3, least: -9, most: 9 };

/** A line through these values. */
function through(...values: number[]): Spec {
  const points = values.map((value, k) => ({ epoch: k + 1, value }));
  return lineChart([{ name: "line", points }], { title: "value" });
}

const range = { name: "run", accuracy: 0.96, low: 0.9, high: 1 };

for (
  const [what, spec, expected] of [
    [
      "weights up to 10",
      histogramChart({ ...SPREAD, bins: [1, 2, 8, 6, 3], bound: 10 }),
      ["−10", "−5", "0", "5", "10"],
    ],
    ["accuracies up to 100", through(90, 100), ["90", "92", "94", "96", "98", "100"]],
    ["costs up to 10", through(0, 10), ["0", "2", "4", "6", "8", "10"]],
    ["costs below 1", through(0.02, 0.1), ["0.02", "0.04", "0.06", "0.08", "0.1"]],
    ["very large costs", through(0, 1e9), ["0", "2e+8", "4e+8", "6e+8", "8e+8", "1e+9"]],
    ["very small learning rates", through(0, 4e-9), ["0", "1e-9", "2e-9", "3e-9", "4e-9"]],
    ["costs that fall to a fiftieth", through(5, 0.3, 0.1), ["0.1", "0.2", "0.5", "1", "2", "5"]],
    ["costs that fall far below", through(2, 0.3, 0.003), ["0.01", "0.1", "1"]],
    ["intervals up to 100 %", accuracyChart([range]), ["90", "92", "94", "96", "98", "100"]],
  ] as const
) {
  Deno.test({
    name: `an axis shows ${what} as people write them`,
    ignore: !granted("read", "write", "run", "net"),
    fn: async () => {
      const texts = textsOf(await drawn(spec));
      assertEquals(expected.filter((label) => !texts.includes(label)), [], texts.join(" "));
    },
  });
}

Deno.test("an axis is logarithmic where a line falls to less than a tenth, and its title has the word", () => {
  const isLog = (spec: Spec) => JSON.stringify(spec).includes("value (logarithmic)");
  assertEquals(isLog(through(1, 0.5, 0.09)), true);
  for (const values of [[1, 0.5, 0.1], [0.09, 0.5, 1], [1, 0.5, 0], [1, 0.5, -0.1]]) {
    assertEquals(isLog(through(...values)), false, `${values}`);
  }
});

Deno.test("a logarithmic axis has a few ticks, however far it falls", () => {
  const { layer: [{ encoding: { y } }] } = through(1e300, 1, 1e-300) as {
    layer: [{ encoding: { y: { axis: { values: number[] } } } }];
  };
  const { values } = y.axis;
  assert(values.length >= 2 && values.length <= 20, `${values.length} ticks`);
});

Deno.test({
  name: "each label stands under its own tick, those at the ends of the axis too",
  ignore: !granted("read", "write", "run", "net"),
  fn: async () => {
    const svg = await drawn(cloudChart([{ x: 2500, y: 2500 }, { x: 6000, y: 6000 }], {
      x: "actual",
      y: "predicted",
      line: [{ x: 2500, y: 2500 }, { x: 6000, y: 6000 }],
    }));
    const labels = [...svg.matchAll(/<text text-anchor="(\w+)"[^>]*>(\d+)</g)];
    const below = labels.filter(([, anchor]) => anchor === "middle").map(([, , text]) => text);
    const beside = labels.filter(([, anchor]) => anchor === "end").map(([, , text]) => text);
    assertEquals(below, beside); // as many on the one axis as on the other
    assertEquals([below[0], below.at(-1)], ["2500", "6000"]);
  },
});
