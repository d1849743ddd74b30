import { assertEquals, assertLessOrEqual, assertMatch } from "@std/assert";
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

/** What is shown of a run: a stage with the seconds left, at so many seconds from the start. */
function shown(
  isTerminal: boolean,
  states: readonly (readonly [second: number, stage: string, left: number | undefined])[],
): string[] {
  const terminal = new FakeTerminal(isTerminal, 60);
  const progress = new Progress(terminal);
  for (const [second, stage, left] of states) {
    terminal.time = 1000 * second;
    progress.run({ stage, detail: `at ${second}`, left });
  }
  const lines = terminal.text.replaceAll("\x1b[K", "").split(/[\r\n]/);
  return lines.filter((line) => line !== "");
}

const RUN = [
  [0, "Fitting", undefined],
  [5, "Training", 20],
  [10, "Training", 30], // longer than it was thought to
  [15, "Training", 10],
  [24, "Writing", 0],
] as const;

Deno.test("the bar of a run has all of its stages, and never goes back", () => {
  assertEquals(shown(true, RUN), [
    "Training, at 5  [####----------------]   20 %  20 s left",
    "Training, at 10  [#####---------------]   25 %  30 s left",
    "Training, at 15  [############--------]   60 %  10 s left",
    "Writing, at 24  [###################-]   99 %  1 s left",
  ]);
  const parts = shown(true, RUN).map((line) => Number(/(\d+) %/.exec(line)![1]));
  assertEquals(parts, parts.toSorted((a, b) => a - b));
});

Deno.test("without a terminal a run has a line every ten seconds", () => {
  assertEquals(shown(false, RUN), [
    "Training, at 10: 25 %, 30 s left",
    "Writing, at 24: 99 %, 1 s left",
  ]);
});

Deno.test("time passes between two estimates of a run", () => {
  const terminal = new FakeTerminal(true, 60);
  const progress = new Progress(terminal);
  progress.run({ stage: "Training", left: 10 });
  terminal.time = 4000;
  progress.tick();
  assertMatch(terminal.text, /40 %  6 s left/);
});

Deno.test("Progress redraws at most ten times a second", () => {
  const terminal = new FakeTerminal(true);
  const progress = new Progress(terminal);
  progress.start({ label: "file", unit: "bytes", total: 1000 });
  for (terminal.time = 0; terminal.time < 1000; terminal.time++) progress.update(terminal.time);
  assertLessOrEqual(terminal.text.split("\r").length - 1, 10);
});
