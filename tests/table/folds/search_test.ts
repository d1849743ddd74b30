/** A search over folds: which trials go on, what is selected of them, and that a file holds it. */

import { assert, assertEquals, assertLess, assertNotEquals, assertThrows } from "@std/assert";
import { DivergenceError } from "../../../lib/train/divergence.ts";
import { weightsSha256 } from "../../../lib/network/weights.ts";
import { foldedDataOf } from "../../../lib/table/folds/data.ts";
import { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { halveTrials, type HalvingOptions } from "../../../lib/table/folds/halving.ts";
import type { MemberPlan } from "../../../lib/table/folds/members.ts";
import { trialMember, trialsFor } from "../../../lib/table/folds/trials.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { granted } from "../../helpers/run_task.ts";
import { loaded, moduleTextOf } from "../../module/model_fixture.ts";
import { describeTable } from "../../../lib/module/describe.ts";
import { shopDatasets, TRAINING } from "./fold_fixture.ts";
import { shopSearch } from "./search_fixture.ts";

const HOW = { seed: 3, recipe: 3 };

const FACTS = {
  ...HOW,
  training: TRAINING,
  tables: foldedDataOf(await shopDatasets())!.tables,
};

/** Halves trials whose members cost what a function says, and returns which members were trained, as `trial.fold`. */
async function halved(
  count: number,
  costOf: (trial: number, fold: number) => number,
  more: Partial<HalvingOptions> = {},
) {
  const trials = trialsFor(FACTS, count);
  const members = new Map(
    trials.flatMap((trial) =>
      [0, 1, 2, 3, 4].map((fold) => [trialMember(trial, fold, HOW).seed, [trial.trial, fold]])
    ),
  );
  const began: string[] = [];
  const train = (plan: MemberPlan) => {
    const [trial, fold] = members.get(plan.seed)!;
    began.push(`${trial}.${fold}`);
    const cost = costOf(trial!, fold!);
    if (cost === Infinity) {
      return Promise.reject(new DivergenceError({ what: "cost", epoch: 1 } as never));
    }
    return Promise.resolve({ parameters: undefined!, epoch: 1, outputs: new Float32Array(), cost });
  };
  const { trained, begun } = await halveTrials({
    ...HOW,
    trials,
    folds: 5,
    lanes: [train],
    ...more,
  });
  return { trained: trained.map(({ trial }) => trial.trial), begun, began };
}

Deno.test("a third of the trials goes on to the second fold, and a third of those to all", async () => {
  const { trained, begun, began } = await halved(
    9,
    (trial, fold) => trial === 4 ? 1 - fold : trial,
  );
  assertEquals([trained, begun], [[4], 9]);
  const first = Array.from({ length: 9 }, (_, k) => `${k + 1}.0`);
  assertEquals(
    began,
    [...first, "4.1", "1.1", "2.1", "4.2", "4.3", "4.4"].sort((a, b) => {
      const rung = (name: string) => Math.min(2, Number(name[2]));
      const order = began.indexOf(a) - began.indexOf(b);
      return rung(a) - rung(b) || order;
    }),
  );
});

Deno.test("a list of trials is trained on all folds; one that diverges is left out", async () => {
  const { trained, began } = await halved(3, (trial) => trial === 2 ? Infinity : trial, {
    all: true,
  });
  assertEquals(trained, [1, 3]);
  assertEquals(began.filter((name) => name.startsWith("2")), ["2.0"]);
});

Deno.test("where no more time is left a rung ends with the trials that are there", async () => {
  let left = 6;
  const { begun, began } = await halved(9, (trial) => trial, { mayBegin: () => left-- > 0 });
  assertEquals([begun, began.length], [6, 6]);
  const later: number[] = [];
  await halved(9, (trial) => trial, { mayBegin: (after) => later.push(after) > 0 });
  assertEquals(later.slice(0, 9), [4, 4, 4, 4, 4, 5, 5, 5, 6]); // 1 or 2, 3 on the second fold, 1 on three
});

Deno.test("trials follow from the seed and their number: more of them begin with the same ones", () => {
  assertEquals(trialsFor(FACTS, 20).slice(0, 5), trialsFor(FACTS, 5));
  assertNotEquals(trialsFor({ ...FACTS, seed: 4 }, 5), trialsFor(FACTS, 5));
  const seeds = trialsFor(FACTS, 50).flatMap((trial) =>
    [0, 1, 2].map((fold) => trialMember(trial, fold, HOW).seed)
  );
  assertEquals(new Set(seeds).size, 150);
});

for (const options of [{}, { target: "mass" }]) {
  const what = options.target ?? "kind";
  Deno.test(`a search mixes families of other widths, encodings and bins: ${what}`, async () => {
    const { recipe, model, selected } = await shopSearch(options);
    const { ensemble, cost, recipeCost, gain } = selected;
    assertLess(cost, recipeCost);
    assert(Math.abs(gain.value - (recipeCost - cost)) < 1e-5);
    const { families } = ensemble;
    assert(new Set(families.map(({ hidden }) => String(hidden))).size > 1, "the linear model too");
    const edges = (family: typeof families[number]) =>
      family.members[0]!.encoding.tables.numbers[0]!.edges.length;
    assert(new Set(families.map(edges)).size > 1, "families have their own bins");
    assert(families.some(({ name }) => name === "linear"));

    const file = model.save();
    const again = TableModel.load(file);
    const row = { size: 12.5, count: "2", color: "red", code: "item 3" };
    assertEquals(again.predict(row), model.predict(row));
    assertNotEquals(again.predict(row), recipe.predict(row));
    assertEquals(again.save(), file);

    const { training, folds } = foldedDataOf(await shopDatasets(options))!;
    const read = (again.network as FoldEnsemble).outOfFold(training, folds).outputs;
    assertEquals(read, selected.outOfFold(ensemble).outputs);

    if (!granted("read")) return;
    const predict = await loaded(await moduleTextOf(describeTable(model, "float32")));
    const { caution: _, ...expected } = model.predict([row])[0]!;
    assertEquals(predict(row), expected);
  });
}

Deno.test("what is selected does not depend on how many members are trained side by side", async () => {
  const [one, three] = await Promise.all([shopSearch({}, 1), shopSearch({}, 3)]);
  assertEquals(
    await weightsSha256(one.selected.ensemble),
    await weightsSha256(three.selected.ensemble),
  );
  assertEquals(one.selected.cost, three.selected.cost);
});

Deno.test("rows of a fold have no say in how much a family counts for them", async () => {
  const { selected: { ensemble } } = await shopSearch();
  for (const { weights } of ensemble.families) assertEquals(weights!.length, 3);
  const byFold = [0, 1, 2].map((fold) => ensemble.families.map(({ weights }) => weights![fold]));
  assert(new Set(byFold.map(String)).size > 1);
  for (const weights of byFold) {
    assert(Math.abs(weights.reduce((sum, weight) => sum! + weight!, 0)! - 1) < 1e-12);
  }
});

Deno.test("a damaged file of a search is refused", async () => {
  const { selected: { ensemble } } = await shopSearch();
  const { families } = ensemble;
  const changed = (change: (family: object) => object) => {
    const made = new FoldEnsemble(families.map(change) as typeof families, ensemble);
    return FoldEnsemble.fromSafetensors(made.toSafetensors());
  };
  const message = "Cannot read an ensemble over folds";
  assertThrows(() => changed((family) => ({ ...family, weights: [1] })), SyntaxError, message);
  assertThrows(
    () => changed((family) => ({ ...family, weights: [0, 0, 0] })),
    SyntaxError,
    message,
  );
  assertThrows(
    () => changed((family) => ({ ...family, weights: [1, -1, 1] })),
    SyntaxError,
    message,
  );
});
