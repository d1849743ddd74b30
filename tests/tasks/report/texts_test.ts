import { assertEquals } from "@std/assert";
import type { Summary } from "../../../tasks/run/run_folder.ts";
import type { ReportedRun } from "../../../tasks/report/problem/runs.ts";
import { epochKept, retrainText } from "../../../tasks/report/texts.ts";

/** The text on training a run of at most ten epochs again. */
function again(summary: Partial<Summary>): ReturnType<typeof retrainText> {
  const whole = { engine: "wasm", epochs: 10, epoch: 10, ended: "done", ...summary };
  const run = { path: "data/runs/one", config: { epochs: 10 }, summary: whole };
  return retrainText(run as unknown as ReportedRun);
}

const COMMAND = "deno task train --config data/runs/one/config.json --name again";
const SAME = "The same config and data give the same weights, to the byte, on any machine";

Deno.test("a report promises the same bytes of a run that the command trains to its end", () => {
  const expected = { text: `${SAME}:`, command: COMMAND };
  assertEquals(again({}), expected);
  assertEquals(again({ ended: "earlyStopping", epochs: 7, epoch: 4 }), expected);
});

Deno.test("of a run that was cut short a report names the epoch of its weights", () => {
  for (const ended of ["timeLimit", "interrupted", "paused", "diverged"] as const) {
    assertEquals(again({ ended, epochs: 7, epoch: 4 }), {
      text: `${SAME}; the run has the weights of epoch 4, and this trains all 10:`,
      command: COMMAND,
    });
  }
});

Deno.test("of a run of blas, and of one that an ensemble taught, a report promises no bytes", () => {
  assertEquals(again({ engine: "blas" }), {
    text: "Trained by CBLAS, in version 0.1; the engines here give weights that are close, " +
      "and not equal in bits:",
    command: COMMAND,
  });
  const teacher = {
    weightsSha256: ["a", "b", "c"],
    weights: [1, 1, 1],
    normalizeWidths: [null, null, null],
    temperature: 4,
    alpha: 0,
  };
  assertEquals(again({ teacher }), {
    text: "It learned from an ensemble of 3 networks, which is not in its folder: " +
      "its config and data alone give other weights.",
  });
});

Deno.test("a comparison of runs shows which did not come to their end", () => {
  const kept = (ended: Summary["ended"]) =>
    epochKept({ summary: { epoch: 4, epochs: 7, ended } } as ReportedRun);
  assertEquals(kept("done"), "4 of 7");
  assertEquals(kept("earlyStopping"), "4 of 7");
  assertEquals(kept("interrupted"), "4 of 7, interrupted");
  assertEquals(kept("timeLimit"), "4 of 7, out of time");
});
