import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
} from "@std/assert";
import { join, resolve } from "@std/path";
import { measurePeak } from "../bench/machine_peak.ts";
import { outputOf } from "../bench/programs.ts";
import {
  compare,
  isOurs,
  type KernelRow,
  merged,
  mergedRows,
  type Row,
  rowOf,
  shareOfPeak,
} from "../bench/row.ts";
import { comparisonLines, growthTable, rowTable } from "../bench/text.ts";
import { multiplyAddsOf, WORKLOADS } from "../bench/workloads.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";
import { NATIVE_HOSTS } from "../../../tests/helpers/native_kernels.ts";
import {
  granted,
  outcomeOf,
  ROOT,
  runTask,
  startScript,
  STRICT,
} from "../../../tests/helpers/run_task.ts";
import { testsWhere } from "../../../tests/helpers/tests_with.ts";

const isAble = granted("read", "write", "run", "net");
const isNative = NATIVE_HOSTS.length > 0;
const test = testsWhere(isAble);
const longTest = testsWhere(isAble && LONG_TESTS);

function row(who: string, seconds: readonly number[], threads = 1): Row {
  return rowOf({ workload: "W1", who, threads, seconds, testAccuracy: 0.95 });
}

Deno.test("a row has the least and the middle of the times, and the speed by the middle", () => {
  const { secondsPerEpoch, samplesPerSecond } = row("inkling", [0.4, 0.2, 0.5]);
  assertEquals(secondsPerEpoch, { min: 0.2, median: 0.4 });
  assertEquals(samplesPerSecond, 125_000);
  assertAlmostEquals(row("inkling", [0.4, 0.2]).secondsPerEpoch.median, 0.3);
});

Deno.test("rows of several rounds become one: the least minimum, the median of medians", () => {
  const rounds = [row("inkling", [1, 2, 3]), row("inkling", [4, 5, 6]), row("inkling", [7, 8, 9])];
  assertEquals(merged(rounds).secondsPerEpoch, { min: 1, median: 5 });
  const rows = mergedRows([row("inkling", [1]), row("NumPy", [2]), row("inkling", [1], 2)]);
  assertEquals(rows.map(({ who, threads }) => [who, threads]), [
    ["inkling", 1],
    ["NumPy", 1],
    ["inkling", 2],
  ]);
});

Deno.test("we are compared with the fastest peer, each at its best number of threads", () => {
  const rows = [
    row("inkling (wasm)", [1]),
    row("inkling (wasm)", [0.5], 2),
    row("NumPy 2", [3]),
    row("NumPy 2", [2], 2),
    row("PyTorch 2", [4]),
  ];
  const [{ ours, peer, ratio }] = compare(rows) as [ReturnType<typeof compare>[0]];
  assertEquals([ours.threads, peer.who, peer.threads, ratio], [2, "NumPy 2", 2, 4]);
  assertMatch(comparisonLines(rows)[0]!, /^W1: 4\.00 × as fast as the fastest peer/);
  assertMatch(rowTable(rows), /^W1 +PyTorch 2 +1 +4 +4 +12,500 +95\.00 +8\.00 ×$/m);
  assertEquals(compare(rows.slice(0, 2)), []);
});

Deno.test("the growth table has a row for each width and a column for each training size", () => {
  const growth = [30, 100].flatMap((hidden) =>
    [1000, 2000].map((images) => ({
      ...row("inkling", [hidden * images / 1e6]),
      hidden,
      images,
    }))
  );
  const lines = growthTable(growth).split("\n").map((line) => line.split(/ {2,}/));
  assertEquals(lines, [
    ["seconds per epoch", "1,000 images", "2,000 images"],
    ["784-30-10", "0.03", "0.06"],
    ["784-100-10", "0.1", "0.2"],
  ]);
});

Deno.test("the arithmetic that is counted is that of the products, without zeros", () => {
  // 784-30-10: forward and gradient of the first layer, forward, gradient and error of the second.
  assertEquals(multiplyAddsOf("W1", 150), 2 * 150 * 30 + 3 * 30 * 10);
  assertEquals(multiplyAddsOf("W4", 150), 2 * 150 * 2048 + 3 * (2048 * 2048 + 2048 * 10));
  assertEquals(multiplyAddsOf("I1 one", 150), 150 * 100 + 100 * 10);
  assertEquals(multiplyAddsOf("load", 150), undefined);
});

Deno.test("the share of the peak is of the kernels that ran on as many cores as threads", () => {
  const peak = { "GFLOP/s": { wasm: 40, avx2: 80 }, "GB/s": 20 };
  const nonZeros = { training: 150, test: 150 };
  // 50,000 images of 9,900 multiplications and additions each are 0.99 GFLOP.
  assertAlmostEquals(shareOfPeak(row("inkling (wasm)", [0.0495]), nonZeros, peak)!, 0.5);
  assertAlmostEquals(shareOfPeak(row("inkling (wasm)", [0.0495], 2), nonZeros, peak)!, 0.25);
  assertEquals(shareOfPeak(row("NumPy 2", [1]), nonZeros, peak), null);
  assertAlmostEquals(shareOfPeak(row("inkling (native avx2)", [0.0495]), nonZeros, peak)!, 0.25);
  assertAlmostEquals(shareOfPeak(row("inkling (wasm, Node 22)", [0.0495]), nonZeros, peak)!, 0.5);
  assertEquals(shareOfPeak(row("inkling (reference)", [1]), nonZeros, peak), null);
  const kernel = { workload: "kernels", who: "inkling (wasm)", threads: 1, kernel: "k" };
  assertEquals(shareOfPeak({ ...kernel, speed: 5, unit: "GB/s" }, undefined, peak), 0.25);
  assertEquals(shareOfPeak({ ...kernel, speed: 5, unit: "images/s" }, undefined, peak), null);
});

Deno.test("the peak is what a processor of our time may have", () => {
  const { "GFLOP/s": { wasm, avx2 }, "GB/s": gigabytes } = measurePeak({ avx2: 100 });
  assertGreater(wasm!, 1);
  assertLess(wasm!, 200);
  assertEquals(avx2, 100);
  assertGreater(gigabytes, 0.5);
});

async function bench(only: string, images: number, ...words: string[]) {
  const size = ["--images", String(images), "--epochs", "1", "--data", await mnistData()];
  const { code, stdout, stderr } = await runTask(
    ["bench", "--only", only, ...size, ...words, "--json"],
  );
  assertEquals(code, 0, stderr);
  return { result: JSON.parse(stdout), stdout, stderr };
}

function listsIn(value: unknown, name = ""): string[] {
  if (value === null || typeof value !== "object") return [];
  const inside = Object.entries(value).flatMap(([key, part]) => listsIn(part, key));
  return Array.isArray(value) ? [name, ...inside] : inside;
}

longTest(
  "bench prints the machine, the date, the versions and a row for each measurement as JSON",
  async () => {
    const { result } = await bench("W1,I1,load", 1000, "--workers", "1", "--engine", "wasm");
    const { machine, date, versions, rows, peakMemoryBytes } = result;
    assertEquals(Object.keys(machine), ["cpu", "cores", "os", "peak"]);
    assertEquals(Object.keys(machine.peak), ["GFLOP/s", "GB/s"]);
    assertGreater(machine.peak["GFLOP/s"].wasm, 1);
    assertEquals(new Date(date).toISOString(), date);
    assertEquals(versions.deno, Deno.version.deno);
    assertGreater(peakMemoryBytes, 1e6);
    assertEquals(rows.map(({ workload }: Row) => workload), ["W1", "I1 batch", "I1 one", "load"]);
    for (const row of rows as Row[]) {
      const keys = "workload,who,threads,secondsPerEpoch,samplesPerSecond,testAccuracy,shareOfPeak";
      assertEquals(Object.keys(row).join(), keys);
      assertMatch(row.who, /^inkling/);
      assertEquals(row.threads, 1);
      assertEquals(Object.keys(row.secondsPerEpoch), ["min", "median"]);
      assertGreater(row.secondsPerEpoch.min, 0);
      assertGreater(row.samplesPerSecond, 0);
      assertEquals(row.testAccuracy === null, row.workload !== "W1");
      assertEquals(row.shareOfPeak === null, row.workload === "load");
    }
    assertGreater(rows[0].testAccuracy, 0.5);
    assertGreater(rows[0].shareOfPeak, 0);
    assertLess(rows[0].shareOfPeak, 1);
  },
);

longTest(
  "bench prints one object as JSON, with no list but the rows, whatever was asked for",
  async () => {
    const { result, stdout } = await bench(
      "W1 late,growth,kernels,load",
      80,
      "--workers",
      "1",
      "--engine",
      "wasm",
    );
    assertEquals(stdout.trim().split("\n").length, 1);
    assertEquals(listsIn(result), ["rows"]);
    const rows: Row[] = result.rows;
    const names = [...new Set(rows.map(({ workload }) => workload))];
    assertEquals(names, ["W1 late", "growth", "kernels", "load"]);
    const of = (name: string) => rows.filter(({ workload }) => workload === name);
    assertEquals(of("W1 late").length, 1);
    assertEquals(of("growth").length, 16);
    for (const row of of("kernels") as unknown as KernelRow[]) {
      assertGreater(row.speed, 0);
      assertEquals(row.shareOfPeak === null, row.unit === "images/s");
    }
    assertEquals(of("kernels").every(isOurs), true);
  },
);

testsWhere(isAble && LONG_TESTS && await outputOf("node", ["--version"]) !== undefined)(
  "bench measures us in Node too, where it is installed, as far as in Deno",
  async () => {
    const { result } = await bench(
      "W1,I1",
      500,
      "--runtime",
      "node",
      "--workers",
      "2",
      "--engine",
      "wasm",
    );
    const { rows, versions }: { rows: Row[]; versions: Record<string, string> } = result;
    const node = `inkling (wasm, Node ${versions.node!.split(".")[0]})`;
    assertEquals(rows.map(({ workload, who, threads }) => [workload, who, threads]), [
      ["W1", "inkling (wasm)", 2],
      ["W1", node, 2],
      ["I1 batch", "inkling (wasm)", 2],
      ["I1 one", "inkling (wasm)", 2],
      ["I1 batch", node, 2],
      ["I1 one", node, 2],
    ]);
    assertEquals(rows[1]!.testAccuracy, rows[0]!.testAccuracy);
  },
);

longTest("bench reports that another runtime is not installed, and goes on", async () => {
  const data = await mnistData();
  const size = ["--images", "200", "--epochs", "1", "--engine", "wasm"];
  const words = ["--only", "W1", ...size, "--runtime", "node"];
  const { code, stdout, stderr } = await runTask(
    ["bench", ...words, "--workers", "1", "--data", data, "--json"],
    { env: { PATH: "" } },
  );
  assertEquals(code, 0, stderr);
  assertMatch(stderr, /^Not installed here: node$/m);
  assertEquals(JSON.parse(stdout).rows.length, 1);
});

longTest("bench prints a table, and the growth of the time", async () => {
  const data = await mnistData();
  const words = ["--only", "W2,growth", "--images", "200", "--workers", "1", "--quick"];
  const { code, stdout, stderr } = await runTask(["bench", ...words, "--data", data]);
  assertEquals(code, 0, stderr);
  assertMatch(
    stdout,
    /^.+, \d+ cores?, .+; Deno [\d.]+\nPeak of one core in GFLOP\/s: wasm [\d.]+/,
  );
  assertMatch(
    stdout,
    isNative ? /^Native kernels are on: \w+, \d+ lanes$/m : /^Native kernels are off: /m,
  );
  assertMatch(stdout, /^Scaled from 200 images$/m);
  assertMatch(stdout, /^W2 +inkling \(\w+\) +1 +.* \d+ %$/m);
  assertMatch(stdout, /^784-1000-10 +/m);
});

testsWhere(isAble && isNative && LONG_TESTS)(
  "bench measures native kernels after WebAssembly where they are built, and alone if asked to",
  async () => {
    const run = async (...words: string[]) =>
      (await bench("W1", 256, "--workers", "1", ...words)).result;
    const { rows, native, machine: { peak } } = await run();
    const [, variant = ""] = /^(\w+), \d+ lanes$/.exec(native)!;
    assertEquals(rows.map(({ who }: Row) => who), [
      "inkling (wasm)",
      `inkling (native ${variant})`,
    ]);
    assertEquals(rows[0].testAccuracy, rows[1].testAccuracy);
    for (const { shareOfPeak } of rows) assertLess(shareOfPeak, 1);
    assertGreater(peak["GFLOP/s"][variant], 1);
    const alone = await run("--engine", "native");
    assertEquals(alone.rows.map(({ who }: Row) => who), [`inkling (native ${variant})`]);
  },
);

longTest("the first row of a workload is what deno task train does", async () => {
  if (navigator.hardwareConcurrency === 1) return;
  const { result: { rows } } = await bench("W1,W3", 256, "--engine", "wasm");
  assertEquals(rows.map(({ workload, threads }: Row) => `${workload} ${threads}`), [
    "W1 1",
    `W1 ${navigator.hardwareConcurrency}`,
    `W3 ${navigator.hardwareConcurrency}`,
    "W3 1",
  ]);
});

longTest("bench runs the peers that are installed, and names those that are not", async () => {
  const { result: { rows }, stderr } = await bench("W1", 200, "--rounds", "1", "--peers");
  const shape = (row: Row) => [Object.keys(row), Object.keys(row.secondsPerEpoch)];
  for (const row of rows) assertEquals(shape(row), shape(rows[0]));
  const peers = rows.some(({ who }: Row) => !who.startsWith("inkling"));
  if (!peers) assertMatch(stderr, /^Not installed here: numpy, /m);
  assertMatch(stderr, peers ? /^W1, round 1 of 1: peer_/m : /./);
  assertEquals(/Cannot measure/.test(stderr), false, stderr);
});

/** How far the test accuracies of two programs on few images may be apart: each has its own first weights. */
const MAX_ACCURACY_DIFFERENCE = 0.1;

/** Runs a program on a workload with few images, and returns its row. */
async function rowOfProgram(
  program: string,
  flags: readonly string[],
  workload: string,
): Promise<Row> {
  const images = workload === "W4" ? "512" : "2000";
  const few = ["--epochs", "2", "--images", images, "--warm-up", images];
  const words = [workload, ...few, "--data", resolve(await mnistData())];
  const { code, stdout, stderr } = await outcomeOf(
    startScript(join(ROOT, program), words, {
      flags: [...STRICT, "--config", join(ROOT, "deno.json"), ...flags],
    }),
  );
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

const PEERS_LOCK = `--lock=${join(ROOT, "packages", "lab", "locks", "peers.lock")}`;

longTest("peers in JavaScript learn what we learn, and infer what we infer", async () => {
  const peer = (name: string, workload: string) =>
    rowOfProgram(
      `packages/lab/bench/peers/${name}.mjs`,
      [PEERS_LOCK, "--allow-read", "--allow-env"],
      workload,
    );
  for (const workload of ["W1", "W2", "W3", "W4"]) {
    const { testAccuracy } = await rowOfProgram(
      "packages/lab/bench/measure_in_deno.ts",
      ["--allow-read"],
      workload,
    );
    const theirs = (await peer("peer_tfjs", workload)).testAccuracy!;
    assertAlmostEquals(theirs, testAccuracy!, MAX_ACCURACY_DIFFERENCE, workload);
  }
  // They compare outputs themselves, and fail where these are wrong.
  for (const name of ["peer_onnxruntime_web", "peer_tfjs"]) {
    assertEquals((await peer(name, "I1")).workload, "I1 one");
  }
});

test("bench reports what is wrong with its command line, and what is missing", async () => {
  const fails = async (words: string[], code: number, message: RegExp) => {
    const outcome = await runTask(["bench", ...words]);
    assertMatch(outcome.stderr, message);
    assertEquals([outcome.code, outcome.stdout], [code, ""]);
  };
  await fails(["--only", "W9"], 2, /^error: --only takes W1, .* there is no "W9"$/m);
  await fails(["--workers", "none"], 2, /--workers "none"/);
  await fails(["--epochs", "0"], 2, /--epochs "0"/);
  await fails(["--images", "60000"], 2, /from 1 to 50000/);
  await fails(["W1"], 2, /Unexpected argument "W1"/);
  await fails(["--engine", "blas"], 2, /--engine/);
  await fails(
    isNative ? ["--engine", "native", "--runtime", "node"] : ["--engine", "native", "--only", "W1"],
    isNative ? 2 : 1,
    isNative ? /Cannot run --engine native in node/ : /Cannot find the native kernels: run/,
  );
  await fails(
    ["--only", "W1", "--data", "nowhere"],
    1,
    /^error: Cannot find nowhere.*deno task fetch/m,
  );
  const help = await runTask(["bench", "--help"]);
  for (const name of Object.keys(WORKLOADS)) {
    assertMatch(help.stdout, new RegExp(`^  ${name} `, "m"));
  }
});
