import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { checkResume, checkUnchanged, differences, finished } from "../../../tasks/train/resume.ts";
import { formatSaved, readSaved, type Saved } from "../../../tasks/run/saved.ts";
import { FILES, type Summary } from "../../../tasks/run/run_folder.ts";
import { rejectsSaying, throwsSaying } from "../../helpers/says.ts";
import { savedWith } from "./saved_with.ts";
import { testsWith } from "../../helpers/tests_with.ts";

Deno.test("every difference between two configs is shown, key by key", () => {
  assertEquals(
    differences(
      parseConfig({ optimizer: { name: "momentum" }, sizes: [784, 10] }),
      parseConfig({ optimizer: { name: "momentum", momentum: 0.5 }, averaging: {}, seed: 2 }),
    ),
    [
      "sizes: [784,10] in the run, [784,30,10] asked",
      "optimizer.momentum: 0.9 in the run, 0.5 asked",
      'averaging: none in the run, {"decay":0.999} asked',
      "seed: 1 in the run, 2 asked",
    ],
  );
  assertEquals(differences(parseConfig({}), parseConfig({})), []);
  assertEquals(
    differences(parseConfig({ schedule: { name: "plateau" } }), parseConfig({})),
    [
      'schedule: {"name":"plateau","patience":10,"minimumDelta":0,"warmup":0} in the run, ' +
      '{"name":"constant","warmup":0} asked',
    ],
  );
});

Deno.test("more epochs, or fewer, are fine unless the schedule depends on their number", () => {
  for (const name of ["constant", "step", "plateau"]) {
    const saved = savedWith(parseConfig({ schedule: { name, warmup: 1 } }));
    for (const epochs of [5, 20, 60]) {
      const config = parseConfig({ schedule: { name, warmup: 1 }, epochs });
      checkResume("runs/a", saved, config);
    }
  }
  const cycle = { schedule: { name: "oneCycle" } };
  throwsSaying(
    () => checkResume("a", savedWith(parseConfig(cycle)), parseConfig({ ...cycle, epochs: 60 })),
    UsageError,
    'the schedule "oneCycle" depends on their number',
  );
});

Deno.test("whatever engine began a run, it goes on, unless it was CBLAS", () => {
  for (const engine of ["reference", "wasm", "native"]) {
    checkResume("runs/a", savedWith(parseConfig({}), undefined, engine), parseConfig({}));
  }
  throwsSaying(
    () => checkResume("a", savedWith(parseConfig({}), undefined, "blas"), parseConfig({})),
    UsageError,
    "version 0.1 goes on with it",
  );
});

Deno.test("a run is finished when all epochs are trained or it has ended early", () => {
  const config = parseConfig({ epochs: 6, earlyStopping: { patience: 2 } });
  assertEquals(finished(savedWith(config), config), undefined);
  assertEquals(
    finished(savedWith(config, [0.5, 0.4, 0.5]), config),
    "it ended early, after epoch 3",
  );
  assertEquals(finished(savedWith(config), { ...config, epochs: 5 }), "all 5 epochs are trained");
});

testsWith("read", "write")(
  "what a run saved is read as it was written; of no run there is nothing",
  async (folder) => {
    assertEquals(await readSaved(folder.path), undefined);
    const saved = savedWith(parseConfig({}));
    await Deno.writeFile(`${folder.path}/${FILES.checkpoint}`, await formatSaved(saved));
    assertEquals(await readSaved(folder.path), saved);
  },
);

testsWith("read", "write")(
  "a run that another has written meanwhile, or whose data has changed, is not resumed",
  async (folder) => {
    const run = folder.path;
    const config = parseConfig({});
    const saved = savedWith(config);
    const write = async (saved: Saved, epochs: number) => {
      const summary = { epochs, data: { rows: "a1" } } as Partial<Summary>;
      await Deno.writeFile(join(run, FILES.checkpoint), await formatSaved(saved));
      await Deno.writeTextFile(join(run, FILES.config), JSON.stringify(config));
      await Deno.writeTextFile(join(run, FILES.metrics), '{ "epoch": 1 }\n');
      await Deno.writeTextFile(join(run, FILES.summary), JSON.stringify(summary));
    };
    await write(saved, 5);
    await checkUnchanged(run, saved, { rows: "a1" });
    const refusesWith = (...parts: string[]) =>
      rejectsSaying(() => checkUnchanged(run, saved, { rows: "b2" }), Error, ...parts);
    await refusesWith("the data has changed", "--replace");
    await write(saved, 4); // killed as it was written: the summary is not of this checkpoint
    await checkUnchanged(run, saved, { rows: "b2" });
    for (const other of [savedWith(config, [0.1, 0.2]), savedWith({ ...config, seed: 9 })]) {
      await write(other, 5);
      await refusesWith("another training run", "try again");
    }
  },
);
