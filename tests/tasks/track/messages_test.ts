import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { floorOf } from "../../../tasks/track/floor.ts";
import { checkEntry, readHistory } from "../../../tasks/track/history.ts";
import { trackTask } from "../../../tasks/track.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { testMessages } from "../../helpers/says.ts";
import { entry } from "./runs.ts";

const options = { history: "history", floor: undefined, config: undefined, format: "text" };

testMessages("tasks/track", [
  [
    "a floor in percent",
    () => floorOf("95", undefined),
    UsageError,
    '--floor: expected a fraction from 0 to 1, got "95"; for example 0.95',
  ],
  [
    "a commit that is no hash",
    () => trackTask({ operands: ["run"], options: { ...options, commit: "HEAD" } }),
    UsageError,
    '--commit: expected 7 to 64 hexadecimal digits, got "HEAD"',
  ],
  ["an entry that is none", () => checkEntry([]), SyntaxError, "expected an object"],
  [
    "an entry with a damaged key",
    () => checkEntry({ ...entry(1), holds: 1 }),
    SyntaxError,
    "its holds is 1",
  ],
  ...granted("read", "write")
    ? [
      [
        "a history with a damaged line",
        async () => {
          await using folder = await temporaryFolder();
          await Deno.writeTextFile(join(folder.path, "history.jsonl"), "[]");
          try {
            await readHistory(join(folder.path, "history.jsonl"));
          } catch (error) {
            throw new Error((error as Error).message.replace(folder.path, "FOLDER"));
          }
        },
        Error,
        "Cannot use FOLDER/history.jsonl: line 1 is damaged (expected an object); nothing was written. " +
        "Repair or remove that line, or name another folder by --history",
      ] as const,
    ]
    : [],
]);
