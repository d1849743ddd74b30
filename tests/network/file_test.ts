import { assertEquals, assertThrows } from "@std/assert";
import { metadataOf, optionsIn } from "../../lib/network/file.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";

const FUNCTIONS = {
  activation: { name: "relu" },
  outputActivation: { name: "softmax" },
  cost: { name: "logLikelihood" },
};
const NAMES = { activation: "relu", outputActivation: "softmax", cost: "logLikelihood" };

Deno.test("metadata are text, and of what they do not have there is no option", () => {
  const plain = { ...FUNCTIONS, seed: 7, classNames: undefined, standardization: undefined };
  assertEquals(metadataOf(plain), { ...NAMES, seed: "7" });
  const standardization = new Standardization({ means: [1, 2], deviations: [0.5, 4] });
  const all = metadataOf({ ...plain, classNames: ["no", "yes"], standardization });
  assertEquals(all, {
    ...NAMES,
    seed: "7",
    classNames: '["no","yes"]',
    standardization: '{"means":[1,2],"deviations":[0.5,4]}',
  });
  assertEquals(optionsIn(all), { ...NAMES, seed: 7, classNames: ["no", "yes"], standardization });
  assertEquals(optionsIn({}), {});
  assertEquals(optionsIn({ epoch: "3", format: "pt" }), {});
  assertEquals(optionsIn({ seed: "0" }), { seed: 0 });
});

Deno.test("metadata that are no names and no scale are a SyntaxError that names which", () => {
  const names = "its classNames are expected";
  const scale = "its standardization is expected";
  const refused: [metadata: Record<string, string>, message: string][] = [
    [{ classNames: "a, b" }, "its classNames cannot be parsed"],
    [{ classNames: '"no"' }, names],
    [{ classNames: '["no", 1]' }, names],
    [{ standardization: "" }, "its standardization cannot be parsed"],
    [{ standardization: "null" }, scale],
    [{ standardization: '{"means":1,"deviations":[1]}' }, scale],
    [{ standardization: '{"means":[1],"deviations":1}' }, scale],
    [{ standardization: '{"means":["1"],"deviations":[1]}' }, scale],
    [{ standardization: '{"means":[1],"deviations":[1,"1"]}' }, scale],
    [{ standardization: '{"means":[1],"deviations":[0]}' }, scale],
  ];
  for (const [metadata, message] of refused) {
    assertThrows(() => optionsIn(metadata), SyntaxError, message);
  }
});
