/** Other platforms train with native kernels to the same bytes, or say why they do not. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { pathToFileURL } from "node:url";
import { Dataset, Network, train, weightsSha256 } from "../../../mod.ts";
import { compileKernels, FOLDER, TARGETS } from "../../../tasks/native/mod.ts";
import { armFound, installArmDeno, runOnArm } from "../../helpers/arm.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { outcomeOf, ROOT, temporaryFolder } from "../../helpers/run_task.ts";
import { mnistExamples } from "../mnist_examples.ts";

const ignore = !LONG_TESTS || NATIVE_HOSTS.length === 0;
const FIXTURE = "tests/engine/native/train_fixture.ts";

/** Writes images and labels into a folder, and returns the arguments that name them. */
async function files(folder: string, count: number): Promise<[images: string, labels: string]> {
  await mnistData();
  const { images, labels } = await mnistExamples(count);
  const paths: [string, string] = [join(folder, "images"), join(folder, "labels")];
  await Deno.writeFile(paths[0], images);
  await Deno.writeFile(paths[1], labels);
  return paths;
}

async function runNpx(...words: string[]) {
  const args = ["--yes", "--", ...words];
  const options = { args, cwd: ROOT, stdout: "piped", stderr: "piped" } as const;
  return await outcomeOf(new Deno.Command("npx", options).spawn());
}

Deno.test("Bun trains the tutorial by bun:ffi to its hash", { ignore }, async () => {
  await using folder = await temporaryFolder();
  const words = [FIXTURE, ...await files(folder.path, 50_000), "30", FOLDER.pathname];
  const { stdout, stderr } = await runNpx("bun@1.4.5", ...words);
  assertMatch(JSON.parse(stdout || stderr).sha256, /^734e182631e6/);
});

Deno.test("Node keeps WebAssembly, and reports it", { ignore }, async () => {
  const { stderr } = await runNpx(
    "node@22",
    "--experimental-strip-types",
    FIXTURE,
    "",
    "",
    "1",
    ".",
  );
  assertStringIncludes(stderr, "only Deno and Bun call native code");
});

Deno.test("Arm trains with NEON to the bytes of WebAssembly here", {
  ignore: ignore || !await armFound(),
}, async () => {
  await using folder = await temporaryFolder();
  const images = 1000;
  const paths = await files(folder.path, images);
  const library = pathToFileURL(`${folder.path}/`);
  await compileKernels(library, TARGETS["linux-aarch64"]!);
  const deno = await installArmDeno(folder.path);
  const flags = [
    "-q",
    "--no-config",
    "--no-lock",
    "--no-remote",
    "--no-npm",
    "--allow-read",
    "--allow-ffi",
  ];
  const words = ["run", ...flags, FIXTURE, ...paths, "1", `${folder.path}/`];
  const found = JSON.parse(await runOnArm(deno, words, join(folder.path, "cache")));

  const { images: pixels, labels } = await mnistExamples(images);
  const network = new Network([784, 30, 10], { initializer: "standardNormal", seed: 5 });
  const data = new Dataset({ pixels, labels, features: 784, classes: 10 });
  const options = { epochs: 1, batchSize: 10, learningRate: 3 };
  for await (const _ of train(network, data, options));
  assertEquals(found, { variant: "neon", lanes: 4, sha256: await weightsSha256(network) });
});
