/** A finished sweep's folder, which stands for the mean of the runs whose weights it keeps. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseDraft, resolveConfig } from "../../../lib/config.ts";
import { formatIdx } from "../../../lib/formats/idx.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { createApp } from "../../../lib/serve/mod.ts";
import { factsOf, openData } from "../../../tasks/data/source.ts";
import { modelName } from "../../../tasks/serve/open_model.ts";
import { WatchedRuns } from "../../../tasks/serve/watch.ts";
import { trainRun } from "../../../tasks/train/train_run.ts";
import { berriesTable, parcelsTable } from "../../helpers/draw_tables.ts";
import { done, jsonOf, refused } from "../../helpers/outcomes.ts";
import { findPython, runPython } from "../../helpers/python.ts";
import { granted, namesIn } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { sweepDone } from "./sweep_runs.ts";

const test = testsWith("read", "write", "run");
const onnxruntime = granted("read", "write", "run")
  ? await findPython("onnxruntime, numpy")
  : undefined;

/** The cost of each run on validation: the second is the best, and one has lost its weights. */
const VALUES = { a: 0.5, b: 0.3, lost: 0.1, c: 0.4 };

/** Trains runs in this process, which is faster than a sweep's, and leaves the files by which a sweep is known. */
async function sweepAt(
  folder: string,
  config: object,
  { complete = true, kept = ["a", "b", "c"], ofRuns = {} }: {
    readonly complete?: boolean;
    readonly kept?: readonly string[];
    readonly ofRuns?: { readonly [run: string]: object };
  } = {},
): Promise<string> {
  const sweep = join(folder, "sweeps", "small");
  for (const [k, run] of kept.entries()) {
    const draft = parseDraft({ epochs: 3, splitSeed: 1, seed: k + 1, ...config, ...ofRuns[run] });
    const opened = await openData(draft, "data");
    const interrupt = new AbortController().signal;
    const options = { opened, engine: "auto", workers: 1, interrupt };
    await trainRun(join(sweep, "trials", run), resolveConfig(draft, factsOf(opened)), options);
  }
  await Deno.mkdir(sweep, { recursive: true });
  const runs = Object.entries(VALUES).map(([run, value]) => ({ run, state: "finished", value }));
  const metric = { name: "validation.cost", goal: "minimize" };
  await Deno.writeTextFile(join(sweep, "definition.json"), "{}");
  await Deno.writeTextFile(
    join(sweep, "sweep.json"),
    JSON.stringify({ complete, metric, trials: [{ runs }] }),
  );
  return sweep;
}

/** Trains a sweep of a table. */
async function tableSweep(
  folder: string,
  text: string,
  target: string,
  config: object,
  more: Parameters<typeof sweepAt>[2] = {},
): Promise<{ sweep: string; csv: string }> {
  const csv = join(folder, "table.csv");
  await Deno.writeTextFile(csv, text);
  const dataset = { csv, target };
  const sweep = await sweepAt(folder, { dataset, hidden: [6], batchSize: 8, ...config }, more);
  return { sweep, csv };
}

/** The runs of a sweep, the best first. */
const runsOf = (sweep: string) => ["b", "c", "a"].map((run) => join(sweep, "trials", run));

/** What a server of a folder answers to a request. */
async function served(sweep: string, init: RequestInit): Promise<unknown> {
  const watched = await WatchedRuns.open(new Map([[modelName(sweep), sweep]]));
  const response = await createApp(watched.models).request("/models/small/predict", {
    method: "POST",
    headers: { "content-type": "application/json" },
    ...init,
  });
  assertEquals(response.status, 200);
  return await response.json();
}

/** The CSV that predictions are printed as. */
const predicted = async (...words: string[]) => (await done("predict", ...words)).stdout;

const KINDS = [
  { name: "of one network each", text: berriesTable(120), target: "taste", config: { folds: 0 } },
  { name: "over folds", text: berriesTable(90), target: "taste", config: { folds: 2 } },
  { name: "of quantities", text: parcelsTable(90), target: "price", config: { folds: 2 } },
];

for (const { name, text, target, config } of KINDS) {
  test(`a sweep of a table, ${name}, answers as its runs that are named one by one`, async (folder) => {
    const { sweep, csv } = await tableSweep(folder.path, text, target, config);
    for (const split of ["validation", "test"]) {
      const [own, named] = await Promise.all(
        [[sweep], runsOf(sweep)].map((runs) => jsonOf("evaluate", ...runs, "--split", split)),
      );
      assertEquals(own, named);
    }
    const expected = await predicted(...runsOf(sweep), csv);
    assertEquals(await predicted(sweep, csv), expected);

    // A file holds the mean as one model, and a server too.
    for (const format of ["safetensors", "onnx", "module", "json", "npz"]) {
      await done("export", sweep, "--format", format);
    }
    const file = join(sweep, "model.safetensors");
    assertNear(await predicted(file, csv), expected, config.folds === 0);
    const names = await namesIn(sweep);
    for (const ending of ["safetensors", "onnx", "mjs", "d.mts", "json", "npz"]) {
      assert(names.includes(`model.${ending}`), ending);
    }
    const row = target === "taste"
      ? { number: 7, size: 40, color: "black" }
      : { speed: "fast", grams: 900 };
    const ofFile = JSON.parse(await predicted(file, "--row", JSON.stringify(row), "--jsonl"));
    const ofServer = await served(sweep, { body: JSON.stringify(row) }) as Record<string, unknown>;
    const { predict } = await import(`file://${join(sweep, "model.mjs")}`);
    const ofModule = predict(row);
    for (const [key, value] of Object.entries(ofServer)) {
      if (key in ofModule) assertEquals(JSON.parse(JSON.stringify(ofModule[key])), value, key);
      if (key in ofFile) assertEquals(ofFile[key], value, key);
    }
    if (onnxruntime !== undefined && target === "taste") {
      const { probabilities } = ofServer as { probabilities: Record<string, number> };
      const answer = await onnxAnswer(join(sweep, "model.onnx"), row);
      for (const [k, value] of Object.values(probabilities).entries()) {
        assertAlmostEquals(answer[k]!, value, 1e-5);
      }
    }
  });
}

/** Compares tables of predictions: to the byte, or numbers to the sixth digit. */
function assertNear(got: string, expected: string, isExact: boolean): void {
  if (isExact) return assertEquals(got, expected);
  const [cells, others] = [got, expected].map((csv) => csv.split(/[,\n]/));
  assertEquals(cells!.length, others!.length);
  for (const [k, cell] of cells!.entries()) {
    if (cell === others![k]) continue;
    assertAlmostEquals(Number(cell) / Number(others![k]), 1, 1e-5);
  }
}

async function onnxAnswer(path: string, row: Record<string, string | number>): Promise<number[]> {
  const program = `
import json, sys, numpy, onnxruntime
path, row = json.load(sys.stdin)
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
cells = {i.name: numpy.array([[row[i.name]]], dtype="float64" if i.type == "tensor(double)" else object)
         for i in session.get_inputs()}
print(json.dumps(session.run(["probabilities"], cells)[0][0].tolist()))`;
  const input = new TextEncoder().encode(JSON.stringify([path, row]));
  return JSON.parse(new TextDecoder().decode(await runPython(onnxruntime!, program, input)));
}

/** Pictures of 4×4 pixels whose left or right half is bright, as IDX files. */
async function writePictures(folder: string): Promise<void> {
  const random = new RandomStream(3, "data");
  await Deno.mkdir(folder);
  for (const [prefix, size] of [["train", 80], ["t10k", 20]] as const) {
    const labels = Uint8Array.from({ length: size }, () => random.below(2));
    const data = Uint8Array.from({ length: size * 16 }, (_, k) => {
      const isBright = (k % 4 < 2) === (labels[Math.floor(k / 16)] === 0);
      return random.below(130) + (isBright ? 120 : 0);
    });
    const write = (name: string, shape: number[], data: Uint8Array) =>
      Deno.writeFile(join(folder, name), formatIdx({ type: "uint8", shape, data } as never));
    await write(`${prefix}-images-idx3-ubyte`, [size, 4, 4], data);
    await write(`${prefix}-labels-idx1-ubyte`, [size], labels);
  }
}

test("a sweep of pictures answers as its runs, and is served; a file holds one of them", async (folder) => {
  const idx = join(folder.path, "pictures");
  await writePictures(idx);
  const sweep = await sweepAt(folder.path, { dataset: { idx }, sizes: [16, 5, 2], batchSize: 8 });
  const own = await jsonOf("evaluate", sweep);
  assertEquals(own, await jsonOf("evaluate", ...runsOf(sweep)));
  assertEquals(own.size, 20);
  const pixels = Array.from({ length: 16 }, (_, k) => k % 4 < 2 ? 255 : 0);
  const answer = await served(sweep, { body: JSON.stringify(pixels.map((x) => x / 255)) });
  const { probabilities } = Object(Array.isArray(answer) ? answer[0] : answer);
  assertEquals(Object.keys(probabilities).length, 2);
  const apart =
    /Cannot join the networks of .*: they did not learn from a table; name one of them, such as .*b, /;
  await refused(["export", sweep], apart);
  await done("export", runsOf(sweep)[0]!, "--format", "onnx");
});

test("a sweep that is not finished, keeps nothing, lost a run or stands beside others is refused", async (folder) => {
  const { sweep, csv } = await tableSweep(folder.path, berriesTable(60), "taste", { folds: 0 }, {
    complete: false,
    kept: ["a", "b"],
  });
  const unfinished =
    /Cannot use .*small: the sweep is not finished; `deno task sweep FILE --out .*small` continues it/;
  const all = [["evaluate"], ["predict", csv], ["export"], ["serve"]] as const;
  for (const [name, ...words] of all) await refused([name, sweep, ...words], unfinished, 2);
  await Deno.remove(join(sweep, "sweep.json"));
  await refused(["evaluate", sweep], unfinished, 2);

  await sweepAt(folder.path, {}, { kept: [] });
  const beside = ["evaluate", sweep, join(sweep, "trials", "a")] as const;
  await refused(beside, /it is a sweep, and stands for/, 2);
  await Deno.remove(join(sweep, "trials"), { recursive: true });
  const nothing =
    /Cannot use .*: none of its runs keeps its weights; `deno task train --config .*best.json` trains/;
  for (const [name, ...words] of all) await refused([name, sweep, ...words], nothing);
  for (const damaged of ["null", "[]", '{"trials":[]}']) {
    await Deno.writeTextFile(join(sweep, "sweep.json"), damaged);
    await refused(["evaluate", sweep], /sweep\.json: expected the summary of a sweep/);
  }
});

test("runs of other functions answer together, and are not written to one file as if alike", async (folder) => {
  const { sweep, csv } = await tableSweep(folder.path, berriesTable(60), "taste", { folds: 0 }, {
    ofRuns: { a: { activation: "tanh" } },
  });
  assertEquals(await predicted(sweep, csv), await predicted(...runsOf(sweep), csv));
  const row = { number: 7, size: 40, color: "black" };
  const { label } = await served(sweep, { body: JSON.stringify(row) }) as { label: string };
  assert(["sweet", "sour"].includes(label));
  const unlike = /networks of relu and softmax and of tanh/;
  await refused(["export", sweep, "--format", "module"], unlike);
});

testsWith("read", "write", "run", "net", "env")(
  "the folder that a sweep leaves is evaluated and predicts",
  async (folder) => {
    const csv = join(folder.path, "table.csv");
    await Deno.writeTextFile(csv, berriesTable(60));
    const file = join(folder.path, "members.json");
    const config = { dataset: { csv, target: "taste" }, hidden: [4], epochs: 2, folds: 0 };
    const sweep = { config, method: "list", list: [{}], seeds: 3, keep: "all" };
    await Deno.writeTextFile(file, JSON.stringify(sweep));
    const out = join(folder.path, "out");
    await sweepDone([file, "--out", out, "--no-report"]);
    const { stdout } = await done("evaluate", out);
    assertMatch(stdout, /(?:.*trials.* alone\n){3}On the test split/);
    assertEquals((await predicted(out, csv)).split("\n").length, 62);

    // A run with other weights than the sweep's summary names is not answered by.
    const names = await namesIn(join(out, "trials"));
    const weights = (run: string) => join(out, "trials", run, "weights.safetensors");
    await Deno.copyFile(weights(names[0]!), weights(names[1]!));
    await refused(["predict", out, csv], /its weights differ from the weights in .*out/);
  },
);
