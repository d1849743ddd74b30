import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { pictureInput } from "../../../lib/pictures/picture.ts";
import { readPictures } from "../../../tasks/data/pictures.ts";
import type { UserData } from "../../../tasks/data/user_data.ts";
import { drawPicture, drawSet, pngFile } from "../../helpers/draw_pictures.ts";
import { assertEachContains } from "../../helpers/says.ts";
import { writeFiles } from "../../helpers/write_files.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

/** Ten files of pictures, each another. */
const PNG = await Promise.all(
  Array.from({ length: 10 }, (_, k) => pngFile(drawPicture("ring", k, 20, 24))),
);

const sizesOf = ({ training, validation, test }: UserData) =>
  [training, validation, test].map(({ size }) => size);

/** Two classes of four pictures. */
const TWO = Object.fromEntries(
  ["cats", "dogs"].flatMap((name, c) =>
    [0, 1, 2, 3].map((k) => [`${name}/${k}.png`, PNG[4 * c + k]!])
  ),
);

test("a drawn set of PNG and JPEG files is the same data on every machine", async ({ path: folder }) => {
  await drawSet(folder, { each: 20 });
  const read = await readPictures(folder);
  const { training, sha256, counts, notes, warnings } = read;
  assertEquals(sizesOf(read), [42, 9, 9]);
  assertEquals(training.classNames, ["bar", "cross", "ring"]);
  assertEquals([training.shape, training.inputs instanceof Uint8Array], [[28, 28], true]);
  assertEquals(counts, { training: [14, 14, 14], validation: [3, 3, 3], test: [3, 3, 3] });
  assertEquals(warnings, []);
  assertEachContains(notes, "15 % of the pictures are set aside for validation and 15 %");
  assertEquals(sha256, "ea23d0b939c2044333ca0df930697cfe4ed13478275e1d5f5a768d333fc1be4b");
  const colors = await readPictures(folder, { size: [10, 12], color: true, splitSeed: 7 });
  assertEquals(colors.training.shape, [10, 12, 3]);
  assertEquals(colors.sha256, "f392057004b29002a3baceed1ae71c7ad6f5d3b92ccffd3a9744c25eb12e71e6");
  const first = ["ring/7.jpg", "bar/2.png", "cross/9.jpg", "ring/8.png", "bar/15.jpg"];
  assertEquals(colors.origins.test.slice(0, 5), first);
});

test("an example is its file's picture, scaled, with its folder's label", async ({ path: folder }) => {
  const picture = drawPicture("bar", 3, 33, 18);
  await writeFiles(folder, { ...TWO, "cats/9.png": await pngFile(picture) });
  const read = await readPictures(folder);
  let found = 0;
  for (const name of ["training", "validation", "test"] as const) {
    for (const [k, origin] of read.origins[name].entries()) {
      const { inputs, labels } = read[name];
      assertEquals(labels[k], origin.startsWith("dogs/") ? 1 : 0);
      if (origin !== "cats/9.png") continue;
      assertEquals(inputs.subarray(784 * k, 784 * (k + 1)), pictureInput(picture));
      found++;
    }
  }
  assertEquals(found, 1);
});

test("the same split seed takes the same files, written in any order", async ({ path: folder }) => {
  await writeFiles(join(folder, "a"), TWO);
  await writeFiles(join(folder, "b"), Object.fromEntries(Object.entries(TWO).reverse()));
  const [a, b, c] = await Promise.all([
    readPictures(join(folder, "a"), { splitSeed: 5 }),
    readPictures(join(folder, "b"), { splitSeed: 5 }),
    readPictures(join(folder, "a"), { splitSeed: 6 }),
  ]);
  assertEquals(a.origins, b.origins);
  assertEquals([a.sha256, c.sha256], [b.sha256, b.sha256]); // of the data before the split
  assert(JSON.stringify(a.origins) !== JSON.stringify(c.origins));
  assertEquals(a.training.inputs, b.training.inputs);
});

test("folders of splits are the splits; a missing one is dealt out", async ({ path: folder }) => {
  const within = (part: string, files = TWO) =>
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${part}/${name}`, bytes]));
  const test = { "cats/a.png": PNG[8]!, "dogs/b.png": PNG[9]! };
  await writeFiles(folder, { ...within("Train"), ...within("test", test) });
  const two = await readPictures(folder);
  assertEquals(two.origins.test, ["test/cats/a.png", "test/dogs/b.png"]);
  await writeFiles(folder, within("val", { "dogs/c.png": PNG[8]! }));
  const three = await readPictures(folder);
  assert(three.sha256 !== two.sha256);
});

test("a class may be called train; names have emoji and accents", async ({ path: folder }) => {
  await writeFiles(folder, {
    "train/1, 2.png": PNG[0]!,
    "train/b.PNG": PNG[1]!,
    "🐈, cats/é 🙂.png": PNG[2]!,
    "🐈, cats/deep/in/x.png": PNG[3]!,
    "cafe\u0301/x.png": PNG[4]!, // as a Mac lists café
  });
  const { training, origins } = await readPictures(folder);
  assertEquals(training.classNames, ["caf\u00e9", "train", "🐈, cats"]);
  assertEquals(Object.values(origins).flat().sort(), [
    "caf\u00e9/x.png",
    "train/1, 2.png",
    "train/b.PNG",
    "🐈, cats/deep/in/x.png",
    "🐈, cats/é 🙂.png",
  ]);
});

test("an abort ends the reading of pictures", async ({ path: folder }) => {
  await writeFiles(folder, TWO);
  const signal = AbortSignal.abort(new Error("enough"));
  await assertRejects(() => readPictures(folder, { signal }), Error, "enough");
});
