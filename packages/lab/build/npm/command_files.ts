/** The files of the npm package of the commands: JavaScript in the folders of a checkout, and what the commands read. @module */

import { fromFileUrl, join, relative } from "@std/path";
import settings from "../../../../deno.json" with { type: "json" };
import { walk } from "@std/fs";
import { RUNTIMES } from "../../../../lib/module/mod.ts";
import { COMMANDS_FILE, type InstalledCommand } from "../../../inkling/commands.ts";
import { moduleCode, runtimeScript } from "../../../../tasks/export/module_code.ts";
import { BROWSER_CODE, browserCode } from "../../../../tasks/system/browser_code.ts";
import { ROOT } from "../../../../tasks/system/installation.ts";
import { packageOf } from "../../../../tasks/native/library.ts";
import { licensesOf } from "../../../../tasks/system/licenses.ts";
import {
  type PermissionSet,
  type Settings,
  taskPermissions,
} from "../../../course/site/permissions.ts";

/** The least version: an engine's workers and the programs of the guide need what it brought. */
export const LEAST_NODE = "20.16";

/** The `engines` of `package.json`. */
export const ENGINES = { node: `>=${LEAST_NODE}` };

/** The Deno that runs the commands, from npm. */
const DENO = "2.9.6";

const FOLDER = fromFileUrl(ROOT);

const README = "packages/inkling/README.md";

/** What the commands read besides their code: files in folders, by their names. */
const READ: readonly (readonly [folder: string, names: RegExp])[] = [
  [".", /^LICENSE$/],
  ["tasks/configs", /\.json$/],
  ["tasks/sweeps", /\.json$/],
  ["packages/page", /\.(html|css|svg)$/],
  ["lib/engine/kernels", /\.[ch]$/],
];

/**
 * All files by their paths in the package.
 * @param machines those whose packages of kernels it names: `npm ci` refuses one that no registry has
 */
export async function commandFiles(
  machines: readonly string[] = [],
): Promise<Map<string, Uint8Array>> {
  const commands = installedCommands();
  const scripts = [...commands.map(({ script }) => sourceOf(script)), ...await startedScripts()];
  const sources = new Set<string>();
  const launcher = await bundled(["packages/inkling/main.ts"], "packages/inkling", sources);
  const files = new Map([
    ...await filesRead(),
    ...await bundled([...new Set(scripts)], "tasks", sources),
    ["bin/inkling.js", launcher.get("packages/inkling/main.js")!],
  ]);
  const texts = new Map([
    ...await preparedScripts(),
    ["package.json", json({ ...MANIFEST, optionalDependencies: kernelsOf(machines) })],
    ["deno.json", json(denoSettings(commands))],
    [COMMANDS_FILE, json(commands)],
    ["LICENSES_OF_OTHERS", await licensesOf(sources)],
  ]);
  for (const [path, text] of texts) files.set(path, new TextEncoder().encode(text));
  return files;
}

async function filesRead(): Promise<Map<string, Uint8Array>> {
  const files = new Map([["README.md", await Deno.readFile(join(FOLDER, README))]]);
  for (const [folder, names] of READ) {
    for await (const { name, isFile } of Deno.readDir(join(FOLDER, folder))) {
      const path = join(folder, name);
      if (isFile && names.test(name)) files.set(path, await Deno.readFile(join(FOLDER, path)));
    }
  }
  return files;
}

/** What a checkout bundles when it is asked for: the scripts of the page, and the runtimes of modules. */
async function preparedScripts(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const folder of Object.keys(BROWSER_CODE) as (keyof typeof BROWSER_CODE)[]) {
    for (const [name, text] of await browserCode(folder)) {
      texts.set(`${folder}/${name}`, text);
    }
  }
  for (const runtime of RUNTIMES) {
    texts.set(runtimeScript(runtime).replace(/\.ts$/, ".js"), await moduleCode(runtime));
  }
  return texts;
}

const MANIFEST = {
  name: "inkling",
  version: settings.version,
  description: "Trains fully connected neural networks, evaluates them and predicts with them",
  license: settings.license,
  type: "module",
  bin: { inkling: "bin/inkling.js" },
  engines: ENGINES,
  preferUnplugged: true, // Deno reads no archives, in which Yarn keeps packages
  dependencies: { deno: DENO },
};

/** The packages of kernels: npm brings the one of the machine, and does without where there is none. */
function kernelsOf(machines: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(machines.map((machine) => [packageOf(machine), settings.version]));
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 1) + "\n";
}

function sourceOf(script: string): string {
  return script.replace(/\.js$/, ".ts");
}

/** The scripts that commands start as processes and workers. */
async function startedScripts(): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of walk(join(FOLDER, "tasks"), { exts: [".ts"] })) {
    const text = await Deno.readTextFile(path);
    found.push(...[...text.matchAll(/\bscriptUrl\("([^"]+)"\)/g)].map(([, script]) => script!));
  }
  return found;
}

/** Scripts with all that they import, by their paths; what others share is in chunks in the folder. */
async function bundled(
  scripts: readonly string[],
  folder: string,
  sources: Set<string>,
): Promise<Map<string, Uint8Array>> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: scripts.map((script) => join(FOLDER, script)),
    outputDir: join(FOLDER, folder), // for the names alone
    platform: "deno",
    codeSplitting: true,
    minify: true,
    sourcemap: "external", // it names the packages
    write: false,
  });
  if (!success) {
    throw new Error(`Cannot bundle ${folder}: ${errors.map(({ text }) => text).join("; ")}`);
  }
  const files = new Map<string, Uint8Array>();
  for (const { path, contents } of outputFiles) {
    if (!path.endsWith(".map")) {
      files.set(relative(FOLDER, path), contents ?? new Uint8Array()); // none where it is empty
      continue;
    }
    const named: string[] = JSON.parse(new TextDecoder().decode(contents)).sources;
    named.forEach((source) => sources.add(join(path, "..", source)));
  }
  return files;
}

/** The commands for users: tasks whose script is in `tasks/` itself. */
export function installedCommands(): InstalledCommand[] {
  const sets = taskPermissions(settings as Settings);
  return Object.entries(settings.tasks).flatMap(([name, { description, command }]) => {
    const [, script, words] = /\bdeno run (?:-\S+ )*(tasks\/\w+\.ts)((?: \S+)*)$/.exec(command) ??
      [];
    if (script === undefined) return [];
    return [{
      name,
      description,
      script: script.replace(/\.ts$/, ".js"),
      words: words!.split(" ").filter((word) => word !== ""),
      isConfined: isConfined(sets.get(name)!),
      mayOpenKernels: "ffi" in sets.get(name)!,
    }];
  });
}

/** What a set denies in the package: the package itself, and those beside it. */
const DENIED = { allow: true, deny: [".", "../@inkling"] };

/** The settings: the permissions of each command, and of the processes by which sweeps train. */
export function denoSettings(commands: readonly InstalledCommand[]): object {
  const sets = taskPermissions(settings as Settings);
  const names = commands.map(({ name }) => [name, sets.get(name)!] as const);
  const permissions = [
    ...names,
    ["trainer", settings.permissions.trainer as PermissionSet] as const,
  ]
    .map(([name, set]) => [
      name,
      // The paths of the user, which depend on the folder where a command starts, are denied by a flag.
      deniedBy(set).length > 0 ? { ...set, write: DENIED } : set,
    ]);
  const unstable = ["worker-options"]; // a thread that reads a database has no permissions
  return { nodeModulesDir: "none", unstable, permissions: Object.fromEntries(permissions) };
}

/** What a set denies of writing where it allows the rest. */
function deniedBy({ write }: PermissionSet): readonly string[] {
  return typeof write === "object" && "deny" in write ? write.deny : [];
}

/** Whether a command may write anything but code; that of the user is denied by flags. */
function isConfined(set: PermissionSet): boolean {
  return deniedBy(set).includes("lib");
}
