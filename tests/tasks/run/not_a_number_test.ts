/** Weights that are not numbers, though their hash is right: no command answers, exports or shows a result by them. */

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { Network, weightsSha256 } from "@inkling/inkling";
import { FILES } from "../../../tasks/run/run_folder.ts";
import { WatchedRuns } from "../../../tasks/serve/watch.ts";
import { runHere } from "../../helpers/run_here.ts";
import { copyOf, IRIS, runOn } from "../../helpers/shared_runs.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net", "env");

const MESSAGE =
  /Cannot use .*weights\.safetensors: it holds no trained network: a (?:weight|bias) of layer \d is (?:NaN|Infinity)/;

for (const value of [NaN, Infinity]) {
  test(`weights that are ${value} are refused by every command`, async ({ path }) => {
    const table = { name: "irises", text: await Deno.readTextFile(IRIS), target: "species" };
    const trained = await runOn(table, ["--folds", "0"], "epochs=2", "earlyStopping=null");
    const run = await copyOf(trained, path);
    const weights = join(run, FILES.weights);
    const bytes = await Deno.readFile(weights);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, value, true); // the last number of the file
    await Deno.writeFile(weights, bytes);
    const summary = JSON.parse(await Deno.readTextFile(join(run, FILES.summary)));
    summary.weightsSha256 = await weightsSha256(Network.fromSafetensors(bytes));
    await Deno.writeTextFile(join(run, FILES.summary), JSON.stringify(summary));

    for (const words of [["evaluate"], ["export"], ["report"], ["verify"], ["predict", IRIS]]) {
      const [command = "", ...files] = words;
      const { code, stdout, stderr } = await runHere([command, run, ...files]);
      assertEquals(code, 1, command);
      assertMatch(stdout + stderr, MESSAGE);
    }
    await assertRejects(() => WatchedRuns.open(new Map([["irises", run]])), Error, "is " + value);
  });
}
