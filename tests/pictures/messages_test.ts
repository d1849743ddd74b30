/** The sentences of pictures and of the descriptions of inputs, each pinned once. */

import { parseInputDescription } from "@inkling/inkling/pictures";
import { type Orientation, turned } from "../../lib/pictures/orientation.ts";
import { pictureInput, pictureShape } from "../../lib/pictures/picture.ts";
import { testMessages } from "../helpers/says.ts";

const read = (value: unknown) => () =>
  parseInputDescription(typeof value === "string" ? value : JSON.stringify(value), 12);
const described = (change: object) =>
  read({ version: 1, source: "pictures", shape: [4, 3], type: "uint8", ...change });

testMessages("descriptions of inputs", [
  ["no JSON", read("{"), SyntaxError, "Cannot read the description of inputs: it is no JSON"],
  [
    "null",
    read("null"),
    SyntaxError,
    "Cannot read the description of inputs: expected an object, got null",
  ],
  [
    "a list",
    read([]),
    SyntaxError,
    "Cannot read the description of inputs: expected an object, got a list of 0",
  ],
  [
    "an unknown entry",
    described({ size: 1 }),
    SyntaxError,
    'Cannot read the description of inputs: expected version, source, shape, type, got "size"',
  ],
  [
    "a later version",
    described({ version: 2 }),
    SyntaxError,
    "Cannot read the description of inputs: expected version 1, got 2",
  ],
  [
    "an unknown source",
    described({ source: "png" }),
    SyntaxError,
    'Cannot read the description of inputs: expected pictures or idx or npz as its source, got "png"',
  ],
  [
    "a long source",
    described({ source: "x".repeat(1e6) }),
    SyntaxError,
    "Cannot read the description of inputs: expected pictures or idx or npz as its source, got " +
    '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
  ],
  [
    "an unknown type",
    described({ type: "bytes" }),
    SyntaxError,
    'Cannot read the description of inputs: expected uint8 or float32 as its type, got "bytes"',
  ],
  [
    "a shape that is a text",
    described({ shape: "4x3" }),
    SyntaxError,
    'Cannot read the description of inputs: expected whole numbers above 0 as its shape, got "4x3"',
  ],
  [
    "a shape below 0",
    described({ shape: [4, -3] }),
    SyntaxError,
    "Cannot read the description of inputs: expected whole numbers above 0 as its shape, got a list of 2",
  ],
  [
    "a shape of other numbers",
    described({ shape: [4, 4] }),
    SyntaxError,
    "Cannot read the description of inputs: its shape [4,4] has 16 numbers, and the network 12 inputs",
  ],
  [
    "an empty shape",
    described({ shape: [] }),
    SyntaxError,
    "Cannot read the description of inputs: its shape [] has 1 numbers, and the network 12 inputs",
  ],
  [
    "a shape of no picture",
    described({ shape: [12] }),
    SyntaxError,
    "Cannot read the description of inputs: expected the shape [height, width] or [height, width, 3], got " +
    "[12]",
  ],
]);

const size = (size: unknown) => () => pictureShape({ size: size as [number, number] });

testMessages("pictures", [
  [
    "a size of 0",
    size([0, 28]),
    RangeError,
    "Cannot make pictures of size [0,28]: expected [height, width], whole numbers from 1 to 1024",
  ],
  [
    "a size that is a text",
    size("28x28"),
    RangeError,
    'Cannot make pictures of size "28x28": expected [height, width], whole numbers from 1 to 1024',
  ],
  [
    "values that do not fill the picture",
    () => pictureInput({ width: 1, height: 1, data: new Uint8Array(3) }),
    TypeError,
    "Cannot use a picture of 1 × 1 with 3 values: expected four a pixel",
  ],
  [
    "an unknown orientation",
    () => turned(new Uint8Array(6), { height: 2, width: 3 }, 1, 9 as Orientation),
    RangeError,
    "Cannot turn a picture by orientation 9: expected 1 to 8",
  ],
]);
