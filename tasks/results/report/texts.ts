/** Sentences on a run. @module */

import { refitText } from "../problem/refit_text.ts";
import { quote } from "../../../lib/checks/texts.ts";
import { userDatasetOf } from "../../../lib/config/user_data.ts";
import { overFolds } from "../../../lib/config/recipe.ts";
import { functionsOf, networksText } from "../../run/functions.ts";
import type { Summary } from "../../run/run_folder.ts";
import { count, counted, duration, fourDigits, moment, percent } from "../../cli/format.ts";
import type { ReportedRun } from "./problem/runs.ts";
import { PROGRAM } from "../../system/installation.ts";

const ENDS: { readonly [ended in Summary["ended"]]: string } = {
  done: "Training finished",
  earlyStopping: "Training stopped early because validation no longer improved",
  timeLimit: "Training stopped at its time limit",
  paused: "Training was paused after a rung of its sweep",
  interrupted: "Training was interrupted",
  diverged: "Training diverged after the epoch that was kept",
};

/** The network: `A 784-100-10 network (sigmoid, sigmoid outputs, cross-entropy).` */
export function whatWasTrained({ config, noun, summary: { families } }: ReportedRun): string {
  if (families !== undefined) {
    const answering = families.filter(({ weight }) => weight > 0);
    const members = answering.reduce((sum, { members }) => sum + members, 0);
    const hidden = config.sizes.slice(1, -1).join(" and ");
    return `An ensemble of ${counted(members, "network")} over ${config.folds} folds` +
      `${hidden === "" ? "" : `, with hidden layers of ${hidden} units`} (${
        functionsOf(config)
      }). ` +
      `${networksText(families, config)}.`;
  }
  return `A ${config.sizes.join("-")} network (${functionsOf(config)})` +
    `${config.augment ? `, trained on ${noun}s deformed anew every epoch` : ""}.`;
}

/** By what the rows of a table are split, and what the rows of the test stand for. */
function splitTexts(
  { config, table, noun }: ReportedRun,
): readonly [split: string, tested: string] {
  const { splitBy, splitAfter, split } = userDatasetOf(config.dataset) ?? {};
  if (splitBy !== undefined) {
    const names = [splitBy].flat().map((name) => `“${name}”`).join(" and ");
    return [
      `Rows with the same ${names} stay together in every split. `,
      `rows with a new ${names}`,
    ];
  }
  if (splitAfter !== undefined) {
    const last = splitAfter === true ? "last rows of the table" : `latest rows by “${splitAfter}”`;
    return [`The test rows are the ${last}. `, "later rows"];
  }
  if (table === undefined) return ["", `new ${noun}s`];
  return typeof split === "string"
    ? [
      `The column “${split}” states which rows are for training and which for testing. `,
      "new rows",
    ]
    : ["Rows are split at random. ", "new rows"];
}

export function whatSplitsAre(run: ReportedRun): string {
  const { config, noun, sizes, summary: { refit } } = run;
  const { evaluate, keep, earlyStopping } = config;
  const [split, tested] = splitTexts(run);
  const learned = `${split}It was trained on ${counted(sizes.training, noun)}.`;
  const use = `they show how good it is on ${tested}.`;
  const test = count(sizes.test);
  if (overFolds(config)) {
    const all = sizes.test === 0
      ? `The model is the mean of the networks, so all ${noun}s are in it: it predicts new ${noun}s about as well, or a little better.`
      : `The other ${test}, the test ${noun}s, were not used in training: ${use}`;
    const since = refit ? ` ${refitText({ test: sizes.test, all: refit.rows })}` : "";
    const { folds } = config;
    return `${split}Each network was trained on ${folds - 1} of ${folds} folds of ${
      counted(sizes.training, noun)
    }, and the remaining fold chose its epoch. “Out of fold” means that each row is predicted ` +
      `only by networks that were not trained on it. ${all}${since}`;
  }
  if (!evaluate.includes("validation")) {
    return `${learned} The ${test} test ${noun}s were not used in training: ${use}`;
  }
  const purpose = keep === "best" || earlyStopping !== null
    ? "chose the epoch to keep"
    : "are for choosing settings";
  return `${learned} Another ${count(sizes.validation)}, the validation ${noun}s, ${purpose}. ` +
    `The other ${test}, the test ${noun}s, were used for neither: ${use}`;
}

/** How training ended, its time, the epoch kept, the seed and the date. */
export function howItWent(run: ReportedRun): string {
  const { summary, config, written } = run;
  const { epochs, ended, seconds, seed } = summary;
  const all = (epochs === config.epochs ? "" : `${epochs} of `) + counted(config.epochs, "epoch");
  const end = ended === "earlyStopping" && overFolds(config)
    ? "Training stopped early because no network improved on its fold any more"
    : ENDS[ended] ?? "Training ended";
  return `${end}: ${all} in ${duration(seconds, 1)}. ` +
    `${keptText(run)} Seed ${seed}. Written ${moment(written)}.`;
}

/** What it means that a run is the best of many. */
export function bestOfText({ trials, verdict }: NonNullable<Summary["bestOf"]>): string {
  const tested = verdict === undefined || verdict === ""
    ? ""
    : ` Compared with the recipe on the test: ${verdict}`;
  return `It is the best of ${counted(trials, "trial")}, so the metrics that chose it are ` +
    `slightly optimistic.${tested}`;
}

/** The epoch kept, of how many, and why there are no more: `7 of 9, interrupted`. */
export function epochKept({ summary: { epoch, epochs, ended } }: ReportedRun): string {
  const isWhole = ended === "done" || ended === "earlyStopping";
  const cut = ended === "timeLimit" ? "out of time" : ended;
  const kept = typeof epoch === "number" ? `${epoch} of ` : "";
  return `${kept}${epochs}${isWhole ? "" : `, ${cut}`}`;
}

function keptText({ summary }: ReportedRun): string {
  const { epoch, epochs, best } = summary;
  if (typeof epoch !== "number") return "Each network keeps its best epoch on its fold.";
  const kept = `The weights are from epoch ${epoch}${epoch === epochs ? ", the last" : ""}`;
  if (best === null) return `${kept}.`;
  const score = "accuracy" in best
    ? `the best validation accuracy, ${percent(best.accuracy)}${
      summary.decision === undefined ? "" : " at one half"
    }`
    : `the lowest validation cost, ${fourDigits(best.cost)}`;
  return best.epoch === epoch
    ? `${kept}, which had ${score}.`
    : `${kept}; epoch ${best.epoch} had ${score}.`;
}

/** What training again gives, and its command. */
export function retrainText(
  { path, config, summary }: ReportedRun,
): { readonly text: string; readonly command: string } {
  const { ended, epoch, epochs } = summary;
  const same = "The same config and data give the same weights, byte for byte, on any machine";
  const isCut = epochs < config.epochs && ended !== "earlyStopping";
  const rest =
    `; the run has the weights from epoch ${epoch}, and this trains all ${config.epochs} epochs`;
  return {
    text: `${same}${isCut ? rest : ""}:`,
    command: `${PROGRAM} train --config ${quote(`${path}/config.json`)} --name again`,
  };
}
