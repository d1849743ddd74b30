import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { gunzipSync } from "node:zlib";
import { parseIdx } from "../../../../lib/formats/idx.ts";
import { courseData } from "../../site/course.ts";
import { mnistData } from "../../../../tests/helpers/mnist_data.ts";
import { testsWith } from "../../../../tests/helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net");

test("the course loads the first images of MNIST, compressed, with their labels", async (folder) => {
  assertEquals(await courseData(folder.path), undefined);
  const data = await mnistData();
  const files = (await courseData(data))!;
  const shapes = [...files].map(([path, bytes]) => [path, parseIdx(gunzipSync(bytes)).shape]);
  assertEquals(shapes, [
    ["data/mnist/train-images-idx3-ubyte.gz", [5000, 28, 28]],
    ["data/mnist/train-labels-idx1-ubyte.gz", [5000]],
    ["data/mnist/t10k-images-idx3-ubyte.gz", [1000, 28, 28]],
    ["data/mnist/t10k-labels-idx1-ubyte.gz", [1000]],
  ]);
  const name = "t10k-labels-idx1-ubyte";
  const whole = parseIdx(await Deno.readFile(join(data, "mnist", name))).data;
  const first = parseIdx(gunzipSync(files.get(`data/mnist/${name}.gz`)!)).data;
  assertEquals(first, whole.slice(0, 1000));
});
