import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { formatIdx, type IdxArray, type IdxType } from "../../../lib/formats/idx.ts";
import { readIdxFolder } from "../../../tasks/data/idx_folder.ts";
import { assertEachContains, rejectsSaying } from "../../helpers/says.ts";
import { writeFiles } from "../../helpers/write_files.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { gzip } from "./fake.ts";

const test = testsWith("read", "write");

/** Images whose every pixel is ten times the number of the image. */
function images(count: number, height = 3, width = 2): Uint8Array<ArrayBuffer> {
  const data = Uint8Array.from(
    { length: count * height * width },
    (_, k) => 10 * Math.floor(k / (height * width)),
  );
  return formatIdx({ type: "uint8", shape: [count, height, width], data });
}

/** Labels that go round from `first`. */
function labels(count: number, classes: number, first = 0): Uint8Array<ArrayBuffer> {
  return array("uint8", [count], Uint8Array.from({ length: count }, (_, k) => first + k % classes));
}

function array(type: IdxType, shape: number[], data: IdxArray["data"]): Uint8Array<ArrayBuffer> {
  return formatIdx({ type, shape, data });
}

test("MNIST's four names are read, of any size and any number of classes", async ({ path: folder }) => {
  await writeFiles(folder, {
    "train-images-idx3-ubyte": images(20),
    "train-labels-idx1-ubyte": labels(20, 3),
    "t10k-images-idx3-ubyte": images(6),
    "t10k-labels-idx1-ubyte": labels(6, 3),
  });
  const { training, validation, test, origins, notes, warnings, sha256 } = await readIdxFolder(
    folder,
  );
  assertEquals([training.size, validation.size, test.size], [16, 4, 6]);
  assertEquals([training.shape, training.classNames], [[3, 2], ["0", "1", "2"]]);
  assertEquals(test.inputs.subarray(6, 12), new Uint8Array(6).fill(10));
  for (const [k, origin] of origins.training.entries()) {
    const example = Number(/\d+$/.exec(origin)![0]);
    assertEquals([training.inputs[6 * k], training.labels[k]], [10 * example, example % 3]);
  }
  assertEachContains(
    notes,
    'Read "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte"',
    "are set aside for validation",
  );
  assertEquals(warnings, []);
  assertEquals(sha256, "0e5a63488e799fe0cbd4ccb9c89c9d22631e916dd074299e120ffc5b5851b74b");
});

test("EMNIST's letters are read as they come, among its other sets", async ({ path: folder }) => {
  const files: Record<string, Uint8Array> = {};
  for (const set of ["letters", "balanced"]) {
    const first = set === "letters" ? 1 : 0;
    Object.assign(files, {
      [`emnist-${set}-train-images-idx3-ubyte.gz`]: await gzip(images(52)),
      [`emnist-${set}-train-labels-idx1-ubyte.gz`]: await gzip(labels(52, 26, first)),
      [`emnist-${set}-test-images-idx3-ubyte.gz`]: await gzip(images(26)),
      [`emnist-${set}-test-labels-idx1-ubyte.gz`]: await gzip(labels(26, 26, first)),
    });
  }
  await writeFiles(folder, { ...files, "emnist-letters-mapping.txt": "1 65 97\n" });
  const { training, test, notes } = await readIdxFolder(join(folder, "emnist-letters"));
  assertEquals([training.size, test.size, training.classes], [43, 26, 26]);
  assertEquals(training.classNames?.slice(0, 2), ["1", "2"]);
  assertEquals([...test.labels].slice(0, 3), [0, 1, 2]);
  assertEachContains(
    notes.slice(1, 4),
    'not IDX: "emnist-letters-mapping.txt"',
    "start at 1",
    "EMNIST are transposed",
  );
});

test("the first of QMNIST's eight numbers is the class", async ({ path: folder }) => {
  const eight = Int32Array.from({ length: 160 }, (_, k) => k % 8 === 0 ? k / 8 % 2 : 1000 + k);
  await writeFiles(folder, {
    "qmnist-train-images-idx3-ubyte": images(20),
    "qmnist-train-labels-idx2-int": array("int32", [20, 8], eight),
  });
  const { counts, training } = await readIdxFolder(folder);
  assertEquals([counts.training, training.classNames], [[7, 7], ["0", "1"]]);
});

test("classes.txt names the classes; other numbers than bytes stay", async ({ path: folder }) => {
  await writeFiles(folder, {
    "images.idx": array("float32", [9, 2], Float32Array.from({ length: 18 }, (_, k) => k / 4)),
    "labels.idx": labels(9, 3, 1),
    "classes.txt": "one\ntwo, or 🙂\nthree\n",
    "README": "hello",
  });
  const { training, test, validation, notes } = await readIdxFolder(folder);
  assertEquals(training.classNames, ["one", "two, or 🙂", "three"]);
  assertEquals(training.size + validation.size + test.size, 9);
  assert(training.inputs instanceof Float32Array);
  assertEquals([training.features, training.shape], [2, undefined]);
  assertStringIncludes(notes[2]!, "start at 1, and the first name");
  await Deno.truncate(join(folder, "classes.txt"), 50_000_000);
  await rejectsSaying(() => readIdxFolder(folder), Error, "50000000 bytes, at most");
});

test("a file that is there compressed as well is read once", async ({ path: folder }) => {
  await writeFiles(folder, {
    "train-images": images(9),
    "train-images.gz": await gzip(images(9)),
    "train-labels.gz": await gzip(labels(9, 3)),
  });
  const { notes } = await readIdxFolder(folder);
  assertEquals(notes[0], 'Read "train-images", "train-labels.gz"');
  await Deno.remove(join(folder, "train-images"));
  await writeFiles(folder, { "train-images.gz": (await gzip(images(9))).slice(0, -9) });
  const where = `Cannot read ${join(folder, "train-images.gz")}: `;
  await rejectsSaying(() => readIdxFolder(folder), Error, where);
});
