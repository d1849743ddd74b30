/**
 * `deno task --cwd packages/lab build_npm`: makes the packages for npm in `dist/`. The task packs the library before, which is
 * finished here; `build_native --target` compiles the native kernels before, each of which gets a package.
 *
 * @module
 */

import { gunzipSync, gzipSync } from "node:zlib";
import { printNote, printText } from "../../../tasks/cli/print.ts";
import { filesInTar } from "../../../tasks/data/mnist_npm.ts";
import { commandFiles, ENGINES } from "./npm/command_files.ts";
import { nativePackage } from "./npm/native_packages.ts";
import { packageOf } from "../../../tasks/native/library.ts";
import { TARGETS } from "../../../tasks/native/targets.ts";
import { concatenated } from "../../../tasks/system/streams.ts";

/** The packages: the library `@inkling/inkling`, and the commands `inkling`. */
export const PACKAGES = { library: "dist/inkling.tgz", commands: "dist/inkling-commands.tgz" };

/** The archive of a machine's native kernels. */
export function nativeArchive(machine: string): string {
  return `dist/inkling-native-${machine}.tgz`;
}

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
  for (const [path, bytes] of files) {
    if (path.endsWith(".d.ts")) files.set(path, withCommentsFirst(bytes));
  }
  files.set("package.json", new TextEncoder().encode(JSON.stringify(finished, null, 2) + "\n"));
  return archiveOf(files);
}

/**
 * Declarations in which no comment follows the word `readonly`, as `deno pack` writes members of constants: a word at whose
 * comment the line ends is a member itself.
 */
function withCommentsFirst(declarations: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(declarations);
  return new TextEncoder().encode(text.replaceAll(/readonly (\/\*\*[^]*?\*\/) /g, "$1 readonly "));
}

/**
 * The package of the commands.
 * @param machines those whose packages of kernels it names
 */
export async function commandsPackage(
  machines: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  return archiveOf(await commandFiles(machines));
}

const BLOCK_BYTES = 512;

/** Two blocks of zeros, which end an archive. */
const END = new Uint8Array(2 * BLOCK_BYTES);

/**
 * A compressed archive of files in the folder `package`, in the order of their paths.
 * @throws {RangeError} if a path is too long for the format's simple form
 */
export function archiveOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const parts = [...files].sort(([one], [other]) => one < other ? -1 : 1).flatMap(
    ([path, bytes]) => [
      headerOf(`package/${path}`, bytes.length),
      bytes,
      new Uint8Array(-bytes.length & (BLOCK_BYTES - 1)),
    ],
  );
  return new Uint8Array(gzipSync(concatenated([...parts, END]), { level: 9 }));
}

/** A header: the fields of ustar at their offsets, numbers in octal digits. */
function headerOf(path: string, bytes: number): Uint8Array {
  const header = new Uint8Array(BLOCK_BYTES);
  const name = new TextEncoder().encode(path);
  if (name.length > 100) {
    throw new RangeError(`Cannot archive ${path}: expected at most 100 bytes, got ${name.length}`);
  }
  const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  const octal = (number: number, digits: number) => `${number.toString(8).padStart(digits, "0")}\0`;
  header.set(name);
  put(100, octal(0o644, 7)); // the mode
  put(108, octal(0, 7) + octal(0, 7)); // the owner and the group
  put(124, octal(bytes, 11));
  put(136, octal(0, 11)); // the time
  put(148, " ".repeat(8)); // the checksum counts as blanks in itself
  put(156, "0"); // a file
  put(257, "ustar\x0000");
  put(148, octal(header.reduce((sum, byte) => sum + byte), 6));
  return header;
}

if (import.meta.main) {
  const { library, commands } = PACKAGES;
  await Deno.writeFile(library, finishedLibrary(await Deno.readFile(library)));
  const packed: string[] = [];
  for (const machine of Object.keys(TARGETS)) {
    const files = await nativePackage(machine, "dist/native");
    if (files === undefined) {
      printNote(
        `Without ${packageOf(machine)}: \`deno task build_native --target ${machine}\` compiles it`,
      );
      continue;
    }
    await Deno.writeFile(nativeArchive(machine), archiveOf(files));
    packed.push(machine);
  }
  await Deno.writeFile(commands, await commandsPackage(packed));
  printText(
    `Wrote ${library} and ${commands}; next, elsewhere: npm install FOLDER/${library}, the library, or ` +
      `FOLDER/${commands}, the commands`,
  );
}
