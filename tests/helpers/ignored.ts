/** Why tests are ignored where all are asked for, and whether they had to be. @module */

import { outcomeOf } from "./run_task.ts";
import type { TestResult } from "./test_results.ts";

/** Something that tests need and a machine may lack. */
export interface Need {
  /** Debian's packages that bring it. */
  readonly packages: readonly string[];
  /** The tests, as `FILE: NAME`, with the steps of a test after " ... ". */
  readonly tests: RegExp;
}

/** What Debian brings. `.ci/run` installs these packages, where it can. */
export const NEEDS: readonly Need[] = [
  {
    packages: ["python3-numpy", "python3-safetensors"],
    tests:
      /^tests\/(?:formats\/(?:npz|read_npz|pickle|safetensors)_test|tasks\/data\/npz_file_test)\.ts/,
  },
  { packages: ["python3-pil"], tests: /^tests\/tasks\/images\/decode_jpeg_test\.ts/ },
  {
    packages: ["python3-onnx", "python3-onnxruntime", "python3-torch"],
    tests:
      /^tests\/(?:trajectories_test|export_test|formats\/onnx_test|table\/(?:encode|folds)\/onnx_test)\.ts/,
  },
  {
    packages: ["protobuf-compiler", "python3-crc32c"],
    tests: /^tests\/formats\/tfevents_test\.ts/,
  },
  { packages: ["python3-nbclient"], tests: /^packages\/course\/tests\/site\/notebook_test\.ts/ },
  { packages: ["dataset-fashion-mnist"], tests: /Debian's Fashion-MNIST/ },
  { packages: ["zsh"], tests: /zsh/ },
  { packages: ["jq"], tests: /^tests\/workflows\// },
  { packages: ["chromium"], tests: /Chromium|^packages\/page\/tests\/page_test\.ts/ },
  { packages: ["firefox-esr"], tests: /Firefox/ },
  { packages: ["cog"], tests: /WebKit/ },
  { packages: ["libreoffice-calc-nogui"], tests: /LibreOffice/ },
  {
    packages: ["clang-19", "lld-19", "llvm-19"],
    tests:
      /^tests\/(?:engine\/native|tasks\/native)\/|^packages\/lab\/tests\/build\/kernels_test\.ts/,
  },
  { packages: ["gcc", "libc6-dev"], tests: /^tests\/tasks\/export\/c_(?:readers_)?test\.ts/ },
  { packages: ["slurmctld", "slurmd", "slurm-client"], tests: /^tests\/slurm\// },
  {
    packages: ["qemu-user-static", "libc6-arm64-cross", "libgcc-s1-arm64-cross"],
    tests: /(?:^|_|\/)arm_test\.ts/,
  },
];

/** Tests that this platform never runs, with the reason. */
const ELSEWHERE: readonly [reason: string, tests: RegExp][] = [
  ["shown on the least Node", /^tests\/install_test\.ts: .*, on Node latest \.\.\. /],
  ["root may read every file", /: exists\(\) finds what the user may not read$/],
];

/** What was ignored and why, and what should not have been. */
export interface Judgment {
  /** A line for each reason. */
  readonly reasons: readonly string[];
  /** A line for each test that was ignored without a reason, or though its packages are installed. */
  readonly wrong: readonly string[];
}

/**
 * Judges what was ignored when the long tests ran too. A test that is missing altogether counts as ignored: one that is only
 * defined where its program was found.
 *
 * @param installed whether a package of Debian's is installed
 */
export function judge(
  results: readonly TestResult[],
  installed: (name: string) => boolean,
): Judgment {
  const [reasons, wrong]: [string[], string[]] = [[], []];
  const ignored = new Set(
    results.filter(({ state }) => state === "ignored").map(({ file, name }) => `${file}: ${name}`),
  );
  const count = (tests: readonly string[]) =>
    tests.length === 1 ? "1 test" : `${tests.length} tests`;
  for (const { packages, tests } of NEEDS) {
    const matching = [...ignored].filter((test) => tests.test(test));
    matching.forEach((test) => ignored.delete(test));
    const missing = packages.filter((name) => !installed(name));
    if (missing.length > 0) {
      reasons.push(`${count(matching)}: not installed: ${missing.join(", ")}`);
      continue;
    }
    wrong.push(
      ...matching.map((test) =>
        `${test}: ignored, though its packages are installed: ${packages.join(", ")}`
      ),
    );
    if (
      !results.some(({ file, name, state }) =>
        state !== "ignored" && tests.test(`${file}: ${name}`)
      )
    ) {
      wrong.push(`No test ran for ${packages.join(", ")}: ${tests.source}`);
    }
  }
  for (const [reason, tests] of ELSEWHERE) {
    const matching = [...ignored].filter((test) => tests.test(test));
    matching.forEach((test) => ignored.delete(test));
    if (matching.length > 0) reasons.push(`${count(matching)}: ${reason}`);
  }
  wrong.push(
    ...[...ignored].map((test) => `${test}: ignored, and tests/helpers/ignored.ts has no reason`),
  );
  return { reasons, wrong };
}

/** The packages of {@linkcode NEEDS} that Debian's package manager has installed; none where there is no such manager. */
export async function installedPackages(): Promise<ReadonlySet<string>> {
  const names = NEEDS.flatMap(({ packages }) => packages);
  try {
    const { stdout } = await outcomeOf(
      new Deno.Command("dpkg-query", {
        args: ["--show", "--showformat=${Package} ${db:Status-Status}\n", ...names],
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn(),
    );
    return new Set([...stdout.matchAll(/^(\S+) installed$/gm)].map(([, name]) => name!));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Set();
    throw error;
  }
}

if (import.meta.main) NEEDS.forEach(({ packages }) => console.log(packages.join(" ")));
