/** Mutants that no test can kill, since they do what the program does. */

/** A mutant by what stands in the file, so that it is found though lines have moved. */
export interface Equivalent {
  /** The file's path from the project's folder. */
  readonly file: string;
  /** The whole line in which the mutant begins, without the spaces around it. */
  readonly line: string;
  /** The code that is changed, and what it is changed to; line ends and runs of spaces are one space. */
  readonly before: string;
  readonly after: string;
  /** Why no test can see a difference. */
  readonly reason: string;
}

/** Mutants of one reason: of each the file, the line, and what is changed to what. */
function equivalent(
  reason: string,
  mutants: readonly (readonly [file: string, line: string, before: string, after: string])[],
): Equivalent[] {
  return mutants.map(([file, line, before, after]) => ({ file, line, before, after, reason }));
}

/** The names of options, as they stand in a table of them: a value of true for each. */
function optionNames(file: string, lines: readonly string[]): [string, string, string, string][] {
  return lines.map((line) => [file, line, "true", "false"]);
}

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

/** Asks the machine how it lays out its numbers. */
const LITTLE_ENDIAN = [
  "export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;",
  "new Uint8Array(new Uint16Array([1]).buffer)[0] === 1",
  "true",
] as const;

/** Those of `lib/formats`. */
const FORMATS: readonly Equivalent[] = [
  ...equivalent("A write behind the last element, which a typed array drops.", [
    [
      PICKLE_TEXT,
      "for (let k = 0; k < text.length; k++) {",
      "k < text.length",
      "k <= text.length",
    ],
    [
      BYTE_ORDER,
      "for (let start = 0; start < bytes.length; start += size) {",
      "start < bytes.length",
      "start <= bytes.length",
    ],
  ]),
  ...equivalent("Every machine that runs the tests is little-endian.", [
    [BYTE_ORDER, ...LITTLE_ENDIAN],
    [
      IDX,
      "if (LITTLE_ENDIAN) reverseItems(items, data.BYTES_PER_ELEMENT);",
      "LITTLE_ENDIAN",
      "true",
    ],
    [
      IDX,
      "if (LITTLE_ENDIAN) reverseItems(items, Data.BYTES_PER_ELEMENT);",
      "LITTLE_ENDIAN",
      "true",
    ],
  ]),
  ...equivalent("Zero is zero in either order of its bytes.", [
    [
      READ_ZIP,
      "if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {",
      "true",
      "false",
    ],
  ]),
  ...equivalent("A byte of 128 without one above it is not UTF-8 either.", [
    [
      READ_ZIP,
      "if ((flags & UTF_8) !== 0 || bytes.every((byte) => byte < 128)) {",
      "byte < 128",
      "byte <= 128",
    ],
  ]),
  ...equivalent("What is no tuple has no version, or one that is refused as well.", [
    [
      PICKLE_NUMPY,
      "const [version, shape, dtype, fortran, bytes, ...others]: Tuple = isTuple(state) ? state : [];",
      "[]",
      '["Stryker was here"]',
    ],
    [
      PICKLE_NUMPY,
      "const [version, order, subtype, names, fields]: Tuple = isTuple(state) ? state : [];",
      "[]",
      '["Stryker was here"]',
    ],
  ]),
  ...equivalent("They are not equal, as the line before has it.", [
    [
      IDX,
      "throw bytes.length < start + dataBytes",
      "bytes.length < start + dataBytes",
      "bytes.length <= start + dataBytes",
    ],
  ]),
  ...equivalent("Of a table of options the names are read alone.", [
    [IDX, 'checkOptions("read an IDX file", options, { maxBytes: true });', "true", "false"],
  ]),
  ...equivalent("It saves time alone: each byte would change places with itself.", [
    [BYTE_ORDER, "if (size === 1) return;", "size === 1", "false"],
  ]),
  ...equivalent("One piece more, of nothing.", [
    [
      "lib/formats/base64.ts",
      "for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {",
      "start < bytes.length",
      "start <= bytes.length",
    ],
    [
      READ_ZIP,
      "if (start >= data.length) controller.close();",
      "start >= data.length",
      "start > data.length",
    ],
    [PICKLE_TEXT, "for (let k = 0; k < length; k += 4096) {", "k < length", "k <= length"],
  ]),
  ...equivalent("What is so short has no field, and says nothing either way.", [
    [EXIF, "if (tiff.length < 8) return 1;", "tiff.length < 8", "tiff.length <= 8"],
    [
      EXIF,
      "if (list < 8 || list + 2 > tiff.length) return 1;",
      "list + 2 > tiff.length",
      "list + 2 >= tiff.length",
    ],
  ]),
  ...equivalent("An orientation of 1 that is refused is 1.", [
    [EXIF, "return value >= 1 && value <= 8;", "value >= 1", "value > 1"],
  ]),
  ...equivalent("The same byte: they differ by 256.", [
    [
      "lib/formats/protobuf.ts",
      "for (; value > 127; value = Math.floor(value / 128)) groups.push(value % 128 + 128);",
      "value % 128 + 128",
      "value % 128 - 128",
    ],
  ]),
  ...equivalent("The text that is matched is cut to the length of the escape.", [
    [
      PICKLE_TEXT,
      "const code = /^(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})$/.test(escape)",
      "/^(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})$/",
      "/^(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/",
    ],
  ]),
];

/** The mutants that are equivalent, each read and understood. */
export const EQUIVALENT: readonly Equivalent[] = [
  ...equivalent(
    "A write behind the last element: a typed array drops it, and in a longer one nothing reads that place.",
    [
      [
        COSTS,
        "for (let k = 0; k < a.rows * a.columns; k++) d[k] = fround(outputs[k]! - targets[k]!);",
        "k < a.rows * a.columns",
        "k <= a.rows * a.columns",
      ],
      [
        COSTS,
        "for (let k = 0; k < a.rows * a.columns; k++) {",
        "k < a.rows * a.columns",
        "k <= a.rows * a.columns",
      ],
      [
        COSTS,
        "for (let k = 0; k < a.rows * a.columns; k++) d[k] = fround(-targets[k]! / outputs[k]!);",
        "k < a.rows * a.columns",
        "k <= a.rows * a.columns",
      ],
      [
        COSTS,
        "for (let k = 0; k < values.length; sum += values[k++]!) sums[k] = sum;",
        "k < values.length",
        "k <= values.length",
      ],
      [
        OPTIMIZERS,
        "for (let k = 0; k < w.length; k++) w[k] = fround(w[k]! - fround(rate! * g[k]!));",
        "k < w.length",
        "k <= w.length",
      ],
      [OPTIMIZERS, "for (let k = 0; k < w.length; k++) {", "k < w.length", "k <= w.length"],
      [
        "lib/network/prediction.ts",
        "for (let r = 0; r < rows; r++) {",
        "r < rows",
        "r <= rows",
      ],
      [
        "lib/train/label_smoothing.ts",
        "for (let k = 0; k < rows * columns; k++) values[k] = fround(fround(keep * values[k]!) + share);",
        "k < rows * columns",
        "k <= rows * columns",
      ],
      [
        "lib/train/class_weights.ts",
        "for (let k = 0; k < size; k++) weights[k] = (data.weights?.[k] ?? 1) * factors[labels[k]!]!;",
        "k < size",
        "k <= size",
      ],
      [
        AUGMENT,
        "for (let r = start; r < end; r++) this.#drawMap(6 * (r - start), order[r]!);",
        "r < end",
        "r <= end",
      ],
      [COPIES, "for (let r = 0; r < rows; r++) {", "r < rows", "r <= rows"],
      [BFLOAT16, "for (let k = 0; k < bits.length; k++) {", "k < bits.length", "k <= bits.length"],
      [
        BFLOAT16,
        "for (let k = 0; k < bits.length; k++) bits[k] = bytes[2 * k]! << 16 | bytes[2 * k + 1]! << 24;",
        "k < bits.length",
        "k <= bits.length",
      ],
    ],
  ),
  ...equivalent(
    "The place behind a row's last one is written again in its turn, or lies behind the whole.",
    [
      [COSTS, "for (let k = 0; k < columns; k++) {", "k < columns", "k <= columns"],
      [
        WEIGHTS,
        "for (let c = 0; c < columns; c++) transposed[c * rows + r] = values[r * columns + c]!;",
        "c < columns",
        "c <= columns",
      ],
    ],
  ),
  ...equivalent("One row more, of an empty part of the array: nothing is written.", [
    [
      COSTS,
      "for (let start = 0; start < a.rows * columns; start += columns) {",
      "start < a.rows * columns",
      "start <= a.rows * columns",
    ],
  ]),
  ...equivalent("It is multiplied by outputs that are all zero.", [
    [
      COSTS,
      "const shares = rest.map((r, k) => r === 0 ? -1 : (1 - targets[k]!) / r - 1);",
      "-1",
      "+1",
    ],
  ]),
  ...equivalent("A gradient of just that length is multiplied by 1.", [
    [
      REGULARIZATION,
      "if (norm > limit) { for (const gradient of gradients) engine.scale(gradient, limit / norm); }",
      "norm > limit",
      "norm >= limit",
    ],
  ]),
  ...equivalent("Of a table of options the names are read alone.", [
    ...optionNames(COPIES, ["augment: true,", "shape: true,", "seed: true,"]),
    ...optionNames("lib/train/fit.ts", [
      "const FIT_OPTIONS = { ...TRAIN_OPTIONS, onEpoch: true } as const;",
    ]),
  ]),
  ...equivalent("A warm-up of no epochs hands on the same steps to the same schedule.", [
    [SCHEDULES, "if (epochs === 0) return schedule;", "epochs === 0", "false"],
  ]),
  ...equivalent("The key of an epoch is derived from the epoch: once more, it is the same.", [
    [DROPOUT, "if (mask.epoch !== epoch) {", "mask.epoch !== epoch", "true"],
    [AUGMENT, "if (epoch !== this.#epoch) {", "epoch !== this.#epoch", "true"],
  ]),
  ...equivalent(
    "Of an epoch without validation the score is undefined, and nothing is less than that.",
    [
      [
        "lib/train/fit.ts",
        "if (score !== undefined && score > best) [best, kept] = [score, epoch.number];",
        "score !== undefined",
        "true",
      ],
    ],
  ),
  ...equivalent("The first batch, whatever its size, replaces the list.", [
    [WORKSPACE, "#deltas: Matrix[] = [];", "[]", '["Stryker was here"]'],
    [WORKSPACE, "#droppedInputs: Rows[] = [];", "[]", '["Stryker was here"]'],
  ]),
  ...equivalent("What is not of the kind that is wanted is made again.", [
    [WORKSPACE, "this.#droppedInputs = [];", "[]", '["Stryker was here"]'],
  ]),
  ...equivalent("A hundredth of zero is zero, of either sign.", [
    ["lib/network/activations.ts", "(z) => z < 0 ? fround(LEAK * z) : z,", "z < 0", "z <= 0"],
  ]),
  ...equivalent("Of no copies nothing is added.", [
    [
      COPIES,
      "for (let start = 0; start < this.copies; start += BATCH) {",
      "start < this.copies",
      "start <= this.copies",
    ],
  ]),
  ...equivalent("The outputs of every member are put in their place in the list.", [
    [COPIES, "const outputs: Float32Array[] = [];", "[]", '["Stryker was here"]'],
  ]),
  ...equivalent("A word is no number, and so not more than any.", [
    [
      "lib/train/fit.ts",
      "for (const [k, score] of (options.resume?.history ?? []).entries()) {",
      "[]",
      '["Stryker was here"]',
    ],
  ]),
  ...equivalent("Nothing is added or taken away but zeros and NaN.", [
    [
      "lib/train/divergence.ts",
      "for (let k = 0; k < values.length; k++) sum += values[k]! * 0;",
      "sum += values[k]! * 0",
      "sum -= values[k]! * 0",
    ],
  ]),
  ...equivalent("Of a kind that a value is not of, zod finds this one thing wrong.", [
    [
      ERRORS,
      'errors.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys")',
      'errors.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys")',
      'errors.some(({ code, path }) => path.length > 0 || code === "unrecognized_keys")',
    ],
  ]),
  ...equivalent("The first element of a match, and of none, is passed over.", [
    [
      WEIGHTS,
      "const [, layer, prefix, number] = /^((.*\\.)?(0|[1-9]\\d*))\\.(?:weight|bias)$/s.exec(name) ?? [];",
      "[]",
      '["Stryker was here"]',
    ],
  ]),
  ...equivalent("One word for no prefix is as good as another that is none.", [
    [WEIGHTS, 'prefixes.add(prefix ?? "");', '""', '"Stryker was here!"'],
  ]),
  ...FORMATS,
];
