/** The machines that native kernels are built for: the vectors of each, its flags, and its linker. @module */

import { FILES } from "./library.ts";

/** A kind of vector, by the end of the kernels' names. */
export interface Variant {
  readonly lanes: number;
  readonly flags: readonly string[];
}

/**
 * The vectors of x86-64. AVX2's machines have fused multiply-add, which rounds once where the contract rounds twice, and
 * AVX-512 implies it: so it stays off by `-ffp-contract=off`, and a test disassembles every library.
 */
const X86: { readonly [suffix: string]: Variant } = {
  avx2: { lanes: 8, flags: ["-march=x86-64-v3", "-mno-fma"] },
  avx512: { lanes: 16, flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"] },
  sse: { lanes: 4, flags: ["-march=x86-64-v2"] },
};
const ARM: { readonly [suffix: string]: Variant } = { neon: { lanes: 4, flags: [] } };

/** A machine that libraries are built for. */
export interface Target {
  /** As compilers name it. */
  readonly triple: string;
  readonly file: string;
  readonly variants: { readonly [suffix: string]: Variant };
  /** The compiler's flags. */
  readonly flags: readonly string[];
  /** The linker, and its arguments before the objects, for a library at a path. */
  readonly link: (path: string) => readonly [string, ...string[]];
}

const ELF = (path: string): readonly [string, ...string[]] => [
  "ld.lld",
  "-shared",
  "--build-id=none",
  "-s",
  "-z",
  "defs",
  "-z",
  "noexecstack",
  "-o",
  path,
];

const MACH_O = (arch: string) => (path: string): readonly [string, ...string[]] => [
  "ld64.lld",
  "-arch",
  arch,
  "-platform_version",
  "macos",
  "11.0",
  "11.0",
  "-install_name",
  "@rpath/kernels",
  "-dylib",
  "-S",
  "-x",
  "-no_uuid",
  "-undefined",
  "error",
  "-adhoc_codesign",
  "-o",
  path,
];

const COFF = (path: string): readonly [string, ...string[]] => [
  "lld-link",
  "/dll",
  "/noentry",
  "/nodefaultlib",
  "/brepro",
  `/out:${path}`,
];

/** The machines that libraries are built for, by operating system and processor. */
export const TARGETS: { readonly [machine: string]: Target } = {
  "linux-x86_64": {
    triple: "x86_64-unknown-linux-gnu",
    file: FILES.linux,
    variants: X86,
    flags: ["-fPIC"],
    link: ELF,
  },
  "linux-aarch64": {
    triple: "aarch64-unknown-linux-gnu",
    file: FILES.linux,
    variants: ARM,
    flags: ["-fPIC"],
    link: ELF,
  },
  "darwin-x86_64": {
    triple: "x86_64-apple-macos11",
    file: FILES.darwin,
    variants: X86,
    flags: ["-fPIC"],
    link: MACH_O("x86_64"),
  },
  "darwin-aarch64": {
    triple: "arm64-apple-macos11",
    file: FILES.darwin,
    variants: ARM,
    flags: ["-fPIC"],
    link: MACH_O("arm64"),
  },
  "windows-x86_64": {
    triple: "x86_64-pc-windows-msvc",
    file: FILES.windows,
    variants: X86,
    flags: ["-fno-exceptions", "-mno-stack-arg-probe"],
    link: COFF,
  },
};
