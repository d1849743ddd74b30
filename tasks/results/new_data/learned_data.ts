/** Evaluates networks on the data that they learned from, and shows it. @module */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../../lib/config.ts";
import { dataKindOf, entryOf, withoutPath } from "../../../lib/config/user_data.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import { RecordedAnswers } from "../../../lib/ensemble/recorded.ts";
import { isRefitted, measuredModel } from "../../../lib/ensemble/trained_model.ts";
import type { AskedMetric } from "../../../lib/options/metric_names.ts";
import { parseDistributions } from "../../../lib/measure/drift/distributions.ts";
import { UsageError } from "../../cli/arguments.ts";
import type { Section } from "../../../lib/document/blocks.ts";
import { printJson, printText } from "../../cli/print.ts";
import { joined } from "../../cli/styled.ts";
import { dataName, exampleName, type Splits } from "../../data/names.ts";
import type { DataConfig } from "../../data/source.ts";
import { sectionTexts } from "../document/terminal.ts";
import { areProbable, decidedBy, type Decisions } from "../evaluate/decisions.ts";
import { type Answered, ask } from "../evaluate/problem/answered.ts";
import {
  aloneTexts,
  drawnMistakes,
  evaluateNetworks,
  outcomeJson,
  resultLines,
} from "../evaluate/problem/outcome.ts";
import { answerSections } from "../evaluate/problem/sections.ts";
import { weightedText } from "../problem/metrics.ts";
import { withoutDecision } from "../../run/decision.ts";
import { decisionOfRuns } from "../../run/saved_decision.ts";
import {
  changedRowsOf,
  ensembleAnswererOf,
  measuredEnsemble,
  resultSplit,
  rowsWord,
} from "../../run/evaluated_model.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { hasAllRowsInFolds } from "../../../lib/config/recipe.ts";
import { checkTable, openRunData, SAME_SPLIT } from "../../run/run_data.ts";
import { inFile } from "../../run/run_folder.ts";
import { recordAnswers, withTestTimeAugmentation } from "../../run/test_time_augmentation.ts";
import { type TestTimeSettings, testTimeText } from "../../run/test_time_options.ts";
import { PROGRAM } from "../../system/installation.ts";
import { againstChecks } from "./against.ts";
import { type Check, checkLines, throwFailed } from "./check.ts";
import { type Floor, floorChecks, floorJson } from "./floor.ts";
import {
  checkMetric,
  type Meaning,
  metricLine,
  metricValues,
  undefinedMetric,
  wholeMetric,
} from "./metrics.ts";

/** What `evaluate` is asked of runs. */
export interface AskedOfRuns {
  /** The runs, or the folder that stands for several, as they were named. */
  readonly runs: readonly string[];
  readonly opened: readonly OpenNetwork[];
  readonly ensemble: Ensemble;
  /** The data that the networks learned from, and how it is split. */
  readonly config: DataConfig;
  /** That data at its present path, or other data. */
  readonly dataset: Config["dataset"];
  /** The folder of the catalogue's data sets. */
  readonly data: string;
  /** Default: that which tells the result, see {@linkcode resultSplit} */
  readonly split: string | undefined;
  readonly worst: number;
  readonly copies: TestTimeSettings | undefined;
  readonly decisions: Decisions | undefined;
  readonly floors: readonly Floor[];
  /** The metric that matters, if it was asked for. */
  readonly metric: AskedMetric | undefined;
  /** The class that F1 and average precision are of. Default: the rarer one of two */
  readonly positive: string | undefined;
  readonly explain: boolean;
  /** The run that this one is compared with. */
  readonly against: string | undefined;
  /** Whether rows of new data that the networks learned from are scored too. */
  readonly learned?: boolean;
  /** The file of a page. */
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/**
 * Shows the result of the networks that were measured: before they learned from the rows of their test too, where they did.
 * @throws {Error} if the data cannot be used, or a check fails
 */
export async function showLearnedData(given: AskedOfRuns): Promise<void> {
  const asked: AskedOfRuns = {
    ...given,
    opened: given.opened.map((one) => ({ ...one, network: measuredModel(one.network) })),
    ensemble: measuredEnsemble(given.ensemble),
  };
  const { opened, ensemble, dataset, copies, floors, against, signal } = asked;
  if (asked.out !== undefined) {
    throw new UsageError(
      `--out is for data that the run did not learn from; \`${PROGRAM} report\` writes the page of a run`,
    );
  }
  const [first] = opened as [OpenNetwork];
  if (asked.explain && first.table === undefined) {
    throw new UsageError("--explain is for a run of a table: it shows what its columns add");
  }
  const paths = opened.map(({ run }) => run);
  const opening = openRunData(paths, { ...asked.config, dataset }, asked.data);
  const data = await opening;
  checkTable(opened, data, dataset);
  const name = (asked.split ?? resultSplit(data)) as keyof Splits;
  const split = data[name];
  if (split.size === 0) {
    throw new UsageError(
      `Cannot evaluate on the ${name} split of ${dataName(dataset)}: it has no rows, since the ` +
        "networks learned from all; --split validation has the result out of fold",
    );
  }
  const isOutOfFold = name === "validation" && data.folded !== undefined;
  const averaged = copies && withTestTimeAugmentation(opened, copies, split.shape);
  const answering = (networks: Ensemble) =>
    averaged === undefined
      ? ensembleAnswererOf(networks, name, data.folded)
      : recordAnswers(averaged(networks), split, signal);
  const answerer = await answering(ensemble);
  const { metric, positive } = asked;
  const { classes, quantities } = data;
  const decision = decisionOfRuns(opened);
  const meaning: Meaning = {
    areProbabilities: areProbable(opened),
    quantities,
    decision,
    classes,
    positive,
  };
  checkMetric(metric, split, meaning);
  const outcome = await evaluateNetworks({
    opened,
    ensemble,
    answering,
    answerer,
    names: data,
    split: rowsWord(name, data),
    changed: name === "validation" ? changedRowsOf(ensemble, data) : undefined,
    data: split,
    noun: exampleName(dataset),
    isUserData: dataKindOf(dataset).isUserData,
    worst: asked.worst,
    metric,
    positive,
    ...asked.explain && {
      explains: "inAnyCase",
      distributions: inFile(first.path, () => parseDistributions(first.metadata)),
    } as const,
    decided: await decidedBy(asked.decisions, {
      opened,
      ensemble,
      networks: answerer,
      split,
      learned: () => opening,
    }),
    ...data.locate(name),
  });
  const { answered } = outcome;
  const isBefore = given.opened.some(({ network }) => isRefitted(network));
  const json = await outcomeJson(outcome);
  const isMeasured = metric !== undefined || floors.some(({ metric }) => metric !== undefined);
  const recorded = isMeasured ? RecordedAnswers.of(answerer, split) : undefined;
  const found = metric && recorded && wholeMetric(metric, recorded, split, meaning);
  if (metric !== undefined && found === undefined) {
    throw undefinedMetric(metric, isOutOfFold ? "the rows" : `the ${name} split`);
  }
  const values = {
    ...recorded && metricValues(recorded, split, meaning),
    ...json,
    ...metric !== undefined && { [metric]: found!.value },
  };
  const checks = [
    ...floorChecks(floors, values, metric),
    ...against === undefined ? [] : await againstChecks(asked.runs[0]!, against, metric),
  ];
  const alone = aloneTexts(outcome);
  await printEvaluation(asked, answered, checks, {
    json: {
      split: name,
      ...isBefore && { beforeRefit: true },
      ...copies,
      ...metric !== undefined && { metric: { name: metric, ...found } },
      ...json,
      explanation: answered.table?.explanation,
    },
    head: [
      ...opened.map(({ path, epoch }, k) =>
        path + (epoch === undefined ? "" : `, epoch ${epoch}`) + (alone[k] ?? "")
      ),
      (isOutOfFold ? "Out of fold on" : `On the ${name} split of`) + ` ${dataName(dataset)}` +
      (isBefore ? BEFORE_REFIT : "") +
      (copies === undefined ? "" : `, ${testTimeText(copies)}`),
      ...split.weights === undefined ? [] : [weightedText(data.table!)],
      ...metric === undefined ? [] : [metricLine(metric, found!)],
      ...ask(resultLines, answered),
    ],
    sections: () => ask(answerSections, answered),
  });
  throwFailed(checks);
}

/** Which networks a result is of. */
const BEFORE_REFIT = ", before the networks learned from the test rows too";

interface Printed {
  /** Besides the name of a single run. */
  readonly json: object;
  readonly head: readonly string[];
  sections(): Promise<readonly (Section | undefined)[]>;
}

/** Prints an evaluation with its checks: as JSON, or as lines and sections. */
export async function printEvaluation(
  asked: Pick<AskedOfRuns, "json" | "opened" | "floors">,
  answered: Answered,
  checks: readonly Check[],
  { json, head, sections }: Printed,
): Promise<void> {
  const [{ run, epoch, table, leaks = [] }, ...others] = asked.opened as [
    OpenNetwork,
    ...OpenNetwork[],
  ];
  const who = {
    ...others.length === 0 && { run, epoch },
    ...table?.leaks && { leaks: table.leaks },
  };
  if (asked.json) return printJson({ ...who, ...json, ...floorJson(asked.floors, checks) });
  const shown = [...sectionTexts(await sections()), ...ask(drawnMistakes, answered)];
  const first = joined([...leaks, ...head], "\n");
  printText(joined([first, ...shown, ...checkLines(checks)], "\n\n"));
}

/** The data that all the networks learned from; MNIST, if their files name none. */
export function commonData(
  opened: readonly OpenNetwork[],
  split: string | undefined,
): DataConfig {
  const sources = opened.map(({ dataset = "mnist", config }): DataConfig => ({
    dataset,
    trainingSize: config?.trainingSize ?? entryOf(dataset)?.split.training ?? null,
    normalizeWidth: null, // the ensemble does it
    seed: config?.seed ?? 1,
    splitSeed: config?.splitSeed ?? null,
    folds: config?.folds ?? 0,
    repeat: config?.repeat ?? 1,
    recipe: config?.recipe ?? 1,
  }));
  const [first] = sources as [DataConfig];
  const readBy = ({ dataset }: Pick<DataConfig, "dataset">) =>
    withoutPath({ dataset: withoutDecision(dataset) });
  const learnsAll = ({ folds, recipe = 1 }: DataConfig) => folds !== 0 && hasAllRowsInFolds(recipe);
  const isOther = ({ dataset, trainingSize, splitSeed, ...others }: DataConfig) =>
    !isDeepStrictEqual(readBy({ dataset }), readBy(first)) ||
    splitSeed !== first.splitSeed ||
    learnsAll({ dataset, trainingSize, splitSeed, ...others }) !== learnsAll(first) ||
    split === "training" && trainingSize !== first.trainingSize;
  const other = sources.findIndex(isOther);
  if (other !== -1) {
    const describe = ({ dataset, trainingSize, splitSeed }: DataConfig) =>
      `${trainingSize} ${exampleName(dataset)}s of ${dataName(dataset)}` +
      (splitSeed === null ? "" : `, split by the seed ${splitSeed}`);
    const hint = sources[other]!.splitSeed === first.splitSeed ? "" : `; ${SAME_SPLIT}`;
    throw new UsageError(
      `Cannot evaluate runs on different data together: ${opened[0]!.run} learned from ` +
        `${describe(first)}, ${opened[other]!.run} from ${describe(sources[other]!)}${hint}`,
    );
  }
  return first;
}
