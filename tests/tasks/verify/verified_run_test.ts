import { assertEquals } from "@std/assert";
import type { Result } from "../../../tasks/run/run_folder.ts";
import { Checks } from "../../../tasks/verify/checks.ts";
import { checkResult } from "../../../tasks/verify/verified_run.ts";

/** Whether a result holds that an engine claims. */
function holds(engine: string, claimed: Result, found: Result): boolean {
  const checks = new Checks();
  checkResult(
    checks,
    "test",
    { summary: { engine } } as Parameters<typeof checkResult>[2],
    claimed,
    found,
  );
  return checks.problems.length === 0;
}

const CLASSES = { correct: 900, size: 1000, accuracy: 0.9, cost: 0.3 };
const QUANTITY = { size: 1000, cost: 0.02, r2: 0.96, mae: 12, rmse: 20 };

Deno.test("each metric that blas claims has to be near what is found", () => {
  const near: [found: Result, claimed: object][] = [
    [CLASSES, { correct: 901, accuracy: 0.901 }],
    [CLASSES, { cost: 0.30001 }],
    [QUANTITY, { cost: 0.0200001, r2: 0.960001, mae: 12.0001, rmse: 19.9999 }],
    [{ ...QUANTITY, r2: null }, { mae: 12.0001, r2: null }],
  ];
  const far: [found: Result, claimed: object][] = [
    [CLASSES, { correct: 903, accuracy: 0.903 }],
    [CLASSES, { accuracy: 0.99 }],
    [CLASSES, { correct: 901 }],
    [CLASSES, { cost: 0.31 }],
    [CLASSES, { size: 1001 }],
    [QUANTITY, { cost: 0.03 }],
    [QUANTITY, { r2: 0.99 }],
    [QUANTITY, { r2: null }],
    [QUANTITY, { mae: 1 }],
    [QUANTITY, { rmse: 2 }],
  ];
  for (const [found, other] of near) {
    const claimed = { ...found, ...other };
    assertEquals(holds("blas", claimed, found), true, JSON.stringify(other));
    assertEquals(holds("wasm", claimed, found), false, JSON.stringify(other));
  }
  for (const [found, other] of far) {
    assertEquals(holds("blas", { ...found, ...other }, found), false, JSON.stringify(other));
  }
  assertEquals(holds("blas", CLASSES, QUANTITY), false);
  assertEquals(holds("blas", QUANTITY, CLASSES), false);
});
