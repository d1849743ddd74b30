import { assertEquals } from "@std/assert";
import type { Result } from "../../../tasks/run/run_folder.ts";
import { Checks } from "../../../tasks/verify/checks.ts";
import { checkResult } from "../../../tasks/verify/verified_run.ts";

/** Whether a result holds that an engine claims. */
function holds(engine: string, claimed: Result, found: Result): boolean {
  const checks = new Checks();
  checkResult(checks, "test", { engine }, claimed, found);
  return checks.problems.length === 0;
}

const CLASSES = { correct: 900, size: 1000, accuracy: 0.9, cost: 0.3 };
const QUANTITY = { size: 1000, cost: 0.02, r2: 0.96, mae: 12, rmse: 20 };

Deno.test("each metric that blas claims has to be near what is found", () => {
  const near: [found: Result, ...claimed: object[]][] = [
    [CLASSES, { correct: 901, accuracy: 0.901 }, { cost: 0.30001 }],
    [QUANTITY, { cost: 0.0200001, r2: 0.960001, mae: 12.0001, rmse: 19.9999 }],
    [{ ...QUANTITY, r2: null }, { mae: 12.0001, r2: null }],
  ];
  const far: typeof near = [
    [CLASSES, { correct: 903, accuracy: 0.903 }, { accuracy: 0.99 }, { correct: 901 }],
    [CLASSES, { cost: 0.31 }, { size: 1001 }],
    [QUANTITY, { cost: 0.03 }, { r2: 0.99 }, { r2: null }, { mae: 1 }, { rmse: 2 }],
  ];
  for (const [rows, isNear] of [[near, true], [far, false]] as const) {
    for (const [found, ...others] of rows) {
      for (const other of others) {
        const claimed = { ...found, ...other };
        assertEquals(holds("blas", claimed, found), isNear, JSON.stringify(other));
        assertEquals(holds("wasm", claimed, found), false, JSON.stringify(other));
      }
    }
  }
  assertEquals(holds("blas", CLASSES, QUANTITY), false);
  assertEquals(holds("blas", QUANTITY, CLASSES), false);
});
