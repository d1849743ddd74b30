import { assertEquals, assertMatch, assertNotMatch, assertThrows } from "@std/assert";
import { explainIssue, explainPrototypeKeys } from "../../lib/config/errors.ts";
import { configSchema, parseConfig, parseDraft } from "../../lib/config.ts";
import { parseSweepDraft } from "../../lib/sweep.ts";
import { z } from "zod";

/** What a config is refused with, without the first line. */
function refusal(config: unknown): string {
  const { message } = assertThrows(() => parseDraft(config), SyntaxError);
  return message.replace("Cannot use this config:\n  ", "");
}

/** The lines on what is wrong with a value under the key `k`. */
function explained(inner: z.ZodType, value: unknown): string {
  const schema = z.strictObject({ k: inner });
  const config = { k: value };
  const { issues } = schema.safeParse(config).error!;
  return issues.map((issue) => explainIssue(issue, config, schema)).join("\n");
}

Deno.test("whatever a key expects is printed in words", () => {
  const whole = z.int().min(0);
  const letters = z.enum(["a", "b"]);
  const kinds = z.discriminatedUnion("name", [
    z.strictObject({ name: z.literal("alpha"), p: whole }),
    z.strictObject({ name: z.literal("beta"), q: whole }),
  ]);
  const lettersOrObject = z.union([letters, z.strictObject({ x: whole })]);
  const cases: [z.ZodType, unknown, string][] = [
    [z.number().min(1).max(5), 9, "k is 9: a number from 1 to 5"],
    [z.number().gt(0).lt(1), 2, "k is 2: a number above 0 and below 1"],
    [z.number().min(1).lt(3), 3, "k is 3: a number from 1 to below 3"],
    [z.number().gt(1).max(3), 4, "k is 4: a number above 1 and at most 3"],
    [z.number(), true, "k is true: a number"],
    [z.number(), "a lot", 'k is "a lot": a number'],
    [whole, 0.5, "k is 0.5: a whole number from 0 up"],
    [z.boolean(), 1, "k is 1: true or false"],
    [z.string(), 1, "k is 1: text"],
    [z.string().regex(/^a$/), "b", 'k is "b": text of the form ^a$'],
    [z.literal("x"), "y", 'k is "y": "x"'],
    [z.array(whole).max(2), 1, "k is 1: a list of at most 2, each a whole number from 0 up"],
    [z.array(whole).min(1).max(3), [], "k is []: a list of 1 to 3, each a whole number from 0 up"],
    [z.array(letters), {}, "k is {}: a list, each one of a, b"],
    [z.union([z.string(), z.array(z.string())]), 4, "k is 4: text, or a list, each text"],
    [whole.nullable(), -1, "k is -1: a whole number from 0 up, or null"],
    [letters, "c", 'k is "c": one of a, b'],
    [letters, undefined, "k is missing: one of a, b"],
    [kinds, "alpha", 'k is "alpha": {"name":"alpha"}'],
    [kinds, { name: "alpha", p: 0.5 }, "k.p is 0.5: a whole number from 0 up"],
    [kinds, { name: "gamma" }, 'k.name is "gamma": one of alpha, beta'],
    [z.strictObject({ name: z.string() }), { name: 1 }, "k.name is 1: text"],
    [z.null(), 4, "k is 4: something else"],
    [kinds.nullable(), { name: "beta", q: 0.5 }, "k.q is 0.5: a whole number from 0 up"],
    [lettersOrObject, { x: -1 }, "k.x is -1: a whole number from 0 up"],
    [
      z.array(z.strictObject({ a: whole })),
      [{ a: 1 }, { a: -1 }],
      "k.1.a is -1: a whole number from 0 up",
    ],
    [z.record(z.string(), whole), { a: -1 }, "k.a is -1: a whole number from 0 up"],
  ];
  for (const [schema, value, message] of cases) {
    assertEquals(explained(schema, value), `  ${message.replace(": ", ": expected ")}`);
  }
  const others: [z.ZodType, unknown, string][] = [
    [whole, " 7", '  k is " 7": expected a number, for example 7'],
    [z.array(whole), "784,10", '  k is "784,10": expected a list, for example [784,10]'],
    [z.array(letters), "a", '  k is "a": expected a list, for example ["a"]'],
    [letters, "aa", '  k is "aa": expected one of a, b, did you mean a?'],
    [kinds, "alpa", '  k is "alpa": expected {"name":…}, of alpha, beta, did you mean alpha?'],
    [kinds, 7, '  k is 7: expected {"name":…}, of alpha, beta'],
    [
      z.union([z.string(), z.array(whole).min(3)]),
      [-1],
      "  k.0 is -1: expected a whole number from 0 up\n" +
      "  k is [-1]: expected a list of at least 3, each a whole number from 0 up",
    ],
    [kinds, null, '  k is null: expected {"name":…}, of alpha, beta'],
    [
      kinds,
      { name: "alpa" },
      '  k.name is "alpa": expected one of alpha, beta, did you mean alpha?',
    ],
    [
      kinds,
      { name: "beta", p: 5 },
      '  k.q is missing: expected a whole number from 0 up\n  k.p: unknown key of "beta"; alpha has it',
    ],
    [
      lettersOrObject,
      { y: 1, z: 2 },
      "  k.x is missing: expected a whole number from 0 up\n" +
      "  k.y: unknown key; the keys here are x\n  k.z: unknown key; the keys here are x",
    ],
    [
      z.record(z.string().regex(/^[0-9]$/), whole),
      { a: 1 },
      "  k.a is 1: expected the digits 0 to 9 as keys",
    ],
  ];
  for (const [schema, value, message] of others) assertEquals(explained(schema, value), message);
});

Deno.test("an object of a message is a config's", () => {
  for (const key of ["augment", "averaging", "classWeights", "dropout", "earlyStopping"]) {
    const [, example] = /such as (.*), or null$/.exec(refusal({ [key]: 7 }))!;
    parseConfig({ evaluate: ["validation"], [key]: JSON.parse(example!) });
  }
});

Deno.test("of objects of several kinds the one whose keys are there explains what is wrong", () => {
  const ofParameter = (parameter: unknown) =>
    assertThrows(
      () => parseSweepDraft({ config: {}, method: "grid", parameters: { epochs: parameter } }),
      SyntaxError,
    ).message.split("\n").slice(1);
  const cases: [unknown, string[]][] = [
    [{ min: "a", max: 2 }, ['.min is "a": expected a number']],
    [{ min: 1 }, [".max is missing: expected a number"]],
    [
      { min: 1, max: 2, distribution: "log" },
      ['.distribution is "log": expected one of uniform, logUniform, int, did you mean logUniform?'],
    ],
    [{ min: 1, max: 2, more: 3 }, [".more: unknown key; the keys here are min, max, distribution"]],
    [{ values: [1], min: 2 }, [".min: unknown key; the keys here are values, distribution"]],
    [{ values: 3 }, [".values is 3: expected a list of at least 1"]],
    [{}, [".values is missing: expected a list of at least 1"]],
    [
      { vals: [1] },
      [
        ".values is missing: expected a list of at least 1",
        ".vals: unknown key, did you mean values?",
      ],
    ],
    [5, [" is 5: expected an object"]],
  ];
  for (const [parameter, lines] of cases) {
    assertEquals(ofParameter(parameter), lines.map((line) => `  parameters.epochs${line}`));
  }
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
    [{ dataset: { csv: "a.csv", target: "b", gaps: "dropp" } }, "drop"],
  ];
  for (const [config, name] of slips) {
    assertEquals(refusal(config).split("did you mean ")[1], `${name}?`, JSON.stringify(config));
  }
});

Deno.test("what other libraries call by another name is suggested by ours", () => {
  const theirs: [object, string][] = [
    [{ initializer: "xavier" }, "glorot"],
    [{ cost: "MSE" }, "quadratic"],
    [{ activation: "identity" }, "linear"],
    [{ activation: "logistic" }, "sigmoid"],
    [{ initializer: "Kaiming" }, "he"],
    [{ optimizer: { name: "nag" } }, "nesterov"],
  ];
  for (const [config, ours] of theirs) assertMatch(refusal(config), RegExp(`mean ${ours}\\?$`));
  for (const config of [{ optimizer: { name: "mse" } }, { activation: "constructor" }]) {
    assertNotMatch(refusal(config), /did you mean/);
  }
});

Deno.test("another function that looks like a slip is no slip: CELU is not GELU", () => {
  for (const activation of ["CELU", "elu", "relu6"]) {
    assertMatch(
      refusal({ activation }),
      /^activation is "\w+": expected one of sigmoid, .*softmax; \w+ is not available, \w+ is the nearest$/,
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
      assertNotMatch(message, /received|invalid|too (big|small)|undefined|something else/i);
    }
  }
});

Deno.test("thousands of wrong values are explained, each on its line", () => {
  const list = Array.from({ length: 10_000 }, (_, k) => k);
  const { message } = assertThrows(
    () => parseSweepDraft({ config: {}, method: "list", list }),
    SyntaxError,
  );
  assertEquals(message.split("\n").length, 1 + list.length);
});

Deno.test("a deep value is printed in words", () => {
  const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  assertMatch(refusal({ sizes: deep(9) }), /^sizes\.0 is \[{8}\]{8}: expected a whole/);
  assertMatch(refusal({ sizes: deep(1_000_000) }), /^sizes\.0 is a list of 1: expected a whole/);
});

Deno.test("what is no JSON is printed in words", () => {
  const itself: unknown[] = [];
  itself.push(itself);
  const cases: [unknown, string][] = [
    [1n, "1"],
    [itself, "a list of 1"],
    [() => 1, "missing"],
    [{ a: { b: [null] } }, '{"a":{"b":[null]}}'],
    [new Map(), "{}"],
  ];
  for (const [value, printed] of cases) {
    assertEquals(explained(z.boolean(), value), `  k is ${printed}: expected true or false`);
  }
  const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  const [eight, nine] = [deep(8), deep(9)];
  for (
    const [value, printed] of [
      [eight, JSON.stringify(eight)],
      [nine, "a list of 1"],
      [{ a: 1, b: eight }, "an object"],
    ]
  ) assertEquals(explained(z.boolean(), value), `  k is ${printed}: expected true or false`);
});

Deno.test("every key named __proto__ is reported with its path, once, also in a value that holds itself", () => {
  const value = JSON.parse('{"a":[{"__proto__":1}],"b":null,"__proto__":{"c":2}}');
  value.a.push(value);
  assertEquals(explainPrototypeKeys(value).toSorted(), [
    "  __proto__: nothing can have this name",
    "  a.0.__proto__: nothing can have this name",
  ]);
  for (const none of [null, undefined, 7, "__proto__", {}, { prototype: 1 }]) {
    assertEquals(explainPrototypeKeys(none), []);
  }
});
