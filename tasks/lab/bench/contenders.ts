/** The contenders: our engines and the installed peers. Each is a program that prints rows. @module */

import { join } from "@std/path";
import { counted } from "../../cli/format.ts";
import { outputOf, PEERS, pythonProgram, ROOT, type Runtime } from "./programs.ts";
import { SINGLE_ROUND_WORKLOADS, TRAINING_WORKLOADS } from "./workloads.ts";

export interface Contender {
  readonly name: string;
  /** Whether the benchmark fails if it fails: true of our engines, except the one that needs a native library. */
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

const OPENBLAS_VARIABLES = "OPENBLAS_THREAD_TIMEOUT,OPENBLAS_CORETYPE,OPENBLAS_L2_SIZE";

/** The workloads that the engine `blas` is made for. */
const LARGE_WORKLOADS = ["W4"];

/**
 * Our engines in Deno, at these numbers of threads; with `auto`, the engine `blas` too, on workloads that are large enough.
 */
export function ours(engine: string, threads: readonly number[]): Contender[] {
  const first = [...COMMON_WORKLOADS, "load", ...SINGLE_ROUND_WORKLOADS];
  const own = threads.map((count, k) => inDeno(engine, count, k === 0 ? first : COMMON_WORKLOADS));
  if (engine !== "auto") return own;
  return [...own, ...threads.map((count) => inDeno("blas", count, LARGE_WORKLOADS))];
}

/** Our engines in another runtime, which reads the program from its stdin. */
export function oursIn(
  { command, version, script, program }: Runtime,
  engine: string,
  threads: readonly number[],
): Contender[] {
  const first = [...COMMON_WORKLOADS, "kernels"];
  return threads.map((count, k) => ({
    name: `${contenderName(engine, count)}, ${command} ${version}`,
    required: true,
    command,
    script,
    program,
    options: ["--threads", String(count), "--engine", engine],
    workloads: k === 0 ? first : COMMON_WORKLOADS,
    slow: false,
  }));
}

function contenderName(engine: string, threads: number): string {
  return `inkling${engine === "auto" ? "" : ` ${engine}`}, ${counted(threads, "thread")}`;
}

function inDeno(engine: string, threads: number, workloads: readonly string[]): Contender {
  const blas = engine === "blas";
  const permissions = [
    "--allow-read",
    ...blas ? ["--allow-ffi", `--allow-env=${OPENBLAS_VARIABLES}`] : [],
  ];
  return {
    name: contenderName(engine, threads),
    required: !blas,
    command: Deno.execPath(),
    script: [
      ...DENO_RUN,
      ...permissions,
      join(ROOT, "tasks", "lab", "bench", "measure_in_deno.ts"),
    ],
    options: ["--threads", String(threads), "--engine", engine],
    workloads,
    slow: false,
  };
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

/** Prints the version of each module that can be imported. */
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

/** The lock of what `peer_tfjs.mjs` imports from npm. */
const TENSORFLOW_LOCK = `--lock=${join(ROOT, "tasks", "lab", "locks", "tfjs.lock")}`;

/**
 * The installed peers; and, with slow ones, TensorFlow.js if Deno can install it from npm. A module that two Pythons have in
 * the same version is taken once.
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
    const cache = ["cache", "-q", "--frozen", TENSORFLOW_LOCK, "--config", join(ROOT, "deno.json")];
    const packages = join(ROOT, "tasks", "system", "packages.ts");
    const installed = await outputOf(Deno.execPath(), [...cache, packages]);
    if (installed === undefined) missing.push("@tensorflow/tfjs, from npm");
    else peers.push(tensorflow());
  }
  return { peers, missing };
}

function tensorflow(): Contender {
  const permissions = ["--allow-read", "--allow-env"];
  return {
    name: "peer_tfjs.mjs",
    required: false,
    command: Deno.execPath(),
    script: [...DENO_RUN, TENSORFLOW_LOCK, ...permissions, join(PEERS, "peer_tfjs.mjs")],
    options: [],
    workloads: COMMON_WORKLOADS.filter((name) => name !== LATE_WORKLOAD),
    slow: true,
  };
}
