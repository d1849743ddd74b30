/**
 * A run's network in other formats: `deno task export` writes such a file beside the weights, and training leaves it as it
 * is.
 *
 * @module
 */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { quote } from "../cli/shell.ts";
import { readRun, type Summary } from "./run_folder.ts";

/** The formats, by the endings of their files. */
export const FORMATS = ["onnx", "safetensors", "npz", "json"] as const;

/** The name of a format. */
export type Format = typeof FORMATS[number];

/** Where in a run's folder its network is exported to if no other place is named. */
export function exportPath(run: string, format: Format): string {
  return join(run, `model.${format}`);
}

/** The hash of the weights that a run has, if there is one. */
export async function weightsBefore(run: string): Promise<string | undefined> {
  return (await readRun(run).catch(() => undefined))?.summary.weightsSha256;
}

/**
 * Says which files in a run's folder still hold an earlier network, a sentence each.
 *
 * @param before the hash of the weights before the training
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
      `${path} holds the network from before this training; ` +
        `\`deno task export ${quote(run)} --format ${format}\` writes it anew`,
    );
  }
  return sentences;
}
