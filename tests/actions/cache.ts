/** `actions/cache` and its halves, with folders in the place of GitHub's caches. @module */

import { ensureDir, exists } from "@std/fs";
import { dirname, join, resolve } from "@std/path";
import { cp } from "node:fs/promises";
import { namesIn } from "../helpers/run_task.ts";
import type { ActionCall } from "./actions.ts";
import { linesIn } from "./files.ts";

type Outputs = Record<string, string>;

/** Restores what the inputs `path` and `key` or `restore-keys` name, and saves it after the job if the key was not there. */
export async function cache(call: ActionCall): Promise<Outputs> {
  const outputs = await restoreCache(call);
  if (outputs["cache-hit"] !== "true") call.afterSuccess(() => saveCache(call).then(() => {}));
  return outputs;
}

/** Restores only. */
export async function restoreCache({ inputs, cwd, store }: ActionCall): Promise<Outputs> {
  const { key = "", path = "" } = inputs;
  const caches = join(store, "caches");
  const prefixes = linesIn(inputs["restore-keys"]);
  const names = await namesIn(caches);
  const hit = names.find((name) => name === key) ??
    names.findLast((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  if (hit === undefined) {
    if (inputs["fail-on-cache-miss"] === "true") throw new Error(`No cache has the key ${key}`);
    return { "cache-hit": "" };
  }
  for (const [k, target] of linesIn(path).entries()) {
    const saved = join(caches, hit, String(k));
    if (await exists(saved)) await cp(saved, resolve(cwd, target), { recursive: true });
  }
  return { "cache-hit": String(hit === key), "cache-matched-key": hit };
}

/** Saves only; what is there already stays as it is. */
export async function saveCache(
  { inputs, cwd, store }: Pick<ActionCall, "inputs" | "cwd" | "store">,
): Promise<Outputs> {
  const folder = join(store, "caches", inputs.key!);
  if (await exists(folder)) return {};
  for (const [k, original] of linesIn(inputs.path).entries()) {
    const source = resolve(cwd, original);
    if (!await exists(source)) continue;
    const target = join(folder, String(k));
    await ensureDir(dirname(target));
    await cp(source, target, { recursive: true, dereference: true });
  }
  return {};
}
