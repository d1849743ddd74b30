/** Trains the tutorial with native kernels, in whatever runs TypeScript, and prints the hash of its weights. @module */

import { readFileSync } from "node:fs";
import process from "node:process";
import { createEngine } from "../../../lib/engine/create.ts";
import { Dataset, Network, train, weightsSha256 } from "../../../mod.ts";
import { openNativeHost } from "../../../tasks/native/host.ts";

const [images = "", labels = "", epochs = "30"] = process.argv.slice(2);
const host = openNativeHost();
const engine = createEngine("wasm", { host });
const data = new Dataset({
  pixels: new Uint8Array(readFileSync(images)),
  labels: new Uint8Array(readFileSync(labels)),
  ...{ features: 784, classes: 10 },
});
const network = new Network([784, 30, 10], { initializer: "standardNormal", seed: 5, engine });
const options = { epochs: Number(epochs), batchSize: 10, learningRate: 3 };
const start = performance.now();
for await (const _ of train(network, data, options));
const seconds = (performance.now() - start) / 1000;
const { variant, lanes } = host;
console.log(JSON.stringify({ variant, lanes, sha256: await weightsSha256(network), seconds }));
