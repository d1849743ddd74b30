import { assertEquals } from "@std/assert";
import {
  checkOptions,
  constantsOf,
  expectedBy,
  filledIn,
  type Value,
} from "../../lib/checks/options.ts";

Deno.test("a value fits an option in its range, of its type, or among its choices", () => {
  const cases: [Value, right: unknown[]][] = [
    [{ type: "number" }, [0, -1e300, 1e300]],
    [{ type: "number", min: 0, below: 1 }, [0, 0.999]],
    [{ type: "number", above: 0, max: 1 }, [1e-300, 1]],
    [{ type: "number", above: 0, max: Infinity }, [1, Infinity]],
    [{ type: "whole", min: 1 }, [1, 2 ** 53 - 1]],
    [{ type: "flag" }, [true, false]],
    [{ type: "choice", of: ["a", "b"] }, ["a", "b"]],
    [{ type: "object", of: {} }, [{}, 5]], // checked where it is used
  ];
  for (const [option, right] of cases) {
    for (const value of right) assertEquals(expectedBy(option, value), undefined, `${value}`);
  }
});

const TABLE = {
  epochs: { type: "whole", min: 1, required: true, default: 30 },
  rate: { type: "number", min: 0, max: 1, default: 0.5 },
  limit: { type: "number", above: 0, orNull: true, default: null },
  degrees: { type: "map", of: { type: "number", min: 0 }, default: {} },
  mode: { type: "choice", of: ["slow", "fast"] },
  onEnd: true,
} as const;

Deno.test("defaults are filled in, but what a program has to give it gives", () => {
  const filled = { epochs: 2, rate: 0.5, limit: null, degrees: {}, mode: undefined };
  assertEquals(filledIn("run", { epochs: 2 }, TABLE), filled);
  const given = { epochs: 2, rate: 0, limit: 3, degrees: { a: 1 }, mode: "fast", onEnd: 7 };
  assertEquals(filledIn("run", given, TABLE), given);
  const left: { epochs: number; rate?: number | undefined } = { epochs: 2, rate: undefined };
  assertEquals<unknown>(filledIn("run", left, TABLE), filled);
  checkOptions("run", { epochs: 1, limit: null, onEnd: "anything" }, TABLE);
});

Deno.test("constants that are left out are filled in", () => {
  const kinds = { b: { p: TABLE.rate, q: TABLE.rate } };
  const filled = constantsOf("rule", "b", { name: "b", p: 0.25 }, kinds);
  assertEquals<unknown>(filled, { name: "b", p: 0.25, q: 0.5 });
});
