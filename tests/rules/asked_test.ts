/** What is known in one room is asked of its objects elsewhere: which problem it is; which data, training and model. */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { granted } from "../helpers/run_task.ts";
import { sources } from "./sources.ts";

/** A question that code asks of an object, and not of the object's kind. */
interface Question {
  readonly name: string;
  /** The files in which it is known. */
  readonly rooms: RegExp;
  /** How code asks. */
  readonly asked: readonly RegExp[];
  /** What stays, a file and how often it asks. */
  readonly stays: { readonly [file: string]: number };
  /** No more than this, in all. */
  readonly most: number;
}

/**
 * `predictsClasses` is public: whether the last activation function gives
 * probabilities, which the problem does not hold. `collect.ts` refuses to compare runs of two problems. What
 * mistakes cost decides one class, or each of several labels. The rules by which
 * a target is guessed begin with what the user states. A server compares two models' answers.
 */
const WHICH_PROBLEM: Question = {
  name: "which problem it is, is asked in the rooms of problems, and in few files elsewhere",
  rooms:
    /^(lib\/problem\.ts|lib\/problem\/|tasks\/results\/problem\/|packages\/page\/picture_texts\.ts|tasks\/results\/(?:evaluate|report)\/problem\/)/,
  // a name compared, a kind compared, targets looked for, a boolean of one problem, a name of one as text
  asked: [
    /\.classification\b/g,
    /\btargets === undefined/g,
    /\bkind [=!]== "(quantity|class|labels)"/g,
    /\bpredictsClasses\b/g,
    /\bproblem(\.name)? [=!]== (?!undefined)/g,
    /[=!]== (classification|multiLabel|regression)\b/g,
    /"(classification|multiLabel|regression)"/g,
    /\bis(Regression|Classification|MultiLabel|OfClasses|OfQuantities|RightOrWrong)\b/g,
    /\binstanceof \w*(Regression|Classification|MultiLabel|Quantity|Class)\w*/g,
  ],
  stays: {
    "lib/ensemble.ts": 3,
    "lib/ensemble/recorded.ts": 4,
    "lib/table/folds/fold_ensemble.ts": 2,
    "lib/table/module/describe.ts": 1,
    "lib/network.ts": 1,
    "lib/network/prediction.ts": 2,
    "lib/table/columns/guess/target.ts": 2,
    "lib/notebook/draw_dataset.ts": 2,
    "lib/serve/array_answerer.ts": 1,
    "lib/table/model/evaluation.ts": 1,
    "lib/table/model/row_answerer.ts": 2,
    "lib/train/test_time_augmentation.ts": 2,
    "packages/course/elements/inspect.ts": 1,
    "tasks/data/user_data.ts": 1,
    "packages/page/picture_part.ts": 1,
    "tasks/results/evaluate/decisions.ts": 1,
    "tasks/results/new_data/metrics.ts": 1,
    "tasks/results/predict/answers.ts": 2,
    "tasks/results/report/collect.ts": 1,
    "tasks/run/decision.ts": 2,
    "tasks/serve/watch.ts": 3,
  },
  most: 36,
};

/**
 * `ownOf`, `entryOf` and `dataKindOf` are the questions, and the list of sources is chosen from by their answer. A config
 * that is not checked yet may hold anything. The page's data is what its server has, or files that the visitor picked.
 */
const WHICH_DATA: Question = {
  name:
    "which kind of data it is, is asked in lib/config, and of the kind and the source elsewhere",
  rooms: /^$/,
  asked: [
    /\btypeof [\w.()!]*dataset\)? [=!]== "(string|object)"/g,
    /"(csv|table|images|idx|npz|files)" in\b/g,
    /\b(isTable|tablePathOf|pathKeyOf)\(/g,
    /\b(idx|images|npz) (\?\?|[!=]== undefined)/g,
    /\.(csv|idx|images|npz) (\?\?|[!=]==)/g,
    /\b(key|kind|option) [!=]== "(csv|images|idx|npz)"/g,
    /\b(entryOf|ownOf)\(.*\) [!=]== undefined/g,
  ],
  stays: {
    "lib/config.ts": 1,
    "lib/config/user_data.ts": 2,
    "packages/page/data_source.ts": 1,
  },
  most: 4,
};

/**
 * A learner, a dealer of rows and the metrics answer for themselves. A config is asked where its recipe, its texts and its
 * number of threads differ, and a checkpoint by the one that reads it.
 */
const WHICH_TRAINING: Question = {
  name: "whether a run is over folds, is asked of its config in few files",
  rooms: /^lib\/config\/recipe\.ts$/,
  asked: [/\bfolds [=!]==? 0\b/g, /\bfolds > 0\b/g, /\boverFolds\(/g],
  stays: {
    "lib/config.ts": 4,
    "lib/table/columns/guess.ts": 1,
    "lib/table/columns/scan.ts": 2,
    "lib/table/split/dealing.ts": 1,
    "packages/page/table_training.ts": 1,
    "tasks/data/names.ts": 1,
    "tasks/results/report/curves_sections.ts": 1,
    "tasks/results/report/texts.ts": 2,
    "tasks/run/open_engine.ts": 1,
    "tasks/run/saved.ts": 1,
    "tasks/sweep/plan/stages.ts": 1,
    "tasks/train/open_learner.ts": 1,
    "tasks/train/text.ts": 1,
  },
  most: 18,
};

/** Networks, means and recorded answers answer rows alike; their parts are asked for in `networks.ts`. */
const WHICH_MODEL: Question = {
  name:
    "which kind of model it is, is asked in lib/table/folds/networks.ts, and in few files elsewhere",
  rooms: /^lib\/table\/folds\/networks\.ts$/,
  asked: [
    /\binstanceof (Network|Ensemble|FoldEnsemble|TableModel|RecordedAnswers)\b/g,
    /\bisFoldEnsemble\(/g,
    /\bas FoldEnsemble\b/g,
    /"(families|members)" in\b/g,
  ],
  stays: {
    "lib/notebook/show.ts": 1,
    "lib/serve/models.ts": 1,
    "lib/table/folds/checkpoint.ts": 1,
    "lib/table/folds/onnx.ts": 1,
    "lib/train/test_time_augmentation.ts": 1,
    "packages/page/fold_training.ts": 1,
    "tasks/serve/watch.ts": 1,
    "tasks/train/fold_learner.ts": 1,
    "tasks/train/warnings.ts": 1,
    "tasks/verify/checkpoint.ts": 2,
    "tasks/verify/learned.ts": 1,
    "tasks/verify/summary.ts": 1,
  },
  most: 13,
};

/** How often each file outside of the rooms asks. */
async function asked(
  folder: string,
  { rooms, asked }: Question,
): Promise<[file: string, count: number][]> {
  return [...await sources(folder)].flatMap(([file, text]): [string, number][] => {
    const path = `${folder}/${file}`;
    if (rooms.test(path) || path.includes("/tests/")) return [];
    const code = text.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/\/\/.*/g, "");
    const count = asked.reduce((sum, pattern) => sum + [...code.matchAll(pattern)].length, 0);
    return count > 0 ? [[path, count]] : [];
  });
}

for (const question of [WHICH_PROBLEM, WHICH_DATA, WHICH_TRAINING, WHICH_MODEL]) {
  const { name, stays, most } = question;
  Deno.test(name, { ignore: !granted("read") }, async () => {
    const folders = ["lib", "tasks", "packages/course", "packages/page"];
    const found = (await Promise.all(folders.map((folder) => asked(folder, question)))).flat();
    assertEquals(Object.fromEntries(found.sort()), stays);
    assertLessOrEqual(found.reduce((sum, [, count]) => sum + count, 0), most);
  });
}
