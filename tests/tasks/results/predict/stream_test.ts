/** Rows of standard input and of the command line are answered as the library and as a file of them are. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { type Row, TableModel } from "@inkling/inkling/table";
import { berriesTable, parcelsTable } from "../../../helpers/draw_tables.ts";
import { QUICK_TESTS } from "../../../helpers/long.ts";
import { done, refused } from "../../../helpers/outcomes.ts";
import {
  flagsOf,
  type Outcome,
  outcomeOf,
  runCommand,
  scriptOf,
  startScript,
  startTask,
} from "../../../helpers/run_task.ts";
import { runHere } from "../../../helpers/run_here.ts";
import { runOn } from "../../../helpers/shared_runs.ts";
import { longTestsWith, testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Sales with dates, amounts of money, free text and missing values; larger ones come back. */
function salesTable(rows: number): string {
  const lines = Array.from({ length: rows }, (_, k) => {
    const [day, price] = [1 + k % 28, (k * 37) % 211];
    const date = `2024-${String(1 + k % 12).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
    const article = ["red shoes", "blue shirt", "red shirt", "blue shoes"][k % 4]!;
    const money = k % 9 === 4 ? "" : `"€1,${String(price).padStart(3, "0")}.50"`;
    return `${date},${money},${article},${k % 7 === 3 ? "" : k % 3},${price > 100 ? "yes" : "no"}`;
  });
  return ["date,price,article,size,returned", ...lines, ""].join("\n");
}

/** Runs `predict` with this standard input, under its own permission set. */
async function piped(run: string, input: BlobPart, ...words: string[]): Promise<Outcome> {
  const process = startTask(["predict", run, "-", ...words], { stdin: "piped" });
  const [outcome] = await Promise.all([
    outcomeOf(process),
    new Blob([input]).stream().pipeTo(process.stdin),
  ]);
  return outcome;
}

/** The library's answers as JSON Lines. */
async function libraryLines(run: string, rows: readonly Row[]): Promise<string> {
  const model = TableModel.fromSafetensors(await Deno.readFile(join(run, "weights.safetensors")));
  return model.predict(rows).map(({ caution: _, ...answer }) => `${JSON.stringify(answer)}\n`)
    .join("");
}

const SALES = { name: "sales", text: salesTable(300), target: "returned" };
const PARCELS = { name: "parcels", text: parcelsTable(300), target: "price" };
const BERRIES = { name: "berries", text: berriesTable(100), target: "taste" };

test("a messy table has the library's answers and remarks, whatever its form", async () => {
  const run = await runOn(SALES, [], "epochs=15");
  const rows: Row[] = [
    { date: "2024-03-05", price: 1044.5, article: "red shoes", size: 2 },
    { date: "2031-03-05", price: "€1,900,000.50", article: "green shoes", size: 7 },
    { date: "yesterday", price: null, article: null, size: "" },
    { dat: "2024-03-05", price: "much", artcle: "red shirt", size: true },
    { price: 1e21, size: -0, article: 'a, "quoted"\ntext', returned: "no", id: 5 },
    { date: null },
  ];
  const expected = await libraryLines(run, rows);
  assertMatch(expected, /"novel".*\n.*"unreadDate".*\n.*noPrediction/);
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const streamed = await piped(run, lines, "--jsonl");
  assertEquals([streamed.stdout, streamed.code], [expected, 0], streamed.stderr);
  const options = rows.flatMap((row) => ["--row", JSON.stringify(row)]);
  const given = await done("predict", run, ...options, "--jsonl");
  assertEquals(given.stdout, expected);
  assertMatch(given.stderr, /^Row 3: "yesterday" in "date" is not a date/m);

  // Of CSV: texts, and a cell for each column.
  const texts: Row[] = [
    { date: "2024-03-05", price: "€1,044.50", article: "red shoes", size: "2" },
    { date: "soon", price: "€9,999,999.50", article: "green shoes", size: "" },
    { date: "", price: "much", article: "", size: "NA" },
  ];
  const cell = (value: unknown) => `"${value}"`;
  const csv = ["date,price,article,size", ...texts.map((row) => Object.values(row).map(cell))];
  const ofCsv = await piped(run, `${csv.join("\n")}\n`, "--jsonl");
  assertEquals(ofCsv.stdout, await libraryLines(run, texts), ofCsv.stderr);
});

test("standard input is printed as a file of the same rows is", {
  ignore: QUICK_TESTS,
}, async (folder) => {
  const run = await runOn(PARCELS);
  const [rows, parcels] = [join(folder.path, "new.csv"), parcelsTable(1500)];
  await Deno.writeTextFile(rows, parcels);
  for (const words of [[], ["--json"], ["--jsonl"]]) {
    const [file, stream] = [
      await done("predict", run, rows, ...words),
      await piped(run, parcels, ...words),
    ];
    assertEquals([stream.stdout, stream.code], [file.stdout, 0], stream.stderr);
    assertMatch(stream.stderr, /^1,500 rows in [\d.]+ s: [\d,]+ a second$/m);
  }
  const [first] = (await done("predict", run, rows, "--jsonl")).stdout.split("\n", 1);
  const { values, intervals, remarks } = JSON.parse(first!);
  assert(intervals.price.low < values.price && values.price < intervals.price.high);
  assertEquals(remarks, []);
  const packed = new Blob([parcels]).stream().pipeThrough(new CompressionStream("gzip"));
  const unpacked = await piped(run, await new Response(packed).blob(), "--jsonl");
  assertEquals(unpacked.stdout, (await done("predict", run, rows, "--jsonl")).stdout);
  const out = join(folder.path, "predicted.csv");
  assertEquals((await piped(run, parcels, "--out", out)).code, 0);
  assertEquals(await Deno.readTextFile(out), (await done("predict", run, rows)).stdout);
});

test("a row is answered before the next one comes, and Ctrl-C ends the wait for it", async () => {
  const run = await runOn(BERRIES);
  const process = startTask(["predict", run, "-", "--jsonl"], { stdin: "piped" });
  const [writer, reader] = [process.stdin.getWriter(), process.stdout.getReader()];
  for (let k = 0; k < 3; k++) {
    await writer.write(new TextEncoder().encode(`{"number":${k},"size":90,"color":"black"}\n`));
    const { value } = await reader.read(); // waits for ever if the answer waited for more
    assertMatch(new TextDecoder().decode(value), /^\{"label":"sweet".*\}\n$/);
  }
  reader.releaseLock();
  process.kill("SIGINT"); // Ctrl-C, while it waits for the next row
  const { code, stdout, stderr } = await outcomeOf(process);
  assertEquals([code, stdout, stderr], [130, "", ""]);
  await writer.abort().catch(() => {});
});

test("lines that cannot be read are counted, and the others answered", async () => {
  const run = await runOn(BERRIES);
  const lines = ['{"size":90}', '{"size":9', '{"size":{}}', "", '{"size":10}', ""].join("\n");
  const { code, stdout, stderr } = await piped(run, lines);
  assertEquals(stdout.trim().split("\n").length, 1 + 4);
  assertMatch(stderr, /^Cannot read line 2: it is not JSON \(.* position 9\)$/m);
  assertMatch(stderr, /^Cannot predict line 3: expected a number, .* got an object$/m);
  assertMatch(stderr, /\nerror: 2 of 4 rows could not be read\n$/);
  assertEquals(code, 1);
  const asLines = (await piped(run, lines, "--jsonl")).stdout.trim().split("\n");
  assertEquals(asLines.map((line) => Object.keys(JSON.parse(line))[0]), [
    "label",
    "error",
    "error",
    "label",
  ]);
  const binary = await piped(run, "\0\u0001\u0002");
  assertMatch(
    binary.stderr,
    /^error: Cannot read standard input: it has bytes of zero near line 1/,
  );
  const words = ["predict", run, "--row", '{"size":'] as const;
  await refused(words, /^error: Cannot read --row '\{"size":': expected an object of JSON/, 2);
  const none = /^error: Cannot predict row 2 of --row: it has none of the columns /;
  for (const row of ["{}", '{"foo":1}', '{"taste":"sweet"}']) {
    await refused(["predict", run, "--row", '{"size":9}', "--row", row], none);
  }
  const unread = await runHere(["predict", run, "--row", '{"size":{}}', "--row", '{"size":9}']);
  assertMatch(unread.stderr, /^Cannot predict row 1: expected a number/m);
  assertMatch(unread.stderr, /\nerror: 1 of 2 rows could not be read\n$/);
  assertEquals([unread.code, unread.stdout.split("\n").length], [1, 1 + 2 + 1]);
});

test("a reader that ends early ends the command without a message", async () => {
  const run = await runOn(BERRIES);
  const process = startTask(["predict", run, "-"], { stdin: "piped" });
  await process.stdout.cancel();
  const rows = ReadableStream.from((function* () {
    yield "number,size,color\n";
    for (let k = 0; k < 100_000; k++) yield `${k},1,red\n`.repeat(100);
  })());
  const sent = rows.pipeThrough(new TextEncoderStream()).pipeTo(process.stdin).catch(() => {});
  const stderr = await new Response(process.stderr).text();
  assertEquals([(await process.status).code, stderr], [1, ""]);
  await sent;
});

/** The memory of a process, in KiB. */
async function memoryOf({ pid }: Deno.ChildProcess): Promise<number> {
  const { code, stdout, stderr } = await runCommand("ps", ["-o", "rss=", "-p", `${pid}`]);
  assertEquals(code, 0, stderr);
  return Number(stdout);
}

/** Sends a million rows, a thousand at a time, and takes the answers. */
async function streamMillion(run: string, head: string, rowOf: (k: number) => string) {
  const flags = ["--v8-flags=--max-old-space-size=48", ...flagsOf("predict")];
  const words = [run, "-", ...head === "" ? ["--jsonl"] : []];
  const process = startScript(scriptOf("predict"), words, { flags, stdin: "piped" });
  const rows = ReadableStream.from((function* () {
    yield head;
    for (let start = 0; start < 1_000_000; start += 1000) {
      yield Array.from({ length: 1000 }, (_, k) => rowOf(start + k)).join("");
    }
  })());
  const notes = new Response(process.stderr).text();
  const sent = rows.pipeThrough(new TextEncoderStream()).pipeTo(process.stdin);
  const memory: number[] = [];
  let lines = 0;
  for await (const bytes of process.stdout) {
    for (const byte of bytes) if (byte === 10) lines++;
    if (lines > 100_000 * (memory.length + 1)) memory.push(await memoryOf(process));
  }
  await sent;
  const { code } = await process.status;
  return { code, lines, memory, notes: await notes };
}

longTestsWith("read", "write", "run")(
  "a million rows take no more memory than the first half of them",
  { ignore: Deno.build.os !== "linux" },
  async () => {
    const run = await runOn(BERRIES);
    const cases = [
      await streamMillion(run, "number,size,color\n", (k) => `${k},${k % 90},red\n`),
      await streamMillion(run, "", (k) => `{"number":${k},"size":${k % 90},"color":"red"}\n`),
    ];
    for (const [k, { code, lines, memory, notes }] of cases.entries()) {
      assertEquals([code, lines], [0, 1_000_000 + (k === 0 ? 1 : 0)], notes);
      assertMatch(notes, /^1,000,000 rows in .*: [\d,]+ a second$/m);
      // What is kept for each row is there at every later look; a collector that waits is not.
      const half = Math.max(...memory.slice(0, 5));
      assert(Math.min(...memory.slice(-3)) < 1.1 * half, memory.join());
    }
  },
);
