/** What we write we read, whatever it is: drawn by fast-check. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseConfig } from "../../lib/config.ts";
import { formatIdx, type IdxArray, parseIdx } from "../../lib/formats/idx.ts";
import { formatNpz } from "../../lib/formats/npz.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { readZip } from "../../lib/formats/read_zip.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { copyOf } from "../../lib/network/parameters.ts";
import { Network } from "../../mod.ts";
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "../../lib/train/mod.ts";
import { decodePng } from "../../tasks/images/decode_png.ts";
import { rgbUri } from "../../lib/formats/png.ts";
import { LONG_TESTS } from "../helpers/long.ts";

/** How properties are drawn: the same on every run. */
const GIVEN = { seed: 7, numRuns: LONG_TESTS ? 5000 : 100 };

/** A shape of few items, some of none. */
const shapes = fc.array(fc.nat(4), { maxLength: 4 });

const itemsOf = (shape: readonly number[]) =>
  shape.reduce((product, length) => product * length, 1);

/** As many bytes as a shape takes. */
const bytesFor = (shape: readonly number[], itemBytes: number) => {
  const length = itemsOf(shape) * itemBytes;
  return fc.uint8Array({ minLength: length, maxLength: length });
};

const ITEM_BYTES = { F32: 4, F64: 8, U8: 1, I16: 2, I64: 8 } as const;

const tensors: fc.Arbitrary<Tensor> = fc.tuple(
  fc.constantFrom(...Object.keys(ITEM_BYTES) as (keyof typeof ITEM_BYTES)[]),
  shapes,
).chain(([dtype, shape]) =>
  bytesFor(shape, ITEM_BYTES[dtype]).map((bytes) => ({ dtype, shape, bytes }))
);

/** Text with any characters that are Unicode, and names that mean something to JavaScript. */
const names = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "7", ""),
);

/** Different names with something each. */
function named<T>(things: fc.Arbitrary<T>): fc.Arbitrary<[string, T][]> {
  return fc.uniqueArray(fc.tuple(names, things), { selector: ([name]) => name, maxLength: 5 });
}

Deno.test("an IDX file gives back its array", () => {
  const Data = { uint8: Uint8Array, int16: Int16Array, float64: Float64Array } as const;
  const arrays: fc.Arbitrary<IdxArray> = fc.tuple(
    fc.constantFrom(...Object.keys(Data) as (keyof typeof Data)[]),
    fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }),
  ).chain(([type, shape]) =>
    bytesFor(shape, Data[type].BYTES_PER_ELEMENT).map((bytes) => ({
      type,
      shape,
      data: new Data[type](bytes.slice().buffer),
    }))
  );
  fc.assert(fc.property(arrays, (array) => assertEquals(parseIdx(formatIdx(array)), array)), GIVEN);
});

Deno.test("a safetensors file gives back its tensors and metadata, whatever they are called", () => {
  const files = fc.tuple(
    named(tensors).map((all) => all.filter(([name]) => name !== "__metadata__")),
    fc.dictionary(names, names),
  );
  fc.assert(
    fc.property(files, ([tensors, metadata]) => {
      const back = parseSafetensors(formatSafetensors(tensors, metadata));
      const inOrder = ([a]: [string, unknown], [b]: [string, unknown]) => a < b ? -1 : 1;
      assertEquals([...back.tensors].sort(inOrder), [...tensors].sort(inOrder));
      assertEquals(
        Object.entries(back.metadata).sort(inOrder),
        Object.entries(metadata).sort(inOrder),
      );
    }),
    GIVEN,
  );
});

Deno.test("an archive gives back its files, and an NPZ file its arrays", async () => {
  const files = fc.tuple(named(fc.uint8Array({ maxLength: 50 })), named(tensors));
  await fc.assert(
    fc.asyncProperty(files, async ([contents, tensors]) => {
      const expected = contents.filter(([name]) => !name.endsWith("/"));
      const entries = readZip(formatZip(expected));
      assertEquals(
        await Promise.all(entries.map(async ({ name, read }) => [name, await read()])),
        expected,
      );
      const arrays = readNpz(formatNpz(tensors));
      assertEquals([...arrays.keys()], tensors.map(([name]) => name));
      for (const [name, { shape, bytes }] of tensors) {
        const { shape: found, data } = await arrays.get(name)!.read();
        const { buffer, byteOffset, byteLength } = data as Uint8Array;
        assertEquals([found, new Uint8Array(buffer, byteOffset, byteLength)], [shape, bytes]);
      }
    }),
    GIVEN,
  );
});

Deno.test("a PNG file gives back its pixels", async () => {
  const side = fc.integer({ min: 1, max: 9 });
  const pictures = fc.tuple(side, side).chain(([width, height]) =>
    bytesFor([width, height], 3).map((samples) => ({ width, height, samples }))
  );
  await fc.assert(
    fc.asyncProperty(pictures, async ({ width, height, samples }) => {
      const uri = await rgbUri(samples, width);
      const { data, ...size } = await decodePng(await (await fetch(uri)).bytes());
      assertEquals(size, { width, height });
      const colors = data.filter((_, k) => k % 4 < 3);
      assertEquals([colors, data.filter((_, k) => k % 4 === 3)], [
        samples,
        new Uint8Array(width * height).fill(255),
      ]);
    }),
    GIVEN,
  );
});

Deno.test("a file gives back its checkpoint, and what is kept beside it", async () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 });
  const checkpoints: fc.Arbitrary<Checkpoint> = fc.tuple(
    sizes,
    fc.nat(9),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 5 }),
    fc.record({ moments: fc.nat(2), average: fc.boolean(), best: fc.boolean(), value: float }),
  ).map(([sizes, steps, history, { moments, average, best, value }]) => {
    const parameters = copyOf(new Network(sizes, { seed: steps }));
    parameters.biases[0]!.values.fill(value);
    return {
      numerics: 3,
      epoch: history.length,
      history: history.map((score) => score + 0), // JSON has no −0
      parameters,
      optimizer: { steps, moments: Array(moments).fill(parameters) },
      ...average && { average: parameters },
      ...best && { best: parameters },
    };
  });
  await fc.assert(
    fc.asyncProperty(
      checkpoints,
      fc.dictionary(fc.constantFrom("config", "run"), names),
      async (checkpoint, metadata) => {
        const back = await parseCheckpoint(await formatCheckpoint(checkpoint, metadata));
        assertEquals(back, { checkpoint, metadata: { ...metadata } });
      },
    ),
    GIVEN,
  );
});

Deno.test("a config that is filled in stays as it is", () => {
  const configs = fc.record({
    sizes: fc.constantFrom([784, 30, 10], [784, 10], [784, 64, 32, 10]),
    epochs: fc.integer({ min: 1, max: 200_000 }),
    learningRate: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    l2: fc.double({ min: 0, max: 10, noNaN: true }),
    seed: fc.maxSafeNat(),
    optimizer: fc.constantFrom({ name: "sgd" }, { name: "adam" }, {
      name: "nesterov",
      momentum: 0.5,
    }),
    evaluate: fc.constantFrom(["validation", "test"], ["validation"]),
    augment: fc.option(fc.record({ rotation: fc.double({ min: 0, max: 45, noNaN: true }) })),
    classWeights: fc.option(
      fc.dictionary(fc.constantFrom("0", "8"), fc.double({ min: 0, max: 9, noNaN: true })),
    ),
  }, { requiredKeys: [] });
  fc.assert(
    fc.property(configs, (given) => {
      const config = parseConfig(given);
      assertEquals(
        parseConfig(JSON.parse(JSON.stringify(config))),
        JSON.parse(JSON.stringify(config)),
      );
    }),
    GIVEN,
  );
});
