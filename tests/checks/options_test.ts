import { assert, assertEquals, assertThrows } from "@std/assert";
import { expectedBy, rangeText, type Value } from "../../lib/checks/option.ts";
import { checkOptions, constantsOf, filledIn } from "../../lib/checks/options.ts";
import { describe } from "../../lib/checks/texts.ts";
import { throwsSaying } from "../helpers/says.ts";

const NAMES = { epochs: true, batchSize: true } as const;

Deno.test("an option that does not exist is a TypeError, with what was probably meant", () => {
  checkOptions("train", { epochs: 1 }, NAMES);
  const fails = (options: unknown, message: string) =>
    assertThrows(
      () => checkOptions("train", options, NAMES, { lr: "expected learningRate" }),
      TypeError,
      message,
    );
  fails({ batch_size: 1 }, 'Cannot train with the option "batch_size", did you mean batchSize?');
  fails({ lr: 1 }, 'Cannot train with the option "lr": expected learningRate');
  fails({ colour: 1 }, 'Cannot train with the option "colour": there are epochs, batchSize');
  fails(undefined, "Cannot train without options: expected an object of epochs, batchSize");
  fails(30, "Cannot train with 30: expected an object");
  fails([1, 2], "Cannot train with a list of 2: expected an object");
});

Deno.test("values are described in a few words", () => {
  assertEquals(
    [null, "a", [1], 2, new Map(), {}, () => {}, Object.create(null)].map(describe),
    ["null", '"a"', "a list of 1", "2", "a Map", "an object", "a function", "an object"],
  );
});

Deno.test("a range in words has both ends, whether they are in it or not", () => {
  assertEquals(
    [{}, { min: 0 }, { above: 0 }, { max: 3 }, { below: 3 }].map(rangeText),
    ["", " from 0 up", " above 0", " at most 3", " below 3"],
  );
  assertEquals(
    [{ min: 0, max: 3 }, { min: 0, below: 3 }, { above: 0, max: 3 }, { above: 0, below: 3 }]
      .map(rangeText),
    [" from 0 to 3", " from 0 to below 3", " above 0 and at most 3", " above 0 and below 3"],
  );
  assertEquals(rangeText({ above: 0, max: Infinity }), " above 0"); // a limit that may be none
});

Deno.test("a value fits an option in its range, of its type, or among its choices", () => {
  const cases: [Value, right: unknown[], wrong: unknown[]][] = [
    [{ type: "number" }, [0, -1e300, 1e300], [NaN, Infinity, -Infinity, "1", null, true]],
    [{ type: "number", min: 0, below: 1 }, [0, 0.999], [-0.1, 1]],
    [{ type: "number", above: 0, max: 1 }, [1e-300, 1], [0, 1.1]],
    [{ type: "number", above: 0, max: Infinity }, [1, Infinity], [0, NaN]],
    [{ type: "whole", min: 1 }, [1, 2 ** 53 - 1], [0, 1.5, 2 ** 53, Infinity]],
    [{ type: "flag" }, [true, false], [0, "true", null]],
    [{ type: "choice", of: ["a", "b"] }, ["a", "b"], ["c", "", null]],
    [{ type: "object", of: {} }, [{}, 5], []], // checked where it is used
  ];
  for (const [option, right, wrong] of cases) {
    for (const value of right) assertEquals(expectedBy(option, value), undefined, `${value}`);
    for (const value of wrong) assert(expectedBy(option, value), `${option.type} ${value}`);
  }
  assertEquals(expectedBy({ type: "choice", of: ["a", "b"] }, "c"), "a or b");
  assertEquals(expectedBy({ type: "flag" }, 1), "true or false");
  assertEquals(expectedBy({ type: "whole", min: 1 }, 0), "a whole number from 1 up");
  assertEquals(expectedBy({ type: "number", below: 1 }, 1), "a number below 1");
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
  throwsSaying(() => filledIn("run", {}, TABLE), RangeError, "without epochs", "from 1 up");
});

Deno.test("a value out of range is a RangeError, one of another type a TypeError, each with its path", () => {
  const check = (options: object) => () => checkOptions("run", { epochs: 1, ...options }, TABLE);
  throwsSaying(check({ epochs: 0 }), RangeError, "epochs 0", "a whole number from 1 up");
  throwsSaying(check({ epochs: "1" }), TypeError, 'epochs "1"', "a whole number");
  throwsSaying(check({ rate: null }), TypeError, "rate null", "from 0 to 1");
  throwsSaying(check({ mode: "fat" }), RangeError, 'mode "fat"', "slow or fast");
  throwsSaying(check({ mode: 1 }), TypeError, "mode 1", "slow or fast");
  throwsSaying(check({ degrees: { b: -1 } }), RangeError, "degrees.b -1", "from 0 up");
  check({ limit: null, onEnd: "anything" })();
});

Deno.test("a constant of another kind is refused with the kinds that have it", () => {
  const kinds = { a: { p: TABLE.rate }, b: { p: TABLE.rate, q: TABLE.rate }, c: {} };
  assertEquals(constantsOf("rule", "b", { name: "b", p: 0.25 }, kinds), {
    ...{ name: "b", p: 0.25, q: 0.5 },
  });
  const use = (name: string, constants: object) => () =>
    constantsOf("rule", name, constants, kinds);
  throwsSaying(use("a", { q: 1 }), TypeError, 'the rule "a"', '"q": that is for "b"');
  throwsSaying(use("c", { p: 1 }), TypeError, 'for "a" and "b"');
  throwsSaying(use("c", { name: "c", r: 1 }), TypeError, 'the option "r"');
});
