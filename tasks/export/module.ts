/** A run as a module of JavaScript, and its declaration file beside it. @module */

import { basename, dirname } from "@std/path";
import inkling from "../../deno.json" with { type: "json" };
import { dataKindOf } from "../../lib/config/user_data.ts";
import { evaluate } from "../../lib/evaluate.ts";
import type { TrainedModel } from "../../lib/ensemble/trained_model.ts";
import { firstNetworkOf } from "../../lib/ensemble/trained_model.ts";
import { formatDeclaration } from "../../lib/module/declare.ts";
import {
  type DescribedModule,
  describeInputs,
  type WeightFormat,
} from "../../lib/module/describe.ts";
import { formatModule, type ModuleHead } from "../../lib/module/format.ts";
import { roundedToFloat16 } from "../../lib/module/round.ts";
import type { OpenData } from "../data/source.ts";
import { answersOf, metadataOf } from "../results/predict/answers.ts";
import { picturesOf } from "../results/predict/inputs.ts";
import { ensembleOf, evaluatedModel, resultSplit } from "../run/evaluated_model.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { type Moved, movedTo, openRunData } from "../run/run_data.ts";
import { declarationPath } from "../run/exports.ts";
import { writeOutput } from "../system/files.ts";
import { moduleCode } from "./module_code.ts";

/**
 * Describes a model.
 * @param explains whether it explains its answers too
 * @throws {RangeError} if a weight is too large for float16
 * @throws {Error} if answers are to be explained that cannot be
 */
export async function describeModule(
  opened: OpenNetwork,
  weights: WeightFormat,
  explains = false,
): Promise<DescribedModule> {
  const { network, table, input, dataset, config } = opened;
  if (table !== undefined) {
    return (await import("./table.ts")).describeTableModule(opened, weights, explains);
  }
  const { detector } = metadataOf(opened);
  if (explains) {
    throw new Error(
      `Cannot explain answers of ${opened.run}: expected a run of a table, whose columns are the reasons`,
    );
  }
  const { problem, ...facts } = answersOf([opened], ensembleOf([opened]));
  const { isInk } = dataKindOf(dataset ?? {});
  const described = {
    ...facts,
    network: firstNetworkOf(network),
    detector,
    problem: problem.name, // only tables have folds
    areBytes: isInk || input?.type === "uint8",
  };
  const isOfPictures = isInk ||
    input?.type === "uint8" && (input.shape.length === 2 || input.shape[2] === 3);
  if (!isOfPictures) return describeInputs(described, weights);
  const { digits, shape } = picturesOf(opened);
  return describeInputs(
    digits
      ? { ...described, normalizeWidth: config?.normalizeWidth ?? null }
      : { ...described, shape },
    weights,
  );
}

/** The version that stands in modules. */
export const VERSION: string = inkling.version;

/**
 * Makes the files of a module.
 * @param code the bundled runtime of the model's entry
 * @param facts the weights' hash, what rounding them costs, where they are, and where the module will be
 */
export function moduleFiles(
  described: DescribedModule,
  code: string,
  { weights, path, ...head }: Pick<ModuleHead, "weightsSha256" | "notes"> & {
    readonly weights: string;
    readonly path: string;
  },
) {
  const types = basename(declarationPath(path));
  const module = formatModule(described, code, {
    ...head,
    version: VERSION,
    types,
    name: sourceName(weights),
  });
  return { module, declaration: formatDeclaration(described) };
}

/** The name of a run's folder, or of a file that no run wrote. */
function sourceName(weights: string): string {
  const name = basename(weights);
  return name === "weights.safetensors" ? basename(dirname(weights)) : name;
}

/** The options that a module depends on. */
export interface ModuleOptions extends Moved {
  /** How numbers are kept: `float16`, or float32. */
  readonly weights: string | undefined;
  /** Whether answers are explained too. */
  readonly explain: boolean;
  /** The folder of data sets. */
  readonly data: string;
}

/**
 * Writes the declaration file of a module, and returns the module with lines for the user.
 * @throws {Error} if weights are to be rounded that are not of one run, or its data is not there
 */
export async function moduleContent(
  opened: OpenNetwork,
  { weightsSha256, path }: Pick<ModuleHead, "weightsSha256"> & { readonly path: string },
  options: ModuleOptions,
): Promise<{ content: string; notes: readonly string[] }> {
  const isHalf = options.weights === "float16";
  const described = await describeModule(opened, isHalf ? "float16" : "float32", options.explain);
  const code = await moduleCode(described.entry);
  const notes = isHalf ? roundingNotes(opened.network, await dataOf(opened, options)) : [];
  const facts = { weightsSha256, path, notes, weights: opened.path };
  const { module, declaration } = moduleFiles(described, code, facts);
  await writeOutput(declarationPath(path), new TextEncoder().encode(declaration));
  return { content: module, notes };
}

async function dataOf(
  { config, path, run }: OpenNetwork,
  options: ModuleOptions,
): Promise<OpenData> {
  if (config !== undefined) {
    const dataset = movedTo(config.dataset, options);
    return await openRunData([run], { ...config, dataset }, options.data);
  }
  throw new Error(
    `Cannot round the weights of ${path}: they are not of one run, so that there is no test split to ` +
      "measure the loss on",
  );
}

/** Lines on the results of a model on the test split: with its weights, and with those weights rounded to float16. */
export function roundingNotes(network: TrainedModel, data: OpenData): string[] {
  const split = resultSplit(data);
  const [exact, rounded] = [network, roundedToFloat16(network)].map((model) => {
    const { accuracy, rSquared, cost } = evaluate(
      evaluatedModel(model, split, data.folded),
      data[split],
    );
    const metric = accuracy !== undefined
      ? `accuracy ${(100 * accuracy).toFixed(2)} %`
      : `R² ${rSquared?.toFixed(4) ?? "not known"}`;
    return `${metric}, loss ${cost.toPrecision(6)}`;
  });
  return [
    `The weights are rounded to float16. ${
      split === "test"
        ? `On the test split of ${data.test.size}`
        : `Out of fold on ${data[split].size} rows`
    }: ${rounded};`,
    `with the weights as they were trained: ${exact}.`,
  ];
}
