/**
 * Requests a second of `deno task serve`, beside FastAPI with ONNX Runtime and with scikit-learn on the same network:
 *
 *     deno run -A packages/lab/bench/serve.ts [SECONDS]
 *
 * The servers have core 0, and npm's autocannon with ten connections core 1. They are asked in turns, since another load on
 * the machine slows all of them; requests a second of the server's own time leave out the time that others had its core.
 * @module
 */

import { join } from "@std/path";
import { median } from "./row.ts";
import { TableModel } from "../../../lib/table/mod.ts";
import { markdownTable } from "../../../tasks/cli/table.ts";
import { findPython } from "../../../tests/helpers/python.ts";
import {
  flagsOf,
  outputOf,
  ROOT,
  runTask,
  scriptOf,
  temporaryFolder,
} from "../../../tests/helpers/run_task.ts";

const AUTOCANNON = "autocannon@9.0.0";
const ROUNDS = 5;
const seconds = Deno.args[0] ?? "5";

const CSV = join(ROOT, "tests", "tasks", "data", "penguins.csv");
const PEERS = join(ROOT, "packages", "lab", "bench", "serve");

/** What autocannon prints of a run, milliseconds and requests a second; and the seconds that the server's processor took. */
interface Load {
  readonly requests: { readonly average: number; readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
  readonly seconds: number;
}

const python = await findPython("onnxruntime, sklearn, fastapi, uvicorn");
if (python === undefined) {
  throw new Error("Cannot find the peers: see the imports of packages/lab/bench/serve");
}
await using folder = await temporaryFolder();
const path = (name: string) => join(folder.path, name);

// One network, as scikit-learn can have it.
await task(
  "train",
  "--csv",
  CSV,
  "--target",
  "species",
  "--folds",
  "0",
  "--name",
  "penguins",
  "--runs",
  folder.path,
  "--no-report",
);
const run = path("penguins");
await task("export", run, "--format", "onnx", "--out", path("model.onnx"));
await task("export", run, "--format", "npz", "--out", path("model.npz"));
const { table } = TableModel.load(await Deno.readFile(join(run, "weights.safetensors")));
await Deno.writeTextFile(path("table.json"), JSON.stringify(table));

const [header, ...lines] = (await Deno.readTextFile(CSV)).trim().split("\n").map((line) =>
  line.split(",")
);
const rows = lines.filter((cells) => cells.every((cell) => cell !== "" && cell !== "NA"))
  .map((cells) =>
    Object.fromEntries(table.columns.map(({ name, kind }) => {
      const cell = cells[header!.indexOf(name)]!;
      return [name, kind === "number" ? Number(cell) : cell];
    }))
  );
const hundred = Array.from({ length: 100 }, (_, k) => rows[k % rows.length]);
await Deno.writeTextFile(path("1 row"), JSON.stringify(rows[0]));
await Deno.writeTextFile(path("100 rows"), JSON.stringify(hundred));

const serve = ["run", ...flagsOf("serve"), scriptOf("serve"), run, "--port", "8301"];
const servers = [
  { name: "Inkling", port: 8301, command: [Deno.execPath(), ...serve] },
  {
    name: "FastAPI, ONNX Runtime",
    port: 8302,
    command: [python, join(PEERS, "peer_onnxruntime.py"), path("model.onnx"), "8302"],
  },
  {
    name: "FastAPI, scikit-learn",
    port: 8303,
    command: [
      python,
      join(PEERS, "peer_sklearn.py"),
      path("model.npz"),
      path("table.json"),
      "8303",
    ],
  },
];
await using started = new AsyncDisposableStack();
const processes: number[] = [];
for (const { command, port } of servers) {
  const server = new Deno.Command("taskset", {
    args: ["-c", "0", ...command],
    cwd: ROOT,
    stdout: "null",
    stderr: "null",
  }).spawn();
  started.defer(async () => {
    server.kill("SIGTERM");
    await server.status;
  });
  processes.push(server.pid);
  await answers(port);
}

for (const body of ["1 row", "100 rows"]) {
  const found = servers.map((): Load[] => []);
  for (let round = -1; round < ROUNDS; round++) { // the first warms up
    for (const [k, { name, port }] of servers.entries()) {
      const before = secondsOf(processes[k]!);
      const load = { ...await ask(port, body), seconds: secondsOf(processes[k]!) - before };
      if (load.non2xx + load.errors > 0) throw new Error(`${name} fails`);
      if (round >= 0) found[k]!.push(load);
    }
  }
  const own = ({ requests, seconds }: Load) => requests.total / seconds;
  console.log(markdownTable([
    [
      body,
      "requests a second",
      "of its own time",
      "p50, ms",
      "p99, ms",
      "times as fast is Inkling",
    ],
    ...servers.map(({ name }, k) => {
      const of = (value: (load: Load, round: number) => number, digits = 0) =>
        median(found[k]!.map(value)).toFixed(digits);
      return [
        name,
        of(({ requests }) => requests.average),
        of(own),
        of(({ latency }) => latency.p50),
        of(({ latency }) => latency.p99),
        of((load, round) => own(found[0]![round]!) / own(load), 1),
      ];
    }),
  ]));
}

/** The seconds of processor time that a process has taken. */
function secondsOf(process: number): number {
  const fields = Deno.readTextFileSync(`/proc/${process}/stat`).split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Sends a body for some seconds. */
async function ask(port: number, body: string): Promise<Omit<Load, "seconds">> {
  const options = ["-j", "-m", "POST", "-H", "content-type=application/json", "-c", "10"];
  const words = [...options, "-d", seconds, "-i", path(body), `http://127.0.0.1:${port}/predict`];
  const npx = ["-c", "1", "npx", "--yes", "--", AUTOCANNON];
  return JSON.parse(await outputOf("taskset", [...npx, ...words]));
}

async function task(...words: [string, ...string[]]): Promise<void> {
  const { code, stderr } = await runTask(words);
  if (code !== 0) throw new Error(stderr);
}

/** Waits until a server answers a row. */
async function answers(port: number): Promise<void> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: await Deno.readTextFile(path("1 row")),
  };
  for (let wait = 0; wait < 300; wait++) {
    const response = await fetch(`http://127.0.0.1:${port}/predict`, init).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Cannot start the server of port ${port}`);
}
