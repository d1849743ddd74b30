import { assertEquals } from "@std/assert";
import { parseMetadata } from "../../../lib/evaluate/metadata.ts";
import { intervalsText, noveltyText } from "../../../tasks/run/novelty.ts";
import { Dataset, Network } from "../../../mod.ts";
import { throwsSaying } from "../../helpers/says.ts";

Deno.test("the texts in the metadata are parsed, and have to fit the network", () => {
  const inputs = Array.from({ length: 40 }, (_, k) => [k, k % 7]);
  const data = Dataset.from({ inputs, targets: inputs.map(([x]) => 2 * x!) });
  const network = new Network([2, 1], { outputActivation: "linear" });
  const novelty = noveltyText({ training: data, validation: data })!;
  const intervals = intervalsText(network, { validation: data })!;
  const parsed = parseMetadata({ novelty, intervals }, network);
  assertEquals(JSON.stringify(parsed.detector), novelty);
  assertEquals(JSON.stringify(parsed.intervals), intervals);
  assertEquals(parseMetadata({}, network), { detector: undefined, intervals: undefined });
  const other = new Network([3, 2]);
  throwsSaying(() => parseMetadata({ novelty }, other), SyntaxError, "2 features", "3 inputs");
  throwsSaying(() => parseMetadata({ intervals }, other), SyntaxError, "of 1 quantities");
  const classes = Dataset.from({ inputs, labels: inputs.map(([, x]) => x!) });
  assertEquals(intervalsText(network, { validation: classes }), undefined);
  const nothing = data.subset(0, 0);
  assertEquals(intervalsText(network, { validation: nothing }), undefined);
});
