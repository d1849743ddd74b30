/** The messages of a run on new data that cannot be used. */

import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { command, evaluateTask } from "../../../tasks/evaluate.ts";
import { readFloors } from "../../../tasks/new_data/floor.ts";
import { done, trainIn } from "../../faults/failing_commands.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { testMessages } from "../../helpers/says.ts";

const HEAD = "sepalLength,sepalWidth,petalLength,petalWidth";

/** Evaluates a run on irises on a file of these lines. */
function on(...lines: string[]): () => Promise<void> {
  return withWords([], lines);
}

function withWords(words: readonly string[], lines: readonly string[]): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      const [run, next] = [join(folder, "run"), join(folder, "next.csv")];
      await trainIn(run, 1);
      await Deno.writeTextFile(next, lines.join("\n"));
      await done(command, evaluateTask, run, "--csv", next, "--engine", "wasm", ...words);
    });
}

testMessages("new data", {
  Error: {
    "Cannot evaluate on FOLDER/next.csv: it has no rows": on(`${HEAD},species`),
    [
      'Cannot evaluate on FOLDER/next.csv: the target "species" is missing: it has sepalLength, sepalWidth, ' +
      "petalLength, petalWidth; `deno task predict` answers rows without labels"
    ]: on(HEAD, "1,2,3,4"),
    [
      'Cannot evaluate on FOLDER/next.csv: the target "species" is missing, did you mean specie?; ' +
      "`deno task predict` answers rows without labels"
    ]: on(`${HEAD},specie`, "1,2,3,4,setosa"),
    [
      'Cannot evaluate on FOLDER/next.csv: of 3 rows none can be judged: 1 without "species", 1 of classes that it did not learn, such as "rose", ' +
      "1 without a prediction; its classes are setosa, versicolor, virginica"
    ]: on(
      `${HEAD},species`,
      "1,2,3,4,",
      "1,2,3,4,rose",
      "x,2,3,4,setosa",
    ),
  },
  SyntaxError: {
    "Cannot read FOLDER/next.csv: it is empty": on(""),
    "Cannot use FOLDER/next.csv: the columns sepalLength, sepalWidth, petalLength, petalWidth are missing; it has a, b, species":
      on("a,b,species", "1,2,setosa"),
  },
}, { ignore: !granted("read", "write") });

testMessages("floors", [
  [
    "no number",
    () => readFloors(["90 %"]),
    UsageError,
    '--floor: expected an accuracy from 0 to 1, or an R² of at most 1, got "90 %"; for example 0.9',
  ],
  [
    "per cents of a metric",
    () => readFloors(["0.5", "accuracy=95"]),
    UsageError,
    '--floor: expected accuracy of at most 1, got "95"',
  ],
  [
    "a loss below zero",
    () => readFloors(["logLoss=-1"]),
    UsageError,
    '--floor: expected logLoss of at least 0, got "-1"',
  ],
  [
    "an unknown metric",
    () => readFloors(["acuracy=0.9"]),
    UsageError,
    "--floor: expected one of accuracy, balancedAccuracy, macroF1, rocArea, averagePrecision, hammingLoss, logLoss, r2, mae, " +
    'rmse, auc, cost, got "acuracy", did you mean accuracy?',
  ],
]);

testMessages("options", [
  [
    "a split of new data",
    withWords(["--split", "validation"], [`${HEAD},species`, "1,2,3,4,setosa"]),
    UsageError,
    "--split is for the data that the run learned from: next.csv is other data",
  ],
], { ignore: !granted("read", "write") });
