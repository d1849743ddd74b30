/**
 * Trains the tutorial's network with native kernels, in whatever runs TypeScript, and prints the hash of its weights: with the
 * images and labels in two files, for N epochs, by the library in a folder. @module
 */

import { readFileSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { createEngine } from "../../../lib/engine/create.ts";
import { Dataset, Network, train, weightsSha256 } from "../../../mod.ts";
import { openNativeHost } from "../../../tasks/native/host.ts";

const [images = "", labels = "", epochs = "", folder = ""] = process.argv.slice(2);
const host = openNativeHost({ folder: pathToFileURL(folder) });
const engine = createEngine("wasm", { host });
const data = new Dataset({
  pixels: new Uint8Array(readFileSync(images)),
  labels: new Uint8Array(readFileSync(labels)),
  features: 784,
  classes: 10,
});
const network = new Network([784, 30, 10], { initializer: "standardNormal", seed: 5, engine });
const options = { epochs: Number(epochs), batchSize: 10, learningRate: 3 };
for await (const _ of train(network, data, options));
const { variant, lanes } = host;
console.log(JSON.stringify({ variant, lanes, sha256: await weightsSha256(network) }));
