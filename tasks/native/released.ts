/** The libraries that a release has, byte for byte: whoever builds them again can compare. @module */

import type { Manifest } from "./library.ts";

/** The compiler of the releases; another one may give other bytes. */
const COMPILER = "clang 19.1.7";

/** The SHA-256 of each library, by the machine that it is for. */
export const RELEASED: { readonly [machine: string]: string } = {
  "linux-x86_64": "c3bfc36e792636c36195c1718ea7f674a93246283c5edc3618497061c1209b4e",
  "linux-aarch64": "574752bd3b4b94c81f71a4b020c7ffceedd6fcdeb7c1c6be6157f4ba537bf815",
  "darwin-x86_64": "0995eaa55f0d2bf0fde785c3b6d160a2d6cee7caacb08f7d23c02c43f3d26872",
  "darwin-aarch64": "41f97ab66c4fdfad7fb5f7d57af503a33c90ecac713c50d5bf379afb97e56131",
  "windows-x86_64": "c03fd94c00e7dfaddc70b35e6cdd88d84f8efc2f94b0fedbe097a91850e862c6",
};

/** How a library differs from the released one of its machine; undefined if it is the same byte for byte. */
export function releasedProblem(
  machine: string,
  { sha256, compiler }: Pick<Manifest, "sha256" | "compiler">,
): string | undefined {
  const expected = RELEASED[machine];
  if (sha256 === expected) return undefined;
  const hint = compiler === COMPILER
    ? "after a change of the kernels, tasks/native/released.ts needs the new hash"
    : `expected ${COMPILER}, got ${compiler}`;
  return `expected the SHA-256 ${expected} for ${machine}, got ${sha256}; ${hint}`;
}

/** Whether a library was built by the compiler of the releases, so that its bytes can be compared. */
export function isComparable({ compiler }: Pick<Manifest, "compiler">): boolean {
  return compiler === COMPILER;
}
