/** The smallest network that is of use learns the exclusive or. */

import { Dataset, fit, Network } from "@inkling/inkling";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const network = new Network([2, 4, 2]);
await fit(network, Dataset.from({ inputs, labels: ["same", "other", "other", "same"] }));
for (const { label, probability: p } of network.predict(inputs)) console.log(label, p?.toFixed(2));
