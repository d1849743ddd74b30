import { assertEquals, assertStringIncludes } from "@std/assert";
import { pageOf } from "../../../../lib/document/page.ts";
import type { Decided } from "../../../../tasks/results/evaluate/decisions.ts";
import { decisionsSection } from "../../../../tasks/results/evaluate/decisions_section.ts";
import { assertSelfContained } from "./assert_page.ts";

const sectionOf = (decided: Decided) => decisionsSection({ decided, split: "test" });

const PROMISED = { value: 0.25, low: 0.2, high: 0.3 };
const KEPT = { value: 0.5, low: 0.4, high: 0.6 };

/** A threshold in a table. */
function row(name: "half" | "expected" | "chosen", threshold: number) {
  const claims = { promised: PROMISED, kept: KEPT, holds: false };
  return { name, threshold, ...claims, falseAlarms: 7, misses: 3 };
}

Deno.test("a report has the costs at several thresholds, and what sets hold", () => {
  const thresholds = [row("half", 0.5), row("expected", 1 / 6), row("chosen", Infinity)];
  const saved = { value: 0, standardError: null, plusMinus: null, shown: "neither" } as const;
  const section = sectionOf({
    costs: [{ positive: "a <b>", falseAlarm: 1, miss: 5, thresholds, saved }],
    sets: {
      coverage: 0.9,
      isByClass: true,
      promised: PROMISED,
      kept: KEPT,
      classes: [
        { leastProbability: 0.1, rows: 9, promised: PROMISED, kept: KEPT, holds: false },
        { leastProbability: 0.2, rows: 0 },
      ],
      holds: true,
      sizes: [],
    },
  })!;
  const head = { title: "t", kind: "k", heading: "h", lead: "l", header: [] };
  const page = pageOf({ ...head, sections: [section] });
  assertSelfContained(page);
  for (
    const text of [
      ">0.1667<",
      ">never<",
      ">0.25 (0.2 to 0.3)<",
      ">7<",
      "“a &lt;b&gt;”",
      ">0.1000<",
      ", broken<",
      ">–<",
      "about 90 % of the rows of each class: promised 25.00 % (20.00 to 30.00), on test 50.00 % (40.00 to 60.00)",
    ]
  ) {
    assertStringIncludes(page.replaceAll("\u00a0", " "), text);
  }
});

Deno.test("a run that decides nothing has no such section", () => {
  assertEquals(sectionOf({}), undefined);
});
