/** The libraries that a release has, to the byte: whoever builds them again can compare. @module */

import type { Manifest } from "./library.ts";

/** The compiler of the releases; another one may give other bytes. */
const COMPILER = "clang 19.1.7";

/** The SHA-256 of each library, by the machine that it is for. */
export const RELEASED: { readonly [machine: string]: string } = {
  "linux-x86_64": "15a109dd46848cb41bfc6300ed5b25563503595a613dca893c8013f4e508aa24",
  "linux-aarch64": "8547d1f4a46cf53a7629b34764ed5078030dd97a78186c87ee2d85804870323a",
  "darwin-x86_64": "eff75e019011d7e9e1b968cc120b0c12def23cb0ba5fe1177d383925ce80d8c5",
  "darwin-aarch64": "2a08d9a8a70d980d27c46065164d618f67b26d4fba391b9beff0bcbe7d83e4c9",
  "windows-x86_64": "63efdd211d68fc8347351ffcce91a02c1bc1e6a9b69870e18bcd9d77f1bfb543",
};

/** How a library differs from the released one of its machine; undefined if it is the same to the byte. */
export function releasedMismatch(
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
