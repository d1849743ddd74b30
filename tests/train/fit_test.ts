import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Dataset, type Epoch, fit, Network, train, weightsSha256 } from "../../mod.ts";

const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
const OPTIONS = { epochs: 8, batchSize: 2, learningRate: 3 };

/** A network that has not learned yet. */
const fresh = () => new Network([2, 4, 2], { seed: 1 });

Deno.test("fit trains as train does, and its history has every epoch", async () => {
  const [fitted, trained] = [fresh(), fresh()];
  const seen: number[] = [];
  const history = await fit(fitted, data, {
    ...OPTIONS,
    validation: data,
    onEpoch: async ({ number }) => {
      await Promise.resolve();
      seen.push(number);
    },
  });
  const epochs: Epoch[] = await Array.fromAsync(
    train(trained, data, { ...OPTIONS, validation: data }),
  );
  assertEquals(await weightsSha256(fitted), await weightsSha256(trained));
  assertEquals(history.epochs, epochs.map(({ checkpoint: _, ...rest }) => rest));
  assertEquals([history.kept, history.ended, history.warnings], [8, "done", []]);
  assertEquals(seen, [1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("the history holds which epoch is kept, and why training ended", async () => {
  const network = fresh();
  const options = { ...OPTIONS, epochs: 500, validation: data, earlyStopping: { patience: 5 } };
  const { epochs, kept, ended } = await fit(network, data, options);
  const accuracies = epochs.map(({ validation }) => validation!.accuracy!);
  assertEquals(kept, accuracies.indexOf(Math.max(...accuracies)) + 1);
  assertEquals([ended, epochs.length], ["earlyStopping", kept + 5]);
  assertEquals((await fit(fresh(), data, { ...options, keep: "last" })).kept, epochs.length);
});

Deno.test("a resumed history begins after the checkpoint, and has the best epoch before it", async () => {
  const options = { ...OPTIONS, epochs: 30, validation: data, keep: "best" } as const;
  const whole = await fit(fresh(), data, options);
  for await (const epoch of train(fresh(), data, options)) {
    if (epoch.number !== 20) continue;
    const network = fresh();
    const rest = await fit(network, data, { ...options, resume: epoch.checkpoint() });
    assertEquals(rest.epochs, whole.epochs.slice(20));
    assertEquals(rest.kept, whole.kept);
    break;
  }
});

Deno.test("of epochs that are as good as each other the first is kept, also after a resume", async () => {
  const still = {
    ...OPTIONS,
    epochs: 3,
    learningRate: 1e-30,
    validation: data,
    keep: "best",
  } as const;
  assertEquals((await fit(fresh(), data, still)).kept, 1);
  for await (const epoch of train(fresh(), data, still)) {
    if (epoch.number !== 2) continue;
    const resume = epoch.checkpoint();
    assertEquals((await fit(fresh(), data, { ...still, resume })).kept, 1);
    assertEquals((await fit(fresh(), data, { ...still, resume, keep: "last" })).kept, 3);
    const done = await fit(fresh(), data, { ...still, epochs: 2, resume, keep: "last" });
    assertEquals([done.epochs, done.kept, done.ended], [[], 2, "done"]);
  }
});

Deno.test("the history goes by what is monitored", async () => {
  const options = {
    ...OPTIONS,
    epochs: 60,
    learningRate: 9,
    validation: data,
    keep: "best",
  } as const;
  const kept = async (monitor: "accuracy" | "cost") => {
    const network = fresh();
    const { epochs, kept } = await fit(network, data, { ...options, monitor });
    const scores = epochs.map(({ validation }) =>
      monitor === "cost" ? -validation!.cost : validation!.accuracy!
    );
    assertEquals(kept, scores.indexOf(Math.max(...scores)) + 1);
    return kept;
  };
  assertNotEquals(await kept("accuracy"), await kept("cost"));
});

Deno.test("features of very different scales are reported once, unless they are standardized", async () => {
  const inputs = [[0, 50_000], [0.5, 80_000], [1, 20_000], [0.2, 90_000]];
  const salaries = Dataset.from({
    inputs,
    labels: [0, 1, 1, 0],
    featureNames: ["share", "salary"],
  });
  const reported: string[] = [];
  const { warnings } = await fit(fresh(), salaries, {
    ...OPTIONS,
    onWarning: (text) => reported.push(text),
  });
  assertEquals(reported, warnings);
  assertEquals(warnings.length, 1);
  assert(
    /salary by 2\.\d+e\+4, share by 0\.38.*data\.standardize\(\)/.test(warnings[0]!),
    warnings[0],
  );
  assertEquals((await fit(fresh(), salaries, OPTIONS)).warnings, warnings); // nobody listens
  assertEquals((await fit(fresh(), salaries.standardize(), OPTIONS)).warnings, []);
});
