/**
 * `deno task --cwd packages/lab build_npm`: makes the packages for npm in `dist/`. The task packs the library before, which is finished here.
 *
 * @module
 */

import { gunzipSync } from "node:zlib";
import { printText } from "../../../tasks/cli/print.ts";
import { filesInTar } from "../../../tasks/data/mnist_npm.ts";
import { commandFiles } from "./npm/command_files.ts";
import { ENGINES } from "./npm/engines.ts";
import { archiveOf } from "./npm/tar.ts";

/** The packages: the library `@inkling/inkling`, and the commands `inkling`. */
export const PACKAGES = { library: "dist/inkling.tgz", commands: "dist/inkling-commands.tgz" };

/**
 * The library's package, of what `deno pack` made: the packages that some of its modules import are for those who import
 * these modules, and so optional peers.
 */
export function finishedLibrary(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const files = new Map(
    [...filesInTar(gunzipSync(packed))].map(([path, bytes]) =>
      [path.replace(/^package\//, ""), bytes] as const
    ),
  );
  const { dependencies = {}, ...manifest } = JSON.parse(
    new TextDecoder().decode(files.get("package.json")),
  );
  const optional = Object.keys(dependencies).map((name) => [name, { optional: true }]);
  const finished = {
    ...manifest,
    engines: ENGINES,
    peerDependencies: dependencies,
    peerDependenciesMeta: Object.fromEntries(optional),
  };
  files.set("package.json", new TextEncoder().encode(JSON.stringify(finished, null, 2) + "\n"));
  return archiveOf(files);
}

/** The package of the commands. */
export async function commandsPackage(): Promise<Uint8Array<ArrayBuffer>> {
  return archiveOf(await commandFiles());
}

if (import.meta.main) {
  const { library, commands } = PACKAGES;
  await Deno.writeFile(library, finishedLibrary(await Deno.readFile(library)));
  await Deno.writeFile(commands, await commandsPackage());
  printText(
    `Wrote ${library} and ${commands}; next, elsewhere: npm install FOLDER/${library}, the library, or ` +
      `FOLDER/${commands}, the commands`,
  );
}
