import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { decodeJpeg } from "../../../tasks/images/decode_jpeg.ts";
import { parseJpegSegments } from "../../../tasks/images/jpeg_segments.ts";
import { concat, prefixes } from "../../helpers/bytes.ts";
import { fuzz } from "../../fuzz/damaged.ts";
import { drawPicture, exifOf, jpegFile, withSegment } from "../../helpers/draw_pictures.ts";
import { JPEG_FIXTURES, jpegFixture } from "../../helpers/jpeg_fixtures.ts";
import { sha256 } from "../../../lib/formats/sha256.ts";
import { findPython, runPython } from "../../helpers/python.ts";

const python = await findPython("numpy, PIL");

/** How many levels the mean of all differs at most from libjpeg's, which averages where colors are fewer than pixels. */
const MEAN_OF_LEVELS = 7;

/** The picture of the fixtures, smooth in every color. */
function smooth(x: number, y: number): number[] {
  return [x * 13, y * 19, 255 - (x * 7 + y * 9)].map((value) => Math.max(0, Math.min(255, value)));
}

function assertSmooth(name: (typeof JPEG_FIXTURES)[number], most: number): void {
  const { width, height, data } = decodeJpeg(jpegFixture(name));
  assertEquals([width, height, data.length], [19, 13, 19 * 13 * 4]);
  let sum = 0;
  for (let k = 0; k < 19 * 13; k++) {
    const expected = smooth(k % 19, Math.floor(k / 19));
    const gray = Math.round(0.299 * expected[0]! + 0.587 * expected[1]! + 0.114 * expected[2]!);
    for (let c = 0; c < 3; c++) {
      sum += Math.abs(data[4 * k + c]! - (name.startsWith("gray") ? gray : expected[c]!));
    }
    assertEquals(data[4 * k + 3], 255);
  }
  assertLess(sum / (3 * 19 * 13), most, name);
}

Deno.test("baseline and progressive files are read, subsampled or not, with restart marks or without", () => {
  assertSmooth("restarts", 3);
  assertSmooth("subsampledAcross", 7);
  for (const name of ["subsampled", "progressive", "progressiveRestarts"] as const) {
    assertSmooth(name, 9);
  }
});

Deno.test("gray files and files of red, green and blue as they are come out in their colors", () => {
  assertSmooth("grayRestarts", 2);
  assertSmooth("rgb", 2);
});

Deno.test("decoded files are the same bytes on every machine", async () => {
  const hashes: Record<string, string> = {};
  for (const name of JPEG_FIXTURES) {
    if (["arithmetic", "cmyk", "unevenRestarts"].includes(name)) continue;
    hashes[name] = await sha256(decodeJpeg(jpegFixture(name)).data);
  }
  const drawn = jpegFile(drawPicture("ring", 1, 61, 47));
  hashes["file"] = await sha256(drawn);
  hashes["drawn"] = await sha256(decodeJpeg(drawn).data);
  assertEquals(hashes, GOLDEN);
});

/** SHA-256 of the pixels, red, green, blue and opacity. */
const GOLDEN: Record<string, string> = {
  drawn: "0def8d6110940713bbdf18c428974405b14df8c4f9f18aaa4c2f0ac89c1c5164",
  file: "2c04c540047281b7668af31258404fd39a76a6f65bd7a693ddb5bd208213c63b", // of the JPEG file itself
  grayRestarts: "455d89f2f17635240c26d0c40443db60cee45a570ca91726c1deb1c6633a954e",
  progressive: "4b272aaa3fb7042d6502dc5d32711d22b6d6c751c04de5859628cd80256f989a",
  progressiveRestarts: "4b272aaa3fb7042d6502dc5d32711d22b6d6c751c04de5859628cd80256f989a",
  restarts: "632d676daeaca3a590b075880af2e0a66c82982a2c1c93da3daf8e1c30c518a9",
  rgb: "c7717f0905238839ff73ecb1db0993dd74940b7855d44e9835f1e0175836022f",
  subsampled: "4b272aaa3fb7042d6502dc5d32711d22b6d6c751c04de5859628cd80256f989a",
  subsampledAcross: "45c717b3b7499cbba988820373b7a1a151b530eec0fbd2895935bf0628255ae6",
};

Deno.test("the header has the size, the colors and the orientation", () => {
  const file = jpegFile(drawPicture("bar", 1, 20, 10), 90, 6);
  const header = parseJpegSegments(file);
  assertEquals(header, {
    width: 20,
    height: 10,
    components: 3,
    rgb: false,
    orientation: 6,
    scans: 1,
    restarts: false,
    end: file.length,
  });
  const big = withSegment(jpegFile(drawPicture("bar", 1, 20, 10)), 0xe1, exifOf(8, false));
  assertEquals(parseJpegSegments(big).orientation, 8);
  const xmp = withSegment(big, 0xe1, new TextEncoder().encode("http://ns.adobe.com/xap/1.0/\0"));
  assertEquals(parseJpegSegments(xmp).orientation, 8);
});

Deno.test("what cameras append after the picture is left out", () => {
  const file = jpegFile(drawPicture("bar", 1, 20, 10));
  const { data } = decodeJpeg(concat(file, jpegFixture("progressive"), new Uint8Array(99)));
  assertEquals(data, decodeJpeg(file).data);
});

Deno.test("a file that is cut off is refused, wherever it ends", () => {
  for (const name of ["subsampled", "progressive"] as const) {
    for (const prefix of prefixes(jpegFixture(name))) {
      const error = assertThrows(() => decodeJpeg(prefix), SyntaxError);
      const message = prefix.length < 3
        ? "it is not a JPEG file"
        : `it ends after ${prefix.length}`;
      assert(error.message.startsWith(message), error.message);
    }
  }
});

Deno.test("a file that lacks restart intervals is refused, wherever they are missing", () => {
  for (const [name, expected] of [["restarts", 3], ["grayRestarts", 2]] as const) {
    const file = jpegFixture(name);
    const isMark = (k: number) => file[k] === 0xff && file[k + 1]! >= 0xd0 && file[k + 1]! <= 0xd7;
    const marks = [...file.keys()].filter(isMark);
    for (const [k, mark] of marks.entries()) {
      const cut = concat(file.subarray(0, mark), file.subarray(-2));
      const message = `it has ${k + 1} of the ${expected} restart intervals of a scan`;
      assertThrows(() => decodeJpeg(cut), SyntaxError, message);
    }
    assertEquals(marks.length, expected - 1);
  }
});

Deno.test("the message about a damaged gray file does not mention several scans", () => {
  const file = jpegFixture("grayRestarts");
  const scan = file.findLastIndex((byte, k) => byte === 0xff && file[k + 1] === 0xda);
  const cut = concat(file.subarray(0, scan + 12), file.subarray(scan + 20));
  const { message } = assertThrows(() => decodeJpeg(cut), SyntaxError);
  assert(message.startsWith("it is damaged") && !message.includes("scans"), message);
});

Deno.test("a file that is damaged gives a picture of its size or a reason", async () => {
  for (const name of ["subsampled", "progressive", "grayRestarts"] as const) {
    await fuzz(jpegFixture(name), (bytes) => {
      const { width, height, data } = decodeJpeg(bytes);
      assertEquals(data.length, 4 * width * height);
    }, 1500);
  }
});

Deno.test(
  "the pixels are those of libjpeg, to a few levels",
  { ignore: python === undefined },
  async () => {
    const program = `
import io, sys, numpy
from PIL import Image
sys.stdout.buffer.write(numpy.asarray(Image.open(io.BytesIO(sys.stdin.buffer.read())).convert("RGBA")).tobytes())
`;
    for (const name of JPEG_FIXTURES) {
      if (["arithmetic", "cmyk", "unevenRestarts"].includes(name)) continue;
      const theirs = await runPython(python!, program, jpegFixture(name));
      const { data } = decodeJpeg(jpegFixture(name));
      assertEquals(data.length, theirs.length);
      const sum = data.reduce((sum, value, k) => sum + Math.abs(value - theirs[k]!), 0);
      assertLess(sum / data.length, MEAN_OF_LEVELS, name);
    }
  },
);
