/** The sentences of pictures and of the descriptions of inputs, each pinned once. */

import { parseInputDescription } from "@inkling/inkling/pictures";
import { type Orientation, turned } from "../../lib/pictures/orientation.ts";
import { pictureInput, pictureShape } from "../../lib/pictures/picture.ts";
import { testSentences } from "../helpers/says.ts";

const read = (value: unknown) => () =>
  parseInputDescription(typeof value === "string" ? value : JSON.stringify(value), 12);
const described = (change: object) =>
  read({ version: 1, source: "pictures", shape: [4, 3], type: "uint8", ...change });

testSentences("descriptions of inputs", [
  [SyntaxError, "Cannot read the description of inputs: ", {
    "it is no JSON": read("{"),
    "expected an object, got null": read("null"),
    "expected an object, got a list of 0": read([]),
    'expected version, source, shape, type, got "size"': described({ size: 1 }),
    "expected version 1, got 2": described({ version: 2 }),
    'expected pictures or idx or npz as its source, got "png"': described({ source: "png" }),
    [`expected pictures or idx or npz as its source, got "${"x".repeat(60)}"`]: described({
      source: "x".repeat(1e6),
    }),
    'expected uint8 or float32 as its type, got "bytes"': described({ type: "bytes" }),
    'expected whole numbers above 0 as its shape, got "4x3"': described({ shape: "4x3" }),
    "expected whole numbers above 0 as its shape, got a list of 2": described({ shape: [4, -3] }),
    "its shape [4,4] has 16 numbers, and the network 12 inputs": described({ shape: [4, 4] }),
    "its shape [] has 1 numbers, and the network 12 inputs": described({ shape: [] }),
    "expected the shape [height, width] or [height, width, 3], got [12]": described({
      shape: [12],
    }),
  }],
]);

const size = (size: unknown) => () => pictureShape({ size: size as [number, number] });

testSentences("pictures", [
  [RangeError, "Cannot ", {
    "make pictures of size [0,28]: expected [height, width], whole numbers from 1 to 1024": size([
      0,
      28,
    ]),
    'make pictures of size "28x28": expected [height, width], whole numbers from 1 to 1024': size(
      "28x28",
    ),
    "turn a picture by orientation 9: expected 1 to 8": () =>
      turned(new Uint8Array(6), { height: 2, width: 3 }, 1, 9 as Orientation),
  }],
  [TypeError, "Cannot ", {
    "use a picture of 1 × 1 with 3 values: expected four a pixel": () =>
      pictureInput({ width: 1, height: 1, data: new Uint8Array(3) }),
  }],
]);
