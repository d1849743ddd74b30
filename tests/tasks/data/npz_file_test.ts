import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { formatNpz } from "../../../lib/formats/npz.ts";
import type { Tensor } from "../../../lib/formats/safetensors.ts";
import { readNpzFile, type ReadNpzFileOptions } from "../../../tasks/data/npz_file.ts";
import { findPython, runPython } from "../../helpers/python.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { idOf, longs, tensor, type Tensors } from "./tensors.ts";
import { assertEachContains, rejectsSaying } from "../../helpers/says.ts";

const test = testsWith("read", "write");

const ignore = !granted("read", "write");
const python = await findPython("numpy");

/** Reads a file of these arrays. */
async function read(tensors: Tensors, options?: ReadNpzFileOptions) {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "own.npz");
  await Deno.writeFile(path, formatNpz(Object.entries(tensors)));
  return await readNpzFile(path, options);
}

const IMAGES = tensor("U8", [12, 3, 2], (k) => k);
const LABELS = tensor("U8", [12], (k) => k % 3);

Deno.test("Keras's names are read, and the missing part is dealt out", { ignore }, async () => {
  const { training, validation, test, notes, warnings, origins, sha256 } = await read({
    x_train: IMAGES,
    y_train: LABELS,
    x_test: tensor("U8", [3, 3, 2], (k) => 200 + k),
    y_test: tensor("U8", [3], (k) => k),
  });
  assertEquals([training.size, validation.size, test.size], [10, 2, 3]);
  assertEquals([training.shape, training.classNames], [[3, 2], ["0", "1", "2"]]);
  assertEquals(test.inputs.subarray(0, 6), new Uint8Array([200, 201, 202, 203, 204, 205]));
  assertEquals(origins.test, ["test 0", "test 1", "test 2"]);
  assertEachContains(
    notes,
    '"x_train", "y_train", "x_test", "y_test"',
    "3 classes",
    "are set aside for validation",
  );
  assertEachContains(warnings, '"1" is in the validation split');
  assertEquals(sha256, "3b10b694129465f1ead03d0f30c52ceb8c63a22c451841efd9c46f03f88219ec");
});

Deno.test("MedMNIST's names are read, with labels in a column and colors", { ignore }, async () => {
  const part = (name: string, count: number) => ({
    [`${name}_images`]: tensor("U8", [count, 2, 2, 3], (k) => k),
    [`${name}_labels`]: tensor("U8", [count, 1], (k) => k % 2),
  });
  const { training, validation, test } = await read({
    ...part("train", 6),
    ...part("val", 2),
    ...part("test", 4),
  });
  assertEquals([training.size, validation.size, test.size], [6, 2, 4]);
  assertEquals([training.shape, training.classes], [[2, 2, 3], 2]);
  const gray = await read({ x: tensor("U8", [12, 3, 2, 1], (k) => k), y: LABELS });
  assertEquals(gray.training.shape, [3, 2]);
});

Deno.test("fractions are quantities, one-hot rows are classes", { ignore }, async () => {
  const x = tensor("F64", [12, 5], (k) => k / 8);
  const quantity = await read({ X: x, y: tensor("F32", [12], (k) => k / 2) });
  assertEquals([quantity.training.classes, quantity.training.outputs], [0, 1]);
  assert(quantity.training.inputs instanceof Float32Array);
  assertEquals(quantity.notes[1], "The answers are a quantity");
  assertEquals(quantity.counts, { training: [], validation: [], test: [] });
  const whole = await read({ X: x, y: LABELS }, { kind: "quantity" });
  assertEquals(whole.training.targets?.length, 8);
  const classes = await read({ X: x, y: tensor("F32", [12], (k) => k % 2) }, { kind: "class" });
  assertEquals(classes.training.classes, 2);
  const diagonal = (k: number) => Number(Math.floor(k / 3) % 3 === k % 3);
  const hot = await read({ X: x, y: tensor("F32", [12, 3], diagonal) });
  assertEquals([hot.training.targets, hot.training.classes], [undefined, 3]);
  assertEquals(hot.notes[1], "The answers are one-hot: 3 classes");
  const several = await read({ X: x, y: tensor("U8", [12, 4], (k) => Number(k % 3 === 0)) });
  assertEquals([several.training.outputs, several.training.classification], [4, true]);
  assertStringIncludes(several.notes[1]!, "up to 4 labels");
  assertEquals(several.labels, ["0", "1", "2", "3"]);
  const single = await read({ X: x, y: tensor("F32", [12, 3], diagonal) }, { kind: "labels" });
  assertEquals([single.training.outputs, single.training.classification], [3, true]);
  assertEquals(single.notes[2], "12 of the 12 examples have a single one");
  const bits: Tensor = { ...tensor("U8", [12], (k) => k % 2), dtype: "BOOL" };
  assert((await read({ x: bits, y: LABELS })).training.inputs instanceof Float32Array); // no grays
  const yes = await read({ X: x, y: tensor("F32", [12], (k) => k % 2) });
  assertEquals(yes.training.classNames, ["0", "1"]);
});

Deno.test("quantities are quantities in parts of 0 and 1 too", { ignore }, async () => {
  const x = tensor("F64", [12, 5], (k) => k / 8);
  const inputs = tensor("F64", [2, 5], (k) => k / 8);
  const parts = [
    { y: tensor("F32", [12], (k) => k / 2), y_test: tensor("F32", [2], (k) => k) },
    { y: tensor("F32", [12, 2], (k) => k), y_test: tensor("F32", [2, 2], (k) => k % 2) },
  ];
  for (const answers of parts) {
    const { training, test } = await read({ x, x_test: inputs, ...answers });
    assertEquals([training.classification, test.classification], [false, false]);
  }
  const several = { x, y: tensor("U8", [12, 4], (k) => Number(k % 3 === 0)) };
  const { training, notes } = await read(several, { kind: "quantity" });
  assertEquals(training.classification, false);
  assertEquals(notes[1], "Each example has 4 quantities, an output for each");
});

Deno.test(
  "what NumPy saves is read: big-endian and Fortran's order, names as labels, the same data either way",
  { ignore: ignore || python === undefined },
  async () => {
    const program = `
import io, sys, numpy as n
x = (n.arange(12 * 3 * 2) % 256).reshape(12, 3, 2).astype("u1")
y = n.array(["b, 🙂", "a", "c"])[n.arange(12) % 3]
kind = sys.stdin.read()
a = {
    "plain": dict(x=x, y=y),
    "packed": dict(x=n.asfortranarray(x), y=y.astype(">U9"), notes=n.array("hello")),
    "numbers": dict(x=x, y=n.array([1, 0, 2])[n.arange(12) % 3].astype(">i8"), class_names=n.array(["a", "b, 🙂", "c"])),
    "objects": dict(x=x, y=n.array([1, None] * 6, dtype=object)),
}[kind]
file = io.BytesIO()
(n.savez_compressed if kind == "packed" else n.savez)(file, **a)
sys.stdout.buffer.write(file.getvalue())
`;
    await using folder = await temporaryFolder();
    const path = join(folder.path, "a.npz");
    const hashes = new Set<string>();
    for (const kind of ["plain", "packed", "numbers"]) {
      await Deno.writeFile(path, await runPython(python!, program, new TextEncoder().encode(kind)));
      const { training, sha256, notes } = await readNpzFile(path);
      assertEquals(training.classNames, ["a", "b, 🙂", "c"], kind);
      if (kind === "packed") assertEquals(notes[1], 'Left out 1 array: "notes"');
      hashes.add(sha256);
    }
    assertEquals(hashes.size, 1);
    const objects = await runPython(python!, program, new TextEncoder().encode("objects"));
    await Deno.writeFile(path, objects);
    await rejectsSaying(() => readNpzFile(path), Error, path, 'array "y"', "Python objects");
  },
);

test("a folder of files with an array each is read, as KMNIST and K49 come", async ({ path: folder }) => {
  const write = (name: string, ...tensors: Tensor[]) =>
    Deno.writeFile(
      join(folder, `${name}.npz`),
      formatNpz(tensors.map((tensor, k) => [`arr_${k}`, tensor] as const)),
    );
  await write("k49-train-imgs", IMAGES);
  await write("k49-train-labels", LABELS);
  await write("k49-test-imgs", IMAGES);
  await write("k49-test-labels", LABELS);
  const { training, validation, test, notes } = await readNpzFile(folder);
  assertEquals([training.size, validation.size, test.size], [10, 2, 12]);
  assertEquals(notes[0], 'Read "train_imgs", "train_labels", "test_imgs", "test_labels"');
});

Deno.test("whole numbers of 64 bits that float64 cannot hold are classes by their digits", {
  ignore,
}, async () => {
  const x = tensor("F32", [30, 1], (k) => k);
  const read3 = async (y: Tensor, others = {}) => (await read({ x, y, ...others })).training;
  for (const dtype of ["I64", "U64"] as const) {
    const { classNames, labels } = await read3(longs([30], (k) => idOf(k % 3), dtype));
    assertEquals(classNames, [0, 1, 2].map((k) => `${idOf(k)}`));
    assertEquals(new Set(labels).size, 3);
  }
  // One that float64 cannot hold is enough, in any part; others stay numbers, and keep their order.
  const { classNames } = await read3(longs([30], (k) => k % 2 ? -5n : idOf(0)));
  assertEquals(classNames, ["-5", `${idOf(0)}`]);
  const parts = await read3(longs([30], (k) => BigInt(k % 2)), {
    x_test: tensor("F32", [2, 1], (k) => k),
    y_test: longs([2], idOf),
  });
  assertEquals(parts.classNames, ["0", "1", `${idOf(0)}`, `${idOf(1)}`]);
  const small = await read3(longs([30], (k) => [2n, 10n][k % 2]!));
  assertEquals(small.classNames, ["2", "10"]);
  const quantity = await read({ x, y: longs([30], (k) => idOf(1000 * k)) }, { kind: "quantity" });
  assertEquals(quantity.training.outputs, 1);
});
