/**
 * What is fuzzed: every reader of what comes from outside. Each reads a whole file, or refuses it with one of the errors that
 * its documentation names.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parseConfig, parseDraft } from "../../lib/config.ts";
import { parseMnistPickle } from "../../lib/digits/mnist_pickle.ts";
import { parseExifOrientation } from "../../lib/formats/exif.ts";
import { formatIdx, parseIdx, readIdx } from "../../lib/formats/idx.ts";
import { formatNpy, formatNpz } from "../../lib/formats/npz.ts";
import { parsePickle } from "../../lib/formats/pickle.ts";
import { parseNpy, readNpz } from "../../lib/formats/read_npz.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { parseInputDescription } from "../../lib/pictures/input_description.ts";
import { parseSweepDraft, resolveSweep } from "../../tasks/sweep/sweep.ts";
import { tableDatasets } from "../../lib/table/encode/datasets.ts";
import { parseTableDescription } from "../../lib/table/columns/parse_description.ts";
import { copyOf } from "../../lib/network/parameters.ts";
import { Dataset, Network } from "../../mod.ts";
import { NoveltyDetector, parseIntervals } from "../../lib/evaluate/mod.ts";
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "../../lib/train/mod.ts";
import { UsageError } from "../../tasks/cli/arguments.ts";
import { parseClassNames } from "../../tasks/data/classes.ts";
import { CsvTable } from "../../tasks/data/tables/csv/table.ts";
import { decompressed } from "../../tasks/data/unpack.ts";
import { pictureInputOf } from "../../tasks/images/decode_picture.ts";
import { changeConfig } from "../helpers/read_config.ts";
import { FILES, readRun } from "../../tasks/run/run_folder.ts";
import { readSaved } from "../../tasks/run/saved.ts";
import { readDefinition, readResults, SWEEP_FILES } from "../../tasks/sweep/folder.ts";
import { streamOf } from "../../tasks/system/streams.ts";
import { packed, utf8 } from "../helpers/bytes.ts";
import { FORMS, mnistPair, picklePairs } from "../formats/pickle_fixtures.ts";
import { ordersTable } from "../helpers/draw_orders.ts";
import { berriesTable, parcelsTable } from "../helpers/draw_tables.ts";
import { encodePng, pngOf } from "../helpers/encode_png.ts";
import { jpegFixture } from "../helpers/jpeg_fixtures.ts";
import { npyFile, zipFile } from "../helpers/raw_files.ts";
import { sealed } from "../train/sealed.ts";
import { foldTargets } from "./fold_targets.ts";
import { TABLE_TARGETS } from "./table_targets.ts";

/** A reader, and what is damaged for it. */
export interface Target {
  readonly name: string;
  /** How often it is called in a thousand cases. */
  readonly share: number;
  /** Whole files, which it reads. */
  readonly seeds: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Whether the files are JSON, whose values are damaged too. */
  readonly json?: boolean;
  /** Whether it reads files on the disk. */
  readonly disk?: boolean;
  /** What the format gives a meaning to. */
  readonly words?: readonly (string | readonly number[])[];
  /** Makes checksums right again, so that damage gets past them; throws where it cannot. */
  readonly seal?: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** Reads a file; `folder` is empty, and its own. */
  readonly read: (bytes: Uint8Array<ArrayBuffer>, folder: string) => unknown;
  /** The errors that it may refuse a file with, and no subclass of them. */
  // deno-lint-ignore no-explicit-any
  readonly errors: readonly (new (...args: any[]) => Error)[];
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(textOf(bytes));

/** Seeds of JSON. */
const values = (...values: readonly unknown[]) => () =>
  values.map((value) => utf8(JSON.stringify(value)));

/** A table of CSV, and its last column. */
async function csvOf(bytes: Uint8Array<ArrayBuffer>) {
  const source = { name: "a.csv", open: () => Promise.resolve(streamOf(bytes)) };
  const table = await CsvTable.from(source);
  return { table, target: table.columns.at(-1)! };
}

/** What JSON gives a meaning to. */
const JSON_WORDS = 'null [ ] { } " , : 1e999 -0 \\u0000 "__proto__":'.split(" ");

const FILE_ERRORS = [SyntaxError, RangeError];

const bias: Tensor = { dtype: "F32", shape: [2], bytes: new Uint8Array(8) };
const names: Tensor = { dtype: "U8", shape: [3, 1], bytes: new Uint8Array([1, 2, 3]) };

const NONE: Tensor = { ...bias, shape: [2, 0], bytes: new Uint8Array() };

/** A network of 2-2-1, its weights and a checkpoint of it. */
const network = new Network([2, 2, 1], { seed: 1 });
const checkpoint: Checkpoint = {
  numerics: 3,
  epoch: 2,
  history: [0.5, 0.75],
  parameters: copyOf(network),
  optimizer: { steps: 4, moments: [copyOf(network)] },
  best: copyOf(network),
};

/** A checkpoint with the SHA-256 that its content has. */
async function sealCheckpoint(bytes: Uint8Array): Promise<Uint8Array> {
  const { tensors, metadata } = parseSafetensors(bytes);
  return await sealed(tensors, metadata);
}

/** A PNG file whose chunks have the checksums that their content has. */
function sealPng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: [string, Uint8Array][] = [];
  for (let start = 8; start + 12 <= bytes.length;) {
    const end = Math.min(bytes.length - 4, start + 8 + view.getUint32(start));
    const type = String.fromCharCode(
      ...bytes.subarray(start + 4, start + 8).map((byte) => byte & 127),
    );
    chunks.push([type, bytes.subarray(start + 8, end)]);
    start = end + 4;
  }
  return pngOf(chunks);
}

const result = { correct: 3, size: 4, accuracy: 0.75, cost: 0.5 };
const line = { epoch: 1, learningRate: 3, train: { cost: 0.5 }, validation: result, test: result };
const run = {
  config: { sizes: [784, 10], epochs: 1 },
  metrics: [{ ...line, seconds: 1, samplesPerSecond: 4 }],
  summary: {
    name: "run",
    epochs: 1,
    ended: "done",
    best: { epoch: 1, accuracy: 0.75 },
    epoch: 1,
    validation: result,
    test: result,
    weightsSha256: "a1",
    data: { rows: "b2" },
    engine: "wasm",
    workers: 1,
    seed: 1,
    seconds: 1,
    warnings: ["It is small"],
    versions: { inkling: "0.2.0-dev.2", numerics: 3, statistics: 2, deno: "2.9.6", v8: "15" },
  },
};
const engine = { name: "wasm", workers: 1 };
const saved = { config: run.config, run: { metrics: [line, line], seconds: 1, engine } };

const CONFIGS = [
  { sizes: [784, 30, 10], optimizer: { name: "adam" }, schedule: { name: "step", every: 2 } },
  {
    augment: { rotation: 15, rotationByClass: { "1": 7.5 }, elastic: {} },
    keep: "best",
    earlyStopping: { patience: 3 },
    averaging: {},
    classWeights: { "8": 2 },
    dropout: { hidden: 0.5 },
  },
  {
    dataset: {
      csv: "a.csv",
      target: ["a", "b"],
      split: [0.7, 0.15, 0.15],
      without: ["c"],
      gaps: "mean",
      kind: "quantity",
    },
    hidden: [8],
  },
  { evaluate: ["test"], trainingSize: 60000, reproduces: { accuracy: 0.95, source: "x" } },
];
const SWEEPS = [
  {
    config: { epochs: 1 },
    method: "grid",
    seeds: [1, 2],
    keep: "all",
    metric: { name: "train.cost" },
    parameters: { learningRate: { values: [1, 2] }, "optimizer.name": { values: ["sgd", "adam"] } },
  },
  {
    config: { sizes: [784, 10] },
    method: "halving",
    trials: 9,
    halving: { factor: 3, rungs: 2 },
    parameters: {
      learningRate: { min: 0.1, max: 3, distribution: "logUniform" },
      batchSize: { min: 8, max: 64, distribution: "int" },
    },
  },
  { config: {}, method: "list", list: [{ epochs: 1 }, { "sizes.1": 20, l2: 5 }] },
];
const TABLE = {
  version: 1,
  columns: [
    { kind: "number", name: "age", mean: 3, deviation: 2, gaps: "mean" },
    { kind: "category", name: "color", values: ["red", "blue"], gaps: "category" },
  ],
  target: { kind: "class", name: "taste", classes: ["sour", "sweet"] },
};

const QUANTITY = {
  kind: "quantity",
  quantities: [{ name: "price", unit: "€", mean: 1, deviation: 2 }],
};

/** One of version 2. */
const NEW_TABLE = {
  version: 2,
  target: { kind: "class", name: "y", classes: ["a", "b"] },
  columns: [
    {
      kind: "number",
      name: "price",
      mean: 1,
      deviation: 2,
      gaps: "mean",
      indicator: true,
      format: { as: "decimal", decimal: ",", thousands: ".", unit: "€" },
    },
    {
      kind: "date",
      name: "day",
      order: "dmy",
      first: 19_000,
      gaps: "drop",
      parts: [{ part: "year", mean: 2024, deviation: 0.5 }],
    },
    { kind: "words", name: "note", words: ["gift"], gaps: "category" },
    { kind: "level", name: "zip", values: ["1", "2"], gaps: "mean", spellings: { " 1": "1" } },
  ],
};

type Rest = Omit<Target, "name" | "share">;

/** What readers of JSON have in common. */
const jsonTarget = (name: string, share: number, rest: Omit<Rest, "errors">): Target => ({
  name,
  share,
  json: true,
  words: JSON_WORDS,
  errors: [SyntaxError],
  ...rest,
});

/** Readers of JSON in files of a folder; their seeds are damaged before they get into the files. */
const folderTarget = (name: string, rest: Omit<Rest, "errors">): Target => ({
  name,
  share: 1,
  disk: true,
  json: true,
  errors: [SyntaxError, Error],
  ...rest,
});

/** All of them. */
export const TARGETS: readonly Target[] = [
  {
    name: "idx",
    share: 110,
    seeds: () => [
      formatIdx({ type: "uint8", shape: [2, 2, 2], data: new Uint8Array(8) }),
      formatIdx({ type: "float64", shape: [2], data: new Float64Array(2) }),
      formatIdx({ type: "int16", shape: [1, 1, 1, 1, 3], data: new Int16Array(3) }),
    ],
    read: parseIdx,
    errors: FILE_ERRORS,
  },
  {
    name: "gzip",
    share: 10,
    seeds: async () => {
      const idx = formatIdx({ type: "uint8", shape: [40], data: new Uint8Array(40) });
      return [idx, await packed(idx, "gzip"), await packed(await packed(idx, "gzip"), "gzip")];
    },
    read: async (bytes) =>
      await readIdx(await decompressed(streamOf(bytes), 10_000), { maxBytes: 10_000 }),
    errors: [...FILE_ERRORS, TypeError, Error], // the decompressor's, and too many bytes
  },
  {
    name: "pickle",
    share: 100,
    seeds: () => {
      const [none, one] = [0, 1].map((n) => mnistPair(new Uint8Array(784 * n), new Uint8Array(n)));
      return [
        picklePairs([one!, none!, none!], FORMS[2]!),
        ...FORMS.map((form) => picklePairs([none!, none!, none!], form)),
      ];
    },
    words: "c__builtin__\neval\n cnumpy\ndtype\n ( t p0\n g0\n R b . V\\u0041\n S'\\x41'\n".split(
      " ",
    ),
    read: (bytes) => [parsePickle(bytes), parseMnistPickle(bytes)],
    errors: [SyntaxError],
  },
  {
    name: "safetensors",
    share: 120,
    seeds: () => [
      formatSafetensors([["a", bias], ["7", names], ["b", NONE]], { a: '{"b":[1]}' }),
      formatSafetensors([]),
    ],
    words: [
      ...JSON_WORDS,
      ...'"dtype": "F64" "shape": "data_offsets":[0,8] "__metadata__": [[[[[[[[['.split(" "),
    ],
    read: parseSafetensors,
    errors: [SyntaxError],
  },
  {
    name: "weights",
    share: 60,
    seeds: () => [
      network.toSafetensors({ config: "{}" }),
      new Network([2, 3], {
        seed: 2,
        classNames: ["a", "b", "c"],
        activation: "relu",
        standardization: { means: [1, 2], deviations: [1, 3] },
      }).toSafetensors(),
    ],
    words: [
      ...JSON_WORDS,
      ...'"layers.0.weight": sigmoid softmax logLikelihood constructor __proto__'.split(" "),
    ],
    read: (bytes) => Network.fromSafetensors(bytes),
    errors: [SyntaxError, RangeError, TypeError],
  },
  {
    name: "npy",
    share: 110,
    seeds: () => [
      formatNpy(bias),
      formatNpy(names),
      npyFile("{'descr': '>f2', 'fortran_order': True, 'shape': (2L, 3), }", new Uint8Array(12)),
      npyFile("{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }", new Uint8Array(16)),
      npyFile("{'descr': '|b1', 'fortran_order': False, 'shape': (), }", new Uint8Array(1)),
    ],
    words: "'descr' '<f8' '|O' '>U99999' ( ) , 9007199254740992 0 [('a','<f4')] True".split(" "),
    read: parseNpy,
    errors: [SyntaxError],
  },
  {
    name: "npz",
    share: 20,
    seeds: async () => [
      formatNpz([["x", bias], ["y", names]]),
      zipFile(await packed(formatNpy(bias), "deflate-raw"), formatNpy(bias), {
        name: utf8("x.npy"),
      }),
    ],
    words: [
      ..."PK\x01\x02 PK\x03\x04 PK\x05\x06 ../../x.npy x.npy".split(" "),
      [0xff, 0xff, 0xff, 0xff],
    ],
    read: async (bytes) => {
      for (const entry of readNpz(bytes, { maxBytes: 1_000_000 }).values()) await entry.read();
    },
    errors: FILE_ERRORS,
  },
  {
    name: "png",
    share: 20,
    seeds: async () => {
      const size = { width: 5, height: 4 };
      const at = (x: number, y: number) => [x, y, x ^ y, 255];
      const kinds = [[0, 1], [0, 16], [2, 8], [4, 8], [6, 16]] as const;
      const palette = [["PLTE", new Uint8Array(12)], ["tRNS", new Uint8Array(4)]] as const;
      return await Promise.all([
        ...kinds.flatMap(([colorType, depth]) =>
          [false, true].map((interlaced) =>
            encodePng({
              ...size,
              depth,
              colorType,
              interlaced,
              at: (x, y) => at(x, y).slice(0, [1, 0, 3, 1, 2, 0, 4][colorType]),
            })
          )
        ),
        encodePng({ ...size, depth: 2, colorType: 3, at: (x) => [x % 4], chunks: palette }),
      ]);
    },
    words: ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "eXIf", [0, 0, 0, 0]],
    seal: sealPng,
    read: (bytes) => pictureInputOf(bytes),
    errors: FILE_ERRORS,
  },
  {
    name: "jpeg",
    share: 5,
    seeds: () =>
      (["subsampled", "progressive", "restarts", "grayRestarts", "rgb"] as const)
        .map(jpegFixture),
    words: [0xc0, 0xc2, 0xc4, 0xd8, 0xd9, 0xda, 0xdb, 0xdd, 0xe1, 0xee].map((code) => [0xff, code]),
    read: (bytes) => pictureInputOf(bytes),
    errors: FILE_ERRORS,
  },
  {
    name: "exif",
    share: 100,
    seeds: () => [
      new Uint8Array([73, 73, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]),
      new Uint8Array([77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]),
    ],
    read: (bytes) => assert([1, 2, 3, 4, 5, 6, 7, 8].includes(parseExifOrientation(bytes))),
    errors: [],
  },
  {
    name: "csv",
    share: 8,
    seeds: () =>
      [
        berriesTable(12),
        parcelsTable(9).replaceAll(",", ";"),
        'a;b;"t;t"\r\n' +
        ['1,5;"x ""y""";ja', "2,5;z;nein", '"";z;ja', "4;x;nein", ""].join("\r\n").repeat(4),
      ].map(utf8),
    words: '" "" , ; \t \n \r \r\n \ufeff NaN 1e999 NA -0 __proto__ \0'.split(" "),
    read: async (bytes) => {
      const { table, target } = await csvOf(bytes);
      await tableDatasets(table, { target });
      const [column] = table.columns;
      const split = bytes.length % 2 === 0 ? { splitBy: column } : { splitAfter: column, as: {} };
      try {
        await tableDatasets(table, { target, folds: 2, gaps: "category", ...split });
      } catch (error) { // the column may have too few groups or times
        if (!FILE_ERRORS.some((Class) => error instanceof Class)) throw error;
      }
    },
    errors: FILE_ERRORS,
  },
  {
    name: "values",
    share: 3,
    seeds: () => [ordersTable(40), ordersTable(30).replaceAll('","', '";"')].map(utf8),
    words: '" € $ % kg , . - ( ) am : / yes no 2024 31 Jan \u2212 1e999 NA __proto__'.split(" "),
    read: async (bytes) => {
      const { table, target } = await csvOf(bytes);
      const { description } = await tableDatasets(table, { target, gaps: "mean", as: {} });
      assertEquals(parseTableDescription(JSON.stringify(description)), description);
    },
    errors: FILE_ERRORS,
  },
  {
    name: "classes",
    share: 60,
    seeds: () => ["zero\none\n", "a\r\nb\r\n\r\n"].map(utf8),
    words: "\n \r \0 \ufeff a".split(" "),
    read: (bytes) => parseClassNames(textOf(bytes)),
    errors: [SyntaxError, Error],
  },
  jsonTarget("config", 20, {
    seeds: values(...CONFIGS),
    read: (bytes) => {
      const value = jsonOf(bytes);
      const { dataset } = parseDraft(value);
      if (typeof dataset === "string") parseConfig(value);
    },
  }),
  {
    name: "set",
    share: 30,
    disk: true,
    seeds: () =>
      ("epochs=2 sizes=[784,100,10] optimizer.momentum=0.9 augment.elastic.sigma=3 " +
        "sizes.1=20 evaluate.0=test").split(" ").map(utf8),
    words: "= . __proto__ constructor prototype sizes. 0 -1 null {} [ optimizer.".split(" "),
    read: (bytes) =>
      changeConfig({ sizes: [784, 30, 10], evaluate: ["test"], optimizer: { name: "momentum" } }, [
        textOf(bytes),
      ], "a.json"),
    errors: [UsageError],
  },
  jsonTarget("sweep", 20, {
    seeds: values(...SWEEPS),
    words: [...JSON_WORDS, '"min":', '"max":', '"values":'],
    read: (bytes) => {
      const draft = parseSweepDraft(jsonOf(bytes));
      resolveSweep(draft, draft.config as Record<string, unknown>, "sweep");
    },
  }),
  jsonTarget("table description", 100, {
    seeds: values(TABLE, { ...TABLE, target: QUANTITY }, NEW_TABLE),
    read: (bytes) => parseTableDescription(textOf(bytes)),
  }),
  jsonTarget("input description", 40, {
    seeds: values({ version: 1, source: "pictures", shape: [2, 2], type: "uint8" }),
    read: (bytes) => parseInputDescription(textOf(bytes), 4),
  }),
  jsonTarget("intervals", 20, {
    seeds: values({ coverage: 0.9, halfWidths: [1, 2] }),
    read: (bytes) => parseIntervals(textOf(bytes)),
  }),
  jsonTarget("novelty", 20, {
    seeds: () => {
      const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
      return values(NoveltyDetector.fit(data))();
    },
    read: (bytes) => NoveltyDetector.parse(textOf(bytes)),
  }),
  {
    name: "checkpoint",
    share: 15,
    seeds: async () => [
      await formatCheckpoint(checkpoint, { config: "{}" }),
      await formatCheckpoint({ ...checkpoint, history: [], optimizer: { steps: 0, moments: [] } }),
    ],
    words: [
      ...JSON_WORDS,
      ...'moments.0. average. best. "history":"[ "epoch":" layers.1.weight'.split(" "),
    ],
    seal: sealCheckpoint,
    read: parseCheckpoint,
    errors: [SyntaxError],
  },
  folderTarget("saved run", {
    seeds: values(saved),
    read: async (bytes, folder) => {
      const { config, run } = Object(jsonOf(bytes));
      const metadata = { config: `${JSON.stringify(config)}`, run: `${JSON.stringify(run)}` };
      await Deno.writeFile(
        join(folder, FILES.checkpoint),
        await formatCheckpoint(checkpoint, metadata),
      );
      await readSaved(folder);
    },
  }),
  folderTarget("run", {
    seeds: values(run, { ...run, summary: { ...run.summary, best: null } }),
    read: async (bytes, folder) => {
      const { config, metrics, summary } = Object(jsonOf(bytes));
      const lines = Array.isArray(metrics) ? metrics : [metrics];
      const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
      await write(FILES.config, `${JSON.stringify(config)}`);
      await write(FILES.metrics, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      await write(FILES.summary, `${JSON.stringify(summary)}`);
      await readRun(folder);
    },
  }),
  folderTarget("sweep folder", {
    seeds: values({
      definition: {
        sweep: { ...SWEEPS[0], name: "a", list: null, trials: 4, seed: 1, halving: null },
        data: [["[]", { facts: { features: 784 }, hashes: { a: "b" } }]],
      },
      result: {
        run: "0123456789abcdef",
        state: "finished",
        metrics: [line],
        weightsSha256: "a1",
        times: { seconds: 1, engine: "wasm", workers: 1 },
      },
    }),
    read: async (bytes, folder) => {
      const { definition, result } = Object(jsonOf(bytes));
      await Deno.mkdir(join(folder, "results"), { recursive: true });
      const record = join(folder, "results", "0123456789abcdef.json");
      await Deno.writeTextFile(record, `${JSON.stringify(result)}`);
      await readResults(folder);
      await Deno.writeTextFile(
        join(folder, SWEEP_FILES.definition),
        `${JSON.stringify(definition)}`,
      );
      await readDefinition(folder);
    },
  }),
  ...foldTargets(checkpoint),
  ...TABLE_TARGETS,
];
