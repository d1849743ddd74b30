import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { keepOf, TRAIN_HINTS, type TrainOptions } from "../../lib/options.ts";
import { checkTrainOptions } from "../../lib/train/check.ts";
import { createSchedule, endsEarly } from "../../lib/train/schedules.ts";
import { Dataset, fit, Network } from "../../mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";

const labeled = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], labels: [0, 1, 2] });
const quantities = Dataset.from({ inputs: [[0, 0], [0, 1]], targets: [[0.5, 3], [1, 2]] });
const yesOrNo = Dataset.from({ inputs: [[0, 0], [0, 1]], labels: ["no", "yes"] });
const network = new Network([2, 4, 3]);

/** Options of two epochs, and what else is given, from JavaScript too. */
const options = (given: object = {}) =>
  ({ epochs: 2, batchSize: 1, learningRate: 1, ...given }) as TrainOptions;

Deno.test("options at the ends of their ranges are taken, and give the schedule", () => {
  const ends = { epochs: 1, batchSize: 1, learningRate: 1e-300, l1: 0, l2: 0, labelSmoothing: 0 };
  const limits = { clipNorm: 1e-300, maxNorm: 1e-300, seed: 0 };
  const none = { clipNorm: null, maxNorm: null, classWeights: null, averaging: null };
  for (const given of [ends, limits, { ...none, earlyStopping: null }]) {
    assertEquals(checkTrainOptions(network, labeled, options(given)).schedule.name, "constant");
  }
  const all = {
    schedule: "plateau",
    optimizer: { name: "adamw" },
    monitor: "cost",
    keep: "best",
    l1: 1,
    labelSmoothing: 0.999,
    clipNorm: Infinity,
    maxNorm: Infinity,
    validation: labeled,
    test: labeled,
    earlyStopping: { patience: 1 },
    dropout: { hidden: 0.5 },
  };
  assertEquals(checkTrainOptions(network, labeled, options(all)).schedule.name, "plateau");
  const adam = ["adam", new Optimizer("adam"), { name: "adam" }];
  const adamw = ["adamw", new Optimizer("adamw"), { name: "adamw" }];
  const given = [
    ...adam.map((optimizer) => ({ optimizer, l2: 1 })),
    ...adamw.map((optimizer) => ({ optimizer })),
    ...[{ schedule: "plateau" }, { earlyStopping: { patience: 3 } }, { keep: "best" }]
      .map((some) => ({ ...some, validation: labeled })),
  ];
  for (const some of given) checkTrainOptions(network, labeled, options(some));
  const ofPairs = options({ labelSmoothing: 0 });
  checkTrainOptions(new Network([2, 2]), quantities, ofPairs);
  for (const dropout of [null, undefined, {}, { inputs: 0.5 }, { hidden: 0 }]) {
    checkTrainOptions(new Network([2, 3]), labeled, options({ dropout }));
  }
});

Deno.test("a network may have more names than the data, and labels may be numbers", () => {
  const named = new Network([2, 3], { classNames: ["maybe", "no", "yes"] });
  for (const data of [yesOrNo, labeled]) checkTrainOptions(named, data, options());
});

Deno.test("one-hot targets are classes too, fewer names are matched, and all are standardized as the training data is", () => {
  const inputs = [[0, 0], [0, 1], [1, 0]];
  const oneHot = Dataset.from({ inputs, targets: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] });
  checkTrainOptions(network, labeled, options({ validation: oneHot, test: labeled }));
  const named = Dataset.from({ inputs, labels: ["no", "yes", "maybe"] });
  checkTrainOptions(network, named.standardize(), options({ validation: yesOrNo, test: named }));
  const { means, deviations } = labeled.standardize().standardization!;
  const scaled = new Network([2, 3], { standardization: { means, deviations } });
  checkTrainOptions(scaled, labeled, options({ validation: labeled.standardize() }));
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

Deno.test("hints on other libraries' options are in words", () => {
  for (const [name, hint] of Object.entries(TRAIN_HINTS)) assertMatch(hint, /\w+ \w+/, name);
});

Deno.test("what is refused leaves nothing behind, and a signal that is aborted already trains nothing", async () => {
  const two = Dataset.from({ inputs: [[1], [2]], labels: ["a", "b"] });
  const fresh = new Network([1, 2]);
  const before = fresh.weights[0]!.values.slice();
  await assertRejects(() => fit(fresh, two, options({ seed: -1 })), RangeError, "seed -1");
  await assertRejects(() => fit(fresh, two, options({ dropout: { inputs: 2 } })), RangeError);
  const aborted = options({ signal: AbortSignal.abort() });
  const numbered = Dataset.from({ inputs: [[1], [2]], labels: [0, 1] });
  await assertRejects(() => fit(fresh, numbered, aborted), DOMException, "aborted");
  assertEquals([fresh.classNames, fresh.weights[0]!.values.slice()], [undefined, before]);
});
