/** The essentials of a report in Markdown, as the job summaries of GitHub Actions show it. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import { classMetrics, wilsonInterval } from "../../mod.ts";
import { drawMistake, mistakesIn } from "../images/mistakes.ts";
import { markdownTable, thinned } from "../cli/table.ts";
import type { ReportedRun } from "./collect.ts";
import { differingKeys, flatten } from "./config_table.ts";
import { column, count, counted, duration, figure, percent } from "./format.ts";
import { againCommand, howItWent, whatWasTrained } from "./texts.ts";

/** More epochs than this make the summary long, and GitHub takes 1 MiB. */
const MAX_EPOCHS = 40;

/** How many mistakes are drawn. */
const MISTAKES = 3;

/** The essentials of a run, or of several side by side. */
export function markdownOf(runs: readonly ReportedRun[]): string {
  return runs.length === 1 ? runText(runs[0]!) : comparison(runs);
}

function runText(run: ReportedRun): string {
  const { name, evaluation, split, metrics, summary, calibration, classes, config } = run;
  const { correct, size, accuracy, cost, confusion } = evaluation;
  const [low, high] = wilsonInterval(correct, size);
  const epochs = thinned(metrics, MAX_EPOCHS);
  const costs = column(epochs.map(({ train }) => train.cost));
  const rates = column(epochs.map(({ learningRate }) => learningRate));
  const other = split === "test" ? summary.validation : summary.test;
  const lines = [
    `## ${escape(name)}: ${percent(accuracy)}`,
    escape(whatWasTrained(run)),
    escape(howItWent(run)),
    table(["", ""], [
      [`right, ${split}`, `**${count(correct)} / ${count(size)}**, ${percent(accuracy)}`],
      ["95\u00a0% interval", `${percent(low)} to ${percent(high)}`],
      ...other
        ? [[`right, ${split === "test" ? "validation" : "test"}`, percent(other.accuracy)]]
        : [],
      ["cost", figure(cost)],
      ...calibration ? [["expected calibration error", percent(calibration.error)]] : [],
      ["epoch kept", `${summary.epoch} of ${summary.epochs}`],
      ["parameters", count(parameterCount(config.sizes))],
      ["weights, SHA-256", code(summary.weightsSha256)],
    ]),
    "### Classes",
    table(
      ["class", "precision", "recall", "F1", "images"],
      classMetrics(confusion).map((result, k) => [
        escape(classes[k]!),
        ...[result.precision, result.recall, result.f1].map((value) => percent(value)),
        count(result.size),
      ]),
    ),
    "### What is taken for what",
    "A row for each class, a column for each prediction.",
    table(
      ["", ...classes.map(escape)],
      confusion.map((row, label) => [
        `**${escape(classes[label]!)}**`,
        ...row.map((n, prediction) =>
          n === 0 ? "·" : prediction === label ? `**${count(n)}**` : count(n)
        ),
      ]),
    ),
    ...mistakes(run),
    details(
      "Every epoch",
      table(
        ["epoch", "training cost", "validation", "test", "learning rate", "images/s"],
        epochs.map((line, k) => [
          String(line.epoch),
          costs[k]!,
          percent(line.validation?.accuracy ?? null),
          percent(line.test?.accuracy ?? null),
          rates[k]!,
          count(line.samplesPerSecond),
        ]),
      ),
    ),
    details(
      "Config",
      table(["key", "value"], [...flatten(config)].map(([key, value]) => [code(key), code(value)])),
    ),
    details(
      "Where it comes from",
      [
        `${code(againCommand(run))} trains the same again.`,
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

/** The surest mistakes, drawn with characters. */
function mistakes({ predictions, data, classes }: ReportedRun): string[] {
  const worst = mistakesIn(predictions, MISTAKES);
  if (worst.length === 0) return [];
  const drawn = worst.map((mistake) => drawMistake(mistake, data, classes, false));
  return ["### Surest mistakes", ["```text", ...drawn, "```"].join("\n")];
}

function comparison(runs: readonly ReportedRun[]): string {
  const configs = runs.map(({ config }) => flatten(config));
  const keys = differingKeys(configs);
  const names = runs.map(({ name }) => escape(name));
  const costs = column(runs.map(({ evaluation }) => evaluation.cost));
  return [
    `## ${runs.length} runs`,
    table(
      ["run", `right, ${runs[0]!.split}`, "95\u00a0% interval", "cost", "epoch", "time", "weights"],
      runs.map(({ evaluation: { correct, size, accuracy }, summary }, k) => {
        const [low, high] = wilsonInterval(correct, size);
        return [
          names[k]!,
          `**${percent(accuracy)}**`,
          `${percent(low)} to ${percent(high)}`,
          costs[k]!,
          `${summary.epoch} of ${summary.epochs}`,
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([head, ...rows], { numbers: true, padded: false });
}

function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** Text that means nothing to Markdown, HTML or a table. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}]/gu, " ")
    .replaceAll(/[\\`*_{}[\]<>#|~&@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function code(text: string): string {
  const entities = text.replaceAll(/[^\P{Cc}]/gu, " ").replaceAll(
    /[&<>|`@*_~[\]\\]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
  return `<code>${entities}</code>`;
}
