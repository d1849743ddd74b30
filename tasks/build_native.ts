/**
 * `deno task build_native`: compiles the native kernels into `native/`, checks that they train to WebAssembly's bits, and
 * keeps which are the fastest here. @module
 */

import { type Arguments, type Command, UsageError } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { printNote } from "./cli/print.ts";
import { checkBits, fastestOf } from "./native/check.ts";
import { recordBuild } from "./native/builds.ts";
import { compileKernels } from "./native/compile.ts";
import { DENSITIES, openNativeHost } from "./native/host.ts";
import { FOLDER, MACHINE } from "./native/library.ts";
import { releasedProblem } from "./native/released.ts";
import { type Target, TARGETS } from "./native/targets.ts";
import { PROGRAM, ROOT } from "./system/installation.ts";

export const command = {
  name: "build_native",
  description:
    "Compile the native kernels into native/, with clang and lld, and check that they give the same weights as WebAssembly.\n" +
    `From then on train, sweep, evaluate and predict use them. Next: ${PROGRAM} train.`,
  options: {
    target: {
      description: "Compile for another machine, into dist/native/MACHINE, without a test run",
      value: "MACHINE",
      choices: Object.keys(TARGETS),
    },
    check: {
      description: "With --target: fail unless the library equals the released one, byte for byte",
    },
  },
} satisfies Command;

export async function buildNativeTask({ options }: Arguments<typeof command>): Promise<void> {
  const { target: asked, check } = options;
  if (asked !== undefined) return await buildFor(asked, TARGETS[asked]!, check);
  if (check) throw new UsageError("--check needs --target MACHINE");
  const target = TARGETS[MACHINE];
  if (target === undefined) {
    throw new UsageError(`Cannot build native kernels for ${MACHINE}: WebAssembly runs here`);
  }
  await buildHere(target);
}

/** Compiles the kernels of this machine, and tries them. */
async function buildHere(target: Target): Promise<void> {
  const { file, sha256, ...build } = await compileKernels(FOLDER, target, { isRecorded: true });
  const hosts = Object.keys(target.variants).flatMap((variant) => {
    try {
      return DENSITIES.map((maxDensity) => openNativeHost({ folder: FOLDER, variant, maxDensity }));
    } catch {
      return []; // this processor has no such vectors
    }
  }).sort((a, b) => a.lanes - b.lanes);
  if (hosts.length === 0) throw new Error("Cannot run native kernels on this processor");
  for (const host of hosts) await checkBits(host);
  const { variant, lanes, geometry: { maxDensity } } = await fastestOf(hosts);
  await recordBuild(sha256, { ...build, fastest: variant, maxDensity });
  printNote(
    `Built native/${file} with ${build.compiler}; ` +
      `${
        [...new Set(hosts.map(({ variant }) => variant))].join(", ")
      } give the same weights as WebAssembly`,
  );
  printNote(`The fastest here is ${variant}, ${lanes} lanes; next: ${PROGRAM} train`);
}

/** Compiles the kernels of another machine. */
async function buildFor(machine: string, target: Target, check: boolean): Promise<void> {
  const folder = new URL(`dist/native/${machine}/`, ROOT);
  const compiled = await compileKernels(folder, target);
  const mismatch = check ? releasedProblem(machine, compiled) : undefined;
  if (mismatch !== undefined) throw new Error(`Cannot release dist/native/${machine}: ${mismatch}`);
  const { file, sha256 } = compiled;
  printNote(`Built dist/native/${machine}/${file}, SHA-256 ${sha256}; it was not run`);
}

if (import.meta.main) await main(command, buildNativeTask);
