import { assertEquals } from "@std/assert";
import type { EngineName } from "../../lib/engine/create.ts";
import { LONG_TESTS, QUICK_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted } from "../helpers/run_task.ts";
import { mnistExamples } from "./mnist_examples.ts";
import { goldenOf, type Images, startEngine, trainWhole } from "./golden_runs.ts";

const permitted = granted("read", "write", "run", "net");

/** Every engine under the numerics contract, and the numbers of images; 50,000 are the tutorial's epoch. */
const ENGINES: readonly [title: string, name: EngineName, workers: number, on: Images[]][] = [
  ["the reference", "reference", 1, [200, 2000, 10_000, 50_000]],
  ["WebAssembly", "wasm", 1, [200, 2000, 50_000]],
  ["WebAssembly with 2 workers", "wasm", 2, [2000, 50_000]],
  ["WebAssembly with 3 workers", "wasm", 3, [2000]],
];

let fetched: Promise<string> | undefined;

for (const [title, engineName, workers, sizes] of ENGINES) {
  for (const images of sizes) {
    for (const [name, golden] of goldenOf(images)) {
      if (engineName === "reference" && name === "W4" && images > 200) continue; // minutes, or an hour
      // More than a minute, which only confirms golden hashes for more images.
      const long = name !== "W1" && images > (name === "W4" ? 200 : 2000);
      const isSlowHere = engineName === "reference" &&
        (name === "W3" || name !== "W1" && images > 200);
      const isSlow = images > 2000 || name === "W4" || isSlowHere;
      Deno.test(`${title} trains ${name} on ${images} images to the golden weights`, {
        ignore: !permitted || long && !LONG_TESTS || isSlow && QUICK_TESTS,
      }, async () => {
        await (fetched ??= mnistData());
        const examples = await mnistExamples(images);
        const engine = await startEngine(engineName, workers);
        try {
          assertEquals(await trainWhole(name, examples, engine), golden);
        } finally {
          engine.close();
        }
      });
    }
  }
}
