/** The module of a run; its declaration file is written beside it. @module */

import type { TrainedModel } from "../../lib/table/folds/mod.ts";
import { type ModuleHead, roundedToFloat16 } from "../../lib/table/module/mod.ts";
import { evaluate } from "../../mod.ts";
import type { OpenData } from "../data/open_data.ts";
import { answererOf } from "../run/fold_answers.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { type Moved, movedTo, openRunData } from "../run/run_data.ts";
import { writeOutput } from "../system/files.ts";
import { describeModule } from "./describe_module.ts";
import { moduleCode } from "./module_code.ts";
import { declarationPath, moduleFiles } from "./module_files.ts";

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
  const described = describeModule(opened, isHalf ? "float16" : "float32", options.explain);
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
  const [exact, rounded] = [network, roundedToFloat16(network)].map((model) => {
    const { accuracy, rSquared, cost } = evaluate(
      answererOf(model, "test", data.folded),
      data.test,
    );
    const metric = accuracy !== undefined
      ? `accuracy ${(100 * accuracy).toFixed(2)} %`
      : `R² ${rSquared?.toFixed(4) ?? "not known"}`;
    return `${metric}, cost ${cost.toPrecision(6)}`;
  });
  return [
    `The weights are rounded to float16. On the test split of ${data.test.size}: ${rounded};`,
    `with the weights as they were trained: ${exact}.`,
  ];
}
