/** `deno task export RUN --format FORMAT`: a run's network as a file that other tools open. @module */

import { entryOf } from "../lib/config/mod.ts";
import { basename, dirname, extname, join } from "@std/path";
import { toJson, toNpz, toOnnx, weightsSha256 } from "../mod.ts";
import { formatTfevents, parseSafetensors } from "../lib/formats/mod.ts";
import { TableModel } from "../lib/table/mod.ts";
import { firstNetworkOf, FoldEnsemble } from "../lib/table/folds/mod.ts";
import type { WeightFormat } from "../lib/table/module/mod.ts";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { counted } from "./cli/format.ts";
import { DATA } from "./cli/options.ts";
import { writeOutput } from "./system/files.ts";
import { main } from "./cli/main.ts";
import { printJson, printText } from "./cli/print.ts";
import { findRun } from "./run/find_run.ts";
import { moduleContent } from "./export/module_content.ts";
import { declarationPath } from "./export/module_files.ts";
import { decisionOfRuns } from "./run/decision.ts";
import { endingOf, exportPath, type Format, FORMATS } from "./run/exports.ts";
import { openMean } from "./results/predict/open_mean.ts";
import { FUNCTION_OPTIONS, MODEL_OPTIONS, type OpenNetwork } from "./run/open_network.ts";
import { checkEnding, checkOut } from "./run/out_file.ts";
import { MOVED } from "./run/run_data.ts";
import { FILES, type Metrics, readRun } from "./run/run_folder.ts";
import { scalarEvents } from "./run/tensorboard.ts";
import { FOLDERS } from "./system/installation.ts";

const WEIGHT_FORMATS: readonly WeightFormat[] = ["float32", "float16"];

export const command = {
  name: "export",
  description: "Writes a run's network as a file that other tools open.\n\n" +
    "  onnx         ONNX Runtime and the like: inputs [batch, inputs] to probabilities; of a table an input for each\n" +
    "               column, numbers and texts as they stand in it, to the class's name or the quantity in its unit\n" +
    "  safetensors  layers.N.weight [outputs, inputs] and layers.N.bias, as PyTorch's nn.Linear has them\n" +
    "  npz          the same arrays for NumPy\n" +
    "  json         the same arrays with the functions' names, as text\n" +
    "  module       a JavaScript module with the weights inside, which imports nothing: predict(row), or a picture; and its\n" +
    "               types, model.d.mts\n" +
    "  tensorboard  no network, but the metrics of each epoch, as an event file of TensorBoard\n\n" +
    `RUN is the run's folder, its name in ${FOLDERS.runs}, or a file of weights, which PyTorch may have written. The folder of\n` +
    `a finished sweep of a table, ${FOLDERS.sweeps}/NAME, stands for the mean of the runs whose weights it keeps.`,
  operands: { value: "RUN", min: 1, max: 1 },
  options: {
    format: {
      description: "The format; by default that of the name of --out, or else onnx",
      value: "NAME",
      choices: FORMATS,
    },
    out: {
      description:
        "The file; by default model.FORMAT in the run's folder, model.mjs or events.out.tfevents.inkling",
      value: "FILE",
    },
    weights: {
      description: "The numbers in a module: float16 halves it, and writes into it what that costs",
      value: "NAME",
      choices: WEIGHT_FORMATS,
    },
    explain: {
      description: "Give a module of a table explain(row) too: what each column adds to the answer",
    },
    data: DATA,
    ...MOVED,
    force: { description: "Write over the file of --out if it is there" },
    ...FUNCTION_OPTIONS,
    ...MODEL_OPTIONS,
    json: { description: "Print what was written as JSON" },
  },
} satisfies Command;

export async function exportTask(
  { operands: [word], options }: Arguments<typeof command>,
): Promise<void> {
  const format = formatOf(options);
  const given = options.weights !== undefined ? "weights" : options.explain ? "explain" : undefined;
  if (given !== undefined && format !== "module") {
    throw new UsageError(`--${given} is for --format module, and this is ${format}`);
  }
  const run = await findRun(word!);
  const opened = await openMean(run, options);
  const { path: source } = opened;
  const isMean = (await Deno.stat(source)).isDirectory;
  const path = options.out ?? (isMean ? exportPath(run, format) : pathBeside(source, format));
  // A file of the default name may be written over. A name that was given may be a slip.
  const isOurs = () =>
    options.out === undefined &&
    (isMean || opened.config !== undefined && basename(source) === FILES.weights);
  const otherwise = "it is already there";
  for (const file of format === "module" ? [path, declarationPath(path)] : [path]) {
    await checkOut(file, { isOurs, otherwise, force: options.force, weights: source });
  }
  const hash = await weightsSha256(opened.network);
  const { content, notes = [] } = format === "module"
    ? await moduleContent(opened, { weightsSha256: hash, path }, options)
    : format === "tensorboard"
    ? { content: formatTfevents(scalarEvents(await metricsOf(opened))) }
    : { content: contentOf(opened, format, hash) };
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await writeOutput(path, bytes);
  const size = bytes.length;
  if (options.json) printJson({ run, path, format, bytes: size, weightsSha256: hash });
  else {
    printText(`Wrote ${path}, ${counted(size, "byte")} (weights ${hash.slice(0, 12)}…)`);
    if (notes.length > 0) printText(notes.join("\n"));
  }
}

/** `model.onnx` in a run's folder; beside a file of another name, that name with the format's ending. */
function pathBeside(source: string, format: Format): string {
  const name = basename(source);
  if (name === FILES.weights) return exportPath(dirname(source), format);
  return join(dirname(source), `${name.replace(/\.[^.]*$/, "")}.${endingOf(format)}`);
}

/**
 * The format of `--format`, or else of the name of `--out`.
 * @throws {UsageError} if the two contradict each other
 */
function formatOf(
  { format, out = "" }: { format: string | undefined; out: string | undefined },
): Format {
  const named = (ending: string) => FORMATS.find((name) => ending === `.${endingOf(name)}`);
  const chosen = (format ?? named(extname(out).toLowerCase()) ?? "onnx") as Format;
  checkEnding(out, {
    own: [`.${endingOf(chosen)}`],
    isOther: (ending) => named(ending) !== undefined,
    instead: (ending) => `--format ${named(ending)}`,
  });
  if (chosen === "tensorboard" && out !== "" && !basename(out).includes("tfevents")) {
    throw new UsageError(
      `Cannot write ${out}: expected a name with tfevents in it, which TensorBoard reads`,
    );
  }
  return chosen;
}

/**
 * The metrics of the run whose weights these are.
 * @throws {Error} if they are of no run
 */
async function metricsOf({ path }: OpenNetwork): Promise<readonly Metrics[]> {
  if (basename(path) === FILES.weights) return (await readRun(dirname(path))).metrics;
  throw new Error(`Cannot find the metrics of ${path}: expected a run's folder`);
}

/** The file's content: the network and its origin. */
function contentOf(
  opened: OpenNetwork,
  format: Exclude<Format, "module" | "tensorboard">,
  sha256: string,
): Uint8Array<ArrayBuffer> | string {
  const { network, dataset, metadata, table, quantities, input, labels, config, epoch } = opened;
  const classes = dataset === undefined
    ? undefined
    : entryOf(dataset)?.classes ?? network.classNames;
  switch (format) {
    case "onnx": {
      // The novelty detector and the distributions are large, and of no use to a graph.
      const { novelty: _, distributions: _distributions, ...kept } = metadata;
      const names = classes && { classes: JSON.stringify(classes) };
      const texts = { weightsSha256: sha256, ...kept, ...names };
      return table === undefined
        ? toOnnx(firstNetworkOf(network), texts, quantities) // only tables have folds
        : new TableModel(network, table, { decision: decisionOfRuns([opened]) }).toOnnx(texts);
    }
    case "safetensors":
      return network.toSafetensors(metadata); // of a run, its own bytes
    case "npz":
      return toNpz(network);
    case "json":
      if (network instanceof FoldEnsemble) {
        const facts = { weightsSha256: sha256, config, epoch, table };
        return foldsJson(network, facts);
      }
      return toJson(network, {
        weightsSha256: sha256,
        ...{ config, epoch, classes, labels, table, quantities, input },
      });
  }
}

/** An ensemble over folds as JSON: its families and encodings, and each member's network as one alone has it. */
function foldsJson(ensemble: FoldEnsemble, facts: object): string {
  const { folds } = parseSafetensors(ensemble.toSafetensors()).metadata;
  const members = ensemble.families.flatMap(({ members }) =>
    members.map(({ network, encoding }) => ({
      network,
      levels: encoding.levels.map((inputs) => Array.from(inputs)),
    }))
  );
  return JSON.stringify({ ...facts, folds: JSON.parse(folds!), members }) + "\n";
}

if (import.meta.main) await main(command, exportTask);
