/** Runs whose config observes the network's layers: their files, their report, resumed, trained again, and refused. */

import { assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { Metrics } from "../../../tasks/run/run_folder.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { jsonOf, quiet } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { metricsOf, summaryOf, trainIn } from "./train_in.ts";

const test = testsWith("read", "write", "run", "net");

const SMALL = ["--set", "trainingSize=1100", "--set", "activation=relu", "--set", "seed=1"];
const OBSERVED = [...SMALL, "--set", 'observe=["weightNorms","activations","gradientNorms"]'];

test("what is observed is in metrics and report, and changes no weight", async ({ path }) => {
  const page = (name: string) => Deno.readTextFile(join(path, name, "report.html"));
  const config = (name: string) => Deno.readTextFile(join(path, name, "config.json"));
  const data = await mnistData();
  const train = async (name: string, words: readonly string[]) => {
    const folders = ["--data", data, "--runs", path, "--name", name];
    await quiet("train", ...folders, ...words, "--set", "epochs=3");
  };
  await train("off", SMALL);
  await train("on", OBSERVED);
  const [one, other] = [await summaryOf(join(path, "on")), await summaryOf(join(path, "off"))];
  assertEquals(one.weightsSha256, other.weightsSha256);
  const [off, on] = [await metricsOf(join(path, "off")), await metricsOf(join(path, "on"))];
  assertEquals(on.map(timeless).map(({ observed: _, ...line }) => line), off.map(timeless));
  for (const { observed } of on) {
    assertEquals(Object.keys(observed!), ["gradientNorms", "weightNorms", "dead"]);
    assertEquals(Object.values(observed!).map(({ length }) => length), [2, 2, 2]);
  }
  for (const title of ["Inside the network", "Gradient norms", "Weight norms", "Dead units"]) {
    assertStringIncludes(await page("on"), `>${title}</h`);
    assertNotMatch(await page("off"), RegExp(`>${title}</h`));
  }
  assertNotMatch(await config("off"), /observe/);

  assertEquals((await jsonOf("verify", join(path, "on"), "--data", data, "--retrain")).holds, true);
});

test("a run that is resumed has the metrics of a straight one", async ({ path }) => {
  await trainIn(path, "--name", "straight", ...OBSERVED, "--set", "epochs=3");
  await trainIn(path, "--name", "resumed", ...OBSERVED, "--set", "epochs=1");
  await trainIn(path, "--name", "resumed", "--resume", "--set", "epochs=3");
  const [straight, resumed] = [join(path, "straight"), join(path, "resumed")];
  const lines = (await metricsOf(resumed)).map(timeless);
  assertEquals(lines, (await metricsOf(straight)).map(timeless));

  const other = ["--name", "resumed", "--resume", "--set", 'observe=["weightNorms"]'];
  const { code, stderr } = await trainIn(path, ...other);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "observe: ");
});

function timeless({ seconds: _, samplesPerSecond: __, ...line }: Metrics) {
  return line;
}
