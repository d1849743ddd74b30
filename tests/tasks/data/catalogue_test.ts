import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { mnist } from "../../../lib/digits/mnist.ts";
import { normalizeWidth } from "../../../lib/digits/normalize_width.ts";
import { hashesOf, readSplits } from "../../../tasks/data/catalogue.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { granted } from "../../helpers/run_task.ts";

const real = { ignore: !granted("read", "write", "run", "net") };
const config = { dataset: "mnist", trainingSize: 50_000 };

Deno.test("readSplits() validates on the last 10,000 images", real, async () => {
  const data = await mnistData();
  const bytesOf = async (role: keyof typeof mnist.files, header: number) =>
    (await Deno.readFile(join(data, "mnist", mnist.files[role].name))).subarray(header);
  const labels = await bytesOf("trainLabels", 8);
  const images = await bytesOf("trainImages", 16);
  const { training, validation, test } = await readSplits(config, data);
  assertEquals([training.size, validation.size, test.size], [50_000, 10_000, 10_000]);
  assertEquals(training.labels, labels.subarray(0, 50_000));
  assertEquals(validation.labels, labels.subarray(50_000));
  assertEquals(validation.inputs, images.subarray(50_000 * 784));
  assertEquals(test.labels, await bytesOf("testLabels", 8));

  const smaller = await readSplits({ ...config, trainingSize: 7 }, data);
  assertEquals(smaller.training.labels, labels.subarray(0, 7));
  assertEquals(smaller.validation.labels, validation.labels);
  const larger = await readSplits({ ...config, trainingSize: 60_000 }, data);
  assertEquals(larger.training.labels, labels);

  const narrow = await readSplits({ ...config, trainingSize: 7, normalizeWidth: 10 }, data);
  for (const split of ["training", "validation", "test"] as const) {
    assertEquals(narrow[split], normalizeWidth(smaller[split], 10));
  }
});

Deno.test("hashesOf() gives the SHA-256 of each file by its name", () => {
  assertEquals(hashesOf(config)["t10k-labels-idx1-ubyte"], mnist.files.testLabels.sha256);
  assertEquals(Object.keys(hashesOf(config)).length, 4);
});
