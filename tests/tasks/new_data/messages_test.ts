/** The messages of a run on new data that cannot be used. */

import { join } from "@std/path";
import { command, evaluateTask } from "../../../tasks/evaluate.ts";
import { readFloors } from "../../../tasks/new_data/floor.ts";
import { done, trainIn } from "../../faults/failing_commands.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const HEAD = "sepalLength,sepalWidth,petalLength,petalWidth";

/** Evaluates a run on irises on a file of these lines. */
function on(...lines: string[]): Promise<void> {
  return withWords([], lines);
}

function withWords(words: readonly string[], lines: readonly string[]): Promise<void> {
  return inFolder(async (folder) => {
    const [run, next] = [join(folder, "run"), join(folder, "next.csv")];
    await trainIn(run, 1);
    await Deno.writeTextFile(next, lines.join("\n"));
    await done(command, evaluateTask, run, "--csv", next, "--engine", "wasm", ...words);
  });
}

pin("new data", [
  () => on(`${HEAD},species`),
  () => on(HEAD, "1,2,3,4"),
  () => on(`${HEAD},specie`, "1,2,3,4,setosa"),
  () => on(`${HEAD},species`, "1,2,3,4,", "1,2,3,4,rose", "x,2,3,4,setosa"),
  () => on(""),
  () => on("a,b,species", "1,2,setosa"),
], { ignore: !granted("read", "write") });

pin("floors", [
  () => readFloors(["90 %"]),
  () => readFloors(["0.5", "accuracy=95"]),
  () => readFloors(["logLoss=-1"]),
  () => readFloors(["acuracy=0.9"]),
]);

pin("options", [
  () => withWords(["--split", "validation"], [`${HEAD},species`, "1,2,3,4,setosa"]),
], { ignore: !granted("read", "write") });
