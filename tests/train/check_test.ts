import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { keepOf, TRAIN_HINTS, type TrainOptions } from "../../lib/options.ts";
import { checkTrainOptions } from "../../lib/train/check.ts";
import { createSchedule, endsEarly } from "../../lib/train/schedules.ts";
import { Dataset, fit, Network } from "../../mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";
import { throwsSaying } from "../helpers/says.ts";

const labeled = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], labels: [0, 1, 2] });
const quantities = Dataset.from({ inputs: [[0, 0], [0, 1]], targets: [[0.5, 3], [1, 2]] });
const yesOrNo = Dataset.from({ inputs: [[0, 0], [0, 1]], labels: ["no", "yes"] });
const network = new Network([2, 4, 3]);

/** Options of that many epochs, and what else is given, from JavaScript too. */
const options = (given: Record<string, unknown> = {}) =>
  ({ epochs: 2, batchSize: 1, learningRate: 1, ...given }) as unknown as TrainOptions;

/** Fails unless options are refused with an error of this class whose message contains every part. */
function refuses(
  given: Record<string, unknown>,
  kind: new () => Error,
  parts: readonly string[],
  { data = labeled, learner = network }: { data?: unknown; learner?: Network } = {},
): string {
  const check = () => checkTrainOptions(learner, data as Dataset, options(given));
  return throwsSaying(check, kind, "Cannot ", ...parts);
}

Deno.test("options at the ends of their ranges are taken, and give the schedule", () => {
  const ends = { epochs: 1, batchSize: 1, learningRate: 1e-300, l1: 0, l2: 0, labelSmoothing: 0 };
  const limits = { clipNorm: 1e-300, maxNorm: 1e-300, seed: 0 };
  const none = { clipNorm: null, maxNorm: null, classWeights: null, averaging: null };
  for (const given of [ends, limits, { ...none, earlyStopping: null }]) {
    assertEquals(checkTrainOptions(network, labeled, options(given)).schedule.name, "constant");
  }
  const all = {
    ...{ schedule: "plateau", optimizer: { name: "adamw" }, monitor: "cost", keep: "best" },
    ...{ l1: 1, labelSmoothing: 0.999, clipNorm: Infinity, maxNorm: Infinity },
    ...{ validation: labeled, test: labeled, earlyStopping: { patience: 1 } },
    ...{ dropout: { hidden: 0.5 } },
  };
  assertEquals(checkTrainOptions(network, labeled, options(all)).schedule.name, "plateau");
  for (const optimizer of ["adam", new Optimizer("adam"), { name: "adam" }]) {
    checkTrainOptions(network, labeled, options({ optimizer, l2: 1 }));
  }
});

Deno.test("a value out of range is a RangeError with its path and its range", () => {
  const cases: [given: Record<string, unknown>, ...parts: string[]][] = [
    [{ learningRate: Infinity }, "learningRate Infinity", "above 0"],
    [{ l1: Infinity }, "l1 Infinity", "from 0 up"],
    [{ l2: NaN }, "l2 NaN", "from 0 up"],
    [{ maxNorm: 0 }, "maxNorm 0", "above 0"],
    [{ labelSmoothing: -0.1 }, "labelSmoothing -0.1", "from 0 to below 1"],
    [{ seed: -1 }, "seed -1", "from 0 up"],
    [{ keep: "first" }, 'keep "first"', "last or best"],
    [{ optimizer: "adem" }, 'the optimizer "adem"'],
  ];
  for (const [given, ...parts] of cases) refuses(given, RangeError, parts);
  for (const name of ["epochs", "batchSize"]) {
    for (const count of [0, 1.5, Infinity, -1]) {
      refuses({ [name]: count }, RangeError, [`${name} ${count}`, "a whole number from 1 up"]);
    }
  }
  for (const name of ["epochs", "batchSize", "learningRate"]) {
    refuses({ [name]: undefined }, RangeError, [`without ${name}`]);
  }
  refuses({}, RangeError, ["on no examples"], { data: labeled.subset(0, 0) });
  const pair = { data: quantities, learner: new Network([2, 2]) };
  refuses({ labelSmoothing: 0.5 }, RangeError, ["labelSmoothing 0.5", "data of labels"], pair);
  checkTrainOptions(pair.learner, quantities, options({ labelSmoothing: 0 }));
});

Deno.test("a value of another type is a TypeError; what looks at validation data expects some", () => {
  refuses({ epochs: "3" }, TypeError, ['epochs "3"', "a whole number"]);
  refuses({ l2: null }, TypeError, ["l2 null", "from 0 up"]);
  refuses({ monitor: 1 }, TypeError, ["monitor 1", "accuracy or cost"]);
  const users = [{ schedule: "plateau" }, { earlyStopping: { patience: 3 } }, { keep: "best" }];
  for (const given of users) {
    refuses(given, RangeError, [Object.keys(given)[0]!, "looks at validation"]);
    checkTrainOptions(network, labeled, options({ ...given, validation: labeled }));
  }
});

Deno.test("data that does not fit the network is refused with the sizes that it needs", () => {
  const refused = (sizes: number[], data: Dataset, parts: string[], classNames?: string[]) => {
    const learner = new Network(sizes, { ...classNames && { classNames } });
    return refuses({}, TypeError, [`[${sizes}]`, ...parts], { data, learner });
  };
  for (const sizes of [[3, 4, 3], [2, 4]]) {
    refused(sizes, labeled, ["2 features and 3 classes", "expected [2, …, 3]"]);
  }
  const others = refused([2, 1], quantities, ["2 features and 2 quantities", "expected [2, …, 2]"]);
  assertEquals(others.includes("`targets`"), false);
  refused([2, 1], yesOrNo, ["expected [2, …, 2]", "`targets`"], ["no", "yes"]);
  // A network may have more names than the data; labels without names are numbers of outputs, of which there are as many.
  const two = Dataset.from({ inputs: [[0, 0], [0, 1]], labels: [0, 1] });
  refused([2, 3], two, ["2 features and 2 classes", "expected [2, …, 2]"], ["a", "b", "c"]);
  const named = new Network([2, 3], { classNames: ["maybe", "no", "yes"] });
  for (const data of [yesOrNo, labeled]) checkTrainOptions(named, data, options());
});

Deno.test("validation and test data that do not fit are refused before training", () => {
  const inputs = [[0, 0], [0, 1], [1, 0]];
  const three = { inputs, targets: [[0.5, 3, 1], [1, 2, 0], [4, 4, 4]] };
  const one = Dataset.from({ inputs: [[0], [1], [2]], labels: [0, 1, 2] });
  const cases: [held: Dataset, ...parts: string[]][] = [
    [one, "1 features and 3 classes", "sizes [2,4,3]"],
    [yesOrNo, "2 features and 2 classes", "sizes [2,4,3]"],
  ];
  for (const [held, ...parts] of cases) {
    refuses({ validation: held }, TypeError, ["validate on", ...parts]);
    refuses({ test: held }, TypeError, ["test on", ...parts]);
  }
  const none = labeled.subset(0, 0);
  refuses({ validation: none }, RangeError, ["validate on no examples"]);
  refuses({ test: none }, RangeError, ["test on no examples"]);
  const other = ["validate on classes", "training data has quantities"];
  refuses({ validation: labeled }, TypeError, other, { data: Dataset.from(three) });
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
  for (const optimizer of ["adamw", { name: "adamw" }, new Optimizer("adamw")]) {
    const parts = ["l2", '"adamw"', "weightDecay", 'the optimizer "adam"'];
    refuses({ optimizer, l2: 0.1 }, TypeError, parts);
    checkTrainOptions(network, labeled, options({ optimizer }));
  }
  const learner = new Network([2, 3]);
  for (const dropout of [null, undefined, {}, { inputs: 0.5 }, { hidden: 0 }]) {
    checkTrainOptions(learner, labeled, options({ dropout }));
  }
  const dropout = { hidden: 0.5 };
  checkTrainOptions(network, labeled, options({ dropout }));
  refuses({ dropout }, TypeError, ["dropout.hidden", "[2,3]", "no hidden layer"], { learner });
});

Deno.test("training ends early by its schedule or out of patience, and then keeps the best epoch", () => {
  const schedule = createSchedule("constant");
  const plateau = createSchedule({ name: "plateau", patience: 2, halvings: 1 });
  const ends = (given: Parameters<typeof endsEarly>[1], epochs = 3) =>
    endsEarly(new Array(epochs).fill(0.5), given);
  assertEquals([ends({ schedule }), ends({ schedule, earlyStopping: null })], [false, false]);
  assertEquals([ends({ schedule: plateau }), ends({ schedule: plateau }, 2)], [true, false]);
  const after = [2, 3].map((patience) => ends({ schedule, earlyStopping: { patience } }));
  assertEquals(after, [true, false]);
  const earlyStopping = { patience: 1 };
  const given = [{}, { earlyStopping: null }, { earlyStopping, keep: "last" }, { earlyStopping }];
  const kept = [...given, { keep: "best" }].map((some) => keepOf(options(some)));
  assertEquals(kept, ["last", "last", "last", "best", "best"]);
});

Deno.test("an option of another library is refused with ours", () => {
  for (const [name, hint] of Object.entries(TRAIN_HINTS)) {
    assertMatch(hint, /\w+ \w+/, name); // in words
    refuses({ [name]: 1 }, TypeError, [`the option "${name}"`, hint]);
  }
  refuses({ lr: 1 }, TypeError, ['"lr"', "did you mean learningRate?"]);
  refuses({ class_weight: {} }, TypeError, ["did you mean classWeights?"]);
  refuses({ epoch: 1 }, TypeError, ['"epoch"', "did you mean epochs?"]);
});

Deno.test("labels of one class cannot be trained on, nor with a seed that is none", async () => {
  const one = Dataset.from({ inputs: [[1], [2]], labels: ["a", "a"] });
  const options = { epochs: 1, batchSize: 1, learningRate: 1 } as const;
  await assertRejects(() => fit(new Network([1, 1]), one, options), TypeError, "of one class");
  const two = Dataset.from({ inputs: [[1], [2]], labels: ["a", "b"] });
  const fresh = new Network([1, 2]);
  await assertRejects(() => fit(fresh, two, { ...options, seed: -1 }), RangeError, "seed -1");
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
