import { assertEquals } from "@std/assert";
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
