import { assertEquals } from "@std/assert";
import { Network, Standardization } from "../../mod.ts";
import { throwsSaying } from "../helpers/says.ts";

Deno.test("classes have a different name each, those of one output two", () => {
  const network = (outputs: number, classNames?: unknown) =>
    new Network([2, 9, outputs], classNames === undefined ? {} : { classNames: classNames as [] });
  assertEquals(network(3).classNames, undefined);
  assertEquals(network(3, ["a", "b", "c"]).classNames, ["a", "b", "c"]);
  assertEquals(network(1, ["no", "yes"]).classNames, ["no", "yes"]);
  const refused: [names: unknown, outputs: number, given: string, expected: number][] = [
    [["a", "b"], 3, "a list of 2", 3],
    [["a", "b", "c", "d"], 3, "a list of 4", 3],
    [["a", "b", "a"], 3, "a list of 3", 3],
    [["a", "b", "a"], 2, "a list of 3", 2],
    [["a", "b", 3], 3, "a list of 3", 3],
    [["a"], 1, "a list of 1", 2],
    ["abc", 3, '"abc"', 3],
    [Float32Array.of(1, 2), 2, "a Float32Array", 2],
  ];
  for (const [names, outputs, given, expected] of refused) {
    const make = () => network(outputs, names);
    throwsSaying(make, TypeError, `Cannot use ${given} for classNames`, `${expected} different`);
  }
});

Deno.test("inputs are standardized by a mean and a deviation each", () => {
  const standardization = new Standardization({ means: [1, 2, 3], deviations: [1, 1, 1] });
  assertEquals(new Network([2, 3]).standardization, undefined);
  assertEquals(new Network([3, 2], { standardization }).standardization, standardization);
  const make = () => new Network([2, 3], { standardization });
  throwsSaying(make, TypeError, "Cannot use 3 means for standardization", "expected 2");
});
