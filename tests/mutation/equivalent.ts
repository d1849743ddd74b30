/** Mutants that no test can kill, since they do what the program does. */

/** A mutant by the code that it changes, so that it is found though lines move or change around it. */
export interface Equivalent {
  /** The file's path from the project's folder. */
  readonly file: string;
  /** The code that is changed, with as much around it as tells it from other code; any white space is one space. */
  readonly before: string;
  /** The same code, changed. */
  readonly after: string;
  /** Which of the occurrences of `before` in the file is meant, from 1; every one if left out. */
  readonly ordinal?: number | undefined;
  /** Why no test can see a difference. */
  readonly reason: string;
}

/** Mutants of one reason. */
function equivalent(
  reason: string,
  mutants: readonly (readonly [file: string, before: string, after: string, ordinal?: number])[],
): Equivalent[] {
  return mutants.map(([file, before, after, ordinal]) => ({
    file,
    before,
    after,
    ordinal,
    reason,
  }));
}

/** The names of options, as they stand in a table of them: each has the value true. */
function optionNames(file: string, names: readonly string[]): [string, string, string][] {
  return names.map((name) => [file, `${name}: true`, `${name}: false`]);
}

/** What Stryker puts into an array that is empty. */
const FILLED = '["Stryker was here"]';

const [COSTS, OPTIMIZERS] = ["lib/network/costs.ts", "lib/network/optimizers.ts"];
const DROPOUT = "lib/network/dropout.ts";
const WORKSPACE = "lib/network/workspace.ts";
const [WEIGHTS, REGULARIZATION] = ["lib/network/weights.ts", "lib/network/regularization.ts"];
const [AUGMENT, COPIES] = ["lib/train/augment.ts", "lib/train/test_time_augmentation.ts"];
const ERRORS = "lib/config/errors.ts";
const SCHEDULES = "lib/train/schedules.ts";
const BFLOAT16 = "lib/formats/bfloat16.ts";
const [BYTE_ORDER, EXIF] = ["lib/formats/byte_order.ts", "lib/formats/exif.ts"];
const IDX = "lib/formats/idx.ts";
const READ_ZIP = "lib/formats/read_zip.ts";
const [PICKLE_NUMPY, PICKLE_TEXT] = ["lib/formats/pickle_numpy.ts", "lib/formats/pickle_text.ts"];

/** The test for the machine's byte order. */
const LITTLE_ENDIAN = [
  "/* @__PURE__ */ new Uint8Array(/* @__PURE__ */ new Uint16Array([1]).buffer)[0] === 1",
  "true",
] as const;

/** The mutants of `lib/formats`. */
const FORMATS: readonly Equivalent[] = [
  ...equivalent("A write behind the last element, which a typed array drops.", [
    [PICKLE_TEXT, "k < text.length", "k <= text.length"],
    [BYTE_ORDER, "start < bytes.length", "start <= bytes.length"],
  ]),
  ...equivalent("Every machine that runs the tests is little-endian.", [
    [BYTE_ORDER, ...LITTLE_ENDIAN],
    [IDX, "if (LITTLE_ENDIAN)", "if (true)"],
  ]),
  ...equivalent("Zero is zero in either order of its bytes.", [
    [READ_ZIP, "getUint16(end + 4, true)", "getUint16(end + 4, false)"],
  ]),
  ...equivalent("A byte of 128 without one above it is not UTF-8 either.", [
    [READ_ZIP, "byte < 128", "byte <= 128"],
  ]),
  ...equivalent("Anything but a tuple has no version, or one that is refused too.", [
    [
      PICKLE_NUMPY,
      "...others]: Tuple = isTuple(state) ? state : []",
      `...others]: Tuple = isTuple(state) ? state : ${FILLED}`,
    ],
    [
      PICKLE_NUMPY,
      "fields]: Tuple = isTuple(state) ? state : []",
      `fields]: Tuple = isTuple(state) ? state : ${FILLED}`,
    ],
  ]),
  ...equivalent("They are not equal, as the line before has it.", [
    [IDX, "bytes.length < start + dataBytes", "bytes.length <= start + dataBytes"],
  ]),
  ...equivalent("Only the names in a table of options are read.", [
    [IDX, "maxBytes: true", "maxBytes: false"],
  ]),
  ...equivalent("It only saves time: each byte would be swapped with itself.", [
    [BYTE_ORDER, "size === 1", "false"],
  ]),
  ...equivalent("One piece more, of nothing.", [
    ["lib/formats/base64.ts", "start < bytes.length", "start <= bytes.length"],
    [READ_ZIP, "start >= data.length", "start > data.length"],
    [PICKLE_TEXT, "k < length", "k <= length"],
  ]),
  ...equivalent("So short a text has no field: either way the orientation is 1.", [
    [EXIF, "tiff.length < 8", "tiff.length <= 8"],
    [EXIF, "list + 2 > tiff.length", "list + 2 >= tiff.length"],
  ]),
  ...equivalent("An orientation of 1 that is refused is 1.", [
    [EXIF, "value >= 1", "value > 1"],
  ]),
  ...equivalent("The same byte: they differ by 256.", [
    ["lib/formats/protobuf.ts", "value % 128 + 128", "value % 128 - 128"],
  ]),
  ...equivalent("The text that is matched is cut to the length of the escape.", [
    [PICKLE_TEXT, "/^(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})$/", "/^(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/"],
  ]),
];

/** The mutants that are equivalent, each read and understood. */
export const EQUIVALENT: readonly Equivalent[] = [
  ...equivalent(
    "A write behind the last element: a typed array drops it, and in a longer one nothing reads that element.",
    [
      [COSTS, "k < a.rows * a.columns", "k <= a.rows * a.columns"],
      [COSTS, "k < values.length", "k <= values.length"],
      [OPTIMIZERS, "k < w.length", "k <= w.length"],
      ["lib/network/prediction.ts", "r < rows", "r <= rows"],
      ["lib/train/label_smoothing.ts", "k < rows * columns", "k <= rows * columns"],
      ["lib/train/class_weights.ts", "k < size", "k <= size"],
      [AUGMENT, "r < end", "r <= end"],
      [COPIES, "r < rows", "r <= rows"],
      [BFLOAT16, "k < bits.length", "k <= bits.length"],
    ],
  ),
  ...equivalent(
    "The element behind a row's last one is written again in its turn, or lies behind the whole.",
    [
      [COSTS, "k < columns", "k <= columns"],
      [WEIGHTS, "c < columns", "c <= columns"],
    ],
  ),
  ...equivalent("One row more, of an empty part of the array: nothing is written.", [
    [COSTS, "start < a.rows * columns", "start <= a.rows * columns"],
  ]),
  ...equivalent("It is multiplied by outputs that are all zero.", [
    [COSTS, "r === 0 ? -1", "r === 0 ? +1"],
  ]),
  ...equivalent("A gradient of just that length is multiplied by 1.", [
    [REGULARIZATION, "norm > limit", "norm >= limit"],
  ]),
  ...equivalent("Only the names in a table of options are read.", [
    ...optionNames(COPIES, ["augment", "shape", "seed"]),
    ...optionNames("lib/train/fit.ts", ["onEpoch"]),
  ]),
  ...equivalent("A warm-up of no epochs hands on the same steps to the same schedule.", [
    [SCHEDULES, "epochs === 0", "false"],
  ]),
  ...equivalent("The key of an epoch is derived from the epoch: once more, it is the same.", [
    [DROPOUT, "mask.epoch !== epoch", "true"],
    [AUGMENT, "epoch !== this.#epoch", "true"],
  ]),
  ...equivalent(
    "An epoch without validation has no score, and `undefined` is greater than nothing.",
    [
      ["lib/train/fit.ts", "score !== undefined", "true"],
    ],
  ),
  ...equivalent("The first batch, whatever its size, replaces the list.", [
    [WORKSPACE, "#deltas: Matrix[] = []", `#deltas: Matrix[] = ${FILLED}`],
    [WORKSPACE, "#droppedInputs: Rows[] = []", `#droppedInputs: Rows[] = ${FILLED}`],
  ]),
  ...equivalent("A list of another kind than expected is made again.", [
    [WORKSPACE, "this.#droppedInputs = []", `this.#droppedInputs = ${FILLED}`],
  ]),
  ...equivalent("A hundredth of zero is zero, of either sign.", [
    ["lib/network/activations.ts", "z < 0 ? fround(LEAK * z)", "z <= 0 ? fround(LEAK * z)"],
  ]),
  ...equivalent("With no copies, nothing is added.", [
    [COPIES, "start < this.copies", "start <= this.copies"],
  ]),
  ...equivalent("The outputs of every member are assigned to their index in the list.", [
    [COPIES, "const outputs: Float32Array[] = []", `const outputs: Float32Array[] = ${FILLED}`],
  ]),
  ...equivalent("A text is no number, so it is not greater than any.", [
    ["lib/train/fit.ts", "options.resume?.history ?? []", `options.resume?.history ?? ${FILLED}`],
  ]),
  ...equivalent("Nothing is added or taken away but zeros and NaN.", [
    ["lib/train/divergence.ts", "sum += values[k]! * 0", "sum -= values[k]! * 0"],
  ]),
  ...equivalent("For a kind that does not fit a value, zod reports this one error.", [
    [
      ERRORS,
      'errors.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys")',
      'errors.some(({ code, path }) => path.length > 0 || code === "unrecognized_keys")',
    ],
  ]),
  ...equivalent("The first element of a match, and of none, is passed over.", [
    [WEIGHTS, ".exec(name) ?? []", `.exec(name) ?? ${FILLED}`],
  ]),
  ...equivalent("Any text that is no prefix stands for no prefix.", [
    [WEIGHTS, 'prefix ?? ""', 'prefix ?? "Stryker was here!"'],
  ]),
  ...FORMATS,
];
