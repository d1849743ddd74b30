/** The libraries that a release has, to the byte: whoever builds them again can compare. @module */

import type { Manifest } from "./library.ts";

/** The compiler of the releases; another one may give other bytes. */
const COMPILER = "clang 19.1.7";

/** The SHA-256 of each library, by the machine that it is for. */
export const RELEASED: { readonly [machine: string]: string } = {
  "linux-x86_64": "c17735b5af1b602a00fba504890c892f38ca586830a8e4f333f82c3c8d181f2f",
  "linux-aarch64": "b412242f9d89a92371674675885c26cce873ceb0e49beec6ad30da70dab1fd86",
  "darwin-x86_64": "af925e7a12f2ee0f86d5bc9d512aaa6da1a8380821eb95381d1c3fd39e8b0352",
  "darwin-aarch64": "592b6358d8b4a6bbd2d5a50e57c4059a03bda235eefe8c69fd15e2639113be3a",
  "windows-x86_64": "cc344e115a6f36a56d3a9a72599d77fba5dd220cdc700c4411ee5b0e9adf5549",
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
