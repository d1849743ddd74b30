import { assertEquals } from "@std/assert";
import type { Terminal } from "../../../tasks/cli/print.ts";
import { terminalText } from "../../../tasks/cli/styled.ts";
import { LiveView } from "../../../tasks/sweep/live.ts";

/** A view on a terminal, and what that gets at a time in milliseconds. */
function viewOn(redraws: boolean, columns = 80) {
  let [now, written] = [0, ""];
  const write: Terminal["write"] = (text) => written += terminalText(text);
  const view = new LiveView({ redraws, columns: () => columns, now: () => now, write });
  const got = (act: () => void): string => {
    written = "";
    act();
    return written;
  };
  const running = [{ label: "trial 7", epochs: 10, epoch: 4, part: 0.5, work: 1 }];
  const at = (time: number, done: number, best?: string) =>
    got(() => {
      now = time;
      view.update(() => ({ label: "width", runs: 3, of: 12, done, before: 0, best }), running);
    });
  return { at, clear: () => got(() => view.clear()) };
}

Deno.test("a terminal shows a line for each run, and the whole with the best and the time left", () => {
  const { at, clear } = viewOn(true);
  assertEquals(
    at(10_000, 0.25, "trial 2 with 97.16 %"),
    "  trial 7: epoch 5 of 10, 50 %\n" +
      "width: 3 of 12 runs, best so far trial 2 with 97.16 %, 30 s left",
  );
  assertEquals(at(10_100, 0.3), ""); // too soon
  assertEquals([clear(), clear()], ["\r\x1b[K\x1b[A\r\x1b[K", ""]);
});

Deno.test("a narrow terminal has no line that is broken", () => {
  const lines = viewOn(true, 20).at(1000, 0.25).split("\n");
  for (const line of lines) assertEquals(line.length <= 17, true, line);
});

Deno.test("a log has a line now and then, of the whole alone", () => {
  const { at, clear } = viewOn(false);
  assertEquals(at(10_000, 0.25), "");
  assertEquals(at(40_000, 0.5), "width: 3 of 12 runs, 40 s left\n");
  assertEquals(clear(), "");
});
