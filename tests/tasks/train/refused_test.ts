import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { assertVerified, mnistData } from "../../helpers/mnist_data.ts";
import { done, refused } from "../../helpers/outcomes.ts";
import { granted, namesIn, outcomeOf, startScript, STRICT } from "../../helpers/run_task.ts";
import { canMount, tinyDisk } from "../../helpers/tiny_disk.ts";
import { assertFails, FILES, SMALL, summaryOf, trainIn } from "./train_in.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const isAble = granted("read", "write", "run", "net");
const test = testsWhere(isAble);

test("train drops the network permission before it trains", async (folder) => {
  await using server = Deno.serve({ port: 0, onListen() {} }, () => new Response("here"));
  const { port } = server.addr as Deno.NetAddr;
  const outcome = await outcomeOf(startScript("tests/tasks/train/train_then_fetch_fixture.ts", [
    `http://127.0.0.1:${port}/`,
    "--data",
    await mnistData(),
    "--runs",
    folder.path,
    ...SMALL,
  ], { flags: [...STRICT, "--allow-read", "--allow-write", `--allow-net=127.0.0.1:${port}`] }));
  assertMatch(outcome.stdout, /^before: here$[^]*^after: NotCapable$/m, outcome.stderr);
});

test("a run that was interrupted is not begun anew without being asked", async (folder) => {
  const train = (...words: string[]) => trainIn(folder.path, ...SMALL, "--name", "a", ...words);
  assertEquals((await train()).code, 0);
  const path = join(folder.path, "a", "summary.json");
  const summary = await summaryOf(join(folder.path, "a"));
  await Deno.writeTextFile(path, JSON.stringify({ ...summary, ended: "interrupted" }));
  const holds =
    /a, which holds \d+ of \d+ epochs: --resume continues after them, with identical results; /;
  assertFails(await train(), 2, holds);
  assertEquals((await train("--resume")).code, 0);
  assertEquals((await train()).code, 0); // of one that ended, the same bytes
});

test("training over a run of another config asks for --replace", async (folder) => {
  const run = join(folder.path, "tutorial");
  const contents = async () =>
    await Promise.all((await namesIn(run)).map((name) => Deno.readFile(join(run, name))));
  const refused = async (message: RegExp, ...words: string[]) => {
    const before = await contents();
    assertFails(await trainIn(folder.path, ...SMALL, ...words), 2, message);
    assertEquals(await contents(), before);
  };
  assertEquals((await trainIn(folder.path, ...SMALL)).code, 0);
  await Deno.writeTextFile(join(run, "report.html"), "a report");
  await refused(
    new RegExp(
      "^error: Cannot train over .*tutorial.*\\n {2}learningRate: 3 in the run, 0\\.5 now\\n" +
        " {2}seed: 5 in the run, 6 now\\n {2}--name NAME .*--replace",
    ),
    "--seed",
    "6",
    "--set",
    "learningRate=0.5",
  );
  const epochs = (n: number) => ["--set", `epochs=${n}`];
  await refused(
    /epochs: 2 in the run, 3 now\n {2}--name .*; --resume continues it\n$/,
    ...epochs(3),
  );
  await refused(/epochs: 2 in the run, 1 now\n.* overwrites this one\n$/, ...epochs(1));

  // The same config gives the same bytes, and more epochs of it lose nothing either.
  const { weightsSha256 } = await summaryOf(run);
  assertEquals((await trainIn(folder.path, ...SMALL)).code, 0);
  assertEquals((await summaryOf(run)).weightsSha256, weightsSha256);
  assertEquals((await trainIn(folder.path, "--resume", ...epochs(3))).code, 0);
  assertEquals((await summaryOf(run)).epochs, 3);
  await refused(/epochs: 3 in the run, 2 now/);
  assertEquals((await trainIn(folder.path, ...SMALL, "--replace")).code, 0);
  assertEquals((await summaryOf(run)).weightsSha256, weightsSha256);

  const summary = join(run, "summary.json");
  const text = await Deno.readTextFile(summary);
  const changed = async (from: RegExp, to: string, message: RegExp) => {
    await Deno.writeTextFile(summary, text.replace(from, to));
    await refused(message);
  };
  await changed(/"numerics": \d+/, '"numerics": 0', /numerics: version 0 in the run, \d+ here/);
  await changed(/("t10k-labels-idx1-ubyte": ")./, "$1", /data: changed since the run/);
  await changed(
    /^\{/,
    "",
    /which holds a run that cannot be read:\n {2}Cannot use .*summary\.json/,
  );
});

test("a file where the folder of runs should be is named", async (folder) => {
  const runs = join(folder.path, "runs");
  await Deno.writeTextFile(runs, "");
  assertFails(await trainIn(runs, ...SMALL), 1, /^error: Cannot make the folder .*runs.*/m);
  assertEquals(await Deno.readTextFile(runs), "");
});

testsWhere(isAble && await canMount())(
  "a full disk is reported, and leaves no folder of a first run and an earlier run whole",
  async (folder) => {
    await using _ = await tinyDisk(folder.path, "480k"); // room for two runs of 208 kB
    const full = /^error: Cannot write .*weights\.safetensors: the disk is full$/m;
    const run = join(folder.path, "tutorial");
    const large = [...SMALL, "--set", "sizes=[784,60,10]"]; // 400 kB
    assertEquals((await trainIn(folder.path, ...SMALL)).code, 0);
    await Deno.writeTextFile(join(run, "report.html"), "the older report");
    assertFails(await trainIn(folder.path, ...large, "--replace"), 1, full);
    assertEquals(await namesIn(run), [...FILES, "report.html"].sort());
    assertEquals(await Deno.readTextFile(join(run, "report.html")), "the older report");
    await Deno.remove(join(run, "report.html")); // which is none: verify would say so
    await assertVerified(run);
    assertFails(await trainIn(folder.path, ...large, "--name", "second"), 1, full);
    assertEquals(await namesIn(folder.path), ["tutorial"]);
  },
);

test("a file that is not the data set's is neither trained on nor replaced", async (folder) => {
  const data = join(folder.path, "data");
  await ensureDir(join(data, "mnist"));
  for (const name of await namesIn(join(await mnistData(), "mnist"))) {
    await Deno.copyFile(join(await mnistData(), "mnist", name), join(data, "mnist", name));
  }
  const labels = join(data, "mnist", "train-labels-idx1-ubyte");
  const bytes = await Deno.readFile(labels);
  bytes[5000]! ^= 1;
  await Deno.writeFile(labels, bytes);
  const run = ["--data", data, "--runs", join(folder.path, "runs"), ...SMALL] as const;
  const next = `deno task fetch --dataset mnist --data ${data} --replace`;
  await refused(["train", ...run], /^error: Cannot fetch mnist into .*mnist: it holds files that/);
  const { stderr } = await refused(["fetch", "--data", data], /fetch them again: /);
  assertStringIncludes(stderr, `fetch them again: \`${next}\``);
  assertEquals(await Deno.readFile(labels), bytes);
  assertEquals(await namesIn(join(folder.path, "runs")), []);

  const from = ["--from", join(await mnistData(), "mnist")];
  const replaced = await done("fetch", "--data", data, ...from, "--replace");
  assertMatch(replaced.stderr, /^train-labels-idx1-ubyte is replaced: its SHA-256/);
  assert(!(await Deno.readFile(labels)).every((byte, k) => byte === bytes[k]));
  await done("train", ...run);
});
