import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { digitImage } from "../../lib/digits/digit_image.ts";
import { severalDigits } from "../../lib/digits/several_digits.ts";
import { parseIdx } from "../../lib/formats/idx.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { drawDigit, STYLES } from "../helpers/drawings.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted } from "../helpers/run_task.ts";

Deno.test("a drawn digit is one, in every style", () => {
  for (const style of STYLES) {
    for (let digit = 0; digit < 10; digit++) {
      assertEquals(severalDigits(digitImage(drawDigit(digit, style))), false, style.name);
    }
  }
  assertEquals(severalDigits(new Float32Array(784)), false);
});

Deno.test(
  "two and three of MNIST's images side by side are several digits, few of them alone are",
  { ignore: !granted("read", "write", "run", "net") },
  async () => {
    const path = join(await mnistData(), "mnist", "t10k-images-idx3-ubyte");
    const images = parseIdx(await Deno.readFile(path)).data as Uint8Array;
    let alone = 0;
    for (let k = 0; k < 10_000; k++) {
      if (severalDigits(images.subarray(784 * k, 784 * (k + 1)).map((byte) => byte > 25 ? 1 : 0))) {
        alone++;
      }
    }
    assert(alone < 20, `${alone} of 10000`);
    const random = new RandomStream(1, "data", 0);
    for (let k = 0; k < 100; k++) {
      const count = 2 + k % 2;
      const [width, height] = [56 * count, 56];
      const data = new Uint8Array(4 * width * height);
      const digits = Array.from({ length: count }, () => random.below(10_000));
      for (let at = 0; at < width * height; at++) {
        const [x, y] = [at % width, Math.floor(at / width)];
        const start = 784 * digits[Math.floor(x / 56)]!;
        const level = 255 - images[start + 28 * (y >> 1) + (x % 56 >> 1)]!;
        data.set([level, level, level, 255], 4 * at);
      }
      assert(severalDigits(digitImage({ width, height, data })), `${digits}`);
    }
  },
);
