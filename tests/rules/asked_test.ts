/** Only `lib/problem/`, `tasks/results/problem/` and the folders `problem` of evaluations and reports ask which problem it is; elsewhere code asks the object. */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { granted } from "../helpers/run_task.ts";
import { sources } from "./sources.ts";

/** Where it is known what a problem is. */
const ROOMS =
  /^(lib\/problem\.ts|lib\/problem\/|tasks\/results\/problem\/|packages\/page\/picture_texts\.ts|tasks\/results\/(?:evaluate|report)\/problem\/)/;

/** How code asks: a name compared, a kind compared, targets looked for, a boolean of one problem, a name of one as text. */
const ASKED = [
  /\.classification\b/g,
  /\btargets === undefined/g,
  /\bkind [=!]== "(quantity|class|labels)"/g,
  /\bpredictsClasses\b/g,
  /\bproblem(\.name)? [=!]== (?!undefined)/g,
  /[=!]== (classification|multiLabel|regression)\b/g,
  /"(classification|multiLabel|regression)"/g,
  /\bis(Regression|Classification|MultiLabel|OfClasses|OfQuantities|RightOrWrong)\b/g,
  /\binstanceof \w*(Regression|Classification|MultiLabel|Quantity|Class)\w*/g,
];

/**
 * What stays, a file and how often it asks. `predictsClasses` is public: whether the last activation function gives
 * probabilities, which the problem does not hold. `collect.ts` refuses to compare runs of two problems. What
 * mistakes cost decides one class, or each of several labels. The rules by which
 * a target is guessed begin with what the user states. A server compares two models' answers.
 */
const STAYS: { readonly [file: string]: number } = {
  "lib/ensemble.ts": 3,
  "lib/ensemble/recorded.ts": 4,
  "lib/table/folds/fold_ensemble.ts": 2,
  "lib/table/module/describe.ts": 1,
  "lib/network.ts": 1,
  "lib/network/prediction.ts": 2,
  "lib/table/columns/guess/target.ts": 2,
  "lib/notebook/draw_dataset.ts": 2,
  "lib/serve/array_answerer.ts": 2,
  "lib/table/model/evaluation.ts": 1,
  "lib/table/model/row_predictor.ts": 1,
  "lib/train/test_time_augmentation.ts": 2,
  "packages/course/elements/inspect.ts": 1,
  "tasks/data/user_data.ts": 1,
  "packages/page/picture_part.ts": 1,
  "tasks/results/evaluate/decisions.ts": 1,
  "tasks/results/new_data/metrics.ts": 2,
  "tasks/results/predict/answers.ts": 2,
  "tasks/results/report/collect.ts": 1,
  "tasks/run/decision.ts": 2,
  "tasks/serve/watch.ts": 3,
};

/** No more than this, in all. */
const MOST = 37;

/** How often each file outside of the rooms asks. */
async function asked(folder: string): Promise<[file: string, count: number][]> {
  return [...await sources(folder)].flatMap(([file, text]): [string, number][] => {
    const path = `${folder}/${file}`;
    if (ROOMS.test(path) || path.includes("/tests/")) return [];
    const code = text.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/\/\/.*/g, "");
    const count = ASKED.reduce((sum, pattern) => sum + [...code.matchAll(pattern)].length, 0);
    return count > 0 ? [[path, count]] : [];
  });
}

Deno.test("which problem it is, is asked in the rooms of problems, and in few files elsewhere", {
  ignore: !granted("read"),
}, async () => {
  const folders = ["lib", "tasks", "packages/course", "packages/page"];
  const found = (await Promise.all(folders.map(asked))).flat().sort();
  assertEquals(Object.fromEntries(found), STAYS);
  assertLessOrEqual(found.reduce((sum, [, count]) => sum + count, 0), MOST);
});
