/** Commands that are gone, and what to use instead. @module */

import { PROGRAM } from "./installation.ts";

const INSTEAD: ReadonlyMap<string, string> = new Map([
  [
    "ensemble",
    "the folder of a finished sweep is the ensemble of its runs in `evaluate`, `predict`, `serve` and `export`",
  ],
  ["train_native", "`" + PROGRAM + " train` takes native kernels where they are"],
  ["completion", "`" + PROGRAM + "` lists the commands"],
  [
    "track",
    "use `" + PROGRAM +
    " evaluate RUN --floor METRIC=VALUE`, and `--against RUN` for an earlier run",
  ],
]);

/** What to use instead of a command that is gone; `undefined` for any other name. */
export function leftCommand(name: string): string | undefined {
  const instead = INSTEAD.get(name);
  return instead && `The command ${name} is gone: ${instead}`;
}
