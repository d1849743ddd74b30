/** A run's network in other formats: files that `deno task export` writes beside the weights. @module */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { quote } from "../../lib/checks/texts.ts";
import type { Summary } from "./run_folder.ts";
import { PROGRAM } from "../system/installation.ts";
import { EVENTS_FILE } from "./tensorboard.ts";

export const FORMATS = [
  "onnx",
  "safetensors",
  "npz",
  "json",
  "module",
  "c",
  "tensorboard",
] as const;

export type Format = typeof FORMATS[number];

/** How the name of a file of a format ends, without the dot. */
export function endingOf(format: Format): string {
  return format === "tensorboard" ? "tfevents" : format === "module" ? "mjs" : format;
}

export function exportPath(run: string, format: Format): string {
  return join(run, format === "tensorboard" ? EVENTS_FILE : `model.${endingOf(format)}`);
}

/** Where TypeScript looks for the types of a file that ends in `.mjs`. */
export function declarationPath(path: string): string {
  return path.replace(/\.mjs$/i, "").concat(".d.mts");
}

/**
 * A sentence for each export in a run's folder that still holds the network of an earlier training run.
 * @param before the hash of the weights before this one
 */
export async function staleExports(
  run: string,
  before: string | undefined,
  { weightsSha256 }: Summary,
): Promise<string[]> {
  if (before === weightsSha256) return [];
  const sentences: string[] = [];
  for (const format of FORMATS) {
    const path = exportPath(run, format);
    if (!await exists(path)) continue;
    sentences.push(
      `${path} still holds the earlier ${format === "tensorboard" ? "metrics" : "network"}; ` +
        `\`${PROGRAM} export ${quote(run)} --format ${format}\` writes it anew`,
    );
  }
  return sentences;
}
