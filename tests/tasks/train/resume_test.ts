import { assertEquals } from "@std/assert";
import { parseConfig } from "../../../lib/config.ts";
import { finished } from "../../../tasks/run/saved.ts";
import { checkResume } from "../../../tasks/train/resume.ts";
import { formatSaved, readSaved } from "../../../tasks/run/saved.ts";
import { FILES } from "../../../tasks/run/run_folder.ts";
import { savedWith } from "./saved_with.ts";
import { testsWith } from "../../helpers/tests_with.ts";

Deno.test("more epochs, or fewer, are fine unless the schedule depends on their number", () => {
  for (const name of ["constant", "step", "plateau"]) {
    const saved = savedWith(parseConfig({ schedule: { name, warmup: 1 } }));
    for (const epochs of [5, 20, 60]) {
      const config = parseConfig({ schedule: { name, warmup: 1 }, epochs });
      checkResume("runs/a", saved, config);
    }
  }
});

Deno.test("whatever engine began a run, it goes on", () => {
  for (const engine of ["reference", "wasm", "native"]) {
    checkResume("runs/a", savedWith(parseConfig({}), undefined, engine), parseConfig({}));
  }
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
