import { assertEquals } from "@std/assert";
import { parseMetadata } from "../../../lib/measure/metadata.ts";
import { intervalsText, noveltyText } from "../../../tasks/run/novelty.ts";
import { Dataset, Network } from "../../../mod.ts";

Deno.test("the texts in the metadata are parsed; of classes, and of no rows, there are no intervals", () => {
  const inputs = Array.from({ length: 40 }, (_, k) => [k, k % 7]);
  const data = Dataset.from({ inputs, targets: inputs.map(([x]) => 2 * x!) });
  const network = new Network([2, 1], { outputActivation: "linear" });
  const novelty = noveltyText({ training: data, validation: data })!;
  const intervals = intervalsText(network, { validation: data })!;
  const parsed = parseMetadata({ novelty, intervals }, network);
  assertEquals(JSON.stringify(parsed.detector), novelty);
  assertEquals(JSON.stringify(parsed.intervals), intervals);
  const classes = Dataset.from({ inputs, labels: inputs.map(([, x]) => x!) });
  for (const validation of [classes, data.subset(0, 0)]) {
    assertEquals(intervalsText(network, { validation }), undefined);
  }
});
