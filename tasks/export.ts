/** `deno task export RUN --format FORMAT`: a run's network as a file that other tools open. @module */

import type { WeightFormat } from "../lib/module/describe.ts";
import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { counted } from "./cli/format.ts";
import { main } from "./cli/main.ts";
import { DATA } from "./cli/options.ts";
import { printJson, printText } from "./cli/print.ts";
import { exportTo, formatOf } from "./export/export_model.ts";
import { openMean } from "./results/predict/open_mean.ts";
import { FORMATS } from "./run/exports.ts";
import { findRun, knownRuns } from "./run/find_run.ts";
import { FUNCTION_OPTIONS, MODEL_OPTIONS } from "./run/open_network.ts";
import { MOVED } from "./run/run_data.ts";
import { FOLDERS } from "./system/installation.ts";

const WEIGHT_FORMATS: readonly WeightFormat[] = ["float32", "float16"];

export const command = {
  name: "export",
  description: "Writes a run's network as a file that other tools open.\n\n" +
    "  onnx         ONNX Runtime and the like: inputs [batch, inputs] to probabilities; for a table, one input per column, " +
    "with raw numbers and texts, to the name of the class or the quantity in its unit\n" +
    "  safetensors  layers.N.weight [outputs, inputs] and layers.N.bias, as PyTorch's nn.Linear has them\n" +
    "  npz          the same arrays for NumPy\n" +
    "  json         the same arrays with the functions' names, as text\n" +
    "  module       a JavaScript module with the weights inside and no imports: predict(row), or a picture; and its types, " +
    "model.d.mts\n" +
    "  c            one C file without dependencies: predict(const row *), and a program that reads CSV\n" +
    "  tensorboard  the metrics of each epoch, not the network, as a TensorBoard event file\n\n" +
    `RUN is the run's folder, its name in ${FOLDERS.runs}, or a file of weights, such as one from PyTorch. A finished sweep's ` +
    `folder for a table, ${FOLDERS.sweeps}/NAME, is the ensemble of the runs whose weights it kept.`,
  operands: { value: "RUN", min: 1, max: 1, known: knownRuns },
  options: {
    format: {
      description: "The format (default: by the name of --out, or onnx)",
      value: "NAME",
      choices: FORMATS,
    },
    out: {
      description:
        "The file (default: model.FORMAT in the run's folder, model.mjs, or events.out.tfevents.inkling)",
      value: "FILE",
    },
    weights: {
      description:
        "The numbers in a module: float16 halves its size, and the module states what that costs",
      value: "NAME",
      choices: WEIGHT_FORMATS,
    },
    explain: {
      description: "Add explain(row) to a table's module: the contribution of each column",
    },
    data: DATA,
    ...MOVED,
    force: { description: "Let --out overwrite a file" },
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
  const { path, bytes, sha256, notes } = await exportTo(run, opened, format, options);
  if (options.json) return printJson({ run, path, format, bytes, weightsSha256: sha256 });
  printText(`Wrote ${path}, ${counted(bytes, "byte")} (weights ${sha256.slice(0, 12)}…)`);
  if (notes.length > 0) printText(notes.join("\n"));
}

if (import.meta.main) await main(command, exportTask);
