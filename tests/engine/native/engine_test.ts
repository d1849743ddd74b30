import { assert, assertEquals, assertThrows } from "@std/assert";
import { createEngine, type Engine } from "../../../lib/engine/mod.ts";
import { type NativeHost, openNativeHost } from "../../../tasks/native/mod.ts";
import { closing } from "../../helpers/closing.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { checkCase, checkGather, GATHERS, SHAPES, VALUES } from "../conformance.ts";
import { goldenOf, type Images, trainWhole } from "../golden_runs.ts";
import { mnistExamples } from "../mnist_examples.ts";
import { untilReady } from "../until_ready.ts";

const engineOf = (host: NativeHost, workers = 1) => createEngine("wasm", { host, workers });

for (const host of NATIVE_HOSTS) {
  const { variant } = host;
  for (const values of VALUES) {
    Deno.test(`${variant} gives the contract's bits in every shape, ${values}`, () => {
      for (const shape of SHAPES) checkCase(engineOf(host), shape, values);
    });
  }

  Deno.test(`${variant} gathers`, () => {
    for (const [examples, features] of GATHERS) checkGather(engineOf(host), examples, features);
  });

  for (
    const [images, workers] of [[200, 1], [2000, 2], [2000, 3], [50_000, 1]] as [Images, number][]
  ) {
    for (const [name, golden] of goldenOf(images)) {
      Deno.test(
        `${variant} trains ${name} on ${images} images to the golden weights, ${workers} workers`,
        {
          ignore: images > 200 && !LONG_TESTS &&
            !(images === 2000 && workers === 2 && name === "W3"),
        },
        async () => {
          await mnistData();
          using engine = closing(engineOf(host, workers));
          await untilReady(engine);
          const found = await trainWhole(name, await mnistExamples(images), engine);
          assertEquals(found, golden);
        },
      );
    }
  }
}

/** A row of `INPUTS` non-zeros times their parts of the weights would not fit into 32 bits. */
const [INPUTS, OUTPUTS] = [900_000, 144];

/** The product of one row of many non-zeros, 518 MB of weights. */
function productOf(engine: Engine): Float32Array {
  const [x, w] = [engine.sparseRows(1, INPUTS), engine.matrix(INPUTS, OUTPUTS)];
  const [biases, z] = [engine.matrix(1, OUTPUTS), engine.matrix(1, OUTPUTS)];
  x.starts.set([0, INPUTS]);
  const { indices, values } = x;
  for (let k = 0; k < INPUTS; k++) [indices[k], values[k]] = [k, (k % 7 - 3) / 8];
  const weights = w.values;
  for (let k = 0; k < weights.length; k++) weights[k] = (k % 1001 - 500) / 512;
  engine.affine(z, x, w, biases);
  return z.values;
}

Deno.test("a row of nearly a million non-zeros gives the bits of WebAssembly", {
  ignore: !LONG_TESTS || NATIVE_HOSTS.length === 0,
}, () => {
  const expected = productOf(createEngine("wasm"));
  for (const host of NATIVE_HOSTS) assertEquals(productOf(engineOf(host)), expected);
});

Deno.test(
  "a variant that the library lacks is refused",
  { ignore: NATIVE_HOSTS.length === 0 },
  () => {
    assertThrows(() => openNativeHost({ variant: "mmx" }), Error, "Cannot run mmx native kernels");
  },
);

Deno.test(
  "the widest vectors of this processor are there",
  { ignore: NATIVE_HOSTS.length === 0 },
  () => {
    assert(
      NATIVE_HOSTS.every(({ name, lanes }) => name === "native" && [4, 8, 16].includes(lanes)),
    );
  },
);
