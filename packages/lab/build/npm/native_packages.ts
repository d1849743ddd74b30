/** The npm packages of the native kernels: a library for each machine, which npm installs beside the commands there. @module */

import { join } from "@std/path";
import settings from "../../../../deno.json" with { type: "json" };
import { sha256Of } from "../../../../tasks/native/builds.ts";
import { packageOf } from "../../../../tasks/native/library.ts";
import { RELEASED } from "../../../../tasks/native/released.ts";
import { TARGETS } from "../../../../tasks/native/targets.ts";

/** Operating systems and processors as npm names them. */
const NPM_NAMES: ReadonlyMap<string, string> = new Map([
  ["windows", "win32"],
  ["x86_64", "x64"],
  ["aarch64", "arm64"],
]);

/**
 * The files of the package of a machine, by their paths; undefined if its library was not compiled.
 * @param folder where `build_native --target` puts libraries
 * @throws {Error} if the library is not the one whose hash the source has, so that no command would open it
 */
export async function nativePackage(
  machine: string,
  folder: string,
): Promise<Map<string, Uint8Array> | undefined> {
  const { file } = TARGETS[machine]!;
  const path = join(folder, machine, file);
  const library = await Deno.readFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (library === undefined) return undefined;
  const sha256 = sha256Of(library);
  if (sha256 !== RELEASED[machine]) {
    throw new Error(
      `Cannot pack ${path}: expected the SHA-256 ${RELEASED[machine]}, got ${sha256}`,
    );
  }
  const [os, cpu] = machine.split("-", 2).map((name) => NPM_NAMES.get(name) ?? name);
  const { version, license } = settings;
  const description = `The native kernels of Inkling for ${machine}`;
  const manifest = {
    name: packageOf(machine),
    version,
    description,
    license,
    os: [os],
    cpu: [cpu],
    files: [file],
    preferUnplugged: true,
  };
  const encoder = new TextEncoder();
  return new Map([
    ["package.json", encoder.encode(JSON.stringify(manifest, null, 1) + "\n")],
    ["README.md", encoder.encode(`# ${packageOf(machine)}\n\n${description}.\n`)],
    ["LICENSE", await Deno.readFile("LICENSE")],
    [file, library],
  ]);
}
