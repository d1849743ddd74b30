/** The actions that workflows here use, with folders in the place of GitHub's services. @module */

import { ensureDir, exists, walk } from "@std/fs";
import { dirname, join, relative, resolve } from "@std/path";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { namesIn, outcomeOf } from "../helpers/run_task.ts";

/** What an action is given. */
export interface ActionCall {
  /** What stands under `with`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The job's workspace. */
  readonly cwd: string;
  /** The folder of the run, with its artifacts and caches. */
  readonly store: string;
  /** The checkout that `actions/checkout` brings. */
  readonly repository: string;
  readonly print: (line: string) => void;
  /** Runs something after the job's last step, if all went well. */
  readonly afterSuccess: (post: () => Promise<void>) => void;
}

type Outputs = Record<string, string>;

const ACTIONS: Readonly<Record<string, (call: ActionCall) => Promise<Outputs>>> = {
  "actions/attest": attest,
  "actions/cache": cache,
  "actions/cache/restore": restoreCache,
  "actions/checkout": checkout,
  "actions/download-artifact": downloadArtifact,
  "actions/upload-artifact": uploadArtifact,
  "denoland/setup-deno": setUpDeno,
};

/**
 * Runs an action, and returns its outputs.
 *
 * @param uses such as `actions/checkout@v4`
 */
export async function runAction(uses: string, call: ActionCall): Promise<Outputs> {
  const action = ACTIONS[uses.split("@")[0]!];
  if (action === undefined) throw new Error(`The action ${uses} is not one that is known here`);
  return await action(call);
}

/** Copies the files that git tracks or would add, so that a change can be tried before it is committed. */
async function checkout({ repository, cwd }: ActionCall): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await outcomeOf(
    new Deno.Command("git", {
      args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
      cwd: repository,
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
  if (code !== 0) throw new Error(`Cannot list the files of ${repository}: ${stderr}`);
  for (const path of stdout.split("\0").filter((name) => name !== "")) {
    const target = join(cwd, path);
    await ensureDir(dirname(target));
    await Deno.copyFile(join(repository, path), target).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // removed, but not committed
    });
  }
  return {};
}

/** Signs nothing: it prints what would be signed. */
function attest({ inputs, print }: ActionCall): Promise<Outputs> {
  print(`attest ${Object.values(inputs).join(" ")}`);
  return Promise.resolve({});
}

/** Deno is there; all that can be wrong is its version. */
function setUpDeno({ inputs, print }: ActionCall): Promise<Record<string, string>> {
  const expected = inputs["deno-version"];
  if (expected !== undefined && expected !== Deno.version.deno) {
    print(`Expected Deno ${expected}, and continues with ${Deno.version.deno}`);
  }
  return Promise.resolve({});
}

/** `actions/upload-artifact`, version 7. The inputs are `name`, `path`, `if-no-files-found` and `include-hidden-files`. */
export async function uploadArtifact({ inputs, cwd, store, print }: ActionCall): Promise<Outputs> {
  const { name = "artifact", path = "", "if-no-files-found": none = "warn" } = inputs;
  if (/["<>:|*?\\/\r\n]/.test(name)) throw new Error(`The artifact name is not valid: ${name}`);
  if (/[\n*!]/.test(path)) throw new Error(`Expected one folder, got ${path}`);
  const root = resolve(cwd, path);
  const all = await exists(root)
    ? await Array.fromAsync(walk(root, { includeDirs: false }), (file) => file.path)
    : [];
  const hidden = inputs["include-hidden-files"] === "true";
  const files = all.filter((file) => hidden || !/(^|\/)\./.test(relative(root, file)));
  if (files.length === 0) {
    const message = `No files were found with the provided path: ${path}`;
    if (none === "error") throw new Error(message);
    if (none === "warn") print(message);
    return {};
  }
  const artifact = join(store, "artifacts", name);
  // On GitHub another attempt may use a name again. Here no two uploads of a run may.
  if (await exists(artifact)) {
    throw new Error(`An artifact with this name already exists on the workflow run: ${name}`);
  }
  for (const file of files) {
    const target = join(artifact, relative(root, file));
    await ensureDir(dirname(target));
    await Deno.copyFile(file, target);
  }
  return { "artifact-id": name };
}

/** `actions/download-artifact`, version 8. The inputs are `name`, or `pattern`; `path`, and `merge-multiple`. */
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

type CacheCall = Pick<ActionCall, "inputs" | "cwd" | "store">;

/** Where the content of the input `path` is, in the workspace and in the caches. */
function pathsOf({ inputs: { key = "", path = "" }, cwd, store }: CacheCall): [string, string] {
  return [resolve(cwd, path), join(store, "caches", key)];
}

/** Restores the folder `path` by its `key`, and saves it after the job if the key was not there. */
async function cache(call: ActionCall): Promise<Outputs> {
  const outputs = await restoreCache(call);
  if (outputs["cache-hit"] !== "true") call.afterSuccess(() => saveCache(call));
  return outputs;
}

/** Restores only. */
async function restoreCache(call: CacheCall): Promise<Outputs> {
  const [target, saved] = pathsOf(call);
  if (!await exists(saved)) return { "cache-hit": "" };
  await cp(saved, target, { recursive: true });
  return { "cache-hit": "true" };
}

/** Saves only; what is there already stays as it is. */
export async function saveCache(call: CacheCall): Promise<void> {
  const [source, target] = pathsOf(call);
  if (await exists(target) || !await exists(source)) return;
  await ensureDir(dirname(target));
  await cp(source, target, { recursive: true, dereference: true });
}

/** The function `hashFiles` of expressions: one hash over those of the files; empty without a file. */
export function hashFiles(cwd: string, paths: readonly string[]): string {
  const all = createHash("sha256");
  const files = paths.map((path) => join(cwd, path)).filter((path) => existsSync(path));
  for (const path of files) {
    all.update(createHash("sha256").update(Deno.readFileSync(path)).digest());
  }
  return files.length === 0 ? "" : all.digest("hex");
}
