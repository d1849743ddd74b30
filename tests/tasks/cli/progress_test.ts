import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { Progress } from "../../../tasks/cli/progress.ts";
import { FakeTerminal } from "../data/fake.ts";
import { drawn } from "./drawn.ts";

Deno.test("Progress fits the width of the terminal", () => {
  const work = { label: "train-images-idx3-ubyte", unit: "bytes", total: 47_040_016 };
  for (const width of [10, 40, 60, 80, 200]) {
    const line = drawn(width, work, 20_000_000);
    assertLessOrEqual(line.length + "^C".length, width - 1); // no line begins with Ctrl-C's echo
  }
});

Deno.test("Progress forgets a piece of a series that took long, as where a computer slept", () => {
  const terminal = new FakeTerminal(true, 120);
  const progress = new Progress(terminal);
  const took = [9, 2, 2, 3600, 2, 2, 4, 4, 4]; // seconds
  const ends = took.map((_, k) => {
    progress.start({ label: "Epoch", unit: "images", total: 1000, following: 100 });
    terminal.time += 1000;
    progress.update(500);
    terminal.time += 1000 * took[k]! - 1000;
    return / (\S+(?: \S+)*) to the end/.exec(terminal.text.split("\r").at(-1)!)?.[1];
  });
  const [two, four, nine] = ["3 min 21 s", "6 min 41 s", "15 min 1 s"]; // 1 + 100 of them
  assertEquals(ends, [two, nine, two, two, two, two, two, two, four]); // the first by its speed
});

Deno.test("Progress of a series shows the time to its end, as the pieces before have taken it", () => {
  const terminal = new FakeTerminal(true, 120);
  const progress = new Progress(terminal);
  const epoch = (number: number) => ({
    label: `Epoch ${number} of 30`,
    unit: "images",
    total: 1000,
    following: 30 - number,
  });
  progress.start(epoch(1));
  terminal.time = 1000;
  progress.update(250);
  assert(terminal.text.endsWith("250 images/s  3 s left  1 min 59 s to the end\x1b[K")); // 3 + 29 · 4
  progress.clear();
  terminal.time = 6000; // evaluations take their time too
  progress.start(epoch(2));
  terminal.time = 7000;
  progress.update(500);
  assert(terminal.text.endsWith("500 images/s  1 s left  2 min 49 s to the end\x1b[K")); // 1 + 28 · 6
  progress.start(epoch(30));
  terminal.time = 8000;
  progress.update(500);
  assert(terminal.text.endsWith("500 images/s  1 s left\x1b[K"));
});

Deno.test("Progress redraws at most ten times a second", () => {
  const terminal = new FakeTerminal(true);
  const progress = new Progress(terminal);
  progress.start({ label: "file", unit: "bytes", total: 1000 });
  for (terminal.time = 0; terminal.time < 1000; terminal.time++) progress.update(terminal.time);
  assertLessOrEqual(terminal.text.split("\r").length - 1, 10);
});
