import { assertEquals, assertThrows } from "@std/assert";
import {
  checkClassNames,
  checkStandardization,
  metadataOf,
  optionsIn,
} from "../../lib/network/file.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";

const FUNCTIONS = {
  activation: { name: "relu" },
  outputActivation: { name: "softmax" },
  cost: { name: "logLikelihood" },
};
const NAMES = { activation: "relu", outputActivation: "softmax", cost: "logLikelihood" };

Deno.test("metadata are text, and of names and a scale that are not known nothing", () => {
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
});

Deno.test("of what metadata do not have there is no option", () => {
  assertEquals(optionsIn({}), {});
  assertEquals(optionsIn({ epoch: "3", format: "pt" }), {});
  assertEquals(optionsIn({ seed: "0" }), { seed: 0 });
});

Deno.test("metadata that are no names and no scale are a SyntaxError that says which", () => {
  const names = "Cannot read a network: its classNames are no list of names";
  const scale = "Cannot read a network: its standardization is not means and deviations";
  const refused: [metadata: Record<string, string>, message: string][] = [
    [{ classNames: "a, b" }, "Cannot read a network: its classNames cannot be parsed as JSON"],
    [{ classNames: '"no"' }, names],
    [{ classNames: '["no", 1]' }, names],
    [
      { standardization: "" },
      "Cannot read a network: its standardization cannot be parsed as JSON",
    ],
    [{ standardization: "null" }, scale],
    [{ standardization: '{"means":1,"deviations":[1]}' }, scale],
    [{ standardization: '{"means":[1],"deviations":1}' }, scale],
    [{ standardization: '{"means":["1"],"deviations":[1]}' }, scale],
    [{ standardization: '{"means":[1],"deviations":[1,"1"]}' }, scale],
    [{ standardization: '{"means":[1],"deviations":[0]}' }, scale],
  ];
  for (const [metadata, message] of refused) {
    assertEquals(assertThrows(() => optionsIn(metadata), SyntaxError).message, message);
  }
});

Deno.test("classes have a different name each, those of one output two", () => {
  checkClassNames(undefined, [2, 3]);
  checkClassNames(["a", "b", "c"], [2, 9, 3]);
  checkClassNames(["no", "yes"], [2, 9, 1]);
  const refused: [names: unknown, outputs: number, given: string, wanted: number][] = [
    [["a", "b"], 3, "a list of 2", 3],
    [["a", "b", "c", "d"], 3, "a list of 4", 3],
    [["a", "b", "a"], 3, "a list of 3", 3],
    [["a", "b", "a"], 2, "a list of 3", 2],
    [["a", "b", 3], 3, "a list of 3", 3],
    [["a"], 1, "a list of 1", 2],
    ["abc", 3, '"abc"', 3],
    [Float32Array.of(1, 2), 2, "a Float32Array", 2],
  ];
  for (const [names, outputs, given, wanted] of refused) {
    const check = () => checkClassNames(names as string[], [2, 9, outputs]);
    assertEquals(
      assertThrows(check, TypeError).message,
      `Cannot use ${given} for classNames: expected ${wanted} different names`,
    );
  }
});

Deno.test("inputs are standardized by a mean and a deviation each", () => {
  const standardization = new Standardization({ means: [1, 2, 3], deviations: [1, 1, 1] });
  checkStandardization(undefined, [2, 3]);
  checkStandardization(standardization, [3, 2]);
  assertEquals(
    assertThrows(() => checkStandardization(standardization, [2, 3]), TypeError).message,
    "Cannot use 3 means for standardization: 2 are wanted",
  );
});
