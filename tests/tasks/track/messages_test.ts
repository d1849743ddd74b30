import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { floorOf } from "../../../tasks/track/floor.ts";
import { readHistory } from "../../../tasks/track/history.ts";
import { trackTask } from "../../../tasks/track.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { testMessages } from "../../helpers/says.ts";

const options = {
  ...{ history: "history", floor: undefined, config: undefined, format: "text" },
  ...{ csv: undefined, table: [], images: undefined, idx: undefined, npz: undefined },
};

const { signal } = new AbortController();

testMessages("tasks/track", [
  [
    "a floor in percent",
    () => floorOf("95", undefined),
    UsageError,
    '--floor: expected an accuracy from 0 to 1, or an R² of at most 1, got "95"; for example 0.9',
  ],
  [
    "a commit that is no hash",
    () => trackTask({ operands: ["run"], options: { ...options, commit: "HEAD" } }, signal),
    UsageError,
    '--commit: expected 7 to 64 hexadecimal digits, got "HEAD"',
  ],
]);

const readDamaged = () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "history.jsonl"), "[]");
    await readHistory(join(folder, "history.jsonl"));
  });
testMessages("tasks/track with files", [[
  "a history with a damaged line",
  readDamaged,
  Error,
  "Cannot use FOLDER/history.jsonl: line 1 is damaged (expected an object); nothing was written. " +
  "Repair or remove that line, or name another folder by --history",
]], { ignore: !granted("read", "write") });
