import { assert, assertEquals, assertRejects } from "@std/assert";
import { killAt, killAtRandom } from "./kills.ts";

/** Draws three delays, then fails. */
async function failAfterThree(given: string): Promise<{ delays: number[]; error: Error }> {
  const delays: number[] = [];
  const error = await assertRejects(() =>
    killAtRandom("train", (drawDelay) => {
      for (let k = 0; k < 3; k++) delays.push(drawDelay(60));
      return Promise.reject(new Error("torn"));
    }, given), Error);
  return { delays, error };
}

Deno.test("what fails after drawn kills lists their delays, which repeat them", async () => {
  const { delays, error } = await failAfterThree("");
  assertEquals(
    error.message,
    `train failed after ${delays[2]} ms: INKLING_KILL_DELAYS=${delays} repeats its kills`,
  );
  assertEquals((error.cause as Error).message, "torn");
  assertEquals((await failAfterThree(String(delays))).delays, delays);
});

Deno.test("given delays are taken first, and others are drawn then", async () => {
  const { delays: [a, b, c] } = await failAfterThree("70,0");
  assertEquals([a, b], [70, 0]);
  assert(Number.isInteger(c) && c! >= 0 && c! < 60, `${c} ms`);
  for (const wrong of ["soon", "1,", "-1", "1.5"]) {
    const kill = () => killAtRandom("train", () => Promise.resolve(), wrong);
    await assertRejects(kill, RangeError, `got "${wrong}"`);
  }
});

Deno.test("what fails after a kill at a known moment names the moment", async () => {
  const fails = () => killAt("SIGTERM 500 ms after epoch 1", () => Promise.reject(Error("torn")));
  const { message, cause } = await assertRejects(fails, Error);
  assertEquals(message, "The command failed: SIGTERM 500 ms after epoch 1");
  assertEquals((cause as Error).message, "torn");
  assertEquals(await killAt("SIGKILL", () => Promise.resolve(1)), 1);
});
