import { assertAlmostEquals, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { Dataset } from "../../../mod.ts";
import { parseIdx } from "../../../lib/formats/idx.ts";
import { splitTraining } from "../../../lib/digits/mod.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";
import { granted } from "../../../tests/helpers/run_task.ts";
import { trainOnDigits } from "../digits_training.ts";
import ghosts from "../ghosts.json" with { type: "json" };
import { PRESETS } from "../settings.ts";

/** The costs are written with four decimals. */
const ROUNDING = 0.5001e-4;

Deno.test("the curves of the presets are those that training gives", {
  ignore: !granted("read", "write", "run", "net"),
}, async () => {
  const folder = join(await mnistData(), "mnist");
  const read = async (name: string) => parseIdx(await Deno.readFile(join(folder, name)));
  const images = await read("train-images-idx3-ubyte");
  const all = Dataset.fromIdx(images, await read("train-labels-idx1-ubyte"));
  const { training, validation } = splitTraining(all);
  const few = validation.subset(0, 100);
  const presets = Object.keys(PRESETS) as (keyof typeof PRESETS)[];
  // The last is the fastest.
  for (const preset of LONG_TESTS ? presets : presets.slice(-1)) {
    const found = { validation: [] as number[], cost: [] as number[] };
    const splits = { training, validation, test: few };
    await trainOnDigits(PRESETS[preset], splits, new AbortController().signal, (report) => {
      if (report.kind !== "epoch") return;
      found.validation.push(report.epoch.validation);
      found.cost.push(report.epoch.cost);
    });
    assertEquals(found.validation, ghosts[preset].validation, preset);
    assertEquals(found.cost.length, ghosts[preset].cost.length);
    for (const [k, cost] of found.cost.entries()) {
      assertAlmostEquals(cost, ghosts[preset].cost[k]!, ROUNDING, `${preset}, epoch ${k + 1}`);
    }
  }
});
