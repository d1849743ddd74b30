/** What a run came to, as `deno task train` prints it at the end. @module */

import { quote } from "../../lib/checks/texts.ts";
import type { Config } from "../../lib/config.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { searchTexts } from "../results/problem/search_text.ts";
import { boundOf, parseDecision } from "../../lib/measure/decide/decide.ts";
import { refitText } from "../results/problem/refit_text.ts";
import { smallTestText } from "../../lib/measure/verdict/verdict.ts";
import { fourDigits, percent } from "../cli/format.ts";
import type { ExampleName } from "../data/names.ts";
import { blockTexts, sectionTexts } from "../results/document/terminal.ts";
import { intervalText, percentInterval, POOLED } from "../results/evaluate/out_of_fold.ts";
import { resultText } from "../results/problem/results.ts";
import { AT_HALF, thresholdsText } from "../results/problem/thresholds.ts";
import { truthInBrief, truthSection } from "../results/problem/truth.ts";
import { bestBy } from "../run/early_end.ts";
import { readWeights, type Summary } from "../run/run_folder.ts";
import { PROGRAM } from "../system/installation.ts";
import { validationName } from "./log.ts";

const UNLEARNED = ", and then trains the networks on the test rows too";

/**
 * What a run came to, in lines.
 * @param how.goOn the command that goes on with the run, in quotes
 * @param how.isBrief whether what the verdict and its table state is left out
 */
export function conclude(
  summary: Summary,
  { goOn, noun = "image", isBrief = false, isToRefit = false }: {
    readonly goOn: string;
    /** Whether the model is to learn from the test rows too, which a limit of time leaves out. */
    readonly isToRefit?: boolean;
    readonly noun?: ExampleName;
    readonly isBrief?: boolean;
  },
): string[] {
  const { epoch, best, decision, ended, truth, test, refit, search, warnings = [] } = summary;
  const results = resultsIn(summary);
  return [
    ...ended === "earlyStopping" && !isBrief
      ? [
        `Ended early after epoch ${summary.epochs}: ${
          summary.families
            ? "no network improves on its fold any longer"
            : "validation no longer improves"
        }`,
      ]
      : ended === "timeLimit"
      ? [
        `Ended at the time limit after epoch ${summary.epochs}; ${goOn} continues` +
        (isToRefit ? UNLEARNED : ""),
      ]
      : [],
    ...isBrief && truth !== undefined && decision === undefined ? [] : [
      `Kept ${typeof epoch === "number" ? `epoch ${epoch}` : "the best epoch of each network"}${
        results === "" ? "" : `: ${results}`
      }` +
      (decision ? `, with ${thresholdsText(decision.thresholds)}` : "") +
      (best === null
        ? ""
        : `; ${bestBy(best)} was ${"cost" in best ? "that of " : ""}epoch ${best.epoch}, ` +
          `${"accuracy" in best ? percent(best.accuracy) : best.cost.toFixed(4)}`) +
      (best !== null && "accuracy" in best && decision ? " at one half" : ""),
    ],
    ...search ? searchTexts(search, summary.validation) : [],
    ...decision ? [`${AT_HALF}: ${resultsIn({ ...summary, ...decision.atHalf })}`] : [],
    ...truth === undefined
      ? smallTest(summary, noun)
      : isBrief
      ? blockTexts(truthInBrief(truth, decision !== undefined))
      : sectionTexts([truthSection(truth, decision !== undefined)]),
    ...refit && test ? [refitText({ test: test.size, all: refit.rows })] : [],
    ...warnings.map((warning) => `Warning: ${warning}`),
  ];
}

/** Where a run is, and what to do next; `hasReport` where its report is not named by itself. */
export function wroteText(
  path: string,
  { weightsSha256 }: Pick<Summary, "weightsSha256">,
  hasReport = false,
): string {
  return `Wrote ${path} (weights ${weightsSha256.slice(0, 12)}…)` +
    `${hasReport ? ", with its report" : ""}; next: ${PROGRAM} evaluate ${quote(path)}`;
}

/** The results on the splits: `validation 95.53 %, test 95.49 %`. */
function resultsIn(
  { validation, test, families }: Pick<Summary, "validation" | "test" | "families">,
): string {
  return [
    ...validation ? [`${validationName(families)} ${resultText(validation)}`] : [],
    ...test ? [`test ${resultText(test)}`] : [],
  ].join(", ");
}

/** What a small test part allows, as a line; none of a test of 100 examples or more. */
function smallTest({ test, weights }: Summary, noun: ExampleName): string[] {
  if (test === undefined) return [];
  const { size, correct } = test;
  const text = smallTestText(size, {
    noun,
    ...correct !== undefined && weights === undefined && { wrong: size - correct },
  });
  return text === undefined ? [] : [text];
}

/** The part of a stopped run that is kept. */
export function concludeStopped(
  summary: Summary | undefined,
  path: string,
  goOn: string | undefined,
): string {
  if (summary === undefined) return "Stopped before the first epoch ended: nothing is kept";
  const { epoch, epochs } = summary;
  const best = epoch === epochs ? "" : ", the best so far";
  const kept = typeof epoch === "number"
    ? `epoch ${epoch}${best}`
    : "the best epoch of each network";
  return `Stopped after epoch ${epochs}: ${path} keeps ${kept}` +
    (goOn === undefined ? "" : `; ${goOn} continues`);
}

/**
 * The lines of a run; none of one that decides nothing.
 * @param names of the classes or labels
 */
export async function decisionLines(
  path: string,
  { sizes }: Pick<Config, "sizes">,
  names: readonly string[] = [],
): Promise<string[]> {
  const { metadata } = parseSafetensors((await readWeights(path)).bytes);
  const { threshold, thresholds, sets } = parseDecision(metadata["decision"], sizes.at(-1)!) ?? {};
  return [
    ...(thresholds ?? (threshold ? [threshold] : [])).map(({ positive, from, promised }) =>
      `“${names[positive] ?? positive}” is ${
        from === null
          ? "never predicted"
          : `predicted at a probability of ${from.toFixed(4)} or above`
      }: mistakes cost ${intervalText(promised, fourDigits)} per row ${
        thresholds ? "on rows that did not choose the threshold" : "out of fold"
      }`
    ),
    ...sets === undefined ? [] : [
      `Sets contain the right class for ${
        percentInterval(sets.promised)
      } of the out-of-fold rows.` +
      (typeof sets.bound === "number" && sets.classes !== undefined ? POOLED : ""),
      ...(sets.classes ?? []).flatMap((promised, k) =>
        promised === null ? [] : [
          `  “${names[k] ?? k}” is in a set at a probability of ${
            (1 - boundOf(sets.bound, k)).toFixed(4)
          } or above, and in the sets of ${percentInterval(promised)} of its rows`,
        ]
      ),
    ],
  ];
}
