/**
 * `deno task evaluate RUN…`: how well a run's network does on a split, class by class. The networks of several runs are
 * evaluated together, as a committee.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { SPLIT } from "../lib/digits/mnist.ts";
import { type ClassMetrics, classMetrics, type Dataset, evaluate } from "../mod.ts";
import { resultOf } from "./run/result.ts";
import type { QuantityResult } from "./run/run_folder.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { inPercent, percent } from "./cli/format.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { drawMistake, findMistakes } from "./images/mistakes.ts";
import { MOVED, movedTo, openRunData, withoutPlace } from "./run/run_data.ts";
import { findRun } from "./run/find_run.ts";
import {
  committeeOf,
  FUNCTION_OPTIONS,
  type OpenNetwork,
  openNetwork,
} from "./run/open_network.ts";
import { type DataConfig, dataName, exampleName, type OpenData } from "./datasets/open_data.ts";
import { SPLITS, type Splits } from "./datasets/splits.ts";
import { table } from "./cli/table.ts";
import { type ClassEvaluation, ofClasses } from "../lib/evaluate.ts";

const command = {
  name: "evaluate",
  description:
    "Shows a run's accuracy on a split, a table of its classes and its confusion matrix.\n" +
    "RUN is the run's folder, its name in data/runs, or a file of weights, which PyTorch may have written.\n" +
    "The outputs of several runs are averaged: they are evaluated as a committee.",
  operands: { value: "RUN…", min: 1, max: Infinity },
  options: {
    split: { description: "The split", value: "NAME", choices: SPLITS, default: "test" },
    data: DATA,
    ...MOVED,
    worst: {
      description: "Draw so many of the mistakes with the largest outputs",
      value: "N",
      default: "0",
    },
    ...FUNCTION_OPTIONS,
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
  confusion: ClassEvaluation["confusion"],
  names: readonly string[],
): ClassResult[] {
  return classMetrics(confusion).map((metrics, k) => ({
    class: names[k] ?? String(k),
    ...metrics,
  }));
}

/** Evaluates as the command line says. */
export async function evaluateTask(
  { operands, options }: Arguments<typeof command>,
): Promise<void> {
  const worst = wholeNumber("worst", options.worst, { max: 100 });
  const runs = await Promise.all(operands.map((word) => findRun(word)));
  const opened = await Promise.all(runs.map((run) => openNetwork(run, options)));
  const committee = committeeOf(opened);
  const source = dataOf(opened, options.split);
  const config = { ...source, dataset: movedTo(source.dataset, options) };
  const data = await openRunData(opened.map(({ run }) => run), config, options.data);
  const split = data[options.split as keyof Splits];
  if (!split.classification) {
    return tellQuantities(opened, committee, {
      data,
      split,
      name: options.split,
      json: options.json,
    });
  }
  const evaluation = ofClasses(evaluate(committee, split));
  const members = opened.map((member) => {
    const { run, epoch } = member;
    const alone = opened.length > 1
      ? ofClasses(evaluate(committeeOf([member]), split))
      : evaluation;
    const { correct, accuracy, cost } = alone;
    return { run, epoch, correct, accuracy, cost };
  });
  const classes = classResults(evaluation.confusion, data.classes ?? []);
  const mistakes = worst > 0 ? findMistakes(committee, split, worst) : undefined;
  if (options.json) {
    const [{ run, epoch }] = members as [typeof members[0]];
    const who = members.length > 1 ? { runs: members } : { run, epoch };
    const result = { ...who, split: options.split, ...evaluation, classes, mistakes };
    console.log(JSON.stringify(result));
    return;
  }
  for (const [k, { path, epoch }] of opened.entries()) {
    const alone = members.length > 1 ? `: ${percent(members[k]!.accuracy)} alone` : "";
    console.log(`${path}${epoch === undefined ? "" : `, epoch ${epoch}`}${alone}`);
  }
  const { correct, size, accuracy, cost } = evaluation;
  console.log(`On the ${options.split} split of ${dataName(source.dataset)}`);
  console.log(`${correct} / ${size}, ${percent(accuracy)}, cost ${cost.toFixed(4)}\n`);
  console.log(classTable(classes, `${exampleName(source.dataset)}s`));
  console.log(`\nConfusion matrix: a row for each class, a column for each prediction\n`);
  console.log(confusionTable(evaluation.confusion, classes.map((result) => result.class)));
  if (mistakes === undefined) return;
  const grays = Deno.stdout.isTerminal() && !Deno.noColor;
  for (const mistake of mistakes) {
    const names = classes.map((result) => result.class);
    console.log(`\n${drawMistake(mistake, split, names, { grays })}`);
  }
}

/** Evaluates networks of a quantity: how far off they are, in its unit. */
function tellQuantities(
  opened: readonly OpenNetwork[],
  committee: ReturnType<typeof committeeOf>,
  { data, split, name, json }: { data: OpenData; split: Dataset; name: string; json: boolean },
): void {
  const result = resultOf(evaluate(committee, split), data.table);
  if (json) {
    const who = opened.length > 1
      ? { runs: opened.map(({ run }) => run) }
      : { run: opened[0]!.run };
    return console.log(JSON.stringify({ ...who, split: name, ...result }));
  }
  const target = data.table?.target;
  const quantity = target?.kind === "quantity" ? target.quantities[0]!.name : "the target";
  for (const { path, epoch } of opened) console.log(`${path}, epoch ${epoch}`);
  console.log(`On the ${name} split, ${result.size} rows: ${quantity}`);
  const { r2, mae, rmse } = result as QuantityResult;
  const figure = (value: number) => String(Number(value.toPrecision(4)));
  console.log(table([
    ["R²", r2 === null ? "–" : r2.toFixed(4)],
    ["mean absolute error", figure(mae)],
    ["root mean squared error", figure(rmse)],
  ]));
}

/** The data that all the networks were trained on; MNIST, if nothing says otherwise. */
function dataOf(opened: readonly OpenNetwork[], split: string): DataConfig {
  const sources = opened.map(({ dataset = "mnist", config }): DataConfig => ({
    dataset,
    trainingSize: config?.trainingSize ?? SPLIT.training,
    normalizeWidth: null, // a committee sees to it
    seed: config?.seed ?? 1,
    splitSeed: config?.splitSeed ?? null,
  }));
  const [first] = sources as [DataConfig];
  const isOther = ({ dataset, trainingSize, splitSeed }: DataConfig) =>
    !isDeepStrictEqual(withoutPlace({ dataset }), withoutPlace({ dataset: first.dataset })) ||
    splitSeed !== first.splitSeed ||
    split === "training" && trainingSize !== first.trainingSize;
  const other = sources.findIndex(isOther);
  if (other !== -1) {
    const describe = ({ dataset, trainingSize, splitSeed }: DataConfig) =>
      `${trainingSize} ${exampleName(dataset)}s of ${dataName(dataset)}` +
      (splitSeed === null ? "" : `, split by the seed ${splitSeed}`);
    const hint = sources[other]!.splitSeed === first.splitSeed
      ? ""
      : '; the same "splitSeed" in their configs gives them the same split';
    throw new UsageError(
      `Cannot evaluate runs of different data together: ${opened[0]!.run} learnt from ${
        describe(first)
      }, ${opened[other]!.run} from ${describe(sources[other]!)}${hint}`,
    );
  }
  return first;
}

function classTable(classes: readonly ClassResult[], examples: string): string {
  const cell = (value: number | null) => value === null ? "–" : inPercent(value);
  return table([
    ["class", examples, "precision %", "recall %", "F1 %"],
    ...classes.map((result) => [
      result.class,
      String(result.size),
      cell(result.precision),
      cell(result.recall),
      cell(result.f1),
    ]),
  ]);
}

/** The names of the columns are cut, so that the table fits into about eighty characters. */
function confusionTable(confusion: ClassEvaluation["confusion"], names: readonly string[]): string {
  return table([
    ["", ...names.map((name) => name.length > 8 ? `${name.slice(0, 7)}…` : name)],
    ...confusion.map((row, k) => [names[k]!, ...row.map((n) => n === 0 ? "·" : String(n))]),
  ]);
}

if (import.meta.main) await main(command, evaluateTask);
