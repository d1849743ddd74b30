/**
 * Serves, trains and sweeps back to back for `--minutes`, 60 by default, and prints after each round what
 * this process holds; at the end by how much that grew in an hour. It fails if a hash changes, or file handles are left open.
 *
 * ```sh
 * deno task fetch
 * deno run -A tests/endurance/serve.ts --minutes 60
 * ```
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "@std/path";
import { parseArgs } from "@std/cli/parse-args";
import { serveSite } from "../../tasks/demo/serve_site.ts";
import { siteFiles } from "../../tasks/demo/site_files.ts";
import { mnistExamples } from "../engine/mnist_examples.ts";
import { GOLDEN, trainAll } from "../engine/whole_training.ts";
import { ROOT, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { writeSweep } from "../tasks/sweep/sweep_runs.ts";

/** The connections of a round, at the same time; and those of clients that ask and do not read. */
const [CONNECTIONS, STILL] = [200, 50];

const IMAGES = 2000;

/** What the process holds: MB of memory in all, MB of the heap, open file handles. */
interface Sample {
  readonly hours: number;
  readonly rss: number;
  readonly heap: number;
  readonly handles: number;
}

const { minutes = "60" } = parseArgs(Deno.args, { string: ["minutes"] });
const end = performance.now() + 60_000 * Number(minutes);
if (!(Number(minutes) > 0)) throw new RangeError(`Cannot run for ${minutes} minutes`);

const data = join(ROOT, "data");
const stop = new AbortController();
const listening = Promise.withResolvers<string>();
const files = await siteFiles(undefined, data, { withData: true, suffix: "" });
const served = serveSite(files, 0, stop.signal, listening.resolve);
const address = await listening.promise;
const sizes = new Map([["", 0], ["page.js", 0], ["data/t10k-images-idx3-ubyte", 7_840_016]]);
for (const name of ["index.html", "page.js"]) {
  sizes.set(name.replace("index.html", ""), (files.get(name) as Uint8Array).length);
}

/** Asks for files from many connections at once; others ask and go without reading. */
async function visit(): Promise<void> {
  const still: Deno.Conn[] = [];
  const port = Number(new URL(address).port);
  const request = "GET /data/train-images-idx3-ubyte HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (let k = 0; k < STILL; k++) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode(request));
    still.push(connection);
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, async (_, k) => {
    const [path, size] = [...sizes][k % sizes.size]!;
    const response = await fetch(address + path, { headers: { connection: "close" } });
    const { length } = await response.bytes();
    if (length !== size) throw new Error(`Expected ${size} bytes of /${path}, got ${length}`);
  }));
  for (const connection of still) connection.close();
}

/** Trains four networks with two workers, which must come to the golden weights. */
async function learn(): Promise<void> {
  const hashes = await trainAll(await mnistExamples(IMAGES), "wasm", 2);
  if (JSON.stringify(hashes) !== JSON.stringify(GOLDEN[IMAGES])) {
    throw new Error(`the weights are ${JSON.stringify(hashes)}`);
  }
}

/** Trains a small sweep, two processes at a time, and returns the hash of what it came to. */
async function sweep(): Promise<string> {
  await using folder = await temporaryFolder();
  const path = await writeSweep(folder.path, "halving");
  const out = join(folder.path, "out");
  const words = ["--out", out, "--processes", "2", "--no-report"];
  const { code, stderr } = await runTask(["sweep", path, ...words]);
  if (code !== 0) throw new Error(`Cannot sweep: ${stderr}`);
  const bytes = await Deno.readFile(join(out, "sweep.json"));
  return createHash("sha256").update(bytes).digest("hex");
}

function sample(): Sample {
  const { rss, heapUsed } = Deno.memoryUsage();
  const handles = [...Deno.readDirSync("/proc/self/fd")].length;
  return { hours: performance.now() / 3_600_000, rss: rss / 1e6, heap: heapUsed / 1e6, handles };
}

/** How much a quantity grows in an hour, by least squares. */
function slope(samples: readonly Sample[], key: "rss" | "heap" | "handles"): number {
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [x, y] = [mean(samples.map(({ hours }) => hours)), mean(samples.map((s) => s[key]))];
  const sum = (f: (s: Sample) => number) => samples.reduce((total, s) => total + f(s), 0);
  return sum((s) => (s.hours - x) * (s[key] - y)) / sum((s) => (s.hours - x) ** 2);
}

const samples: Sample[] = [];
const summaries = new Set<string>();
while (performance.now() < end) {
  await visit();
  await learn();
  summaries.add(await sweep());
  await new Promise((resolve) => setTimeout(resolve, 1000)); // until closed connections are gone
  const { rss, heap, handles } = samples[samples.push(sample()) - 1]!;
  const mb = (value: number) => `${value.toFixed(0)} MB`;
  console.log(`Round ${samples.length}: ${mb(rss)}, heap ${mb(heap)}, ${handles} file handles`);
}
stop.abort();
await served;

console.log(`Golden weights of ${IMAGES} images: ${GOLDEN[IMAGES].W1.slice(0, 12)}…, all rounds`);
console.log(`Sweep's summary: ${[...summaries].map((hash) => `${hash.slice(0, 12)}…`).join(", ")}`);
const later = samples.slice(Math.floor(samples.length / 4)); // what fills up at first is no leak
if (later.length >= 2) {
  for (const key of ["rss", "heap", "handles"] as const) {
    console.log(`${key}: ${slope(later, key).toFixed(1)}${key === "handles" ? "" : " MB"} an hour`);
  }
}
const left = samples.at(-1)!.handles - samples[0]!.handles;
if (summaries.size > 1 || left > 0) {
  console.error(
    `error: ${summaries.size} hashes of one sweep, ${left} file handles more than at first`,
  );
  Deno.exit(1);
}
