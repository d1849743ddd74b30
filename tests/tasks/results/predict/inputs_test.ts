/** The inputs that networks of pictures of one's own take, gray or in color. */

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { Network } from "../../../../mod.ts";
import { Ensemble } from "../../../../lib/ensemble/mod.ts";
import { pictureInputsOf, picturesOf } from "../../../../tasks/results/predict/inputs.ts";
import type { OpenNetwork } from "../../../../tasks/run/open_network.ts";
import { pngFile } from "../../../helpers/draw_pictures.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

/** A network that learned from pictures of this shape. */
function opened(shape: readonly number[], more: Partial<OpenNetwork> = {}): OpenNetwork {
  const inputs = shape.reduce((product, length) => product * length, 1);
  return {
    network: new Network([inputs, 2], { outputActivation: "softmax", cost: "logLikelihood" }),
    run: "run",
    path: "run.safetensors",
    dataset: { images: "photos" },
    metadata: {},
    input: { version: 1, source: "pictures", shape, type: "uint8" },
    ...more,
  };
}

const inputsOf = (...all: OpenNetwork[]) => pictureInputsOf(all, new Ensemble([all[0]!.network]));

testsWith("read", "write")(
  "a gray picture is one number a pixel, one in color three",
  async ({ path }) => {
    const file = join(path, "a.png");
    const pixels = [[0, 0, 0], [51, 51, 51], [255, 255, 255], [102, 102, 102]];
    const data = Uint8Array.from(pixels.flatMap((pixel) => [...pixel, 255]));
    await Deno.writeFile(file, await pngFile({ width: 2, height: 2, data }));
    const gray = pixels.map(([value]) => value! / 255);
    const read = async (shape: readonly number[]) => [...await inputsOf(opened(shape)).read(file)];
    assertEquals(await read([2, 2]), gray.map(Math.fround));
    assertEquals(await read([2, 2, 3]), gray.flatMap((value) => Array(3).fill(Math.fround(value))));
    assertEquals((await read([4, 3])).length, 12);
  },
);

Deno.test("pictures are [height, width] or [height, width, 3], and no digits", () => {
  for (const shape of [[28, 28], [5, 7], [5, 7, 3]]) {
    assertEquals(picturesOf(opened(shape)), { digits: false, shape });
  }
  for (const shape of [[7], [5, 7, 1], [5, 7, 4], [5, 7, 3, 3], [1, 5, 3, 2]]) {
    assertThrows(() => picturesOf(opened(shape)), Error, `got [${shape}] of uint8`);
  }
});

Deno.test("digits and pictures of their size are not predicted together", () => {
  const digits = opened([28, 28], { network: new Network([784, 10]), dataset: "mnist" });
  assertEquals(picturesOf(digits), { digits: true, shape: [28, 28] });
  assertThrows(() => inputsOf(digits, opened([28, 28])), Error, "and one of them drawn digits");
});
