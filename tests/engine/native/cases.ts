/** A random call of each kernel, and what it may write. @module */

import type { Kernels } from "../../../lib/engine/wasm/kernels.ts";
import { BATCH_CASES } from "./batch_cases.ts";
import type { Draw, Output, Region } from "./draw.ts";

/** How a packed product is cut into panels of columns and tiles of rows. */
export interface Geometry {
  readonly panelColumns: number;
  readonly tileRows: number;
}

/** The geometry of the kernels in WebAssembly. */
const WASM: Geometry = { panelColumns: 12, tileRows: 3 };

/** A call of a kernel. */
export interface Call {
  readonly args: readonly number[];
  /** The arguments for the kernel in WebAssembly. Default: the same. */
  readonly wasmArgs?: readonly number[];
  /** What must be the same. Nothing else may be written, */
  readonly outputs: readonly Output[];
  /** but here. */
  readonly scratch?: readonly Region[];
}

/** The most that a kernel reads or writes of what it packs: see `packed_product.c`. */
const [PACKED_DEPTH, PACKED_ROWS] = [256, 192];

/** How many columns `sparseProduct` copies at a time. */
const COPIED_COLUMNS = 144;

/** The float32 of a cache line. */
const LINE_FLOATS = 16;

/** The lists of rows of `transposedAccumulate`. */
const ROW_LISTS = 8;

const lines = (count: number) => LINE_FLOATS * Math.ceil(count / LINE_FLOATS);
const fours = (count: number) => 4 * Math.ceil(count / 4);

/** Elements [from, to) of float32 at an address. */
function part(at: number, [from, to]: readonly [number, number]): Output {
  return { at: at + 4 * from, bytes: 4 * (to - from), type: "f32" };
}

/** Columns [from, to) of a matrix [rows, columns], whose stride is in elements. */
function block(
  at: number,
  rows: number,
  stride: number,
  columns: readonly [number, number],
): Output[] {
  return Array.from({ length: rows }, (_, r) => part(at + 4 * r * stride, columns));
}

function inPlace(d: Draw, ...between: number[]): Call {
  const count = d.size(100);
  const range = d.range(count);
  const a = d.floats(count);
  return { args: [a, ...between, ...range], outputs: [part(a, range)] };
}

/** A kernel on arrays of one length, of which it writes the first `written`. */
function together(d: Draw, arrays: number, written: number, ...between: number[]): Call {
  const count = d.size(100);
  const range = d.range(count);
  const addresses = Array.from({ length: arrays }, () => d.floats(count));
  return {
    args: [...addresses, ...between, ...range],
    outputs: addresses.slice(0, written).map((at) => part(at, range)),
  };
}

/** What it writes, z out to where each of the four functions is saturated, and which one. */
function drawSmooth(d: Draw): Call {
  const count = d.size(100);
  const range = d.range(count);
  const [out, z] = [d.floats(count), d.floats(count, () => d.pick([3, 20, 80]) * d.number())];
  return { args: [out, z, d.between(0, 3), ...range], outputs: [part(out, range)] };
}

/** Where each of `count` panels begins, in columns. */
function panelStart(panel: number, count: number, columns: number): number {
  return 4 * Math.floor(panel * Math.ceil(columns / 4) / count);
}

function drawPanels(d: Draw, rows: number, columns: number) {
  const vectors = Math.ceil(columns / 4);
  const count = Math.min(vectors, d.between(1, 3));
  const stride = 4 * lines(4 * Math.ceil(vectors / count));
  const at = d.floats(count * rows * stride / 4);
  const rowsOf = (range: readonly [number, number]) => {
    const outputs: Output[] = [];
    const scratch: Region[] = [];
    for (let p = range[0]; p < range[1]; p++) {
      const first = panelStart(p, count, columns);
      const width = Math.min(columns, panelStart(p + 1, count, columns)) - first;
      const panel = at + p * rows * stride;
      outputs.push(...block(panel, rows, stride / 4, [0, width]));
      scratch.push(...block(panel, rows, stride / 4, [width, stride / 4]));
    }
    return { outputs, scratch };
  };
  return { at, stride, count, rowsOf };
}

/** The columns of the panels [from, to). */
function columnsOf([from, to]: readonly [number, number], count: number, columns: number) {
  return [
    panelStart(from, count, columns),
    Math.min(columns, panelStart(to, count, columns)),
  ] as const;
}

/** Which byte of a vector goes where when lanes that are zero are left out, see `store.ts`. */
function leftPackTable(d: Draw): number {
  const table = Array.from({ length: 16 }, (_, set) => {
    const lanes = [0, 1, 2, 3].filter((lane) => set & (1 << lane));
    return Array.from(
      { length: 16 },
      (_, k) => k < 4 * lanes.length ? 4 * lanes[k >> 2]! + k % 4 : 0,
    );
  });
  const at = d.room(256);
  d.memory.set(table.flat(), at);
  return at;
}

/** Row starts, columns and values of sparse rows that a kernel writes: `total` of them, and `beyond` more. */
function sparseOutputs(d: Draw, rows: number, total: number, beyond: number, room = total) {
  const [starts, indices, values] = [
    d.room(4 * (rows + 1)),
    d.room(4 * (room + 8)),
    d.room(4 * (room + 8)),
  ];
  return {
    addresses: [starts, indices, values] as const,
    outputs: [
      { at: starts, bytes: 4 * (rows + 1), type: "u32" },
      { at: indices, bytes: 4 * total, type: "u32" },
      { at: values, bytes: 4 * total, type: "f32" },
    ] satisfies Output[],
    scratch: [indices, values].map((at) => ({ at: at + 4 * total, bytes: 4 * beyond })),
  };
}

function randomKey(d: Draw): [number, number] {
  return [d.word() | 0, d.word() | 0];
}

/** A decay: none, or some. */
function drawShrink(d: Draw): number {
  return Math.fround(d.pick([1, 0.99, 2 ** -100]));
}

/** The inner size of a product, which is made in parts where it is large. */
function drawInner(d: Draw): number {
  return d.chance(0.15) ? d.between(500, 900) : d.size(40);
}

/** Calls of all kernels. */
export const CASES: Readonly<Record<keyof Kernels, (d: Draw, geometry: Geometry) => Call>> = {
  activateLeakyRelu: (d) => inPlace(d),
  activateRelu: (d) => inPlace(d),
  activateSelu: (d) => inPlace(d),
  activateSigmoid: (d) => inPlace(d),
  activateSmooth: drawSmooth,
  activateTanh: (d) => inPlace(d, Math.fround(2 / 3), Math.fround(1.7159)),
  activateSoftmax(d) {
    const [rows, columns] = [d.size(9), d.size(40)];
    const z = d.floats(rows * columns, () => 30 * d.number());
    return { args: [z, rows, columns], outputs: [part(z, [0, rows * columns])] };
  },
  addRows(d) {
    const [rows, columns] = [d.size(20), d.size()];
    const [b, x] = [d.floats(columns), d.floats(rows * columns)];
    const outputs = [part(b, [0, columns]), part(x, [0, rows * columns])];
    return { args: [b, x, Math.fround(d.number()), rows, columns], outputs };
  },
  addScaled: (d) => together(d, 2, 1, Math.fround(d.number())),
  addSigns: (d) => together(d, 2, 1, Math.fround(d.number())),
  average: (d) => together(d, 2, 1, Math.fround(0.01)),
  backwardLeakyRelu: (d) => together(d, 2, 1),
  backwardRelu: (d) => together(d, 2, 1),
  backwardScaledTanh: (d) => together(d, 2, 1),
  backwardSelu: (d) => together(d, 2, 1),
  backwardSigmoid: (d) => together(d, 2, 1),
  backwardSmooth: drawSmooth,
  backwardTanh: (d) => together(d, 2, 1),
  compactBytes(d) {
    const [rows, columns] = [d.size(20), d.size(40)];
    const bytes = d.bytes(rows * columns, d.pick([0, 0.2, 1]));
    const starts = [d.between(0, 5)];
    for (let r = 0; r < rows; r++) {
      const row = d.memory.subarray(bytes + r * columns, bytes + (r + 1) * columns);
      starts.push(starts[r]! + row.filter((byte) => byte !== 0).length);
    }
    const out = d.room(3 * starts[rows]! + 32);
    const [first, end] = [3 * starts[0]!, 3 * starts[rows]!];
    return {
      args: [out, d.words(starts), bytes, rows, columns],
      outputs: [{ at: out + first, bytes: end - first, type: "u8" }],
      scratch: [{ at: out, bytes: end + 32 }],
    };
  },
  countBytes(d) {
    const [rows, columns] = [d.size(20), d.size(40)];
    const starts = d.words(Array.from({ length: rows + 1 }, (_, k) => k));
    return {
      args: [starts, d.bytes(rows * columns, d.pick([0, 0.2, 1])), rows, columns],
      outputs: [{ at: starts, bytes: 4 * (rows + 1), type: "u32" }],
    };
  },
  dataProduct(d) {
    const [rows, inner, columns] = [d.size(20), d.size(50), d.size()];
    const x = d.floats(rows * inner, () => d.chance(0.3) ? d.number() : 0);
    const range = d.range(rows);
    const room = 2 * (inner + 4);
    const scratch = d.floats(room);
    const out = d.floats(rows * columns);
    const [w, bias] = [d.floats(inner * columns), d.floats(columns)];
    return {
      args: [out, x, inner, w, bias, columns, leftPackTable(d), scratch, ...range],
      outputs: [part(out, [range[0] * columns, range[1] * columns])],
      scratch: [{ at: scratch, bytes: 4 * room }],
    };
  },
  deformImages(d) {
    const [width, height, images] = [d.size(9), d.size(9), d.between(1, 4)];
    const pixels = width * height;
    const isBytes = d.chance(0.5);
    const inputs = isBytes ? d.bytes(images * pixels, 0.5) : d.floats(images * pixels);
    const range = d.range(images);
    const side = Math.max(width, height);
    const reach = d.between(0, side - 1);
    const middle = side + 8;
    const taps = d.floats(2 * middle + 1, () => 0);
    const floats = new Float32Array(d.memory.buffer, taps, 2 * middle + 1);
    for (let k = 0; k <= reach; k++) {
      floats[middle - k] = floats[middle + k] = Math.exp(-k * k / 20) / 8;
    }
    const out = d.floats(images * pixels);
    const maps = d.floats(6 * images, () => 1.5 * d.number());
    const examples = d.words(Array.from({ length: images }, () => d.word()));
    const room = fours((width + 3) * (height + 3) + 4) + 4 * lines(width) * fours(height);
    const scratch = d.floats(room);
    const elastic = d.chance(0.6) ? taps + 4 * middle : 0;
    return {
      args: [
        out,
        inputs,
        Number(isBytes),
        examples,
        maps,
        width,
        height,
        elastic,
        reach,
        Math.fround(3),
        ...randomKey(d),
        scratch,
        ...range,
      ],
      outputs: [part(out, [range[0] * pixels, range[1] * pixels])],
      scratch: [{ at: scratch, bytes: 4 * room }],
    };
  },
  denseAccumulate(d) {
    const [rows, inputs, columns] = [d.size(20), d.size(40), d.size()];
    const range = d.range(inputs);
    const w = d.floats(inputs * columns);
    const [x, errors] = [d.floats(rows * inputs), d.floats(rows * columns)];
    return {
      args: [w, x, inputs, errors, rows, columns, drawShrink(d), ...range],
      outputs: [part(w, [range[0] * columns, range[1] * columns])],
    };
  },
  denseProduct(d) {
    const [rows, inner, columns] = [d.size(20), d.size(40), d.size()];
    const range = d.range(rows);
    const out = d.floats(rows * columns);
    const indices = d.words(Array.from({ length: inner }, (_, k) => k));
    const [x, w] = [d.floats(rows * inner), d.floats(inner * columns)];
    const bias = d.chance(0.5) ? d.floats(columns) : 0;
    return {
      args: [out, indices, x, inner, w, bias, columns, Math.fround(d.number()), ...range],
      outputs: [part(out, [range[0] * columns, range[1] * columns])],
    };
  },
  dropNonZeros(d) {
    const [rows, columns] = [d.size(9), d.size(60)];
    const { addresses, total } = d.sparse(rows, columns, d.pick([0, 3]));
    const { addresses: out, outputs } = sparseOutputs(d, rows, total, 0);
    const examples = d.words(Array.from({ length: rows }, () => d.word()));
    const room = 8 * Math.ceil(columns / 8);
    const mask = d.floats(room);
    const [starts, indices, values] = outputs;
    return {
      args: [
        ...out,
        ...addresses,
        rows,
        columns,
        ...randomKey(d),
        examples,
        2 ** 30,
        Math.fround(4 / 3),
        mask,
      ],
      outputs: [starts!, { ...indices!, bytes: 0 }, { ...values!, bytes: 0 }],
      scratch: [
        { at: mask, bytes: 4 * room },
        { at: indices!.at, bytes: indices!.bytes + 4 },
        { at: values!.at, bytes: values!.bytes + 4 },
      ],
    };
  },
  dropUnits(d) {
    const [rows, columns] = [d.size(9), d.size(60)];
    const range = d.range(rows);
    const [out, x] = [d.floats(rows * columns), d.floats(rows * columns)];
    const examples = d.words(Array.from({ length: rows }, () => d.word()));
    const room = 8 * Math.ceil(columns / 8);
    const scratch = d.floats(room);
    return {
      args: [
        out,
        x,
        columns,
        ...randomKey(d),
        examples,
        -(2 ** 31) + 5,
        2,
        scratch,
        ...range,
      ],
      outputs: [part(out, [range[0] * columns, range[1] * columns])],
      scratch: [{ at: scratch, bytes: 4 * room }],
    };
  },
  dropZeros(d) {
    const [rows, columns] = [d.size(9), d.size(60)];
    const x = d.floats(rows * columns, () => d.chance(0.3) ? d.number() : 0);
    const view = new Float32Array(d.memory.buffer, x, rows * columns);
    const total = view.filter((value) => value !== 0).length;
    const beyond = Math.min(16, rows * columns - total);
    const { addresses, outputs, scratch } = sparseOutputs(d, rows, total, beyond, rows * columns);
    return { args: [x, ...addresses, rows, columns, leftPackTable(d)], outputs, scratch };
  },
  flushFactors: (d) => inPlace(d),
  gatherCompact(d) {
    const [examples, rows, columns] = [d.between(1, 9), d.size(9), 70];
    const counts = Array.from({ length: examples }, () => d.between(0, columns));
    const starts = [0];
    for (const count of counts) starts.push(starts.at(-1)! + count);
    const compact = d.bytes(3 * starts[examples]!, 1);
    const order = Array.from({ length: rows }, () => d.between(0, examples - 1));
    const total = order.reduce((sum, example) => sum + counts[example]!, 0);
    const { addresses, outputs, scratch } = sparseOutputs(d, rows, total, 8);
    return {
      args: [d.words(order), ...addresses, rows, d.words(starts), compact],
      outputs,
      scratch,
    };
  },
  limitNorms(d) {
    const [rows, columns] = [d.size(30), d.size()];
    const range = d.range(columns);
    const w = d.floats(rows * columns);
    const [sums, factors] = [d.room(8 * columns), d.floats(columns)];
    return {
      args: [w, rows, columns, d.pick([0.5, 2, 1e9]), sums, factors, ...range],
      outputs: [
        ...block(w, rows, columns, range),
        part(factors, range),
        { at: sums + 8 * range[0], bytes: 8 * (range[1] - range[0]), type: "f64" },
      ],
    };
  },
  packedProduct(d, geometry) {
    const [rows, inner, columns] = [
      d.size(60),
      d.chance(0.3) ? d.between(250, 530) : d.size(40),
      d.size(50),
    ];
    const isTransposed = [d.chance(0.5), d.chance(0.5)];
    const [aRow, aColumn] = isTransposed[0] ? [1, rows] : [inner, 1];
    const [bRow, bColumn] = isTransposed[1] ? [1, inner] : [columns, 1];
    const panelsOf = (g: Geometry) => Math.ceil(columns / g.panelColumns);
    const range = d.range(panelsOf(geometry));
    const room = Math.max(...[geometry, WASM].map((g) => {
      const packedRows = Math.min(PACKED_ROWS, g.tileRows * Math.ceil(rows / g.tileRows));
      return g.panelColumns + PACKED_DEPTH * (g.panelColumns * panelsOf(g) + packedRows);
    }));
    const [out, a, b] = [
      d.floats(rows * columns),
      d.floats(rows * inner),
      d.floats(inner * columns),
    ];
    const bias = d.chance(0.5) ? d.floats(columns) : 0;
    const scratch = d.room(4 * room);
    const scale = Math.fround(d.pick([1, 0.3]));
    const args = [
      out,
      a,
      aRow!,
      aColumn!,
      b,
      bRow!,
      bColumn!,
      bias,
      rows,
      inner,
      columns,
      scale,
      scratch,
    ];
    const ends = range.map((panel) => Math.min(columns, panel * geometry.panelColumns));
    return {
      args: [...args, ...range],
      wasmArgs: [...args, 0, panelsOf(WASM)],
      outputs: block(out, rows, columns, [ends[0]!, ends[1]!]),
      scratch: [{ at: scratch, bytes: 4 * room }],
    };
  },
  packPanels(d) {
    const [rows, columns] = [d.size(20), d.size()];
    const { at, stride, count, rowsOf } = drawPanels(d, rows, columns);
    return {
      args: [at, stride, count, d.floats(rows * columns), rows, columns],
      ...rowsOf([0, count]),
    };
  },
  panelProduct(d) {
    const [rows, inner, columns] = [d.size(12), drawInner(d), d.size()];
    const { at, stride, count } = drawPanels(d, inner, columns);
    const { addresses } = d.sparse(rows, inner, d.pick([0, 3]));
    const range = d.range(count);
    const [out, bias] = [d.floats(rows * columns), d.floats(columns)];
    return {
      args: [out, ...addresses, at, stride, count, bias, rows, inner, columns, ...range],
      outputs: block(out, rows, columns, columnsOf(range, count, columns)),
    };
  },
  panelsAccumulate(d) {
    const [rows, inputs, columns] = [d.size(12), d.size(40), d.size()];
    const { at, stride, count, rowsOf } = drawPanels(d, inputs, columns);
    const { addresses } = d.sparse(rows, inputs, d.pick([0, 3]));
    const range = d.range(count);
    const errors = d.floats(rows * columns);
    return {
      args: [
        at,
        ...addresses,
        stride,
        count,
        errors,
        rows,
        inputs,
        columns,
        drawShrink(d),
        ...range,
      ],
      ...rowsOf(range),
    };
  },
  scaleAndFlush: (d) => inPlace(d, Math.fround(d.pick([0.99, 2 ** -100]))),
  scaleElements: (d) => inPlace(d, Math.fround(d.number())),
  sparseAccumulate(d) {
    const [rows, inputs, columns] = [d.size(12), d.size(40), d.size()];
    const { addresses } = d.sparse(rows, inputs, d.pick([0, 3]));
    const [w, errors] = [d.floats(inputs * columns), d.floats(rows * columns)];
    return {
      args: [w, ...addresses, errors, rows, columns],
      outputs: [part(w, [0, inputs * columns])],
    };
  },
  sparseProduct(d) {
    const [rows, inner, columns] = [d.size(12), drawInner(d), d.size(90)];
    const { addresses } = d.sparse(rows, inner, d.pick([0, 3]));
    const byColumns = d.chance(0.5);
    const room = inner * lines(Math.min(columns, COPIED_COLUMNS));
    const scratch = d.chance(0.5) ? d.floats(room) : 0;
    let range = d.range(byColumns ? columns : rows);
    // Workers' columns begin where a cache line does, for which there is room.
    if (byColumns) range = [range[0] - range[0] % LINE_FLOATS, range[1]];
    const out = d.floats(rows * columns);
    const w = d.floats(inner * columns);
    const bias = d.chance(0.5) ? d.floats(columns) : 0;
    return {
      args: [
        out,
        ...addresses,
        w,
        bias,
        rows,
        inner,
        columns,
        Math.fround(d.pick([1, 0.3])),
        Number(byColumns),
        scratch,
        ...range,
      ],
      outputs: byColumns
        ? block(out, rows, columns, range)
        : [part(out, [range[0] * columns, range[1] * columns])],
      scratch: scratch ? [{ at: scratch, bytes: 4 * room }] : [],
    };
  },
  squareRows(d) {
    const [rows, columns] = [d.size(30), d.size()];
    const range = d.range(rows);
    const sums = d.room(8 * rows);
    return {
      args: [sums, d.floats(rows * columns), columns, ...range],
      outputs: [{ at: sums + 8 * range[0], bytes: 8 * (range[1] - range[0]), type: "f64" }],
    };
  },
  sumRows(d) {
    const [rows, columns] = [d.size(20), d.size()];
    const [b, x] = [d.floats(columns), d.floats(rows * columns)];
    return {
      args: [b, x, rows, columns, Math.fround(d.number())],
      outputs: [part(b, [0, columns])],
    };
  },
  transpose(d) {
    const [rows, columns] = [d.size(), d.size()];
    const range = d.range(columns);
    const out = d.floats(rows * columns);
    return {
      args: [out, d.floats(rows * columns), rows, columns, ...range],
      outputs: [part(out, [range[0] * rows, range[1] * rows])],
    };
  },
  transposedAccumulate(d) {
    const [inputs, batch, columns] = [d.size(40), d.size(20), d.size()];
    const { addresses } = d.sparse(inputs, batch);
    const errors = d.floats(batch * columns);
    const inPanels = d.chance(0.5);
    const panels = drawPanels(d, inputs, columns);
    const w = d.floats(inputs * columns);
    const room = ROW_LISTS * (inputs + 1);
    const scratch = d.floats(room);
    const range = inPanels ? d.range(panels.count) : [0, 1] as const;
    const { outputs, scratch: beyond } = inPanels
      ? panels.rowsOf(range)
      : { outputs: [part(w, [0, inputs * columns])], scratch: [] };
    return {
      args: [
        ...(inPanels ? [panels.at] : [w]),
        ...addresses,
        ...(inPanels ? [inputs * panels.stride, panels.stride, panels.count] : [0, 4 * columns, 1]),
        errors,
        inputs,
        columns,
        drawShrink(d),
        scratch,
        ...range,
      ],
      outputs,
      scratch: [...beyond, { at: scratch, bytes: 4 * room }],
    };
  },
  transposeSparse(d) {
    const [rows, columns] = [d.size(20), d.size(60)];
    const { addresses, total } = d.sparse(rows, columns);
    const { addresses: out, outputs } = sparseOutputs(d, columns + 1, total, 0);
    const [starts, ...others] = outputs;
    return {
      args: [rows, ...out, ...addresses, columns],
      outputs: [{ ...starts!, bytes: 4 * (columns + 1) }, ...others],
      scratch: [{ at: starts!.at + 4 * (columns + 1), bytes: 4 }],
    };
  },
  unpackPanels(d) {
    const [rows, columns] = [d.size(20), d.size()];
    const { at, stride, count } = drawPanels(d, rows, columns);
    const w = d.floats(rows * columns);
    return {
      args: [w, at, stride, count, rows, columns],
      outputs: [part(w, [0, rows * columns])],
    };
  },
  updateAdam(d) {
    const count = d.size(100);
    const range = d.range(count);
    const [w, g, m, v] = [0, 1, 2, 3].map(() => d.floats(count));
    const decay = d.pick([1, 0.9999]);
    const scalars = [0.9, 0.1, 0.999, 0.001, 0.001, 1.1, 1e-8, decay];
    let k = 0;
    return {
      args: [w!, g!, m!, v!, d.floats(8, () => scalars[k++]!), ...range],
      outputs: [w!, m!, v!].map((at) => part(at, range)),
    };
  },
  ...BATCH_CASES,
  updateMomentum: momentum,
  updateNesterov: momentum,
};

function momentum(d: Draw): Call {
  const count = d.size(100);
  const range = d.range(count);
  const [w, g, v, scalars] = [d.floats(count), d.floats(count), d.floats(count), d.floats(2)];
  return { args: [w, g, v, scalars, ...range], outputs: [part(w, range), part(v, range)] };
}
