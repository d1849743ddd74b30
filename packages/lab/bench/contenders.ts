/** The contenders: our engines and the installed peers. Each is a program that prints rows. @module */

import { fromFileUrl, join } from "@std/path";
import { counted } from "../../../tasks/cli/format.ts";
import { findLibrary, FOLDER, NATIVE } from "../../../tasks/native/mod.ts";
import type { NativeKernels } from "./native_peak.ts";
import { outputOf, PEERS, pythonProgram, ROOT, type Runtime } from "./programs.ts";
import { SINGLE_ROUND_WORKLOADS, TRAINING_WORKLOADS } from "./workloads.ts";

export interface Contender {
  readonly name: string;
  /** Whether the benchmark fails if it fails: true of our engines. */
  readonly required: boolean;
  readonly command: string;
  readonly script: readonly string[];
  /** The text of the program, where it reads that from its stdin. */
  readonly program?: string;
  readonly options: readonly string[];
  readonly workloads: readonly string[];
  /** Whether it is so slow that it gets one round of one epoch. */
  readonly slow: boolean;
}

const STRICT_FLAGS = ["-q", "--no-prompt", "--no-remote", "--cached-only", "--frozen"];
const DENO_RUN = ["run", ...STRICT_FLAGS, "--config", join(ROOT, "deno.json")];
const COMMON_WORKLOADS = [...Object.keys(TRAINING_WORKLOADS), "I1"];

/** The workload that trains 30 epochs before the clock starts. */
const LATE_WORKLOAD = "W1 late";

const MAY_OPEN_NATIVE = `--allow-ffi=${findLibrary() ?? fromFileUrl(FOLDER)}`;

/** Which native kernels run here and what they can reach, or why there are none. */
export async function findNative(): Promise<NativeKernels | { missing: string }> {
  const program = join(ROOT, "packages", "lab", "bench", "native_peak.ts");
  const args = [...DENO_RUN, "--allow-read", MAY_OPEN_NATIVE, program];
  return JSON.parse(await outputOf(Deno.execPath(), args) ?? '{ "missing": "They do not start" }');
}

/**
 * Our engine in Deno, at these numbers of threads. With `auto` what `deno task train` takes comes first, which is
 * WebAssembly; then the native kernels, where there are any.
 */
export function ours(engine: string, threads: readonly number[], hasNative: boolean): Contender[] {
  const measure = join(ROOT, "packages", "lab", "bench", "measure_in_deno.ts");
  const inDeno = (name: string) => ({
    command: Deno.execPath(),
    script: [...DENO_RUN, "--allow-read", ...name === NATIVE ? [MAY_OPEN_NATIVE] : [], measure],
  });
  const engines = engine === "auto" && hasNative ? ["wasm", NATIVE] : [engine];
  return engines.flatMap((name) => {
    const more = [
      ...name === "wasm" || engine !== "auto" ? ["load"] : [],
      ...SINGLE_ROUND_WORKLOADS,
    ];
    return ourContenders(name, threads, inDeno(name), COMMON_WORKLOADS, more);
  });
}

/** Our engines in another runtime, which reads the program from its stdin. */
export function oursIn(
  { version, ...program }: Runtime,
  engine: string,
  threads: readonly number[],
): Contender[] {
  return ourContenders(engine, threads, program, COMMON_WORKLOADS, ["kernels"])
    .map((own) => ({ ...own, name: `${own.name}, ${program.command} ${version}` }));
}

/** @param more workloads at the first number of threads alone */
function ourContenders(
  engine: string,
  threads: readonly number[],
  program: Pick<Contender, "command" | "script" | "program">,
  workloads: readonly string[],
  more: readonly string[] = [],
): Contender[] {
  return threads.map((count, k) => ({
    name: `inkling${engine === "auto" ? "" : ` ${engine}`}, ${counted(count, "thread")}`,
    required: true,
    ...program,
    options: ["--threads", String(count), "--engine", engine],
    workloads: k === 0 ? [...workloads, ...more] : workloads,
    slow: false,
  }));
}

/** A peer in Python: the module that it needs, its script, and what it can do. */
const PYTHON_PEERS: readonly {
  module: string;
  script: string;
  workloads: readonly string[];
  slow?: true;
}[] = [
  { module: "numpy", script: "peer_numpy.py", workloads: COMMON_WORKLOADS },
  { module: "torch", script: "peer_torch.py", workloads: COMMON_WORKLOADS },
  { module: "sklearn", script: "peer_sklearn.py", workloads: ["W1", "W3", "I1"] },
  { module: "onnxruntime", script: "peer_onnxruntime.py", workloads: ["I1"] },
  { module: "numpy", script: "peer_tutorial.py", workloads: ["W1"], slow: true },
];

const VERSIONS_PROGRAM = `
import importlib, sys
for name in sys.argv[1:]:
    try:
        print(name, importlib.import_module(name).__version__)
    except Exception:
        pass  # not there, or broken
`;

/** The Python of the PATH, and the system's if it is another one. */
async function findPythons(): Promise<Set<string>> {
  const executables = await Promise.all(
    ["python3", "/usr/bin/python3"].map((python) =>
      outputOf(python, pythonProgram("import sys; print(sys.executable)"))
    ),
  );
  return new Set(executables.flatMap((path) => path?.trim() ?? []));
}

/** The lock of what the peers in JavaScript import from npm. */
const PEERS_LOCK = `--lock=${join(ROOT, "packages", "lab", "locks", "peers.lock")}`;

const UNTIL_LATE = Object.keys(TRAINING_WORKLOADS).filter((name) => name !== LATE_WORKLOAD);

/** A peer in JavaScript, of one thread: its script, and what it can do. */
const JAVASCRIPT_PEERS: readonly {
  script: string;
  workloads: readonly string[];
  slow: boolean;
}[] = [
  { script: "peer_tfjs.mjs", workloads: [...UNTIL_LATE, "I1"], slow: true },
  { script: "peer_onnxruntime_web.mjs", workloads: ["I1"], slow: false },
];

/**
 * The installed peers; and, with slow ones, those in JavaScript if Deno can install them from npm. A module that two Pythons
 * have in the same version is taken once.
 * @returns the peers, and the names of missing ones
 */
export async function findPeers(
  threads: readonly number[],
  slow: boolean,
): Promise<{ peers: Contender[]; missing: string[] }> {
  const names = [...new Set(PYTHON_PEERS.map(({ module }) => module))];
  const seen = new Set<string>();
  const peers: Contender[] = [];
  for (const python of await findPythons()) {
    const printed = await outputOf(python, pythonProgram(VERSIONS_PROGRAM, ...names));
    const lines = (printed ?? "").split("\n").filter((line) => line !== "");
    const found = new Map(lines.map((line) => line.split(" ") as [string, string]));
    for (const { module, script, workloads, slow: isSlow = false } of PYTHON_PEERS) {
      const version = found.get(module);
      const key = isSlow ? script : `${script} ${version}`;
      if (version === undefined || seen.has(key)) continue;
      seen.add(key);
      if (isSlow && !slow) continue;
      for (const count of isSlow ? [1] : threads) {
        peers.push({
          name: `${script}, ${module} ${version}, ${counted(count, "thread")}`,
          required: false,
          command: python,
          script: [join(PEERS, script)],
          options: ["--threads", String(count)],
          workloads,
          slow: isSlow,
        });
      }
    }
  }
  const missing = names.filter((name) => ![...seen].some((key) => key.includes(name)));
  if (slow) {
    const install = ["install", "-q", "--frozen", PEERS_LOCK, "--config", join(ROOT, "deno.json")];
    const installed = await outputOf(Deno.execPath(), install);
    if (installed === undefined) missing.push("the peers in JavaScript, from npm");
    else peers.push(...JAVASCRIPT_PEERS.map(inJavaScript));
  }
  return { peers, missing };
}

function inJavaScript({ script, workloads, slow }: typeof JAVASCRIPT_PEERS[number]): Contender {
  return {
    name: `${script}, 1 thread`,
    required: false,
    command: Deno.execPath(),
    script: [...DENO_RUN, PEERS_LOCK, "--allow-read", "--allow-env", join(PEERS, script)],
    options: ["--threads", "1"],
    workloads,
    slow,
  };
}
