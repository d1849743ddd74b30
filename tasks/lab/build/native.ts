/**
 * `deno task build_native`: compiles the native kernels into `native/`, checks that they train to WebAssembly's bits, and
 * notes which are the fastest here. `deno task build_native --target NAME` compiles those of another machine into
 * `dist/native/NAME/`, which cannot be run here. @module
 */

import { printNote } from "../../cli/print.ts";
import {
  checkBits,
  compileKernels,
  fastestOf,
  FOLDER,
  openNativeHost,
  TARGETS,
  writeManifest,
} from "../../native/mod.ts";

/** Compiles the kernels of this machine, and tries them. */
async function buildHere(): Promise<void> {
  const machine = `${Deno.build.os}-${Deno.build.arch}`;
  const target = TARGETS[machine];
  if (target === undefined) {
    throw new Error(
      `Cannot build native kernels for ${machine}: there are ${Object.keys(TARGETS)}`,
    );
  }
  const manifest = await compileKernels(FOLDER, target);
  const hosts = Object.keys(manifest.variants).flatMap((variant) => {
    try {
      return [openNativeHost({ variant })];
    } catch {
      return []; // this processor has no such vectors
    }
  }).sort((a, b) => a.lanes - b.lanes);
  for (const host of hosts) await checkBits(host);
  const { variant, lanes } = await fastestOf(hosts);
  await writeManifest(FOLDER, { ...manifest, fastest: variant });
  printNote(
    `Built native/${manifest.file} by ${manifest.compiler}: ${
      hosts.map(({ variant }) => variant).join(", ")
    } train to ` +
      `WebAssembly's bits; ${variant}, ${lanes} lanes, is used\nNext: deno task train_native`,
  );
}

/** Compiles the kernels of another machine. */
async function buildFor(machine: string): Promise<void> {
  const target = TARGETS[machine];
  if (target === undefined) {
    throw new Error(
      `Cannot build native kernels for ${machine}: there are ${Object.keys(TARGETS)}`,
    );
  }
  const folder = new URL(`../../../dist/native/${machine}/`, import.meta.url);
  const { file, sha256 } = await compileKernels(folder, target);
  printNote(`Built dist/native/${machine}/${file}, SHA-256 ${sha256}; it was not run`);
}

if (import.meta.main) {
  const [option, machine] = Deno.args;
  if (option === "--target" && machine !== undefined) await buildFor(machine);
  else await buildHere();
}
