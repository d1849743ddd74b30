import { assertEquals } from "@std/assert";
import { LiveView } from "../../../tasks/sweep/live.ts";
import type { Terminal } from "../../../tasks/cli/print.ts";
import { terminalText } from "../../../tasks/cli/styled.ts";

/** A terminal whose clock stands still until it is set. */
function terminalOf(redraws: boolean, columns = 80) {
  const written: string[] = [];
  const clock = { now: 0 };
  const terminal: Terminal = {
    redraws,
    columns: () => columns,
    now: () => clock.now,
    write: (text) => written.push(terminalText(text)),
  };
  return { terminal, clock, written };
}

const whole = (done: number, best?: string) => () => ({
  label: "width",
  runs: 3,
  of: 12,
  done,
  before: 0,
  best,
});

const under = { label: "trial 7", epochs: 10, epoch: 4, part: 0.5, work: 1 };

Deno.test("a terminal shows a line for each run, and the whole with the best and the time left", () => {
  const { terminal, clock, written } = terminalOf(true);
  const view = new LiveView(terminal);
  clock.now = 10_000;
  view.update(whole(0.25, "trial 2 with 97.16 %"), [under]);
  assertEquals(written, [
    "  trial 7: epoch 5 of 10, 50 %\n" +
    "width: 3 of 12 runs, best so far trial 2 with 97.16 %, 30 s left",
  ]);
  clock.now = 10_100;
  view.update(whole(0.3), [under]);
  assertEquals(written.length, 1); // too soon
  view.clear();
  assertEquals(written[1], "\r\x1b[K\x1b[A\r\x1b[K");
  view.clear();
  assertEquals(written.length, 2);
});

Deno.test("a narrow terminal has no line that is broken", () => {
  const { terminal, clock, written } = terminalOf(true, 20);
  const view = new LiveView(terminal);
  clock.now = 1000;
  view.update(whole(0.25), [under]);
  for (const line of written[0]!.split("\n")) assertEquals(line.length <= 17, true, line);
});

Deno.test("a log has a line now and then, of the whole alone", () => {
  const { terminal, clock, written } = terminalOf(false);
  const view = new LiveView(terminal);
  clock.now = 10_000;
  view.update(whole(0.25), [under]);
  assertEquals(written, []);
  clock.now = 40_000;
  view.update(whole(0.5), [under]);
  assertEquals(written, ["width: 3 of 12 runs, 40 s left\n"]);
  view.clear();
  assertEquals(written.length, 1);
});
