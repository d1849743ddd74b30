/**
 * The libraries that a release has, byte for byte: they are opened wherever they lie, and whoever builds them again can
 * compare. @module
 */

/** What is compared of a library that was built. */
interface Compared {
  readonly sha256: string;
  /** Such as "clang 19.1.7". */
  readonly compiler: string;
}

/** The compiler of the releases; another one may give other bytes. */
const COMPILER = "clang 19.1.7";

/** What identifies the sources that they are made of. */
export const RELEASED_SOURCES = "45bf62392c988b80087a62b9f69d586f96437b8d5cfe7b6bc9a411b1abe964f5";

/** The SHA-256 of each library, by the machine that it is for. */
export const RELEASED: { readonly [machine: string]: string } = {
  "linux-x86_64": "c08213c9c62fcdd1a0bd43a363e5315b318ae2975c7b8c6de450ebd6e0f1205d",
  "linux-aarch64": "105017b286c16a64d3722b713d62a1dbdac73cca5729ae46cecedac76965804e",
  "darwin-x86_64": "e1210cd952b05e29bcbfab681f1691e752290fc46cff5ddd34ec98593bd9e200",
  "darwin-aarch64": "81df7aae3919c31bed8124810d54d6160fb90f2f0f7a1236304dbb26c27d9547",
  "windows-x86_64": "e7c504c8bf7c7f5ab7f2355a13e5ef27c5efd5daa063fc688b5159827b9b32fa",
};

/** How a library differs from the released one of its machine; undefined if it is the same byte for byte. */
export function releasedProblem(
  machine: string,
  { sha256, compiler }: Compared,
): string | undefined {
  const expected = RELEASED[machine];
  if (sha256 === expected) return undefined;
  const hint = compiler === COMPILER
    ? "after a change of the kernels, tasks/native/released.ts needs the new hash"
    : `expected ${COMPILER}, got ${compiler}`;
  return `expected the SHA-256 ${expected} for ${machine}, got ${sha256}; ${hint}`;
}

/** Whether a library was built by the compiler of the releases, so that its bytes can be compared. */
export function isComparable({ compiler }: Pick<Compared, "compiler">): boolean {
  return compiler === COMPILER;
}
