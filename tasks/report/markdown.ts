/** The essentials of a report in Markdown, as the job summaries of GitHub Actions show it. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import { classAverages, classMetrics, wilsonInterval } from "../../mod.ts";
import { drawMistake, mistakesIn, pictureShapeOf } from "../images/mistakes.ts";
import { inPercent } from "../cli/format.ts";
import { thinned } from "../cli/table.ts";
import type { Metrics } from "../run/run_folder.ts";
import { differingKeys, flatten } from "./config_table.ts";
import { column, count, counted, duration, figure, percent, unbroken } from "./format.ts";
import { columnsByWorth } from "../evaluate/importance.ts";
import { rankingOf } from "../evaluate/ranking.ts";
import { code, details, escape, table } from "./markdown_parts.ts";
import {
  type ClassRun,
  isRightOrWrong,
  type LabelsRun,
  type QuantityRun,
  type ReportedRun,
} from "./reported_run.ts";
import { chooseRun, lookedInto, scoreOf, scoreText } from "./scores.ts";
import {
  againInWords,
  epochKept,
  howItWent,
  inUnit,
  SUREST,
  whatGuessingGets,
  whatIsPredicted,
  whatSplitsAre,
  whatWasTrained,
} from "./texts.ts";
import { worstRows } from "../evaluate/worst_rows.ts";

/** More epochs than this make the summary long, and GitHub takes 1 MiB. */
const MAX_EPOCHS = 40;

/** How many mistakes are drawn, and how many rows are shown. */
const [MISTAKES, ROWS] = [3, 8];

/** A confusion matrix of more classes than this is no longer read. */
const MAX_MATRIX = 30;

/** How many columns are told of. */
const MAX_COLUMNS = 20;

/** The essentials of a run, or of several side by side. */
export async function markdownOf(runs: readonly ReportedRun[]): Promise<string> {
  return runs.length === 1 ? await runText(runs[0]!) : comparison(runs);
}

async function runText(run: ReportedRun): Promise<string> {
  const { name, split, summary, config } = run;
  const again = againInWords(run);
  const other = split === "test" ? "validation" : "test";
  const lines = [
    `## ${escape(name)}: ${scoreText(run, scoreOf(lookedInto(run)))}`,
    escape(whatIsPredicted(run)),
    escape(`${whatWasTrained(run)} ${whatSplitsAre(run)}`),
    escape(howItWent(run)),
    escape(`${whatGuessingGets(run)}.`),
    table(["", ""], [
      ...figuresOf(run),
      ...summary[other]
        ? [[`${what(run)}, ${other}`, scoreText(run, scoreOf(summary[other]))]]
        : [],
      ["cost", figure(lookedInto(run).cost)],
      ["epoch kept", `${summary.epoch} of ${summary.epochs}`],
      ...summary.best ? [["best epoch by validation", String(summary.best.epoch)]] : [],
      ["parameters", count(parameterCount(config.sizes))],
      ["weights, SHA-256", code(summary.weightsSha256)],
    ]),
    ...run.kind === "class" ? classTables(run) : run.kind === "labels" ? labelTable(run) : [],
    ...await mistakes(run),
    ...columns(run),
    details("Every epoch", epochTable(run)),
    details(
      "Config",
      table(["key", "value"], [...flatten(config)].map(([key, value]) => [code(key), code(value)])),
    ),
    details(
      "Where it comes from",
      [
        `${escape(again.text)}${again.command === undefined ? "" : ` ${code(again.command)}`}`,
        table(["", ""], [
          ...Object.entries(summary.data).map(([file, hash]) => [code(file), code(String(hash))]),
          ["engine", `${escape(summary.engine)}, ${counted(summary.workers, "worker")}`],
          ...Object.entries(summary.versions).map(([program, version]) => [
            escape(program),
            escape(String(version)),
          ]),
        ]),
      ].join("\n\n"),
    ),
  ];
  return lines.join("\n\n");
}

/** By what a run is judged. */
function what({ kind }: ReportedRun): string {
  return kind === "quantity" ? "R²" : "right";
}

function figuresOf(run: ReportedRun): string[][] {
  if (run.kind === "class") return classFigures(run);
  return run.kind === "labels" ? labelFigures(run) : quantityFigures(run);
}

function classFigures(run: ClassRun): string[][] {
  const { evaluation: { correct, size, accuracy, confusion }, split, calibration } = run;
  const [low, high] = wilsonInterval(correct, size);
  const ranking = rankingOf(run.predictions, run.evaluation);
  const averages = confusion.length > 0 ? classAverages(confusion) : undefined;
  return [
    [`right, ${split}`, `**${count(correct)} / ${count(size)}**, ${percent(accuracy)}`],
    ["95\u00a0% interval", `${percent(low)} to ${percent(high)}`],
    ...averages
      ? [
        ["balanced accuracy", percent(averages.balancedAccuracy)],
        ["macro F1", percent(averages.f1)],
      ]
      : [],
    ...ranking
      ? [
        ["area under the ROC curve", ranking.roc.area.toFixed(4)],
        ["average precision", ranking.precisionRecall.area.toFixed(4)],
      ]
      : [],
    ...calibration ? [["expected calibration error", percent(calibration.error)]] : [],
  ];
}

function labelFigures(run: LabelsRun): string[][] {
  const { evaluation: { correct, size, accuracy }, answers, split } = run;
  return [
    [`all labels right, ${split}`, `**${count(correct)} / ${count(size)}**, ${percent(accuracy)}`],
    ["95\u00a0% interval", intervalOf(run).join()],
    ["answers that are wrong (Hamming loss)", percent(answers.hammingLoss)],
    ["macro F1", percent(answers.macroF1)],
  ];
}

function quantityFigures({ quantities, split }: QuantityRun): string[][] {
  return quantities.flatMap((quantity) => {
    const of = quantities.length > 1 ? ` of ${escape(quantity.name)}` : "";
    return [
      [`R²${of}, ${split}`, quantity.r2 === null ? "–" : `**${quantity.r2.toFixed(4)}**`],
      [`mean absolute error${of}`, inUnit(quantity.mae, quantity)],
      [`root mean squared error${of}`, inUnit(quantity.rmse, quantity)],
    ];
  });
}

function classTables({ evaluation: { confusion }, classes, noun }: ClassRun): string[] {
  const name = (k: number) => escape(classes[k]!);
  const metrics = classMetrics(confusion);
  return [
    "### Classes",
    table(
      ["class", "precision", "recall", "F1", `${noun}s`],
      metrics.map((result, k) => [
        name(k),
        ...[result.precision, result.recall, result.f1].map((value) => percent(value)),
        count(result.size),
      ]),
    ),
    ...confusion.length > MAX_MATRIX ? [] : [
      "### What is taken for what",
      "A row for each actual class, a column for each prediction.",
      table(
        ["", ...classes.map(escape)],
        confusion.map((row, label) => [
          `**${name(label)}**`,
          ...row.map((n, prediction) =>
            n === 0 ? "·" : prediction === label ? `**${count(n)}**` : count(n)
          ),
        ]),
      ),
    ],
  ];
}

function labelTable({ answers, noun }: LabelsRun): string[] {
  return [
    "### Labels",
    table(
      ["label", "precision", "recall", "F1", "ROC area", `${noun}s`],
      answers.labels.map(({ label, precision, recall, f1, rocArea, size }) => [
        escape(label),
        ...[precision, recall, f1].map((value) => percent(value)),
        rocArea?.toFixed(4) ?? "–",
        count(size),
      ]),
    ),
  ];
}

/** The surest mistakes, drawn with characters, or the rows of a table. */
async function mistakes(run: ReportedRun): Promise<string[]> {
  if (run.kind === "labels") return [];
  const worst = await worstRows(run, ROWS);
  if (worst !== undefined && worst.rows.length > 0) {
    const title = run.kind === "class" ? SUREST : "Largest errors";
    const rows = worst.rows.map((row) => row.map((cell) => escape(unbroken(cell))));
    return [`### ${title}`, table(worst.head.map(escape), rows)];
  }
  if (run.kind === "quantity" || pictureShapeOf(run.data) === undefined) return [];
  const { predictions, data, classes } = run;
  const shown = mistakesIn(predictions, MISTAKES);
  if (shown.length === 0) return [];
  const drawn = shown.map((mistake) =>
    drawMistake(mistake, data, classes, { place: run.whereIs(mistake.example), grays: false })
  );
  return [`### ${SUREST}`, ["```text", ...drawn, "```"].join("\n")];
}

/** What the columns of a table are worth. */
function columns(run: ReportedRun): string[] {
  const worth = columnsByWorth(run).slice(0, MAX_COLUMNS);
  if (worth.length === 0) return [];
  const isClass = run.kind === "class";
  const text = (value: number) => isClass ? `${inPercent(value)} points` : figure(value);
  return [
    "### What the columns are worth",
    `How much ${isClass ? "accuracy" : "R²"} falls when the values of a column are shuffled. ` +
    "Around zero or below, the column did not help on these rows.",
    table(
      ["column", "drop", "deviation"],
      worth.map(({ name, mean, deviation }) => [escape(name), text(mean), text(deviation)]),
    ),
  ];
}

function epochTable(run: ReportedRun): string {
  const epochs = thinned<Metrics>(run.metrics, MAX_EPOCHS);
  const costs = column(epochs.map(({ train }) => train.cost));
  const rates = column(epochs.map(({ learningRate }) => learningRate));
  return table(
    ["epoch", "training cost", "validation", "test", "learning rate", `${run.noun}s/s`],
    epochs.map((line, k) => [
      String(line.epoch),
      costs[k]!,
      scoreText(run, scoreOf(line.validation)),
      scoreText(run, scoreOf(line.test)),
      rates[k]!,
      count(line.samplesPerSecond),
    ]),
  );
}

function comparison(runs: readonly ReportedRun[]): string {
  const configs = runs.map(({ config }) => flatten(config));
  const keys = differingKeys(configs);
  const names = runs.map(({ name }) => escape(name));
  const costs = column(runs.map((run) => lookedInto(run).cost));
  const { best, by } = chooseRun(runs);
  const [{ split }] = runs as [ReportedRun];
  const other = split === "test" ? "validation" : "test";
  const hasOther = runs.some(({ summary }) => summary[other] !== undefined);
  return [
    `## ${runs.length} runs`,
    `The best by ${by}: ${escape(best.name)}.`,
    table(
      [
        "run",
        `${what(best)}, ${split}`,
        ...isRightOrWrong(best) ? ["95\u00a0% interval"] : [],
        ...hasOther ? [`${what(best)}, ${other}`] : [],
        "cost",
        "epoch",
        "time",
        "weights",
      ],
      runs.map((run, k) => {
        const { summary } = run;
        const score = scoreText(run, scoreOf(lookedInto(run)));
        return [
          names[k]!,
          run === best ? `**${score}**` : score,
          ...intervalOf(run),
          ...hasOther ? [scoreText(run, scoreOf(summary[other]))] : [],
          costs[k]!,
          epochKept(run),
          duration(summary.seconds),
          code(summary.weightsSha256.slice(0, 12)),
        ];
      }),
    ),
    "### Differences in config",
    keys.length === 0 ? "There are none." : table(
      ["key", ...names],
      keys.map((key) => [code(key), ...configs.map((flat) => code(flat.get(key) ?? "–"))]),
    ),
  ].join("\n\n");
}

/** Where the true accuracy lies; nothing of quantities. */
function intervalOf(run: ReportedRun): string[] {
  if (run.kind === "quantity") return [];
  const [low, high] = wilsonInterval(run.evaluation.correct, run.evaluation.size);
  return [`${percent(low)} to ${percent(high)}`];
}
