/**
 * `deno task evaluate RUN`: what a run's network makes of a split, class by class.
 *
 * @module
 */

import { type ClassMetrics, classMetrics, evaluate, type Evaluation } from "../mod.ts";
import { type Arguments, type Command, wholeNumber } from "./support/arguments.ts";
import { main } from "./support/main.ts";
import { drawMistake, findMistakes } from "./support/mistakes.ts";
import { readNetwork } from "./support/run.ts";
import { datasetOf, readSplits, SPLITS, type Splits } from "./support/splits.ts";

const command = {
  name: "evaluate",
  description:
    "Shows a run's accuracy on a split, a table of its classes and its confusion matrix.\n" +
    "RUN is the run's folder or a file of weights.",
  operands: { value: "RUN", min: 1, max: 1 },
  options: {
    split: { description: "The split", value: "NAME", choices: SPLITS, default: "test" },
    data: { description: "The folder of the data sets", value: "FOLDER", default: "data" },
    worst: {
      description: "Draw so many of the mistakes with the largest outputs",
      value: "N",
      default: "0",
    },
    json: { description: "Print the result as JSON" },
  },
} satisfies Command;

/** What can be said of one class, with its name. */
export interface ClassResult extends ClassMetrics {
  /** The class's name. */
  class: string;
}

/** Precision, recall and F1 of every class. */
export function classResults(
  confusion: Evaluation["confusion"],
  names: readonly string[],
): ClassResult[] {
  return classMetrics(confusion).map((metrics, k) => ({
    class: names[k] ?? String(k),
    ...metrics,
  }));
}

/** Evaluates as the command line says. */
export async function evaluateTask(
  { operands: [run], options }: Arguments<typeof command>,
): Promise<void> {
  const worst = wholeNumber("worst", options.worst, { max: 100 });
  const { network, config, epoch, path } = await readNetwork(run!);
  const splits = await readSplits(config, options.data);
  const split = splits[options.split as keyof Splits];
  const evaluation = evaluate(network, split);
  const classes = classResults(evaluation.confusion, datasetOf(config).classes);
  const mistakes = worst > 0 ? findMistakes(network, split, worst) : undefined;
  if (options.json) {
    const { split } = options;
    console.log(JSON.stringify({ run, epoch, split, ...evaluation, classes, mistakes }));
    return;
  }
  const { correct, size, accuracy, cost } = evaluation;
  console.log(`${path}, epoch ${epoch}, on the ${options.split} split of ${config.dataset}`);
  console.log(`${correct} / ${size}, ${(100 * accuracy).toFixed(2)} %, cost ${cost.toFixed(4)}\n`);
  console.log(classTable(classes));
  console.log(`\nConfusion matrix: a row for each class, a column for each prediction\n`);
  console.log(confusionTable(evaluation.confusion, classes.map((result) => result.class)));
  if (mistakes === undefined) return;
  const greys = Deno.stdout.isTerminal() && !Deno.noColor;
  for (const mistake of mistakes) {
    console.log(`\n${drawMistake(mistake, split, classes.map((result) => result.class), greys)}`);
  }
}

function classTable(classes: readonly ClassResult[]): string {
  const percent = (value: number | null) => value === null ? "–" : (100 * value).toFixed(2);
  return table([
    ["class", "images", "precision %", "recall %", "F1 %"],
    ...classes.map((result) => [
      result.class,
      String(result.size),
      percent(result.precision),
      percent(result.recall),
      percent(result.f1),
    ]),
  ]);
}

function confusionTable(confusion: Evaluation["confusion"], names: readonly string[]): string {
  const short = names.map((name) => name.slice(0, 6));
  return table([
    ["", ...short],
    ...confusion.map((row, k) => [names[k]!, ...row.map((n) => n === 0 ? "·" : String(n))]),
  ]);
}

/** Columns wide enough for what is in them: the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const pad = (cell: string, c: number) =>
    c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!);
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}

if (import.meta.main) await main(command, evaluateTask);
