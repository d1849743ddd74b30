import { assert, assertEquals, assertThrows } from "@std/assert";
import { createEngine } from "../../../lib/engine/mod.ts";
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
