import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  checkTrainOptions,
  dropoutMismatch,
  endsEarly,
  keepOf,
  l2Mismatch,
  TRAIN_HINTS,
  TRAIN_OPTIONS,
  type TrainOptions,
} from "../../lib/train/options.ts";
import { createSchedule } from "../../lib/train/schedules.ts";
import { Dataset, fit, Network, Optimizer } from "../../mod.ts";

const labeled = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], labels: [0, 1, 2] });
const quantities = Dataset.from({ inputs: [[0, 0], [0, 1]], targets: [[0.5, 3], [1, 2]] });
const yesOrNo = Dataset.from({ inputs: [[0, 0], [0, 1]], labels: ["no", "yes"] });
const network = new Network([2, 4, 3]);

/** Options of that many epochs, and what else is given, from JavaScript too. */
const options = (given: Record<string, unknown> = {}) =>
  ({ epochs: 2, batchSize: 1, learningRate: 1, ...given }) as unknown as TrainOptions;

/** Checks options, and returns the message of the error. */
function refusal(
  given: Record<string, unknown>,
  kind: new () => Error,
  { data = labeled, learner = network }: { data?: unknown; learner?: Network } = {},
): string {
  const check = () => checkTrainOptions(learner, data as Dataset, options(given));
  const error = assertThrows(check, kind);
  assert(error.constructor === kind, `${error}`);
  return error.message;
}

Deno.test("options at the ends of their ranges are taken, and give the schedule", () => {
  const ends = { epochs: 1, batchSize: 1, learningRate: 1e-300, l1: 0, l2: 0, labelSmoothing: 0 };
  const limits = { clipNorm: 1e-300, maxNorm: 1e-300 };
  assertEquals(checkTrainOptions(network, labeled, options(ends)).name, "constant");
  assertEquals(checkTrainOptions(network, labeled, options(limits)).name, "constant");
  const all = {
    ...{ schedule: "plateau", optimizer: { name: "adamw" }, monitor: "cost", keep: "best" },
    ...{ l1: 1, labelSmoothing: 0.999, clipNorm: Infinity, maxNorm: Infinity },
    ...{ validation: labeled, test: labeled, earlyStopping: { patience: 1 } },
    ...{ dropout: { hidden: 0.5 } },
  };
  assertEquals(checkTrainOptions(network, labeled, options(all)).name, "plateau");
  for (const optimizer of ["adam", new Optimizer("adam"), { name: "adam" }]) {
    checkTrainOptions(network, labeled, options({ optimizer, l2: 1 }));
  }
});

Deno.test("a number out of range is told with what is wanted", () => {
  const whole = "a whole number from 1 up is wanted";
  const cases: [given: Record<string, unknown>, message: string][] = [
    [{ epochs: 0 }, `epochs of 0: ${whole}`],
    [{ epochs: 1.5 }, `epochs of 1.5: ${whole}`],
    [{ epochs: Infinity }, `epochs of Infinity: ${whole}`],
    [{ batchSize: -1 }, `batchSize of -1: ${whole}`],
    [{ learningRate: 0 }, "a learningRate of 0: more than 0 is wanted"],
    [{ learningRate: Infinity }, "a learningRate of Infinity: more than 0 is wanted"],
    [{ l1: -1 }, "an l1 of -1: 0 or more is wanted"],
    [{ l1: Infinity }, "an l1 of Infinity: 0 or more is wanted"],
    [{ l2: NaN }, "an l2 of NaN: 0 or more is wanted"],
    [{ clipNorm: 0 }, "a clipNorm of 0: more than 0 is wanted"],
    [{ maxNorm: 0 }, "a maxNorm of 0: more than 0 is wanted"],
    [{ labelSmoothing: 1 }, "a labelSmoothing of 1: 0 to below 1 is wanted"],
    [{ labelSmoothing: -0.1 }, "a labelSmoothing of -0.1: 0 to below 1 is wanted"],
  ];
  for (const [given, message] of cases) {
    assertEquals(refusal(given, RangeError), `Cannot train with ${message}`);
  }
  for (const name of ["epochs", "batchSize"]) {
    const message = `Cannot train without ${name}: ${whole}`;
    assertEquals(refusal({ [name]: undefined }, RangeError), message);
  }
  assertEquals(
    refusal({ learningRate: undefined }, RangeError),
    "Cannot train without a learningRate: more than 0 is wanted",
  );
  assertEquals(
    refusal({}, RangeError, { data: labeled.subset(0, 0) }),
    `Cannot train with the data's size of 0: ${whole}`,
  );
  const pair = { data: quantities, learner: new Network([2, 2]) };
  assertEquals(
    refusal({ labelSmoothing: 0.5 }, RangeError, pair),
    "Cannot train with a labelSmoothing of 0.5: data of labels, not of targets, is wanted",
  );
  checkTrainOptions(pair.learner, quantities, options({ labelSmoothing: 0 }));
  assertEquals(
    refusal({ earlyStopping: { patience: 0 }, validation: labeled }, RangeError),
    "Cannot use a patience of 0: a whole number of epochs from 1 up is wanted",
  );
  assertEquals(
    refusal({ monitor: "loss" }, RangeError),
    'Cannot monitor "loss": there are accuracy, cost',
  );
  assert(refusal({ optimizer: "adem" }, RangeError).startsWith('Cannot find the optimizer "adem"'));
  assert(refusal({ schedule: "stepp" }, RangeError).startsWith('Cannot find the schedule "stepp"'));
});

Deno.test("what looks at validation data wants some", () => {
  const cases: [given: Record<string, unknown>, what: string][] = [
    [{ schedule: "plateau" }, 'the schedule "plateau"'],
    [{ earlyStopping: { patience: 3 } }, "early stopping"],
    [{ keep: "best" }, 'keep: "best"'],
  ];
  for (const [given, what] of cases) {
    const message = `Cannot train with ${what}: it looks at validation data`;
    assertEquals(refusal(given, RangeError), message);
    checkTrainOptions(network, labeled, options({ ...given, validation: labeled }));
  }
});

Deno.test("what is no data set is told with how to make one", () => {
  const made = "a data set is wanted: Dataset.from({ inputs, labels }) makes one";
  const split = "a data set is wanted; data.split([0.8, 0.2]) makes two of one";
  assertEquals(refusal({}, TypeError, { data: [[1]] }), `Cannot train on a list of 1: ${made}`);
  assertEquals(refusal({ validation: 0.2 }, TypeError), `Cannot validate on 0.2: ${split}`);
  assertEquals(refusal({ test: "mnist" }, TypeError), `Cannot test on "mnist": ${made}`);
});

Deno.test("data that does not fit the network is told with the sizes that it wants", () => {
  const refused = (sizes: number[], data: Dataset, classNames?: string[]) =>
    refusal({}, TypeError, {
      data,
      learner: new Network(sizes, { ...classNames && { classNames } }),
    });
  assertEquals(
    refused([3, 4, 3], labeled),
    "Cannot train a network of sizes [3,4,3] on data of 2 features and 3 classes: expected [2, …, 3]",
  );
  assertEquals(
    refused([2, 4], labeled),
    "Cannot train a network of sizes [2,4] on data of 2 features and 3 classes: expected [2, …, 3]",
  );
  assertEquals(
    refused([2, 4, 1], labeled),
    "Cannot train a network of sizes [2,4,1] on data of 2 features and 3 classes: expected [2, …, 3], " +
      "or `targets` in place of labels for a single output",
  );
  assertEquals(
    refused([2, 1], quantities),
    "Cannot train a network of sizes [2,1] on data of 2 features and 2 quantities: expected [2, …, 2]",
  );
  // A network that knows names may know more of them than the data has; one class of two has one output.
  checkTrainOptions(
    new Network([2, 3], { classNames: ["maybe", "no", "yes"] }),
    yesOrNo,
    options(),
  );
  assert(refused([2, 1], yesOrNo, ["no", "yes"]).includes("expected [2, …, 2], or `targets`"));
  // Labels without names are numbers of outputs, of which there have to be as many.
  const two = Dataset.from({ inputs: [[0, 0], [0, 1]], labels: [0, 1] });
  assert(
    refused([2, 3], two, ["a", "b", "c"]).includes("2 features and 2 classes: expected [2, …, 2]"),
  );
  checkTrainOptions(new Network([2, 3], { classNames: ["a", "b", "c"] }), labeled, options());
});

Deno.test("validation and test data that do not fit are refused before training", () => {
  const inputs = [[0, 0], [0, 1], [1, 0]];
  const three = { inputs, targets: [[0.5, 3, 1], [1, 2, 0], [4, 4, 4]] };
  const cases: [held: Dataset, message: string][] = [
    [
      Dataset.from({ inputs: [[0], [1], [2]], labels: [0, 1, 2] }),
      "data of 1 features and 3 classes: the network is of sizes [2,4,3]",
    ],
    [yesOrNo, "data of 2 features and 2 classes: the network is of sizes [2,4,3]"],
    [quantities, "data of 2 features and 2 quantities: the network is of sizes [2,4,3]"],
    [Dataset.from(three), "quantities: the training data has classes"],
    [
      labeled.standardize(),
      "standardized data: the training data is not standardized, training.standardize() is wanted",
    ],
  ];
  for (const [held, message] of cases) {
    assertEquals(refusal({ validation: held }, TypeError), `Cannot validate on ${message}`);
    assertEquals(refusal({ test: held }, TypeError), `Cannot test on ${message}`);
  }
  const none = labeled.subset(0, 0);
  assertEquals(refusal({ validation: none }, RangeError), "Cannot validate on no examples");
  assertEquals(refusal({ test: none }, RangeError), "Cannot test on no examples");
  assertEquals(
    refusal({ validation: labeled }, TypeError, { data: Dataset.from(three) }),
    "Cannot validate on classes: the training data has quantities",
  );
  // One-hot targets are classes too, fewer names are matched, and all are standardized as the training data is.
  const oneHot = Dataset.from({ inputs, targets: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] });
  checkTrainOptions(network, labeled, options({ validation: oneHot, test: labeled }));
  const named = Dataset.from({ inputs, labels: ["no", "yes", "maybe"] });
  checkTrainOptions(network, named.standardize(), options({ validation: yesOrNo, test: named }));
  const { means, deviations } = labeled.standardize().standardization!;
  const scaled = new Network([2, 3], { standardization: { means, deviations } });
  checkTrainOptions(scaled, labeled, options({ validation: labeled.standardize() }));
});

Deno.test("weights do not decay in two ways, and units of no layer are not dropped", () => {
  assertEquals([l2Mismatch("adamw", 0), l2Mismatch("adam", 1)], [undefined, undefined]);
  const decays = '"adamw" lets weights decay by themselves: "optimizer": { "weightDecay": … } is ' +
    'wanted, or the optimizer "adam" with the penalty';
  assertEquals(l2Mismatch("adamw", 0.1), decays);
  for (const optimizer of ["adamw", { name: "adamw" }, new Optimizer("adamw")]) {
    assertEquals(refusal({ optimizer, l2: 0.1 }, TypeError), `Cannot train: ${decays}`);
    checkTrainOptions(network, labeled, options({ optimizer }));
  }
  for (const dropout of [null, undefined, {}, { inputs: 0.5 }, { hidden: 0 }]) {
    assertEquals(dropoutMismatch([2, 3], dropout), undefined);
  }
  assertEquals(dropoutMismatch([2, 4, 3], { hidden: 0.5 }), undefined);
  assertEquals(
    refusal({ dropout: { hidden: 0.5 } }, TypeError, { learner: new Network([2, 3]) }),
    "Cannot train: [2,3] has no hidden layer to drop units of",
  );
});

Deno.test("training ends early by its schedule, or out of patience", () => {
  const constant = createSchedule("constant");
  const plateau = createSchedule({ name: "plateau", patience: 2, halvings: 1 });
  const history = [0.5, 0.5, 0.5];
  assertEquals(endsEarly(history, { schedule: constant }), false);
  assertEquals(endsEarly(history, { schedule: plateau }), true);
  assertEquals(endsEarly(history.slice(1), { schedule: plateau }), false);
  assertEquals(endsEarly(history, { schedule: constant, earlyStopping: { patience: 2 } }), true);
  assertEquals(endsEarly(history, { schedule: constant, earlyStopping: { patience: 3 } }), false);
});

Deno.test("early stopping keeps the best epoch, everything else the last, unless it is said", () => {
  const earlyStopping = { patience: 1 };
  assertEquals(keepOf(options()), "last");
  assertEquals(keepOf(options({ earlyStopping })), "best");
  assertEquals(keepOf(options({ earlyStopping, keep: "last" })), "last");
  assertEquals(keepOf(options({ keep: "best" })), "best");
});

Deno.test("an option of another library is told with ours", () => {
  for (const [name, hint] of Object.entries(TRAIN_HINTS)) {
    assertMatch(hint, /\w+ \w+/, name); // in words
    const message = `Cannot train with the option "${name}": ${hint}`;
    assertEquals(refusal({ [name]: 1 }, TypeError), message);
  }
  assertEquals(
    refusal({ lr: 1 }, TypeError),
    'Cannot train with the option "lr", did you mean learningRate?',
  );
  assertMatch(refusal({ "class_weight": {} }, TypeError), /did you mean classWeights\?$/);
  assertEquals(
    refusal({ epoch: 1 }, TypeError),
    'Cannot train with the option "epoch", did you mean epochs?',
  );
  assertEquals(Object.values(TRAIN_OPTIONS).every((known) => known === true), true);
});

Deno.test("labels of one class cannot be trained on, nor can a seed that is none", async () => {
  const one = Dataset.from({ inputs: [[1], [2]], labels: ["a", "a"] });
  const options = { epochs: 1, batchSize: 1, learningRate: 1 } as const;
  await assertRejects(() => fit(new Network([1, 1]), one, options), TypeError, "of one class");
  const two = Dataset.from({ inputs: [[1], [2]], labels: ["a", "b"] });
  const fresh = new Network([1, 2]);
  await assertRejects(() => fit(fresh, two, { ...options, seed: -1 }), RangeError, "-1 as a seed");
  await assertRejects(() => fit(fresh, two, { ...options, dropout: { inputs: 2 } }), RangeError);
  assertEquals(fresh.classNames, undefined); // what was refused has left nothing behind
});

Deno.test("a signal that is aborted already trains nothing", async () => {
  const data = Dataset.from({ inputs: [[1], [2]], labels: [0, 1] });
  const network = new Network([1, 2], { seed: 1 });
  const before = network.weights[0]!.values.slice();
  const options = { epochs: 1, batchSize: 1, learningRate: 1, signal: AbortSignal.abort() };
  await assertRejects(() => fit(network, data, options), DOMException, "aborted");
  assertEquals(network.weights[0]!.values.slice(), before);
});
