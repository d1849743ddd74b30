import { assertEquals } from "@std/assert";
import { bytes, count, counted, duration, inPercent, percent } from "../../../tasks/cli/format.ts";

Deno.test("percent() and inPercent() write a fraction with two decimals by default", () => {
  assertEquals([percent(0.97161), percent(0.5, 0), percent(null)], ["97.16 %", "50 %", "–"]);
  assertEquals([inPercent(0.97161), inPercent(1, 1)], ["97.16", "100.0"]);
});

Deno.test("count() and counted() separate thousands and distinguish one from many", () => {
  assertEquals(count(50_000), "50,000");
  assertEquals([0, 1, 1234].map((n) => counted(n, "epoch")), [
    "0 epochs",
    "1 epoch",
    "1,234 epochs",
  ]);
});

Deno.test("bytes() writes kB and MB", () => {
  assertEquals([0, 999, 60_008, 47_040_016].map(bytes), ["0 B", "999 B", "60 kB", "47 MB"]);
});

Deno.test("duration() writes seconds, minutes and hours", () => {
  assertEquals([0, 59, 59.7, 61, 3661].map((seconds) => duration(seconds)), [
    "0 s",
    "59 s",
    "1 min 0 s",
    "1 min 1 s",
    "1 h 1 min",
  ]);
  assertEquals([8.31, 59.96, 125.4].map((seconds) => duration(seconds, 1)), [
    "8.3 s",
    "1 min 0 s",
    "2 min 5 s",
  ]);
});
