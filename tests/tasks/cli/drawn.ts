/** What a terminal shows of progress. */

import type { Counted } from "../../../tasks/cli/progress.ts";
import { Progress } from "../../../tasks/cli/progress.ts";
import { FakeTerminal } from "../data/fake.ts";

/** What is drawn of a piece of work, after so many milliseconds. */
export function drawn(width: number, work: Counted, done: number, time = 1000): string {
  const terminal = new FakeTerminal(true, width);
  const progress = new Progress(terminal);
  progress.start(work);
  terminal.time = time;
  progress.update(done);
  return terminal.text.replace("\r", "").replace("\x1b[K", "");
}
