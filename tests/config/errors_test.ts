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

/** The lines on what is wrong with a value under the key `k`. */
function explained(inner: z.ZodType, value: unknown): string {
  const schema = z.strictObject({ k: inner });
  const config = { k: value };
  const { issues } = schema.safeParse(config).error!;
  return issues.map((issue) => explainIssue(issue, config, schema)).join("\n");
}

Deno.test("whatever a key wants is said in words", () => {
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
    [z.number().min(1).lt(3), 3, "k is 3: a number of at least 1 and below 3"],
    [z.number().gt(1).max(3), 4, "k is 4: a number above 1 and of at most 3"],
    [z.number(), true, "k is true: a number"],
    [z.number(), "a lot", 'k is "a lot": a number'],
    [whole, 0.5, "k is 0.5: a whole number of at least 0"],
    [z.boolean(), 1, "k is 1: true or false"],
    [z.string(), 1, "k is 1: text"],
    [z.string().regex(/^a$/), "b", 'k is "b": text of the form ^a$'],
    [z.literal("x"), "y", 'k is "y": "x"'],
    [z.array(whole).max(2), 1, "k is 1: a list of at most 2, each a whole number of at least 0"],
    [
      z.array(whole).min(1).max(3),
      [],
      "k is []: a list of 1 to 3, each a whole number of at least 0",
    ],
    [z.array(letters), {}, "k is {}: a list, each one of a, b"],
    [z.union([z.string(), z.array(z.string())]), 4, "k is 4: text, or a list, each text"],
    [whole.nullable(), -1, "k is -1: a whole number of at least 0, or null,"],
    [letters, "c", 'k is "c": one of a, b'],
    [letters, undefined, "k is missing: one of a, b"],
    [kinds, "alpha", 'k is "alpha": {"name":"alpha"}'],
    [kinds, { name: "alpha", p: 0.5 }, "k.p is 0.5: a whole number of at least 0"],
    [kinds, { name: "gamma" }, 'k.name is "gamma": one of alpha, beta'],
    [z.strictObject({ name: z.string() }), { name: 1 }, "k.name is 1: text"],
    [z.null(), 4, "k is 4: something else"],
    [kinds.nullable(), { name: "beta", q: 0.5 }, "k.q is 0.5: a whole number of at least 0"],
    [lettersOrObject, { x: -1 }, "k.x is -1: a whole number of at least 0"],
    [
      z.array(z.strictObject({ a: whole })),
      [{ a: 1 }, { a: -1 }],
      "k.1.a is -1: a whole number of at least 0",
    ],
    [z.record(z.string(), whole), { a: -1 }, "k.a is -1: a whole number of at least 0"],
  ];
  for (const [schema, value, message] of cases) {
    assertEquals(explained(schema, value), `  ${message} is wanted`);
  }
  const others: [z.ZodType, unknown, string][] = [
    [whole, " 7", '  k is " 7": a number is wanted, such as 7'],
    [z.array(whole), "784,10", '  k is "784,10": a list is wanted, such as [784,10]'],
    [z.array(letters), "a", '  k is "a": a list is wanted, such as ["a"]'],
    [letters, "aa", '  k is "aa": one of a, b is wanted, did you mean a?'],
    [kinds, "alpa", '  k is "alpa": {"name":…} is wanted, of alpha, beta, did you mean alpha?'],
    [kinds, 7, '  k is 7: {"name":…} is wanted, of alpha, beta'],
    [
      z.union([z.string(), z.array(whole).min(3)]),
      [-1],
      "  k.0 is -1: a whole number of at least 0 is wanted\n" +
      "  k is [-1]: a list of at least 3, each a whole number of at least 0 is wanted",
    ],
    [kinds, null, '  k is null: {"name":…} is wanted, of alpha, beta'],
    [
      kinds,
      { name: "alpa" },
      '  k.name is "alpa": one of alpha, beta is wanted, did you mean alpha?',
    ],
    [
      kinds,
      { name: "beta", p: 5 },
      '  k.q is missing: a whole number of at least 0 is wanted\n  k.p: unknown key of "beta"; alpha has it',
    ],
    [
      lettersOrObject,
      { y: 1, z: 2 },
      "  k.x is missing: a whole number of at least 0 is wanted\n" +
      "  k.y: unknown key; the keys here are x\n  k.z: unknown key; the keys here are x",
    ],
    [
      z.record(z.string().regex(/^[0-9]$/), whole),
      { a: 1 },
      "  k.a is 1: the digits 0 to 9 are wanted as keys",
    ],
  ];
  for (const [schema, value, message] of others) assertEquals(explained(schema, value), message);
});

Deno.test("what should be an object gets an example of that object", () => {
  const examples: { readonly [key: string]: string } = {
    augment: '{"rotation":15}',
    averaging: '{"decay":0.999}',
    dropout: '{"hidden":0.5}',
    earlyStopping: '{"patience":10}',
  };
  for (const [key, example] of Object.entries(examples)) {
    assertEquals(
      refusal({ [key]: 7 }),
      `${key} is 7: an object such as ${example}, or null, is wanted`,
    );
    parseConfig({ evaluate: ["validation"], [key]: JSON.parse(example) });
  }
  const within: [object, string][] = [
    [
      { augment: { elastic: 7 } },
      'augment.elastic is 7: an object such as {"sigma":4,"alpha":34}, or null, is wanted',
    ],
    [
      { augment: { rotationByClass: 7 } },
      'augment.rotationByClass is 7: an object such as {"1":7.5} is wanted',
    ],
    [
      { classWeights: 7 },
      'classWeights is 7: "balanced", or an object such as {"8":2}, or null, is wanted',
    ],
    [
      { dataset: 7 },
      "dataset is 7: one of mnist, fashion-mnist, or an object such as " +
      '{"csv":"penguins.csv","target":"species"} is wanted',
    ],
    [
      { reproduces: 7 },
      'reproduces is 7: an object such as {"accuracy":0.95,"source":"…"} is wanted',
    ],
    [
      { reproduces: { source: "…", chosen: 7 } },
      'reproduces.chosen is 7: an object such as {"trial":"0123456789abcdef","error":0.0084} is wanted',
    ],
    [
      { reproduces: { source: "…", copies: 7 } },
      'reproduces.copies is 7: an object such as {"copies":10} is wanted',
    ],
  ];
  for (const [config, message] of within) assertEquals(refusal(config), message);
  const sweep = assertThrows(() => parseSweepDraft({ config: 5, method: "grid" }), SyntaxError);
  assertEquals(
    sweep.message,
    "Cannot use this sweep:\n  config is 5: text, or an object is wanted",
  );
  const values = { config: {}, method: "grid", parameters: { epochs: { values: [] } } };
  assertEquals(
    assertThrows(() => parseSweepDraft(values), SyntaxError).message,
    "Cannot use this sweep:\n  parameters.epochs.values is []: a list of at least 1 is wanted",
  );
  const list = { config: {}, method: "list", list: 5 };
  assertEquals(
    assertThrows(() => parseSweepDraft(list), SyntaxError).message,
    "Cannot use this sweep:\n" +
      '  list is 5: a list of 1 to 100000, each an object such as {"epochs":10} is wanted',
  );
});

Deno.test("where text or a list is wanted, what is in the list is told by itself", () => {
  const ofOwn = (keys: object) => refusal({ dataset: { csv: "a.csv", target: "b", ...keys } });
  assertEquals(
    ofOwn({ split: [2, 0.1, 0.1] }),
    "dataset.split.0 is 2: a number above 0 and below 1 is wanted",
  );
  assertEquals(
    ofOwn({ split: [0.5, 0.5] }),
    "dataset.split is [0.5,0.5]: a list of 3, each a number above 0 and below 1 is wanted",
  );
  assertEquals(ofOwn({ target: [1] }), "dataset.target.0 is 1: text is wanted");
  assertEquals(
    ofOwn({ target: [] }),
    "dataset.target is []: a list of at least 1, each text is wanted",
  );
  assertEquals(
    ofOwn({ target: 1 }),
    "dataset.target is 1: text, or a list of at least 1, each text is wanted",
  );
});

Deno.test("of objects of several kinds the one whose keys are there says what is wrong", () => {
  const ofParameter = (parameter: unknown) =>
    assertThrows(
      () => parseSweepDraft({ config: {}, method: "grid", parameters: { epochs: parameter } }),
      SyntaxError,
    ).message.split("\n").slice(1);
  const cases: [unknown, string[]][] = [
    [{ min: "a", max: 2 }, ['.min is "a": a number is wanted']],
    [{ min: 1 }, [".max is missing: a number is wanted"]],
    [
      { min: 1, max: 2, distribution: "log" },
      ['.distribution is "log": one of uniform, logUniform, int is wanted, did you mean logUniform?'],
    ],
    [{ min: 1, max: 2, more: 3 }, [".more: unknown key; the keys here are min, max, distribution"]],
    [{ values: [1], min: 2 }, [".min: unknown key; the keys here are values, distribution"]],
    [{ values: 3 }, [".values is 3: a list of at least 1 is wanted"]],
    [{}, [".values is missing: a list of at least 1 is wanted"]],
    [
      { vals: [1] },
      [
        ".values is missing: a list of at least 1 is wanted",
        ".vals: unknown key, did you mean values?",
      ],
    ],
    [5, [" is 5: an object is wanted"]],
  ];
  for (const [parameter, lines] of cases) {
    assertEquals(ofParameter(parameter), lines.map((line) => `  parameters.epochs${line}`));
  }
});

Deno.test("texts are told how long they may be, and a list of texts has them in quotes", () => {
  const ofOwn = (keys: object) => refusal({ dataset: { csv: "a.csv", target: "b", ...keys } });
  for (const delimiter of ["", "ab"]) {
    assertEquals(
      ofOwn({ delimiter }),
      `dataset.delimiter is "${delimiter}": a single character is wanted`,
    );
  }
  assertEquals(
    refusal({ reproduces: { source: "" } }),
    'reproduces.source is "": text that is not empty is wanted',
  );
  assertEquals(
    ofOwn({ without: "id" }),
    'dataset.without is "id": a list is wanted, such as ["id"]',
  );
  assertEquals(
    refusal({ sizes: "784,10" }),
    'sizes is "784,10": a list is wanted, such as [784,10]',
  );
});

Deno.test("what is missing is called missing", () => {
  assertEquals(
    refusal({ reproduces: {} }),
    "reproduces.source is missing: text that is not empty is wanted",
  );
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
  assertMatch(refusal({ activation: "logistic" }), /did you mean sigmoid\?$/);
  assertMatch(refusal({ initializer: "Kaiming" }), /did you mean he\?$/);
  assertMatch(refusal({ optimizer: { name: "nag" } }), /did you mean nesterov\?$/);
  assertNotMatch(refusal({ optimizer: { name: "mse" } }), /did you mean/);
  assertNotMatch(refusal({ activation: "constructor" }), /did you mean/);
});

Deno.test("another function that looks like a slip is no slip: GELU is not ReLU", () => {
  for (const activation of ["gelu", "SELU", "silu"]) {
    assertMatch(
      refusal({ activation }),
      /^activation is "\w+": one of sigmoid, .*softmax is wanted; \w+ is not available, \w+ is the nearest$/,
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

Deno.test("thousands of wrong values are explained, each on its line", () => {
  const list = Array.from({ length: 10_000 }, (_, k) => k);
  const { message } = assertThrows(
    () => parseSweepDraft({ config: {}, method: "list", list }),
    SyntaxError,
  );
  assertEquals(message.split("\n").length, 1 + list.length);
});

Deno.test("a deep value is said in words", () => {
  const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  assertMatch(refusal({ sizes: deep(9) }), /^sizes\.0 is \[{8}\]{8}: a whole number/);
  assertMatch(refusal({ sizes: deep(1_000_000) }), /^sizes\.0 is a list of 1: a whole number/);
});

Deno.test("what is no JSON is said in words", () => {
  const itself: unknown[] = [];
  itself.push(itself);
  const cases: [unknown, string][] = [
    [1n, "1"],
    [itself, "a list of 1"],
    [() => 1, "missing"],
    [{ a: { b: [null] } }, '{"a":{"b":[null]}}'],
    [new Map(), "{}"],
  ];
  for (const [value, said] of cases) {
    assertEquals(explained(z.boolean(), value), `  k is ${said}: true or false is wanted`);
  }
  const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  const [eight, nine] = [deep(8), deep(9)];
  for (
    const [value, said] of [
      [eight, JSON.stringify(eight)],
      [nine, "a list of 1"],
      [{ a: 1, b: eight }, "an object"],
    ]
  ) assertEquals(explained(z.boolean(), value), `  k is ${said}: true or false is wanted`);
});

Deno.test("every key named __proto__ is told with its path, once, also in a value that holds itself", () => {
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
