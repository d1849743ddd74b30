import { closing } from "../../helpers/closing.ts";
import { LONG_TESTS, QUICK_TESTS } from "../../helpers/long.ts";
import { ReferenceEngine } from "../../../lib/engine/reference.ts";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import { checkDeform, IMAGES } from "../deform_conformance.ts";
import { untilReady } from "../until_ready.ts";

/** Every size, or those of fewer pixels than MNIST's images. */
const SIZES = QUICK_TESTS ? IMAGES.filter(([width, height]) => width * height < 784) : IMAGES;

for (const size of SIZES) {
  Deno.test(`the reference and WebAssembly deform ${size.join(" × ")} to the contract's bits`, () => {
    checkDeform(new ReferenceEngine(), size);
    checkDeform(new WasmEngine(), size);
  });
}

for (const workers of [2, 3]) {
  Deno.test(`${workers} workers, each with images of its own, deform to the contract's bits`, {
    ignore: workers > 2 && !LONG_TESTS,
  }, async () => {
    using engine = closing(new WasmEngine({ workers, shareFrom: 0 }));
    await untilReady(engine);
    for (const size of SIZES) checkDeform(engine, size);
  });
}
