/** Training in a web worker, so that a page stays responsive: `deno run --allow-read examples/web_worker.ts` */

/// <reference lib="deno.worker" />

import { Dataset, Network, train } from "@inkling/inkling";

if (self.name === "training") {
  self.onmessage = async ({ data: { inputs, labels } }: MessageEvent) => {
    const network = new Network([2, 8, 2], { seed: 1 });
    const data = Dataset.from({ inputs, labels });
    const options = { epochs: 300, batchSize: 8, learningRate: 1, validation: data };
    for await (const { number, validation } of train(network, data, options)) {
      if (number % 100 === 0) self.postMessage({ number, accuracy: validation!.accuracy });
    }
    self.postMessage({ weights: network.toSafetensors() });
    self.close();
  };
} else {
  const inputs = Array.from({ length: 64 }, (_, k) => [k % 8 / 7, Math.floor(k / 8) / 7]);
  const labels = inputs.map(([x, y]) => x! > y! ? "below" : "above");
  const worker = new Worker(import.meta.url, { type: "module", name: "training" });
  worker.postMessage({ inputs, labels });
  worker.onmessage = ({ data: { number, accuracy, weights } }) => {
    if (weights === undefined) return console.log(`Epoch ${number}: ${accuracy.toFixed(3)}`);
    const network = Network.fromSafetensors(weights);
    console.log(network.predict([[0.9, 0.2]])[0]!.label);
  };
}
