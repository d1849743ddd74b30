import { assertEquals } from "@std/assert";
import type { Summary } from "../../../../tasks/run/run_folder.ts";
import type { ReportedRun } from "../../../../tasks/results/report/problem/runs.ts";
import { epochKept } from "../../../../tasks/results/report/texts.ts";

Deno.test("a comparison of runs shows which did not come to their end", () => {
  const kept = (ended: Summary["ended"]) =>
    epochKept({ summary: { epoch: 4, epochs: 7, ended } } as ReportedRun);
  assertEquals(kept("done"), "4 of 7");
  assertEquals(kept("earlyStopping"), "4 of 7");
  assertEquals(kept("interrupted"), "4 of 7, interrupted");
  assertEquals(kept("timeLimit"), "4 of 7, out of time");
});
