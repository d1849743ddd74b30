import { assertEquals } from "@std/assert";
import { retryAfter } from "../../../tasks/datasets/retry_after.ts";

const NOON = "Thu, 26 Nov 2026 12:00:00 GMT";
const LATER = "Thu, 26 Nov 2026 12:00:07 GMT";

Deno.test("retryAfter() reads seconds and dates, and a date by the server's clock", () => {
  const noon = Date.parse(NOON);
  const cases: [headers: Record<string, string>, now: number, wait: number | undefined][] = [
    [{ "retry-after": "120" }, noon, 120_000],
    [{ "retry-after": " 0 " }, noon, 0],
    [{ "retry-after": LATER }, noon, 7000],
    [{ "retry-after": LATER, date: NOON }, noon - 1e9, 7000], // our clock went back
    [{ "retry-after": NOON, date: LATER }, noon, 0],
    [{ "retry-after": "soon" }, noon, undefined],
    [{ "retry-after": "-5" }, noon, undefined],
    [{ "retry-after": "1.5" }, noon, undefined],
    [{}, noon, undefined],
  ];
  for (const [headers, now, wait] of cases) {
    assertEquals(retryAfter(new Headers(headers), now), wait, JSON.stringify(headers));
  }
});
