/** `actions/upload-artifact`, version 7, and `actions/download-artifact`, version 8, with folders in the place of GitHub's. @module */

import { ensureDir, exists } from "@std/fs";
import { dirname, join, relative, resolve } from "@std/path";
import { cp } from "node:fs/promises";
import { namesIn } from "../helpers/run_task.ts";
import type { ActionCall } from "./actions.ts";
import { findFiles } from "./files.ts";

type Outputs = Record<string, string>;

/** The inputs are `name`, `path`, `if-no-files-found`, `overwrite` and `include-hidden-files`. */
export async function uploadArtifact({ inputs, cwd, store, print }: ActionCall): Promise<Outputs> {
  const { name = "artifact", path = "", "if-no-files-found": none = "warn" } = inputs;
  if (/["<>:|*?\\/\r\n]/.test(name)) throw new Error(`The artifact name is not valid: ${name}`);
  const hidden = inputs["include-hidden-files"] === "true";
  const { files, root } = await findFiles(path, cwd, hidden);
  if (files.length === 0) {
    const message = `No files were found with the provided path: ${path}`;
    if (none === "error") throw new Error(message);
    if (none === "warn") print(message);
    return {};
  }
  const artifact = join(store, "artifacts", name);
  // On GitHub another attempt may use a name again. Here no two uploads of a run may.
  if (await exists(artifact)) {
    if (inputs.overwrite !== "true") {
      throw new Error(`An artifact with this name already exists on the workflow run: ${name}`);
    }
    await Deno.remove(artifact, { recursive: true });
  }
  for (const file of files) {
    const target = join(artifact, relative(root, file));
    await ensureDir(dirname(target));
    await Deno.copyFile(file, target);
  }
  return { "artifact-id": name };
}

/** The inputs are `name`, or `pattern`; `path`, and `merge-multiple`. */
export async function downloadArtifact({ inputs, cwd, store }: ActionCall): Promise<Outputs> {
  const { name = "", pattern = "*", path = "." } = inputs;
  const artifacts = join(store, "artifacts");
  const target = resolve(cwd, path);
  const all = await namesIn(artifacts);
  const found = all.filter((one) => name === "" ? matches(one, pattern) : one === name);
  if (name !== "" && found.length === 0) throw new Error(`Artifact not found for name: ${name}`);
  const together = found.length === 1 || inputs["merge-multiple"] === "true";
  for (const one of found) {
    await cp(join(artifacts, one), together ? target : join(target, one), { recursive: true });
  }
  return { "download-path": target };
}

/** Whether a name fits a pattern, where `*` stands for any text. */
function matches(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
