/** The files of the npm package of the commands: JavaScript in the folders of a checkout, and what the commands read. @module */

import { basename, fromFileUrl, join, relative } from "@std/path";
import { walk } from "@std/fs";
import settings from "../../../deno.json" with { type: "json" };
import { COMMANDS_FILE, type InstalledCommand } from "../../../packages/inkling/commands.ts";
import { RUNTIMES } from "../../../lib/module/mod.ts";
import type { Option } from "../../cli/arguments.ts";
import { STATIC } from "../../demo/site_files.ts";
import { moduleCode, runtimeScript } from "../../export/module_code.ts";
import { BROWSER_CODE, browserCode } from "../../system/browser_code.ts";
import { ROOT } from "../../system/installation.ts";
import { ENTRIES } from "./commands.ts";
import { type PermissionSet, type Settings, taskPermissions } from "./permissions.ts";

/** The Deno that runs the commands, from npm. */
const DENO = "2.9.6";

const FOLDER = fromFileUrl(ROOT);

/** What the commands read besides their code: files, and folders whose files end so. */
const READ: readonly (readonly [folder: string, files: RegExp | readonly string[]])[] = [
  [".", ["LICENSE"]],
  ["tasks/configs", /\.json$/],
  ["tasks/sweeps", /\.json$/],
  ["tasks/demo/page", STATIC],
  ["lib/engine/kernels", /\.[ch]$/],
];

/** All files by their paths in the package. */
export async function commandFiles(): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [folder, which] of READ) {
    for await (const { name, isFile } of Deno.readDir(join(FOLDER, folder))) {
      const isRead = which instanceof RegExp ? which.test(name) : which.includes(name);
      const path = join(folder, name);
      if (isFile && isRead) files.set(path, await Deno.readFile(join(FOLDER, path)));
    }
  }
  files.set("README.md", await Deno.readFile(join(FOLDER, "packages/inkling/README.md")));
  const commands = installedCommands();
  const scripts = [
    ...new Set([...commands.map(({ script }) => sourceOf(script)), ...await startedScripts()]),
  ];
  const sources = new Set<string>();
  for (const [path, bytes] of await bundled(scripts, "tasks", sources)) files.set(path, bytes);
  const launcher = await bundled(["packages/inkling/main.ts"], "packages/inkling", sources);
  files.set("bin/inkling.js", launcher.get("packages/inkling/main.js")!);
  for (const folder of Object.keys(BROWSER_CODE) as (keyof typeof BROWSER_CODE)[]) {
    for (const [name, text] of await browserCode(folder)) {
      files.set(`tasks/${folder}/${name}`, new TextEncoder().encode(text));
    }
  }
  for (const runtime of RUNTIMES) {
    const code = new TextEncoder().encode(await moduleCode(runtime));
    files.set(runtimeScript(runtime).replace(/\.ts$/, ".js"), code);
  }
  const texts = {
    "package.json": json(MANIFEST),
    "deno.json": json(denoSettings(commands)),
    [COMMANDS_FILE]: json(commands),
    "LICENSES_OF_OTHERS": await licensesOf(sources),
  };
  for (const [path, text] of Object.entries(texts)) files.set(path, new TextEncoder().encode(text));
  return files;
}

const MANIFEST = {
  name: "inkling",
  version: settings.version,
  description: "Trains fully connected neural networks, evaluates them and predicts with them",
  license: settings.license,
  type: "module",
  bin: { inkling: "bin/inkling.js" },
  engines: { node: ">=20" },
  preferUnplugged: true, // Deno reads no archives, in which Yarn keeps packages
  dependencies: { deno: DENO },
};

function json(value: unknown): string {
  return JSON.stringify(value, null, 1) + "\n";
}

/** The commands for users: tasks whose script is in `tasks/` itself. */
export function installedCommands(): InstalledCommand[] {
  const sets = taskPermissions(settings as Settings);
  return Object.entries(settings.tasks).flatMap(([name, { description, command }]) => {
    const [, script, words] = /\bdeno run (?:-\S+ )*(tasks\/\w+\.ts)((?: \S+)*)$/.exec(command) ??
      [];
    if (script === undefined) return [];
    const own = ENTRIES.map(([entry]) => entry)
      .filter((entry) => entry.name.split(" ")[0] === basename(script, ".ts"));
    return [{
      name,
      description,
      script: script.replace(/\.ts$/, ".js"),
      words: words!.split(" ").filter((word) => word !== ""),
      isConfined: isConfined(sets.get(name)!),
      parts: own.flatMap((entry) => entry.name.split(" ").slice(1)),
      options: Object.assign({}, ...own.map((entry) => entry.options as Record<string, Option>)),
    }];
  });
}

function isConfined({ write }: PermissionSet): boolean {
  return typeof write === "object" && "deny" in write;
}

function sourceOf(script: string): string {
  return script.replace(/\.js$/, ".ts");
}

/** The settings of Deno for the package: the permissions of each command, and of the processes by which sweeps train. */
function denoSettings(commands: readonly InstalledCommand[]): object {
  const sets = taskPermissions(settings as Settings);
  const names = commands.map(({ name }) => [name, sets.get(name)!] as const);
  const permissions = [...names, ["write", settings.permissions.write as PermissionSet] as const]
    .map(([name, set]) => [
      name,
      // The paths of the user, which depend on the folder where a command starts, are denied by a flag.
      isConfined(set) ? { ...set, write: { allow: true, deny: ["."] } } : set,
    ]);
  return {
    nodeModulesDir: "none",
    permissions: Object.fromEntries(permissions),
  };
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

/** A package in Deno's folder of packages, in the path of a file of it. */
const PACKAGE = /^.*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+\/\d[^/]*)\//;

/** The licenses of the packages that sources are of, which have to come with their code. */
async function licensesOf(sources: ReadonlySet<string>): Promise<string> {
  const packages = new Map<string, string>();
  for (const source of sources) {
    const [folder, name] = PACKAGE.exec(source) ?? [];
    if (name !== undefined) packages.set(name, folder!);
  }
  const texts: string[] = [];
  for (const [name, folder] of [...packages].sort()) {
    const { license, repository } = JSON.parse(
      await Deno.readTextFile(join(folder, "package.json")),
    );
    texts.push(
      [`${name}: ${license}, ${repository?.url ?? repository}`, ...await licenseIn(folder)].join(
        "\n\n",
      ),
    );
  }
  return texts.join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

async function licenseIn(folder: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (/^licen[cs]e/i.test(name)) texts.push((await Deno.readTextFile(join(folder, name))).trim());
  }
  return texts;
}
