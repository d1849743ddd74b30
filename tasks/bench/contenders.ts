/** The contenders: our engines, and the peers that are installed here. Each is a program that prints rows. @module */

import { fromFileUrl, join } from "@std/path";
import { TRAININGS } from "./workloads.ts";

/** A program that measures a workload. */
export interface Contender {
  /** What to call it while it runs. */
  readonly name: string;
  /** Whether the benchmark fails if it fails: true of our engines, except the one that needs a native library. */
  readonly required: boolean;
  /** The program. */
  readonly command: string;
  /** Its arguments, before the workload. */
  readonly script: readonly string[];
  /** Its arguments, after the workload. */
  readonly options: readonly string[];
  /** The workloads that it knows. */
  readonly workloads: readonly string[];
  /** Whether it is so slow that it gets one round of one epoch. */
  readonly slow: boolean;
}

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const PEERS = join(ROOT, "tests", "bench", "peers");
const INFERENCE_AND_TRAININGS = [...Object.keys(TRAININGS), "I1"];

/** The workloads that train 30 epochs before the clock starts. */
const LATE = "W1 late";

const OPENBLAS_VARIABLES = "OPENBLAS_THREAD_TIMEOUT,OPENBLAS_CORETYPE,OPENBLAS_L2_SIZE";

/** The workloads that the engine `blas` is made for. */
const LARGE = ["W4"];

/** Our engines, at these numbers of threads; with `auto`, the engine `blas` too, on workloads that are large enough. */
export function ours(engine: string, threads: readonly number[]): Contender[] {
  const every = [...INFERENCE_AND_TRAININGS, "load", "growth"];
  const own = threads.map((count) => contender(engine, count, every));
  if (engine !== "auto") return own;
  return [...own, ...threads.map((count) => contender("blas", count, LARGE))];
}

function contender(engine: string, threads: number, workloads: readonly string[]): Contender {
  const blas = engine === "blas";
  const permissions = [
    "--allow-read",
    ...blas ? ["--allow-ffi", `--allow-env=${OPENBLAS_VARIABLES}`] : [],
  ];
  const run = ["run", "-q", "--no-prompt", "--no-lock", "--config", join(ROOT, "deno.json")];
  return {
    name: `inkling${engine === "auto" ? "" : ` ${engine}`}, ${inThreads(threads)}`,
    required: !blas,
    command: Deno.execPath(),
    script: [...run, ...permissions, join(ROOT, "tasks", "bench", "measure.ts")],
    options: ["--threads", String(threads), "--engine", engine],
    workloads,
    slow: false,
  };
}

function inThreads(count: number): string {
  return count === 1 ? "1 thread" : `${count} threads`;
}

/** A peer in Python: the module that it needs, its script, and what it can do. */
const PYTHON_PEERS: readonly {
  module: string;
  script: string;
  workloads: readonly string[];
  slow?: true;
}[] = [
  { module: "numpy", script: "peer_numpy.py", workloads: INFERENCE_AND_TRAININGS },
  { module: "torch", script: "peer_torch.py", workloads: INFERENCE_AND_TRAININGS },
  { module: "sklearn", script: "peer_sklearn.py", workloads: ["W1", "W3", "I1"] },
  { module: "onnxruntime", script: "peer_onnxruntime.py", workloads: ["I1"] },
  { module: "numpy", script: "peer_tutorial.py", workloads: ["W1"], slow: true },
];

/** Prints the version of each module that can be imported. */
const VERSIONS = `
import importlib, sys
for name in sys.argv[1:]:
    try:
        print(name, importlib.import_module(name).__version__)
    except Exception:
        pass  # not there, or broken
`;

/**
 * The peers that are installed. A module that two Pythons have in the same version is taken once.
 *
 * @param modules the folder whose `node_modules` may hold TensorFlow.js
 * @param threads the numbers of threads to give each
 * @returns them, and the names of what is missing
 */
export async function findPeers(
  modules: string,
  threads: readonly number[],
): Promise<{ peers: Contender[]; missing: string[] }> {
  const names = [...new Set(PYTHON_PEERS.map(({ module }) => module))];
  const seen = new Set<string>();
  const peers: Contender[] = [];
  for (const python of ["python3", "/usr/bin/python3"]) {
    const printed = await output(python, ["-c", VERSIONS, ...names]);
    const lines = (printed ?? "").split("\n").filter((line) => line !== "");
    const found = new Map(lines.map((line) => line.split(" ") as [string, string]));
    for (const { module, script, workloads, slow = false } of PYTHON_PEERS) {
      const version = found.get(module);
      const key = slow ? script : `${script} ${version}`;
      if (version === undefined || seen.has(key)) continue;
      seen.add(key);
      for (const count of slow ? [1] : threads) {
        peers.push({
          name: `${script}, ${module} ${version}, ${inThreads(count)}`,
          required: false,
          command: python,
          script: [join(PEERS, script)],
          options: ["--threads", String(count)],
          workloads,
          slow,
        });
      }
    }
  }
  const missing = names.filter((name) => ![...seen].some((key) => key.includes(name)));
  const tensorflow = await output("node", ["-p", RESOLVE, modules]);
  if (tensorflow === undefined) missing.push("@tensorflow/tfjs");
  else {
    peers.push({
      name: "peer_tfjs.mjs",
      required: false,
      command: "node",
      script: [join(PEERS, "peer_tfjs.mjs")],
      options: ["--modules", modules],
      workloads: INFERENCE_AND_TRAININGS.filter((name) => name !== LATE),
      slow: true,
    });
  }
  return { peers, missing };
}

/** Fails unless Node finds TensorFlow.js and its WebAssembly backend from a folder. */
const RESOLVE = `
["tfjs", "tfjs-backend-wasm"].map((name) => require.resolve("@tensorflow/" + name, { paths: [process.argv[1]] }))
`;

/** What a program prints; `undefined` where there is none or it fails. */
async function output(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
