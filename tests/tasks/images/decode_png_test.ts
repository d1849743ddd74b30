import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import type { RgbaImage } from "../../../lib/digits/digit_image.ts";
import { decodePng, parsePngHeader } from "../../../tasks/images/decode_png.ts";
import { encodePng, pngOf, type PngSource, word } from "../../helpers/encode_png.ts";
import { concat, packed } from "../../helpers/bytes.ts";

/** Sides that are no multiples of eight, so that rows end within a byte and passes are uneven. */
const [WIDTH, HEIGHT] = [13, 11];

/** A sample that differs from pixel to pixel and from channel to channel. */
function sample(x: number, y: number, channel: number, depth: number): number {
  return (x * 7919 + y * 104_729 + channel * 31 + x * y) % 2 ** depth;
}

function source(colorType: number, depth: number, interlaced = false): PngSource {
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colorType]!;
  const at = (x: number, y: number) =>
    Array.from({ length: samples }, (_, channel) => sample(x, y, channel, depth));
  return { width: WIDTH, height: HEIGHT, depth, colorType, interlaced, at };
}

/** Red, green, blue and opacity of every pixel, of samples that run from 0 to `full`. */
function expected(
  { at, depth }: PngSource,
  rgba: (samples: readonly number[], full: number) => number[],
): number[] {
  const full = depth === 16 ? 65535 : 255;
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  return Array.from({ length: WIDTH * HEIGHT }, (_, k) => {
    const samples = at(k % WIDTH, Math.floor(k / WIDTH));
    return rgba(samples.map((value) => Math.round(value * scale)), full);
  }).flat();
}

function assertPixels({ width, height, data }: RgbaImage, expected: number[]): void {
  assertEquals([width, height, data.length], [WIDTH, HEIGHT, expected.length]);
  assertEquals([...data], expected);
}

const KINDS: readonly (readonly [
  name: string,
  colorType: number,
  depths: number[],
  rgba: (samples: readonly number[], full: number) => number[],
])[] = [
  ["gray", 0, [1, 2, 4, 8, 16], ([v], full) => [v!, v!, v!, full]],
  ["colors", 2, [8, 16], ([r, g, b], full) => [r!, g!, b!, full]],
  ["gray with opacity", 4, [8, 16], ([v, a]) => [v!, v!, v!, a!]],
  ["colors with opacity", 6, [8, 16], (samples) => [...samples]],
];

for (const [name, colorType, depths, rgba] of KINDS) {
  Deno.test(`${name} of ${depths.join(", ")} bits are read, interlaced or not, by every filter`, async () => {
    for (const depth of depths) {
      for (const interlaced of [false, true]) {
        const picture = source(colorType, depth, interlaced);
        const image = await decodePng(await encodePng(picture));
        assertEquals(image.data.BYTES_PER_ELEMENT, depth === 16 ? 2 : 1);
        assertPixels(image, expected(picture, rgba));
      }
    }
  });
}

Deno.test("a palette of 1, 2, 4 or 8 bits is read, with opacities for some of its colors", async () => {
  for (const depth of [1, 2, 4, 8]) {
    const colors = Array.from(
      { length: 2 ** depth },
      (_, k) => [k, (k * 5) % 256, 255 - k, k % 2 === 0 ? 40 + k % 200 : 255],
    );
    const opaque = colors.map(([r, g, b], k) => [r!, g!, b!, k === 0 ? colors[0]![3]! : 255]);
    for (const interlaced of [false, true]) {
      const palette = new Uint8Array(colors.flatMap((color) => color.slice(0, 3)));
      const transparency = new Uint8Array([colors[0]![3]!]); // of the first; the others are opaque
      const picture = {
        ...source(3, depth, interlaced),
        chunks: [["PLTE", palette], ["tRNS", transparency]] as const,
      };
      const expected = Array.from(
        { length: WIDTH * HEIGHT },
        (_, k) => opaque[picture.at(k % WIDTH, Math.floor(k / WIDTH))[0]!]!,
      );
      assertPixels(await decodePng(await encodePng(picture)), expected.flat());
    }
  }
});

Deno.test("a gray or a color that stands for nothing is transparent", async () => {
  for (const depth of [4, 8, 16]) {
    const picture = source(0, depth);
    const [nothing] = picture.at(5, 5) as [number];
    const chunks = [["tRNS", new Uint8Array([nothing >> 8, nothing & 255])]] as const;
    const { data } = await decodePng(await encodePng({ ...picture, chunks }));
    for (let k = 0; k < WIDTH * HEIGHT; k++) {
      const [value] = picture.at(k % WIDTH, Math.floor(k / WIDTH));
      assertEquals(data[4 * k + 3] === 0, value === nothing);
    }
  }
});

Deno.test("other chunks are passed over, whatever they claim to hold", async () => {
  const bomb = await packed(new Uint8Array(1000), "deflate");
  const chunks = [
    ["gAMA", word(45455)],
    ["iCCP", concat(new TextEncoder().encode("profile\0\0"), bomb)],
    ["iCCP", new Uint8Array([1, 2, 3])],
    ["teXt", new Uint8Array(100)],
  ] as const;
  const picture = source(2, 8);
  const image = await decodePng(await encodePng({ ...picture, chunks }));
  assertPixels(image, expected(picture, ([r, g, b], full) => [r!, g!, b!, full]));
});

async function refused(bytes: Uint8Array<ArrayBuffer>, message: string): Promise<void> {
  const error = await assertRejects(() => decodePng(bytes), Error);
  assert(error instanceof SyntaxError || error instanceof RangeError, String(error.stack));
  assert(error.message.includes(message), error.message);
}

function header(width: number, height: number, ...rest: number[]): Uint8Array {
  return concat(word(width), word(height), new Uint8Array(rest));
}

Deno.test("the largest images are read, whose header alone is looked at first", () => {
  const parse = (width: number, height: number, interlace: number) =>
    parsePngHeader(pngOf([["IHDR", header(width, height, 8, 0, 0, 0, interlace)]]));
  const largest = { width: 4096, height: 4096, depth: 8, colorType: 0, interlaced: true };
  assertEquals(parse(4096, 4096, 1), largest);
  assertEquals(parse(16384, 1024, 0).width, 16384);
});

Deno.test("an image in many chunks is read, and one in more than any writer makes is refused", async () => {
  const data = await packed(new Uint8Array(110), "deflate");
  const inChunks = (count: number) => {
    const empty = pngOf([["IDAT", new Uint8Array()]]).subarray(8);
    const many = new Uint8Array(count * empty.length);
    for (let k = 0; k < count; k++) many.set(empty, k * empty.length);
    const rest = pngOf([["IDAT", data], ["IEND", new Uint8Array()]]).subarray(8);
    return concat(pngOf([["IHDR", header(10, 10, 8, 0, 0, 0, 0)]]), many, rest);
  };
  assertInstanceOf((await decodePng(inChunks(20_000))).data, Uint8Array);
  await refused(inChunks(1_000_000), "it has more than 65536 chunks");
});

Deno.test("a file that is damaged or cut off is refused, with the reason", async () => {
  const whole = await encodePng(source(2, 8));
  for (let length = 0; length < whole.length; length += 7) {
    await refused(whole.slice(0, length), "");
  }
  await refused(whole.with(whole.length - 30, 77), "");
});
