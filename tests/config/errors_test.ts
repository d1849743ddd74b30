import { assertEquals, assertLess, assertMatch, assertNotMatch, assertThrows } from "@std/assert";
import { configSchema, parseConfig } from "../../lib/config.ts";
import { parseSweepDraft } from "../../lib/sweep.ts";

/** What a config is refused with, without the first line. */
function refusal(config: unknown): string {
  const { message } = assertThrows(() => parseConfig(config), SyntaxError);
  return message.replace("Cannot use this config:\n  ", "");
}

Deno.test("a number out of its range gets the range", () => {
  assertEquals(refusal({ epochs: 0 }), "epochs is 0: a whole number from 1 to 200000 is wanted");
  assertEquals(refusal({ seed: -1 }), "seed is -1: a whole number of at least 0 is wanted");
  assertEquals(refusal({ learningRate: 0 }), "learningRate is 0: a number above 0 is wanted");
  assertEquals(
    refusal({ optimizer: { name: "momentum", momentum: 1 } }),
    "optimizer.momentum is 1: a number of at least 0 and below 1 is wanted",
  );
  assertEquals(
    refusal({ clipNorm: -1 }),
    "clipNorm is -1: a number above 0, or null, is wanted",
  );
});

Deno.test("a number in quotes, also one with something behind it, gets the number", () => {
  assertEquals(refusal({ epochs: "12" }), 'epochs is "12": a number is wanted, such as 12');
  assertEquals(refusal({ l2: "5e-4 " }), 'l2 is "5e-4 ": a number is wanted, such as 0.0005');
  assertEquals(
    refusal({ learningRate: "3.5px" }),
    'learningRate is "3.5px": a number is wanted, such as 3.5',
  );
  assertEquals(refusal({ l1: "none" }), 'l1 is "none": a number of at least 0 is wanted');
});

Deno.test("what should be an object gets an example of one", () => {
  assertEquals(
    refusal({ dropout: 0.5 }),
    'dropout is 0.5: an object such as {"hidden":0.5}, or null, is wanted',
  );
  assertEquals(
    refusal({ augment: true }),
    'augment is true: an object such as {"rotation":15}, or null, is wanted',
  );
  assertEquals(refusal([]), 'the config is []: an object such as {"epochs":10} is wanted');
});

Deno.test("what should be a list gets one", () => {
  assertEquals(
    refusal({ evaluate: "test" }),
    'evaluate is "test": a list is wanted, such as ["test"]',
  );
  assertEquals(
    refusal({ sizes: 784 }),
    "sizes is 784: a list of 2 to 64, each a whole number from 1 to 65536 is wanted",
  );
});

Deno.test("what is missing is called missing", () => {
  assertEquals(refusal({ reproduces: {} }), "reproduces.source is missing: text is wanted");
  assertMatch(refusal({ optimizer: {} }), /^optimizer\.name is missing: one of sgd, .* is wanted$/);
});

Deno.test("every choice suggests the name that was meant", () => {
  const slips: [object, string][] = [
    [{ activation: "rellu" }, "relu"],
    [{ outputActivation: "sofmax" }, "softmax"],
    [{ cost: "crossentropy" }, "crossEntropy"],
    [{ initializer: "hee" }, "he"],
    [{ optimizer: { name: "adm" } }, "adam"],
    [{ optimizer: "momentun" }, "momentum"],
    [{ schedule: { name: "cosin" } }, "cosine"],
    [{ schedule: "onecycle" }, "oneCycle"],
    [{ dataset: "minst" }, "mnist"],
    [{ evaluate: ["tset"] }, "test"],
    [{ keep: "lst" }, "last"],
  ];
  for (const [config, name] of slips) {
    assertEquals(refusal(config).split("did you mean ")[1], `${name}?`, JSON.stringify(config));
  }
});

Deno.test("what other libraries call by another name is suggested by ours", () => {
  assertMatch(refusal({ initializer: "xavier" }), /did you mean glorot\?$/);
  assertMatch(refusal({ cost: "MSE" }), /did you mean quadratic\?$/);
  assertMatch(refusal({ activation: "identity" }), /did you mean linear\?$/);
});

Deno.test("another function that looks like a slip is no slip: GELU is not ReLU", () => {
  for (const activation of ["gelu", "SELU", "silu"]) {
    assertMatch(
      refusal({ activation }),
      /^activation is "\w+": one of sigmoid, .*softmax is wanted$/,
    );
  }
  assertNotMatch(refusal({ optimizer: { name: "nadam" } }), /did you mean/);
});

Deno.test("no key answers in the schema library's words", () => {
  const { properties } = JSON.parse(configSchema());
  for (const key of Object.keys(properties)) {
    for (const value of [-1.5, true, "what", {}, [{}], null]) {
      let message = "";
      try {
        parseConfig({ [key]: value });
      } catch (error) {
        message = (error as Error).message;
      }
      assertNotMatch(
        message,
        /expected|received|invalid|too (big|small)|undefined|something else/i,
      );
    }
  }
});

Deno.test("thousands of wrong values are explained at once", () => {
  const began = performance.now();
  const list = Array.from({ length: 3000 }, (_, k) => k);
  const { message } = assertThrows(
    () => parseSweepDraft({ config: {}, method: "list", list }),
    SyntaxError,
  );
  assertEquals(message.split("\n").length, 1 + list.length);
  assertLess(performance.now() - began, 5000); // milliseconds; a JSON Schema for each takes 15,000
});

Deno.test("a deep value is said in words, and at once", () => {
  const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  assertMatch(refusal({ sizes: deep(9) }), /^sizes\.0 is \[{8}\]{8}: a whole number/);
  const sizes = deep(1_000_000);
  const began = performance.now();
  assertMatch(refusal({ sizes }), /^sizes\.0 is a list of 1: a whole number/);
  assertLess(performance.now() - began, 1000); // milliseconds; JSON.stringify takes 2000 of a quiet machine
});
