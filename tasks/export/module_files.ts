/** A run's model as a module and its declaration file. @module */

import { basename, dirname } from "@std/path";
import inkling from "../../deno.json" with { type: "json" };
import {
  formatDeclaration,
  formatModule,
  type ModuleHead,
  type WeightFormat,
} from "../../lib/module/mod.ts";
import { openRunData } from "../run/run_data.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { describeModule } from "./describe_module.ts";
import { moduleCode } from "./module_code.ts";
import { roundingNotes } from "./rounding_loss.ts";

/** The version that stands in modules. */
export const VERSION: string = inkling.version;

/** What `model.mjs` is declared in: TypeScript looks there for the types of a file that ends in .mjs. */
export function declarationPath(path: string): string {
  return path.replace(/\.mjs$/i, "").concat(".d.mts");
}

/** The texts of a module's files. */
export interface ModuleFiles extends Pick<ModuleHead, "notes"> {
  readonly module: string;
  readonly declaration: string;
}

/**
 * Makes the files of a module.
 * @param weightsSha256 of the run's weights
 * @param path where the module will be
 * @param data the folder of the data sets, on which rounded weights are measured
 * @throws {Error} if the weights are to be rounded, and there is no run with its data to measure that on
 */
export async function moduleFiles(
  opened: OpenNetwork,
  { weightsSha256, path, weights, data }: {
    readonly weightsSha256: string;
    readonly path: string;
    readonly weights: WeightFormat;
    readonly data: string;
  },
): Promise<ModuleFiles> {
  const described = describeModule(opened, weights);
  const notes = weights === "float16" ? await measured(opened, data) : [];
  const head = {
    ...{ weightsSha256, notes, version: VERSION },
    name: nameOf(opened.path),
    types: basename(declarationPath(path)),
  };
  const module = formatModule(described, await moduleCode(described.entry), head);
  return { module, declaration: formatDeclaration(described), notes };
}

/** The name of a run's folder, or of a file that no run wrote. */
function nameOf(weights: string): string {
  const name = basename(weights);
  return name === "weights.safetensors" ? basename(dirname(weights)) : name;
}

async function measured(opened: OpenNetwork, data: string): Promise<string[]> {
  const { config, network, path, run } = opened;
  if (config === undefined) {
    throw new Error(
      `Cannot round the weights of ${path}: it holds no config, so that there is no test split to measure it on`,
    );
  }
  return roundingNotes(network, await openRunData([run], config, data));
}
