/** A module and its declaration file. @module */

import { basename, dirname } from "@std/path";
import inkling from "../../deno.json" with { type: "json" };
import {
  type DescribedModule,
  formatDeclaration,
  formatModule,
  type ModuleHead,
} from "../../lib/table/module/mod.ts";

/** The version that stands in modules. */
export const VERSION: string = inkling.version;

/** Where TypeScript looks for the types of a file that ends in `.mjs`. */
export function declarationPath(path: string): string {
  return path.replace(/\.mjs$/i, "").concat(".d.mts");
}

/** The texts of a module's files. */
export interface ModuleFiles {
  readonly module: string;
  readonly declaration: string;
}

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
): ModuleFiles {
  const types = basename(declarationPath(path));
  const module = formatModule(described, code, {
    ...head,
    ...{ version: VERSION, types, name: sourceName(weights) },
  });
  return { module, declaration: formatDeclaration(described) };
}

/** The name of a run's folder, or of a file that no run wrote. */
function sourceName(weights: string): string {
  const name = basename(weights);
  return name === "weights.safetensors" ? basename(dirname(weights)) : name;
}
