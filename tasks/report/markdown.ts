/** The essentials of a report in Markdown, for the job summaries of GitHub Actions. @module */

import { parameterCount } from "../../lib/network/mod.ts";
import { thinned } from "../cli/table.ts";
import { columnsByWorth } from "../evaluate/importance.ts";
import { mainMetric, metricText } from "../problem/metrics.ts";
import type { Metrics } from "../run/run_folder.ts";
import { differingKeys, flatten } from "./config_table.ts";
import { column, count, counted, duration, fourDigits } from "./format.ts";
import { code, details, escape, table } from "./markdown_parts.ts";
import { answerParts, intervalRow, metricRows } from "./problem/markdown.ts";
import { ask, type ReportedRun } from "./problem/runs.ts";
import { whatGuessingGets, whatIsPredicted } from "./problem/texts.ts";
import { chooseRun, scoreOf, scoreText } from "./scores.ts";
import { epochKept, howItWent, retrainText, whatSplitsAre, whatWasTrained } from "./texts.ts";

/** The most epochs of a table: the summary stays short, and GitHub takes 1 MiB. */
const MAX_EPOCHS = 40;

/** The most columns whose importance is shown. */
const MAX_COLUMNS = 20;

/** The essentials of a run, or of several side by side. */
export async function markdownOf(runs: readonly ReportedRun[]): Promise<string> {
  return runs.length === 1 ? await runText(runs[0]!) : comparison(runs);
}

async function runText(run: ReportedRun): Promise<string> {
  const { name, split, summary, config } = run;
  const again = retrainText(run);
  const other = split === "test" ? "validation" : "test";
  const lines = [
    `## ${escape(name)}: ${scoreText(run, scoreOf(run.evaluation))}`,
    escape(whatIsPredicted(run)),
    escape(`${whatWasTrained(run)} ${whatSplitsAre(run)}`),
    escape(howItWent(run)),
    escape(`${whatGuessingGets(run)}.`),
    table(["", ""], [
      ...ask(metricRows, run),
      ...summary[other]
        ? [[`${headOf(run)}, ${other}`, scoreText(run, scoreOf(summary[other]))]]
        : [],
      ["cost", fourDigits(run.evaluation.cost)],
      ["epoch kept", `${summary.epoch} of ${summary.epochs}`],
      ...summary.best ? [["best epoch by validation", String(summary.best.epoch)]] : [],
      ["parameters", count(parameterCount(config.sizes))],
      ["weights, SHA-256", code(summary.weightsSha256)],
    ]),
    ...await ask(answerParts, run),
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
          ...Object.entries(summary.versions)
            .map(([program, version]) => [escape(program), escape(String(version))]),
        ]),
      ].join("\n\n"),
    ),
  ];
  return lines.join("\n\n");
}

function columns(run: ReportedRun): string[] {
  const worth = columnsByWorth(run).slice(0, MAX_COLUMNS);
  if (worth.length === 0) return [];
  const { name, drop } = metricText(mainMetric(run.problem));
  const text = (value: number) => `${drop.text(value)}${drop.unit}`;
  return [
    "### What the columns are worth",
    `How much ${name} falls when the values of a column are shuffled. ` +
    "Around zero or below, the column did not help on these rows.",
    table(
      ["column", "drop", "deviation"],
      worth.map(({ name, mean, deviation }) => [escape(name), text(mean), text(deviation)]),
    ),
  ];
}

/** The head of a column of the run's main metric. */
function headOf({ problem }: ReportedRun): string {
  return metricText(mainMetric(problem)).head;
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
  const costs = column(runs.map((run) => run.evaluation.cost));
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
        `${headOf(best)}, ${split}`,
        ...ask(intervalRow, best).slice(0, 1),
        ...hasOther ? [`${headOf(best)}, ${other}`] : [],
        "cost",
        "epoch",
        "time",
        "weights",
      ],
      runs.map((run, k) => {
        const { summary } = run;
        const score = scoreText(run, scoreOf(run.evaluation));
        return [
          names[k]!,
          run === best ? `**${score}**` : score,
          ...ask(intervalRow, run).slice(1),
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
