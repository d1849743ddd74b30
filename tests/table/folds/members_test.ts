/** The members: their seeds, their rows, and what of them looks at the target. */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Dataset } from "../../../mod.ts";
import { clip } from "../../../lib/table/folds/clip.ts";
import { countFolds } from "../../../lib/ensemble/trained_model.ts";
import { foldedDataOf, receiveData, shareData } from "../../../lib/table/folds/data.ts";
import { joinsInputs } from "../../../lib/table/folds/member_trainer.ts";
import {
  type FoldedData,
  memberData,
  memberRows,
  memberSeed,
  rangesOf,
  sizesOf,
  withoutInputs,
} from "../../../lib/table/folds/members.ts";
import { familiesOf, groupsOf, memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import { encodedRows } from "../../../lib/table/encode/encoded_rows.ts";
import { shopDatasets, TRAINING } from "./fold_fixture.ts";

const PLAN = { folds: 3, repeat: 2, seed: 1, hidden: [6, 4], weightDecays: [1, 0.1] };

Deno.test("there is a member for each family, weight decay, repeat and fold", () => {
  const plans = memberPlansOf(PLAN);
  assertEquals(plans.length, 3 * 2 * 2 * 3);
  const groups = groupsOf(plans);
  assertEquals(groups.map(({ family, weightDecay }) => [family.name, weightDecay]), [
    ["piecewise", 1],
    ["piecewise", 0.1],
    ["standardized", 1],
    ["standardized", 0.1],
    ["linear", 1],
    ["linear", 0.1],
  ]);
  for (const { members } of groups) {
    assertEquals(members.map((m) => [plans[m]!.repeat, plans[m]!.fold]), [
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
  }
  assertEquals(familiesOf(PLAN).map(({ hidden }) => hidden), [[6, 4], [6, 4], []]);
});

Deno.test("members of different families, folds and repeats have seeds of their own; decays share them", () => {
  const plans = memberPlansOf(PLAN);
  assertEquals(new Set(plans.map(({ seed }) => seed)).size, plans.length / 2);
  const [strong, weak] = groupsOf(plans);
  assertEquals(
    strong!.members.map((m) => plans[m]!.seed),
    weak!.members.map((m) => plans[m]!.seed),
  );
  const many = [0, 1, 2].flatMap((seed) =>
    Array.from({ length: 100 }, (_, m) => memberSeed(seed, m))
  );
  assertEquals(new Set(many).size, 300, "never the seed plus the member");
  assert(many.every((seed) => Number.isSafeInteger(seed) && seed >= 0));
});

Deno.test("a member learns from all rows but its fold", async () => {
  const data = foldedDataOf(await shopDatasets())!;
  assertEquals(countFolds(data), 3);
  const seen: number[] = [];
  for (const plan of memberPlansOf({ ...PLAN, repeat: 1 }).slice(0, 3)) {
    const { training, validation, encoding } = memberData(data, plan);
    const { rows } = memberRows(data, plan);
    assertEquals(training.size + validation.size, data.training.size);
    assertEquals(validation.size, rows.length);
    assertEquals(training.features, encoding.inputs);
    assertEquals(sizesOf(plan.family, data.tables, 3), [encoding.inputs, 6, 4, 3]);
    seen.push(...rows);
  }
  assertEquals(seen.sort((a, b) => a - b), [...data.training.labels.keys()]);
});

Deno.test("a member's level means do not depend on the targets of its fold", async () => {
  const data = foldedDataOf(await shopDatasets({ target: "mass" }))!;
  const [plan] = memberPlansOf({ ...PLAN, repeat: 1 });
  const { rows, encoding: { levels: [means] } } = memberRows(data, plan!);
  const changed = (of: (row: number) => boolean): FoldedData => {
    const { inputs, features, outputs, targets } = data.training;
    const others = targets!.map((target, row) => of(row) ? 100 - target : target);
    return {
      ...data,
      training: new Dataset({ inputs: inputs as Float32Array, features, outputs, targets: others }),
    };
  };
  const isInFold = (row: number) => rows.includes(row);
  const other = memberData(changed(isInFold), plan!).encoding.levels[0]!;
  assertEquals(other, means, "the targets of its own fold are another's");
  const changedToo = memberData(changed((row) => !isInFold(row)), plan!).encoding.levels[0]!;
  assertNotEquals(changedToo, means);
});

Deno.test("with more than 10 classes levels do not look at the target: all seeds have the same table", async () => {
  const data = { ...foldedDataOf(await shopDatasets())!, levelMeans: false };
  const tables = {
    ...data.tables,
    levels: data.tables.levels.map((level) => ({ ...level, width: 20 })),
  };
  const [one, two] = [1, 2].map((seed) => {
    const [plan] = memberPlansOf({ ...PLAN, seed });
    return memberData({ ...data, tables }, plan!).encoding.levels[0]!;
  });
  assertEquals(one, two);
  assertEquals(one!.reduce((sum, value) => sum + value, 0), 20);
});

Deno.test("ranges are those of targets, of quantities alone, and NaN is not clipped", () => {
  const targets = new Float32Array([1, 20, -3, 10, 2, 30]);
  const data = new Dataset({ inputs: new Float32Array(3), features: 1, targets, outputs: 2 });
  const ranges = rangesOf(data);
  assertEquals(ranges, [[-3, 2], [10, 30]]);
  assertEquals([...clip(new Float32Array([-4, 9, 3, 31, NaN, 25]), ranges)], [
    -3,
    10,
    2,
    30,
    NaN,
    25,
  ]);
  assertEquals([...clip(new Float32Array([5]), undefined)], [5]);
  const classes = new Dataset({
    inputs: new Float32Array(2),
    features: 1,
    labels: new Uint8Array(2),
    classes: 2,
  });
  assertEquals(rangesOf(classes), undefined);
});

Deno.test("expected answers stay without the inputs", async () => {
  const { training } = await shopDatasets();
  const { labels, classNames, features, size } = withoutInputs(training);
  assertEquals([labels, classNames], [training.labels, training.classNames]);
  assertEquals([features, size], [1, training.size]);
});

Deno.test("a thread makes the same batches of encoded rows alone, in the memory that it shares", async () => {
  const data = foldedDataOf(await shopDatasets())!;
  const plans = memberPlansOf({ ...PLAN, recipe: 2 });
  const shared = structuredClone(shareData(data, plans));
  assertEquals(shared.encoded.map(({ encoding }) => encoding), ["piecewise", "standardized"]);
  const received = receiveData(shared);
  assertEquals(received.training.features, 1, "the features stay behind");
  for (const plan of [plans[0]!, plans[12]!]) {
    const [here, there] = [data, received].map((data) =>
      Array.from(
        memberData(data, plan, true).training.batches(16, { seed: 1 }),
        ({ inputs, targets }) => structuredClone({ ...inputs, targets: targets.values }),
      )
    );
    assertEquals(there, here);
  }
  const rows = [data, received].map(({ training, tables }) =>
    encodedRows(training, tables, "piecewise")
  );
  rows[0]!.values[0] = 77;
  assertEquals(rows[1]!.values[0], 77, "one memory");
});

Deno.test("members of the second recipe learn from joined inputs, unless inputs are dropped or steps are in place", () => {
  const [first, second] = [1, 2].map((recipe) => memberPlansOf({ ...PLAN, recipe })[0]!);
  const { options } = TRAINING;
  assertEquals([first, second].map((plan) => joinsInputs(plan!, options)), [false, true]);
  assertEquals(joinsInputs(second!, { ...options, dropout: { inputs: 0.1 } }), false);
  assertEquals(joinsInputs(second!, { ...options, dropout: null }), true);
  assertEquals(joinsInputs(second!, { ...options, optimizer: { name: "sgd" } }), false);
});
