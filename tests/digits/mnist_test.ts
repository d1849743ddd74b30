import { assertEquals, assertMatch } from "@std/assert";
import { Dataset } from "../../mod.ts";
import { catalogue, PIXELS, SPLIT, splitTraining } from "../../lib/digits/mnist.ts";

Deno.test("the sizes in the catalogue are those of the images and labels", () => {
  for (const [name, entry] of Object.entries(catalogue)) {
    assertEquals(entry.name, name);
    assertEquals(entry.files.trainImages.bytes, 16 + 60_000 * PIXELS);
    assertEquals(entry.files.trainLabels.bytes, 8 + 60_000);
    assertEquals(entry.files.testImages.bytes, 16 + 10_000 * PIXELS);
    assertEquals(entry.files.testLabels.bytes, 8 + 10_000);
    assertEquals(entry.classes.length, 10);
  }
});

Deno.test("every file has a different SHA-256", () => {
  const hashes = Object.values(catalogue).flatMap(({ files }) =>
    Object.values(files).map(({ sha256 }) => sha256)
  );
  for (const hash of hashes) assertMatch(hash, /^[0-9a-f]{64}$/);
  assertEquals(new Set(hashes).size, hashes.length);
});

Deno.test("the split is the tutorial's, and uses every training image", () => {
  assertEquals(SPLIT, { training: 50_000, validation: 10_000, test: 10_000 });
});

Deno.test("splitTraining() takes the first images to train and the last 10,000 to validate", () => {
  const labels = Uint8Array.from({ length: 60_000 }, (_, k) => k < 50_000 ? k % 2 : 2);
  const images = new Dataset({ pixels: new Uint8Array(60_000), features: 1, labels, classes: 3 });
  const { training, validation } = splitTraining(images, 100);
  assertEquals([training.size, validation.size], [100, 10_000]);
  assertEquals(Math.max(...training.labels), 1);
  assertEquals([...new Set(validation.labels)], [2]);
  assertEquals(splitTraining(images).training.size, 50_000);
});
