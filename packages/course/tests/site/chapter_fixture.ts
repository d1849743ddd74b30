/** A chapter with each of its parts, for tests. */

/** Its Markdown. */
export const CHAPTER = `# Neurons

You need nothing; one minute. The next is [the second](2-learning.md#why), the first is
[the contents](README.md), code is in [network.ts](../../lib/network.ts), and
[elsewhere](https://example.com/1.md). Not a link: \`[a](b.md)\`.

$$
z = \\sum_j w_j x_j + b
$$

\`\`\`js cell
import { Dataset, Network } from "@inkling/inkling";
import { show } from "@inkling/inkling/notebook";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const data = Dataset.from({ inputs, labels: ["same", "other", "other", "same"] });
const network = new Network([2, 4, 2], { seed: 1 });
console.log(network.sizes.join("-"));
show(data, network);
\`\`\`

\`\`\`text
2-4-2
\`\`\`

\`\`\`js cell continued
import { evaluate, fit } from "@inkling/inkling";
import { weightsHash } from "@inkling/inkling/notebook";

const history = await fit(network, data, { epochs: 1000, batchSize: 4, learningRate: 3 });
console.log(history.epochs.length);
console.log(await weightsHash(network), evaluate(network, data).accuracy);
\`\`\`

\`\`\`js cell continued
history;
\`\`\`

\`\`\`js cell
import { Network } from "@inkling/inkling";

const network = new Network([3, 1]);
network;
\`\`\`

\`\`\`js
<ink-nothing>
\`\`\`

<ink-network sizes="2,3,1">

A network of 2, 3 and 1 units.

</ink-network>

## Exercises

<ink-exercise answer="0.5" tolerance="0.01" hint="σ(0) &lt; 1 &amp; half of it.">

What is $\\sigma(0)$?

</ink-exercise>

<ink-exercise answer="hidden">

What is the layer called?

</ink-exercise>

Next: [Learning](2-learning.md)
`;
