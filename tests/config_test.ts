import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  type Config,
  CONFIG_KEYS,
  configSchema,
  parseConfig,
  parseDraft,
  parseReproduction,
  resolveConfig,
} from "../lib/config.ts";
import { Network, schedules } from "../mod.ts";
import { createSchedule } from "../lib/train/mod.ts";
import schema from "../tasks/configs/schema.json" with { type: "json" };
import tutorial from "../tasks/configs/tutorial.json" with { type: "json" };

/** The message that a config is refused with. */
function refusal(config: unknown): string {
  return assertThrows(() => parseConfig(config), SyntaxError, "Cannot use this config:\n").message;
}

Deno.test("an empty config is the tutorial's network", () => {
  const expected: Config = {
    dataset: "mnist",
    sizes: [784, 30, 10],
    activation: "sigmoid",
    outputActivation: "sigmoid",
    cost: "quadratic",
    initializer: "standardNormal",
    optimizer: { name: "sgd" },
    l2: 0,
    augment: null,
    l1: 0,
    clipNorm: null,
    maxNorm: null,
    labelSmoothing: 0,
    classWeights: null,
    splitSeed: null,
    dropout: null,
    learningRate: 3,
    schedule: { name: "constant", warmup: 0 },
    averaging: null,
    epochs: 30,
    batchSize: 10,
    trainingSize: 50000,
    normalizeWidth: null,
    seed: 1,
    evaluate: ["validation", "test"],
    folds: 0,
    repeat: 1,
    earlyStopping: null,
    keep: "last",
    monitor: "accuracy",
  };
  assertEquals(parseConfig({}), expected);
  assertEquals(parseConfig(tutorial), { ...expected, seed: 5 });
});

Deno.test("a config has its keys in one order, whichever were given, and read again it is the same text", () => {
  const own = parseDraft({
    seed: 3,
    dataset: { target: "b", csv: "a.csv" },
    hidden: [8],
    epochs: 2,
  });
  const facts = { features: 4, outputs: 3, kind: "class", trainingSize: 105 } as const;
  const configs = [
    parseConfig({}),
    parseConfig(tutorial),
    parseConfig({ keep: "best", epochs: 1, outputActivation: "softmax", cost: "logLikelihood" }),
    parseConfig({ optimizer: { momentum: 0.5, name: "momentum" }, earlyStopping: {} }),
    resolveConfig(own, facts),
    parseConfig({ observe: ["weightNorms", "gradientNorms"] }),
  ];
  const unobserved = CONFIG_KEYS.filter((key) => key !== "observe");
  for (const config of configs) {
    assertEquals(Object.keys(config), config.observe ? CONFIG_KEYS : unobserved);
    const text = JSON.stringify(config);
    assertEquals(JSON.stringify(parseConfig(JSON.parse(text))), text);
  }
});

Deno.test("a config that observes nothing has no key for it, so that its text is as before", () => {
  assertEquals(JSON.stringify(parseConfig({ observe: [] })), JSON.stringify(parseConfig({})));
  assertEquals(Object.hasOwn(parseConfig({}), "observe"), false);
});

Deno.test("what options leave out has its default", () => {
  const { optimizer } = parseConfig({ optimizer: { name: "momentum" } });
  assertEquals(optimizer, { name: "momentum", momentum: 0.9 });
  const adam = parseConfig({ optimizer: { name: "adam" } }).optimizer;
  assertEquals(adam, { name: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
  const adamw = parseConfig({ optimizer: { name: "adamw" } }).optimizer;
  assertEquals(adamw, { ...adam, name: "adamw", weightDecay: 0.01 });
  assertEquals(parseConfig({ dropout: { hidden: 0.5 } }).dropout, { inputs: 0, hidden: 0.5 });
  const nothing = { shift: 0, rotation: 0, rotationByClass: {}, scale: 0, shear: 0, elastic: null };
  assertEquals(parseConfig({ augment: {} }).augment, nothing);
  const augment = { rotation: 15, rotationByClass: { 1: 7.5 }, elastic: { sigma: 6 } };
  assertEquals(parseConfig({ augment }).augment, {
    ...nothing,
    ...augment,
    elastic: { sigma: 6, alpha: 34 },
  });
  assertEquals(parseConfig({ augment: { flip: true } }).augment, { ...nothing, flip: true });
  const schedules = {
    constant: {},
    step: { every: 10, factor: 0.1 },
    cosine: { end: 0 },
    oneCycle: { rise: 0.3, start: 0.04, end: 4e-6 },
    plateau: { patience: 10, minimumDelta: 0 },
  };
  for (const [name, constants] of Object.entries(schedules)) {
    const { schedule } = parseConfig({ schedule: { name } });
    assertEquals(schedule, { name, ...constants, warmup: 0 });
  }
  assertEquals(parseConfig({ averaging: {} }).averaging, { decay: 0.999 });
  const { earlyStopping, keep } = parseConfig({ earlyStopping: { patience: 3 } });
  assertEquals([earlyStopping, keep], [{ patience: 3, minimumDelta: 0 }, "best"]);
  assertEquals(parseConfig({ earlyStopping: {}, keep: "last" }).keep, "last");
});

Deno.test("the config's schedules are those of the library, with its defaults", () => {
  for (const name of Object.keys(schedules)) {
    const filled = createSchedule(parseConfig({ schedule: { name } }).schedule);
    for (let step = 0; step < 60; step++) {
      const progress = { step, steps: 60, stepsPerEpoch: 2, history: new Array(25).fill(0.5) };
      assertEquals(filled.multiplier(progress), createSchedule(name).multiplier(progress));
    }
  }
});

Deno.test("the outputs have the activation function of the hidden layers, unless it is given", () => {
  assertEquals(parseConfig({ activation: "relu" }).outputActivation, "relu");
  const config = parseConfig({ activation: "relu", outputActivation: "softmax" });
  assertEquals([config.activation, config.outputActivation], ["relu", "softmax"]);
});

Deno.test("an unknown key, or a value that its key does not take, is refused with what was meant", () => {
  const wrong: [unknown, RegExp][] = [
    [{ colour: 1 }, /colour: unknown key; the keys here are \$schema, dataset, sizes/],
    [{ optimizer: { name: "momentum", momentun: 0.5 } }, /optimizer\.momentun: .* mean momentum\?/],
    [{ augment: { rotaton: 15 } }, /augment\.rotaton: .* mean rotation\?/],
    [{ dropout: { hiden: 0.5 } }, /dropout\.hiden: .* mean hidden\?/],
    [{ schedule: { name: "step", evry: 5 } }, /schedule\.evry: .* mean every\?/],
    [{ averaging: { deacy: 0.9 } }, /averaging\.deacy: .* mean decay\?/],
    [{ earlyStopping: { delta: 1 } }, /keys here are patience, minimumDelta/],
    [{ epochs: "many" }, /epochs is "many": expected a whole number/],
    [{ learningRate: ".5" }, /learningRate is "\.5".* example 0\.5/],
    [{ sizes: [784, 2.5, 10] }, /sizes\.1 is 2\.5/],
    [{ activation: "sigmoyd" }, /activation is "sigmoyd": .*, did you mean sigmoid\?/],
    [{ optimizer: { name: "adamm" } }, /optimizer\.name is "adamm": .*, did you mean adam\?/],
    [{ augment: { rotationByClass: { 10: 5 } } }, /augment\.rotationByClass\.10 is 5/],
    [{ augment: { rotationByClass: { 1: -5 } } }, /augment\.rotationByClass\.1 is -5/],
    [{ classWeights: { "8": -2 } }, /classWeights/],
    [{ classWeights: "equal" }, /classWeights/],
    [{ schedule: "cosine" }, /schedule is "cosine"/],
    [{ evaluate: ["train"] }, /evaluate\.0 is "train"/],
    [{ normalizeWidth: 7 }, /normalizeWidth is 7/],
    [{ normalizeWidth: 21 }, /normalizeWidth is 21/],
    [{ normalizeWidth: 10.5 }, /normalizeWidth is 10\.5/],
    [{ normalizeWidth: "wide" }, /normalizeWidth is "wide"/],
    [{ reproduces: { source: "a paper", widths: [10, 30] } }, /reproduces\.widths\.1 is 30/],
    [null, /the config is null/],
    ["tutorial", /the config is "tutorial"/],
  ];
  for (const [config, message] of wrong) assertMatch(refusal(config), message);
});

Deno.test("everything wrong is reported at once", () => {
  assertMatch(refusal({ epochs: 0, batchSize: 0, sede: 1 }), /epochs[^]*batchSize[^]*sede/);
});

Deno.test("a cost with a logarithm is refused behind outputs that are no probabilities", () => {
  assertMatch(
    refusal({ activation: "relu", cost: "crossEntropy" }),
    /cost: "crossEntropy" .* 0 and 1/,
  );
  for (const outputActivation of ["tanh", "scaledTanh", "leakyRelu", "linear"]) {
    assertMatch(
      refusal({ outputActivation, cost: "logLikelihood" }),
      /cost: .* 0 and 1, which "\w+" does not give: .*"softmax"/,
    );
    parseConfig({ outputActivation });
  }
  parseConfig({ trainingSize: 60000, evaluate: ["test"] });
  parseConfig({ activation: "relu", outputActivation: "softmax", cost: "logLikelihood" });
});

Deno.test("a key named __proto__ changes nothing and is refused", () => {
  refusal(JSON.parse('{ "__proto__": { "epochs": 1 } }'));
  assertMatch(
    refusal(JSON.parse('{ "augment": { "rotationByClass": { "__proto__": 3 } } }')),
    /augment\.rotationByClass\.__proto__: nothing can have this name/,
  );
});

Deno.test("a value that is no JSON is refused as any other, in words", () => {
  const list: unknown[] = [];
  list.push(list);
  const config: { [key: string]: unknown } = { sizes: [784, 10] };
  config["sizes"] = config;
  assertMatch(refusal({ sizes: list }), /sizes\.0 is a list of 1: /);
  assertMatch(refusal(config), /sizes is an object: /);
  assertMatch(refusal({ epochs: 3n }), /epochs is 3: /);
  assertMatch(refusal({ epochs: () => 3 }), /epochs is missing: /);
});

Deno.test("schema.json is what the tables make: deno task --cwd packages/lab schema rewrites it", () => {
  assertEquals(schema, JSON.parse(configSchema()));
});

Deno.test("every key of the schema has a sentence and a default", () => {
  const properties = Object.entries<{ description?: string; default?: unknown }>(schema.properties);
  for (const [key, { description, default: value }] of properties) {
    assertMatch(description ?? "", /\.$/, key);
    assertEquals(
      value === undefined,
      ["$schema", "hidden", "outputActivation", "keep", "reproduces"].includes(key),
      key,
    );
  }
});

Deno.test("what a config reproduces is no part of the config", () => {
  const reproduces = { error: 0.016, source: "a paper" };
  assertEquals(parseConfig({ reproduces }), parseConfig({}));
  assertEquals(parseReproduction({}), undefined);
  assertEquals(parseReproduction({ reproduces }), {
    ...reproduces,
    split: "test",
    epoch: "last",
    tolerance: 0.003,
    seeds: 1,
    committee: false,
    deviations: "",
  });
  const chosen = { trial: "0123456789abcdef" };
  assertEquals(
    parseReproduction({ evaluate: [], reproduces: { ...reproduces, chosen } })?.chosen,
    chosen, // so it is evaluated once, at the end
  );
  const best = { evaluate: [], reproduces: { ...reproduces, chosen, epoch: "best" } };
  assertMatch(refusal(best), /reproduces: its value is of test/);
});

Deno.test("where nothing is published, the value is that of test at the end, and what chose it is named", () => {
  const chosen = { trial: "0123456789abcdef", error: 0.0084 };
  const reproduces = { source: "our own", chosen };
  assertEquals(parseReproduction({ evaluate: [], reproduces })!.chosen, chosen);
  const best = { reproduces: { ...reproduces, epoch: "best" } };
  assertMatch(refusal(best), /that of test, after the last/);
  const wrong = { reproduces: { ...reproduces, chosen: { trial: "0123" } } };
  assertMatch(refusal(wrong), /reproduces\.chosen\.trial is "0123": .*text of the form \^\[/);
});

Deno.test("other libraries' names of costs become the book's", () => {
  const outputActivation = "softmax";
  for (
    const [name, cost] of [
      ["categoricalCrossEntropy", "logLikelihood"],
      ["binaryCrossEntropy", "crossEntropy"],
      ["meanSquaredError", "quadratic"],
    ]
  ) {
    assertEquals(parseConfig({ cost: name, outputActivation }).cost, cost);
    const network = new Network([2, 2], { cost: name!, outputActivation });
    assertEquals(network.cost.name, cost);
    assertEquals(Network.fromSafetensors(network.toSafetensors()).cost, network.cost);
  }
});

Deno.test("classes have weights by name, or are balanced", () => {
  assertEquals(parseConfig({ classWeights: "balanced" }).classWeights, "balanced");
  assertEquals(parseConfig({ classWeights: { "8": 2 } }).classWeights, { "8": 2 });
});

Deno.test("a config for your data is filled in by it", () => {
  const dataset = { csv: "penguins.csv", target: "species" };
  const facts = { features: 10, outputs: 3, kind: "class", trainingSize: 232 } as const;
  const draft = parseDraft({ dataset, seed: 7 });
  assertEquals([draft.sizes, draft.hidden, draft.splitSeed], [null, [64, 32], 7]);
  const config = resolveConfig(draft, facts);
  assertEquals(config.sizes, [10, 64, 32, 3]);
  assertEquals([config.outputActivation, config.cost], ["softmax", "logLikelihood"]);
  assertEquals([config.trainingSize, config.keep, config.monitor], [232, "best", "cost"]);
  assertEquals(parseConfig(JSON.parse(JSON.stringify(config))), config); // as a run has it
  const quantities = resolveConfig(draft, { ...facts, outputs: 1, kind: "quantity" });
  assertEquals([quantities.outputActivation, quantities.cost], ["linear", "quadratic"]);
  const adamw = (weightDecay: number) => parseConfig({ optimizer: { name: "adamw", weightDecay } });
  for (const [rows, decay] of [[232, 1], [1000, 1], [1500, 0.667], [14_000, 0.072]] as const) {
    const { optimizer } = resolveConfig(draft, { ...facts, trainingSize: rows });
    assertEquals(optimizer, adamw(decay).optimizer);
  }
  assertEquals(draft.learningRate, 0.003);
  assertEquals(parseDraft({ dataset: { images: "photos" } }).learningRate, 0.001);
  const sgd = resolveConfig(parseDraft({ dataset, optimizer: { name: "sgd" } }), facts);
  assertEquals(sgd.optimizer, { name: "sgd" });
  assertThrows(() => parseConfig({ dataset }), SyntaxError, "without its data");
  assertEquals(parseConfig({ hidden: [100, 50] }).sizes, [784, 100, 50, 10]);
  assertThrows(
    () => resolveConfig(parseDraft({ dataset, sizes: [4, 3] }), facts),
    SyntaxError,
    "sizes: [4,3] does not fit the data, which has 10 features and 3 outputs",
  );
});

Deno.test("a run's config of your data holds the facts of it", () => {
  const dataset = { csv: "a.csv", target: "y" };
  const whole = { dataset, sizes: [3, 5, 2], cost: "logLikelihood", outputActivation: "softmax" };
  const facts = { features: 3, outputs: 2, kind: "class", trainingSize: 40 } as const;
  const config = { ...whole, trainingSize: 40 };
  assertEquals(parseConfig(config).trainingSize, 40);
  for (const key of ["sizes", "cost", "trainingSize"] as const) {
    const { [key]: _, ...rest } = config;
    assertThrows(() => parseConfig(rest), SyntaxError, "without its data");
  }
  const refused: [more: object, of: object, message: string][] = [
    [{}, { trainingSize: 41 }, "trainingSize: the data has 41 examples to train on"],
    [{ normalizeWidth: 15 }, {}, "normalizeWidth is for images of digits"],
    [
      { sizes: [3, 5, 1] },
      { outputs: 1, kind: "quantity" },
      'outputActivation: "softmax" of one output is always 1',
    ],
  ];
  for (const [more, of, message] of refused) {
    const resolve = () => resolveConfig(parseDraft({ ...config, ...more }), { ...facts, ...of });
    assertThrows(resolve, SyntaxError, message);
  }
  assertEquals(parseReproduction({ dataset }), undefined); // that comes from its data
  const source = "Somebody";
  assertEquals(
    parseReproduction({ ...config, reproduces: { source, accuracy: 0.5 } })!.source,
    source,
  );
});

Deno.test("more images than there are, in training or in a batch, are refused", () => {
  const most = "expected a whole number from 1 to 60000";
  const evaluate = ["test"];
  assertMatch(
    refusal({ sizes: [784, 10], batchSize: 60001, evaluate }),
    RegExp(`batchSize is 60001: ${most}`),
  );
});
