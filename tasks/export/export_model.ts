/** A run's model in a file of another format. @module */

import { basename, dirname, extname, join } from "@std/path";
import { entryOf } from "../../lib/config/user_data.ts";
import { toJson, toNpz, toOnnx } from "../../lib/export.ts";
import { formatTfevents } from "../../lib/formats/tfevents.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import { firstNetworkOf, isJoint } from "../../lib/ensemble/trained_model.ts";
import { UsageError } from "../cli/arguments.ts";
import { declarationPath, endingOf, exportPath, type Format, FORMATS } from "../run/exports.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { checkEnding, checkOut } from "../run/out_file.ts";
import { FILES, type Metrics, readRun } from "../run/run_folder.ts";
import { scalarEvents } from "../run/tensorboard.ts";
import { writeOutput } from "../system/files.ts";
import type { ModuleOptions } from "./module.ts";

/** Where a file goes, and what a module depends on. */
interface ExportOptions extends ModuleOptions {
  readonly out: string | undefined;
  readonly force: boolean;
}

/**
 * Writes a model to a file.
 * @throws {Error} if something would be lost, or the model has nothing for the format
 */
export async function exportTo(
  run: string,
  opened: OpenNetwork,
  format: Format,
  options: ExportOptions,
) {
  const { path: source } = opened;
  const isMean = (await Deno.stat(source)).isDirectory;
  const path = options.out ?? (isMean ? exportPath(run, format) : pathBeside(source, format));
  // A file of the default name may be written over. A name that was given may be a slip.
  const isOurs = () =>
    options.out === undefined &&
    (isMean || opened.config !== undefined && basename(source) === FILES.weights);
  const otherwise = "it already exists";
  for (const file of format === "module" ? [path, declarationPath(path)] : [path]) {
    await checkOut(file, { isOurs, otherwise, force: options.force, weights: source });
  }
  const sha256 = await weightsSha256(opened.network);
  const { content, notes = [] } = format === "module"
    ? await (await import("./module.ts")).moduleContent(
      opened,
      { weightsSha256: sha256, path },
      options,
    )
    : format === "c"
    ? { content: await (await import("./c.ts")).cContent(opened, sha256) }
    : format === "tensorboard"
    ? { content: formatTfevents(scalarEvents(await metricsOf(opened))) }
    : { content: await contentOf(opened, format, sha256) };
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await writeOutput(path, bytes);
  return { path, bytes: bytes.length, sha256, notes };
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
export function formatOf(
  { format, out = "" }: { format: string | undefined; out: string | undefined },
): Format {
  const named = (ending: string) => FORMATS.find((name) => ending === `.${endingOf(name)}`);
  const chosen = (format ?? named(extname(out).toLowerCase()) ?? "onnx") as Format;
  checkEnding(out, {
    endings: [`.${endingOf(chosen)}`],
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
async function contentOf(
  opened: OpenNetwork,
  format: Exclude<Format, "module" | "c" | "tensorboard">,
  sha256: string,
): Promise<Uint8Array<ArrayBuffer> | string> {
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
        : (await import("./table.ts")).tableOnnx(opened, texts);
    }
    case "safetensors":
      return network.toSafetensors(metadata); // of a run, its own bytes
    case "npz":
      return toNpz(network);
    case "json":
      return isJoint(network)
        ? (await import("./table.ts")).foldsJson(network, {
          weightsSha256: sha256,
          config,
          epoch,
          table,
        })
        : toJson(firstNetworkOf(network), {
          weightsSha256: sha256,
          config,
          epoch,
          classes,
          labels,
          table,
          quantities,
          input,
        });
  }
}
