import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { toText } from "@std/streams";
import type { ClassResult, Metrics, Summary } from "../../tasks/run/run_folder.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { waitForLine } from "../helpers/lines.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import {
  flagsOf,
  granted,
  namesIn,
  type Outcome,
  outcomeOf,
  runTask,
  startScript,
  startTask,
  STRICT,
  temporaryFolder,
} from "../helpers/run_task.ts";
import { canMount, tinyDisk } from "../helpers/tiny_disk.ts";

const ignore = !granted("read", "write", "run", "net");
const FILES = [
  "checkpoint.safetensors",
  "config.json",
  "metrics.jsonl",
  "summary.json",
  "weights.safetensors",
];

/** Enough to learn something, and quick. */
const SMALL = ["--set", "trainingSize=2000", "--set", "epochs=2"];

/** Trains in `runs` with the real data. */
async function trainIn(runs: string, ...words: string[]): Promise<Outcome> {
  const folders = ["--data", await mnistData(), "--runs", runs];
  return await runTask(["train", "--no-report", ...folders, ...words]);
}

async function summaryOf(run: string): Promise<Summary<ClassResult>> {
  return JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
}

async function metricsOf(run: string): Promise<Metrics<ClassResult>[]> {
  const text = await Deno.readTextFile(join(run, "metrics.jsonl"));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** A failure is one message on stderr, with no stack trace. */
function assertFails(outcome: Outcome, code: number, message: RegExp): void {
  assertMatch(outcome.stderr, message);
  assertNotMatch(outcome.stderr, /\n\s+at |Uncaught|file:\/\//);
  assertEquals(outcome.code, code);
}

Deno.test({
  name: "train writes the run of an epoch after the other, and says so as the tutorial does",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { code, stdout, stderr } = await trainIn(folder.path, "--name", "first", ...SMALL);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(
      stdout,
      /^Epoch 1: \d+ \/ 10000, validation \d+\.\d\d %, cost 0\.\d{4}, \d+\.\d\d s, [\d,]+ images\/s$/m,
    );

    const run = join(folder.path, "first");
    assertEquals(await namesIn(run), FILES);
    const metrics = await metricsOf(run);
    assertEquals(metrics.map(({ epoch }) => epoch), [1, 2]);
    const last = metrics[1]!;
    assertEquals(Object.keys(last), [
      "epoch",
      "learningRate",
      "train",
      "validation",
      "test",
      "seconds",
      "samplesPerSecond",
    ]);
    assertEquals(last.test!.accuracy, last.test!.correct / 10_000);
    assertGreater(last.test!.accuracy, 0.5);
    const summary = await summaryOf(run);
    assertEquals(
      [summary.name, summary.epochs, summary.ended, summary.epoch, summary.seed, summary.engine],
      ["first", 2, "done", 2, 5, "wasm"],
    );
    assertEquals([summary.validation, summary.test], [last.validation, last.test]);
    const config = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
    assertEquals([config.trainingSize, config.epochs, config.learningRate], [2000, 2, 3]);

    const verified = await runTask(["verify", run, "--data", await mnistData()]);
    assertEquals([verified.code, verified.stderr], [0, ""]);
  },
});

Deno.test({
  name: "the same seed gives the same weights, another seed others",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const hash = async (name: string, ...words: string[]) => {
      const outcome = await trainIn(folder.path, "--name", name, "--json", ...SMALL, ...words);
      return JSON.parse(outcome.stdout).weightsSha256;
    };
    const first = await hash("a");
    assertEquals(await hash("b"), first);
    assertNotEquals(await hash("c", "--seed", "6"), first);
    assertEquals(await hash("d", "--engine", "reference"), first);
    assertEquals(await hash("e", "--workers", "2"), first);
    assertNotEquals(await hash("f", "--set", 'augment={"rotation":15}'), first);
    assertEquals(await hash("a"), first); // over the earlier run of that name
  },
});

Deno.test({
  name: "networks of three, four and five layers, and the other entries, train too",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    for (const sizes of ["[784,10]", "[784,20,15,10]", "[784,20,15,12,10]"]) {
      const outcome = await trainIn(
        folder.path,
        ...["--json", "--replace", "--set", `sizes=${sizes}`, "--set", "cost=crossEntropy"],
        ...["--set", "initializer=scaledNormal", "--set", "learningRate=0.5"],
        ...["--set", 'optimizer={"name":"momentum"}', "--set", "optimizer.momentum=0.5"],
        ...["--set", "trainingSize=5000", "--set", "epochs=2", "--set", 'evaluate=["test"]'],
      );
      assertEquals(outcome.code, 0, outcome.stderr);
      const summary: Summary<ClassResult> = JSON.parse(outcome.stdout);
      assertGreater(summary.test!.accuracy, 0.6, sizes);
      assertEquals([summary.validation, summary.best], [undefined, null]);
    }
  },
});

Deno.test({
  name: "keep best keeps the best epoch by validation, and the run says which",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const words = ["--set", "trainingSize=500", "--set", "epochs=12", "--set", "keep=best"];
    const { code } = await trainIn(folder.path, "--name", "best", ...words);
    assertEquals(code, 0);
    const run = join(folder.path, "best");
    const [summary, metrics] = [await summaryOf(run), await metricsOf(run)];
    const accuracies = metrics.map(({ validation }) => validation!.accuracy);
    const best = accuracies.indexOf(Math.max(...accuracies)) + 1;
    assertEquals([summary.epoch, summary.best!.epoch, summary.epochs], [best, best, 12]);
    const verified = await runTask(["verify", run, "--data", await mnistData()]);
    assertEquals(verified.code, 0, verified.stderr);
  },
});

Deno.test({
  name: "--help describes every option and changes nothing",
  ignore,
  fn: async () => {
    const { code, stdout } = await runTask(["train", "--help"]);
    assertEquals(code, 0);
    for (
      const option of [
        ...["config", "set", "seed", "name", "runs", "data", "engine", "workers", "json"],
        ...["resume", "replace", "max-minutes", "no-report"],
      ]
    ) {
      assertMatch(stdout, new RegExp(`^  --${option}\\b.*\\w`, "m"));
    }
  },
});

Deno.test({
  name: "a wrong command line or config is said in a line or two, exits with 2 and leaves nothing",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const config = join(folder.path, "config.json");
    const runs = join(folder.path, "runs");
    const withConfig = async (text: string) => {
      await Deno.writeTextFile(config, text);
      return ["--config", config];
    };
    const wrong: [string[], RegExp][] = [
      [["--epoch", "3"], /^error: Unknown option --epoch/],
      [["--batch-size", "3"], /Unknown option --batch-size, did you mean --set batchSize=…\?/],
      [["--cofnig", "x"], /Unknown option --cofnig, did you mean --config\?/],
      [["stray"], /Unexpected argument "stray"/],
      [["--set", "epochs"], /Cannot set "epochs": --set KEY=VALUE is wanted/],
      [["--set", "lerningRate=1"], /lerningRate: unknown key, did you mean learningRate\?/],
      [["--set", "optimizer.rate=1"], /optimizer\.rate: unknown key/],
      [["--set", "seed.b=1"], /Cannot set "seed\.b": there is no seed to set it in/],
      [["--set", "__proto__.epochs=1"], /Cannot set "__proto__\.epochs"/],
      [["--set", "sizes.length=2"], /Cannot set "sizes\.length": sizes is a list/],
      [["--set", "epochs=two"], /epochs is "two"/],
      [["--seed", "1.5"], /Cannot read --seed "1\.5"/],
      [["--name", "../elsewhere"], /Cannot name a run "\.\.\/elsewhere"/],
      [["--name", ".hidden"], /Cannot name a run "\.hidden"/],
      [["--max-minutes", "0"], /Cannot read --max-minutes "0"/],
      [["--max-minutes", "soon"], /Cannot read --max-minutes "soon"/],
      [["--engine", "gpu"], /--engine is .*not "gpu"/],
      [
        ["--config", join(folder.path, "none.json")],
        /^error: Cannot read the config .*none\.json: no such file or folder$/m,
      ],
      [["--config", folder.path], /^error: Cannot read the config [^:]*: it is a folder$/m],
      [await withConfig("{"), /Cannot read .*config\.json, which is not JSON/],
      [await withConfig("[784, 30, 10]"), /the config is \[784,30,10\]/],
    ];
    for (const [words, message] of wrong) {
      if (words[1] === config) {
        await withConfig(message.source.includes("JSON") ? "{" : "[784, 30, 10]");
      }
      assertFails(await trainIn(runs, ...words), 2, message);
    }
    assertEquals(await namesIn(runs), []);
  },
});

Deno.test({
  name: "of hundreds of epochs the first ten have a line, and every tenth",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const words = ["--set", "trainingSize=10", "--set", "epochs=121", "--set", "evaluate=[]"];
    const { stdout } = await trainIn(folder.path, ...words);
    const epochs = [...stdout.matchAll(/^Epoch (\d+):/gm)].map(([, epoch]) => Number(epoch));
    assertEquals(epochs, [
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      10,
      20,
      30,
      40,
      50,
      60,
      70,
      80,
      90,
      100,
      110,
      120,
    ]);
  },
});

Deno.test({
  name: "training over a run says which exports beside it are of the network from before",
  ignore: ignore || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const words = ["--name", "over", ...SMALL];
    await trainIn(folder.path, ...words);
    assertEquals((await runTask(["export", join(folder.path, "over")])).code, 0);
    const same = await trainIn(folder.path, ...words);
    assertNotMatch(same.stdout, /from before/); // the same bytes
    const other = await trainIn(folder.path, ...words, "--seed", "8", "--replace");
    assertMatch(
      other.stdout,
      /^.*model\.onnx holds the network from before this training; `deno task export .*over --format onnx`/m,
    );
  },
});

Deno.test({
  name: "Ctrl-C keeps the last whole epoch's run and exits with 130",
  ignore: ignore || Deno.build.os === "windows",
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    const process = startTask([
      "train",
      "--data",
      data,
      "--runs",
      folder.path,
      "--set",
      "epochs=1000",
    ]);
    await waitForLine(process.stdout, /Epoch 2: /);
    process.kill("SIGINT");
    const errors = await toText(process.stderr);
    assertEquals((await process.status).code, 130);
    assertMatch(
      errors,
      /^Stopped after epoch \d+: .*tutorial keeps epoch \d+; `deno task train --resume --name tutorial --runs .*` goes on$/m,
    );
    const run = join(folder.path, "tutorial");
    assertEquals(await namesIn(run), FILES);
    const summary = await summaryOf(run);
    assertEquals(summary.ended, "interrupted");
    assertGreater(summary.epoch, 1);
    assertEquals((await runTask(["verify", run, "--data", data])).code, 0);
  },
});

Deno.test({
  name: "Ctrl-C in the first epoch leaves nothing, and an earlier run as it was",
  ignore: ignore || Deno.build.os === "windows",
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    await trainIn(folder.path, "--name", "earlier", ...SMALL);
    const before = await summaryOf(join(folder.path, "earlier"));
    for (const name of ["new", "earlier"]) {
      const words = ["--data", data, "--runs", folder.path, "--name", name];
      const large = ["--replace", "--set", "sizes=[784,3000,10]"];
      const process = startTask(["train", ...words, ...large]);
      await waitForLine(process.stdout, /^Training /m);
      process.kill("SIGINT");
      const errors = await toText(process.stderr);
      assertEquals((await process.status).code, 130);
      assertStringIncludes(errors, "Stopped before an epoch was whole: nothing is kept");
    }
    assertEquals(await namesIn(folder.path), ["earlier"]);
    assertEquals(await summaryOf(join(folder.path, "earlier")), before);
  },
});

Deno.test({
  name: "a run that is killed leaves the run of a whole epoch",
  ignore: ignore || Deno.build.os === "windows" || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    const words = ["--data", data, "--runs", folder.path, "--set", "trainingSize=2000"];
    const process = startTask(["train", ...words, "--set", "epochs=100000"]);
    await waitForLine(process.stdout, /Epoch 5: /);
    process.kill("SIGKILL");
    await process.stderr.cancel();
    await process.status;
    const run = join(folder.path, "tutorial");
    assertEquals((await summaryOf(run)).ended, "interrupted");
    assertEquals((await runTask(["verify", run, "--data", data])).code, 0);
    const again = await trainIn(folder.path, ...SMALL, "--replace"); // the lock of a dead process holds nobody up
    assertEquals(again.code, 0, again.stderr);
    assertEquals(await namesIn(run), FILES);
  },
});

Deno.test({
  name: "a cost that is no number ends with a diagnosis and keeps the last good epoch",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const words = ["--set", "activation=relu", "--set", "learningRate=1e36"];
    const early = await trainIn(folder.path, ...words, "--set", "trainingSize=1000");
    assertFails(
      early,
      1,
      /Cannot go on training: the cost became \S+ in epoch 1, batch \d+, first in layer 1, at learning rate 1e\+36/,
    );
    assertStringIncludes(early.stderr, "nothing is kept");
    assertEquals(await namesIn(folder.path), []);

    // A velocity that keeps growing: the first epochs are still made of finite numbers.
    const late = await trainIn(
      folder.path,
      ...["--set", 'optimizer={"name":"momentum","momentum":0.99}', "--set", "learningRate=3e38"],
      ...["--set", "trainingSize=20", "--set", "evaluate=[]"],
    );
    assertFails(
      late,
      1,
      /Cannot go on training: the cost became \S+ in epoch ([2-9]|\d\d), batch 2/,
    );
    const run = join(folder.path, "tutorial");
    const { ended, epoch, epochs } = await summaryOf(run);
    assertEquals([ended, epoch], ["diverged", epochs]);
    const verified = await runTask(["verify", run, "--data", await mnistData()]);
    assertEquals(verified.code, 0, verified.stderr);
  },
});

Deno.test({
  name: "train drops the network permission before it trains",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    await using server = Deno.serve({ port: 0, onListen() {} }, () => new Response("here"));
    const { port } = server.addr as Deno.NetAddr;
    const outcome = await outcomeOf(startScript("tests/tasks/train_then_fetch_fixture.ts", [
      `http://127.0.0.1:${port}/`,
      ...["--data", await mnistData(), "--runs", folder.path, ...SMALL],
    ], { flags: [...STRICT, "--allow-read", "--allow-write", `--allow-net=127.0.0.1:${port}`] }));
    assertMatch(outcome.stdout, /^before: here$[^]*^after: NotCapable$/m, outcome.stderr);
  },
});

Deno.test({
  name: "two trainings cannot write the same run",
  ignore: ignore || Deno.build.os === "windows",
  fn: async () => {
    await using folder = await temporaryFolder();
    const words = ["--data", await mnistData(), "--runs", folder.path, "--set", "epochs=1000"];
    const first = startTask(["train", ...words]);
    await waitForLine(first.stdout, /^Training /m);
    assertFails(await trainIn(folder.path, ...SMALL), 1, /another training run is writing there/);
    first.kill("SIGINT");
    await first.stderr.cancel();
    assertEquals((await first.status).code, 130);
  },
});

Deno.test({
  name: "training over a run of another config asks for --replace, and nothing is lost before",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = join(folder.path, "tutorial");
    const contents = async () => {
      const names = await namesIn(run);
      return await Promise.all(
        names.map(async (name) => [name, await Deno.readFile(join(run, name))]),
      );
    };
    const refused = async (message: RegExp, ...words: string[]) => {
      const before = await contents();
      assertFails(await trainIn(folder.path, ...SMALL, ...words), 2, message);
      assertEquals(await contents(), before);
    };
    assertEquals((await trainIn(folder.path, ...SMALL)).code, 0);
    await Deno.writeTextFile(join(run, "report.html"), "a report");
    const ways = "--name NAME trains another beside it; --replace trains it anew, and it is lost";
    await refused(
      new RegExp(
        `^error: Cannot train over .*tutorial, which is another run:\\n {2}learningRate: 3 in the run, ` +
          `0\\.5 asked\\n {2}seed: 5 in the run, 6 asked\\n {2}${ways}\\n$`,
      ),
      ...["--seed", "6", "--set", "learningRate=0.5"],
    );
    const epochs = (n: number) => ["--set", `epochs=${n}`];
    await refused(
      /epochs: 2 in the run, 3 asked\n {2}--name .*; --resume goes on with it\n$/,
      ...epochs(3),
    );
    await refused(/epochs: 2 in the run, 1 asked\n.* and it is lost\n$/, ...epochs(1));
    await refused(/--resume goes on with a run and --replace/, "--resume", "--replace");

    // The same config gives the same bytes, and more epochs of it lose nothing either.
    const { weightsSha256 } = await summaryOf(run);
    assertEquals((await trainIn(folder.path, ...SMALL)).code, 0);
    assertEquals((await summaryOf(run)).weightsSha256, weightsSha256);
    assertEquals((await trainIn(folder.path, "--resume", ...epochs(3))).code, 0);
    assertEquals((await summaryOf(run)).epochs, 3);
    await refused(/epochs: 3 in the run, 2 asked/);
    assertEquals((await trainIn(folder.path, ...SMALL, "--replace")).code, 0);
    assertEquals((await summaryOf(run)).weightsSha256, weightsSha256);

    const summary = join(run, "summary.json");
    const text = await Deno.readTextFile(summary);
    const changed = async (from: RegExp, to: string, message: RegExp) => {
      await Deno.writeTextFile(summary, text.replace(from, to));
      await refused(message);
    };
    await changed(/"numerics": \d+/, '"numerics": 0', /numerics: version 0 in the run, \d+ here/);
    await changed(/"engine": "wasm"/, '"engine": "blas"', /engine: blas in the run, auto asked/);
    await changed(
      /"t10k-labels-idx1-ubyte": "./,
      '"t10k-labels-idx1-ubyte": "',
      /data: other than what the run learned from/,
    );
    await changed(
      /^\{/,
      "",
      /which holds a run that cannot be read:\n {2}Cannot use .*summary\.json/,
    );
  },
});

Deno.test({
  name: "a folder that holds something else is not written to",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    await Deno.mkdir(join(folder.path, "tutorial"));
    await Deno.writeTextFile(join(folder.path, "tutorial", "thesis.txt"), "years of work");
    assertFails(
      await trainIn(folder.path, ...SMALL),
      1,
      /it holds other files, such as thesis\.txt/,
    );
    assertEquals(await namesIn(join(folder.path, "tutorial")), ["thesis.txt"]);
  },
});

Deno.test({
  name: "a file where the folder of runs should be is said, with the path",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const runs = join(folder.path, "runs");
    await Deno.writeTextFile(runs, "");
    assertFails(await trainIn(runs, ...SMALL), 1, /^error: Cannot make the folder .*runs.*/m);
    assertEquals(await Deno.readTextFile(runs), "");
  },
});

Deno.test({
  name: "a full disk is said, and leaves no folder of a first run and an earlier run whole",
  ignore: ignore || !await canMount(),
  fn: async () => {
    await using folder = await temporaryFolder();
    await using _ = await tinyDisk(folder.path, "480k"); // room for two runs of 208 kB
    const data = await mnistData();
    const full = /^error: Cannot write .*weights\.safetensors: the disk is full$/m;
    const run = join(folder.path, "tutorial");
    const large = [...SMALL, "--set", "sizes=[784,60,10]"]; // 400 kB
    assertEquals((await trainIn(folder.path, ...SMALL)).code, 0);
    await Deno.writeTextFile(join(run, "report.html"), "the older report");
    assertFails(await trainIn(folder.path, ...large, "--replace"), 1, full);
    assertEquals(await namesIn(run), [...FILES, "report.html"].sort());
    assertEquals(await Deno.readTextFile(join(run, "report.html")), "the older report");
    await Deno.remove(join(run, "report.html")); // which is none: verify would say so
    assertEquals((await runTask(["verify", run, "--data", data])).code, 0);
    assertFails(await trainIn(folder.path, ...large, "--name", "second"), 1, full);
    assertEquals(await namesIn(folder.path), ["tutorial"]);
  },
});

Deno.test({
  name: "train introduces itself in two lines, with as many epochs as there are",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const one = ["--set", "trainingSize=1", "--set", "epochs=1", "--set", "evaluate=[]"];
    assertEquals((await trainIn(folder.path, ...one)).stdout.split("\n").slice(0, 2), [
      "Training 784-30-10 (sigmoid, sigmoid outputs, quadratic cost) on 1 image of mnist",
      "1 epoch, batches of 10, sgd, learning rate 3, seed 5, engine wasm",
    ]);
    const { stdout } = await trainIn(folder.path, ...SMALL, "--workers", "2", "--replace");
    assertMatch(stdout, /on 2,000 images of mnist\n2 epochs, .*, engine wasm, 2 workers\n/);
  },
});

Deno.test({
  name:
    "a file that is not the data set's is neither trained on nor replaced until --replace is said",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
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
    assertFails(
      await runTask(["train", ...run]),
      1,
      /^error: Cannot take .*mnist for mnist: it holds other files than mnist's, which are left as/,
    );
    const refused = await runTask(["fetch", "--data", data]);
    assertEquals([refused.code, refused.stdout], [1, ""]);
    assertStringIncludes(refused.stderr, `fetch them anew: \`${next}\``);
    assertEquals(await Deno.readFile(labels), bytes);
    assertEquals(await namesIn(join(folder.path, "runs")), []);

    const from = ["--from", join(await mnistData(), "mnist")];
    const replaced = await runTask(["fetch", "--data", data, ...from, "--replace"]);
    assertEquals(replaced.code, 0, replaced.stderr);
    assertMatch(
      replaced.stderr,
      /^train-labels-idx1-ubyte is replaced: its SHA-256 is not the one/,
    );
    assert(!(await Deno.readFile(labels)).every((byte, k) => byte === bytes[k]));
    const outcome = await runTask(["train", ...run]);
    assertEquals(outcome.code, 0, outcome.stderr);
  },
});

Deno.test({
  name: "train can neither run programs nor read the environment",
  ignore,
  fn: async () => {
    const { stdout } = await outcomeOf(
      startScript("tests/tasks/permissions_fixture.ts", [], { flags: flagsOf("train") }),
    );
    const states = JSON.parse(stdout);
    for (const name of ["run", "env", "ffi", "sys"]) assertEquals(states[name], "prompt", name);
  },
});
