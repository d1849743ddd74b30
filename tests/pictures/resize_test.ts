import { assert, assertEquals } from "@std/assert";
import { averageAreas, type Extent } from "../../lib/pictures/resize.ts";
import { threefry } from "../../lib/numerics/random.ts";
import { sha256 } from "../../lib/formats/sha256.ts";

/** Bytes by a counter: the same on every machine. */
function noise(length: number, seed: number): Uint8Array {
  const words = new Uint32Array(2);
  const key = new Uint32Array([seed, 7]);
  return Uint8Array.from({ length }, (_, k) => {
    threefry(words, key, k, 0);
    return words[0]! & 255;
  });
}

function scaled(pixels: Uint8Array, from: Extent, to: Extent, channels: number): Uint8Array {
  const columns = from.width * channels;
  return averageAreas(
    (y, row) => row.set(pixels.subarray(y * columns, (y + 1) * columns)),
    from,
    to,
    channels,
  );
}

/** The definition, in whole numbers of any size: every pixel of the result looks at every pixel of the picture. */
function specified(pixels: Uint8Array, from: Extent, to: Extent, channels: number): Uint8Array {
  const overlap = (source: number, target: number, long: number, short: number) =>
    BigInt(
      Math.max(
        0,
        Math.min((source + 1) * short, (target + 1) * long) -
          Math.max(source * short, target * long),
      ),
    );
  const result = new Uint8Array(to.height * to.width * channels);
  for (let k = 0; k < result.length; k++) {
    const [r, c, channel] = [
      Math.floor(k / channels / to.width),
      Math.floor(k / channels) % to.width,
      k % channels,
    ];
    let [sum, area] = [0n, 0n];
    for (let y = 0; y < from.height; y++) {
      for (let x = 0; x < from.width; x++) {
        const part = overlap(y, r, from.height, to.height) * overlap(x, c, from.width, to.width);
        sum += part * BigInt(pixels[(y * from.width + x) * channels + channel]!);
        area += part;
      }
    }
    result[k] = Number((2n * sum + area) / (2n * area));
  }
  return result;
}

const SIZES: readonly (readonly [Extent, Extent])[] = [
  [[1, 1], [1, 1]],
  [[1, 1], [5, 3]],
  [[7, 5], [1, 1]],
  [[7, 5], [7, 5]],
  [[8, 6], [4, 3]],
  [[9, 14], [4, 6]],
  [[3, 4], [7, 9]],
  [[13, 2], [5, 11]],
  [[2, 31], [28, 28]],
  [[40, 33], [28, 28]],
].map(([from, to]) =>
  [from, to].map((pair) => ({ height: pair![0]!, width: pair![1]! })) as [Extent, Extent]
);

Deno.test("a scaled picture is the mean of the areas, as the plain definition has it, up and down", () => {
  for (const [from, to] of SIZES) {
    for (const channels of [1, 3]) {
      const pixels = noise(from.height * from.width * channels, from.height);
      const result = scaled(pixels, from, to, channels);
      assertEquals(result, specified(pixels, from, to, channels), JSON.stringify([from, to]));
    }
  }
});

Deno.test("a mean that lies halfway is rounded up, and one level stays that level", () => {
  const two = { height: 1, width: 2 };
  const one = { height: 1, width: 1 };
  assertEquals([...scaled(new Uint8Array([10, 11]), two, one, 1)], [11]);
  assertEquals([...scaled(new Uint8Array([254, 255]), two, one, 1)], [255]);
  for (const level of [0, 1, 127, 255]) {
    const pixels = new Uint8Array(37 * 41).fill(level);
    const result = scaled(pixels, { height: 37, width: 41 }, { height: 28, width: 28 }, 1);
    assert(result.every((value) => value === level));
  }
});

Deno.test("scaled pictures are the same bytes on every machine", async () => {
  const from = { height: 211, width: 307 };
  const pixels = noise(from.height * from.width * 3, 1);
  const result = scaled(pixels, from, { height: 28, width: 28 }, 3);
  assertEquals(
    await sha256(result),
    "af4652faa4014ae9948fa067038e23abbdfdeebf5c1a91581f33ce07d5de40bf",
  );
});

Deno.test("the largest pictures are scaled without an error: every sum stays a whole number", () => {
  const from = { height: 16384, width: 1024 };
  const result = averageAreas((_, row) => row.fill(255), from, { height: 3, width: 5 }, 1);
  assertEquals([...result], Array(15).fill(255));
});
