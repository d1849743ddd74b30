/** Writes what the runs of this version come to; called by `make.sh`. @module */

import { join } from "@std/path";
import {
  ASKED,
  copyOld,
  evaluated,
  type Expected,
  type ExpectedSweep,
  exported,
  oldPath,
  predicted,
  resumed,
  type RunName,
  SWEEPS,
  sweptOn,
} from "./old_runs.ts";

const folder = await Deno.makeTempDir();
const runs: { [run: string]: Expected } = {};
for (const run of Object.keys(ASKED) as RunName[]) {
  const path = await copyOld(join("runs", run), folder);
  runs[run] = {
    evaluated: await evaluated(run, path),
    predicted: await predicted(run, path),
    npz: await exported(path, join(folder, `${run}.npz`)),
    resumed: await resumed(run, join(folder, "runs")),
  };
}
const sweeps: { [sweep: string]: ExpectedSweep } = {};
for (const name of SWEEPS) sweeps[name] = await sweptOn(name, await copyOld(name, folder));
const text = JSON.stringify({ runs, sweeps }, null, 2);
await Deno.writeTextFile(oldPath("expected.json"), text + "\n");
await Deno.remove(folder, { recursive: true });
