/** What tests share that run the project's own workflows from end to end. They are slow. @module */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { toHex } from "../../lib/formats/hex.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { saveCache } from "./cache.ts";
import { hashFiles } from "./files.ts";
import { ignore } from "./tiny_workflow.ts";
import type { WorkflowRun } from "./workflow_run.ts";

/** Whether to leave out tests that take minutes, or cannot run. */
export const ignoreWhole = ignore || !LONG_TESTS;

/** A folder for a run that has MNIST in its caches, so that no job has to fetch it. */
export async function storeWithMnist(): Promise<AsyncDisposable & { readonly path: string }> {
  const data = await mnistData();
  const folder = await temporaryFolder();
  const key = `mnist-${hashFiles(ROOT, ["lib/digits/mnist.ts"])}`;
  await saveCache({ inputs: { key, path: "mnist" }, cwd: data, store: folder.path });
  return folder;
}

/** The folder of an artifact. */
export function artifact(store: { readonly path: string }, name: string): string {
  return join(store.path, "artifacts", name);
}

/** Checks how a run ended, and shows its log if not so. */
export function assertEnded(run: WorkflowRun, result: string): void {
  assertEquals(run.result, result, run.lines.join("\n"));
}

/** The SHA-256 of files by their names. */
export async function hashesIn(
  folder: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  const hashes = names.map(async (name): Promise<[string, string]> => {
    const bytes = await Deno.readFile(join(folder, name));
    return [name, toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))];
  });
  return Object.fromEntries(await Promise.all(hashes));
}
