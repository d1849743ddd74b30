/** Ensembles, as somebody forms, uses and distils them who has runs or a sweep. */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { dirname, join } from "@std/path";
import { parseDraft, resolveConfig } from "../../lib/config.ts";
import { distil } from "../../tasks/ensemble/distil.ts";
import { findMembers } from "../../tasks/ensemble/find_members.ts";
import { openMembers } from "../../tasks/ensemble/members.ts";
import { ensembleName } from "../../tasks/ensemble/write_ensemble.ts";
import { factsOf, openData } from "../../tasks/datasets/open_data.ts";
import { openEnsemble } from "../../tasks/run/open_ensemble.ts";
import type { Summary } from "../../tasks/run/run_folder.ts";
import { trainRun } from "../../tasks/train/train_run.ts";
import { berriesTable, parcelsTable } from "../helpers/draw_tables.ts";
import { assertVerified, mnistData } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import { granted, namesIn } from "../helpers/run_task.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { testsWhere } from "../helpers/tests_with.ts";

const isAble = granted("read", "write", "run");
const test = testsWhere(isAble);

/** No run is stopped, and none has options for weights that no run wrote. */
const GOES_ON = new AbortController().signal;
const NO_OPTIONS = { activation: undefined, "output-activation": undefined, dataset: undefined };

/** Trains a run in this process, which is faster than one of its own. */
async function trainAt(path: string, values: object, data = "data"): Promise<Summary> {
  const draft = parseDraft(values);
  const opened = await openData(draft, data);
  const config = resolveConfig(draft, factsOf(opened));
  const options = { data, opened, engine: "auto", workers: 1, interrupt: GOES_ON };
  const { summary } = await trainRun(path, config, options);
  return summary!;
}

/** Writes a table and trains on it, once a seed; returns the runs' folders and the config without the seed. */
async function trainOnTable(
  folder: string,
  text: string,
  target: string,
  seeds: readonly number[],
  more: object = {},
) {
  const csv = join(folder, "table.csv");
  await Deno.writeTextFile(csv, text);
  const config = {
    dataset: { csv, target },
    hidden: [6],
    epochs: 4,
    splitSeed: 1,
    batchSize: 8,
    ...more,
  };
  const runs = seeds.map((seed) => join(folder, "runs", `seed-${seed}`));
  for (const [k, run] of runs.entries()) await trainAt(run, { ...config, seed: seeds[k] });
  return { csv, config, runs };
}

/** Runs the task, which is to go well. */
async function ensemble(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(["ensemble", ...words]);
  assertEquals(code, 0, stderr);
  return stdout;
}

const read = async (path: string) => JSON.parse(await Deno.readTextFile(path));

test("runs form an ensemble, whose folder is evaluated and predicts by itself", async (folder) => {
  const { csv, runs } = await trainOnTable(folder.path, berriesTable(240), "taste", [1, 2, 3]);
  const out = join(folder.path, "ensemble");
  const text = await ensemble(...runs, "--out", out);
  const file = await read(join(out, "committee.json"));

  assertEquals(file.members.map(({ run }: { run: string }) => run), [
    "seed-1",
    "seed-2",
    "seed-3",
  ]);
  const weights: number[] = file.members.map(({ weight }: { weight: number }) => weight);
  assertAlmostEquals(weights.reduce((sum, weight) => sum + weight), 1, 1e-12);
  const { equal, validation } = file.validation;
  assert(validation.cost <= equal.cost);
  for (const [k, member] of file.members.entries()) {
    const summary = await read(join(runs[k]!, "summary.json"));
    assertEquals(member.weightsSha256, summary.weightsSha256);
    assertEquals([member.validation, member.test], [summary.validation, summary.test]);
  }
  const { min, max, mean } = file.spread.validation;
  assert(min <= mean && mean <= max && file.disagreement > 0);
  assertMatch(text, /^seed-2 +2 +\d+\.\d % +\d+\.\d\d % +\d+\.\d\d %$/m);
  assertMatch(text, /^ensemble, equal weights +\d+\.\d\d % +–$/m);
  assertMatch(text, /^ensemble, validation's weights +\d+\.\d\d % +\d+\.\d\d %$/m);
  assertMatch(text, /^Two of them differ on \d+\.\d\d % of the validation examples$/m);

  // evaluate finds the same, from the folder alone.
  for (const run of runs) await Deno.remove(run, { recursive: true });
  const evaluated = await runHere(["evaluate", out, "--json"]);
  assertEquals(evaluated.code, 0, evaluated.stderr);
  const { correct, cost } = JSON.parse(evaluated.stdout);
  assertEquals({ correct, cost }, { correct: file.test.correct, cost: file.test.cost });
  const predicted = await runHere(["predict", out, csv]);
  assertEquals([predicted.code, predicted.stdout.split("\n").length], [0, 242], predicted.stderr);
  const both = await runHere(["evaluate", out, join(out, "members", "seed-1.safetensors")]);
  assertEquals(both.code, 2);
  assertStringIncludes(both.stderr, "for its members only");
});

test("runs over folds are weighed by their answers out of fold, and answer together", async (folder) => {
  const { csv, config, runs } = await trainOnTable(
    folder.path,
    berriesTable(120),
    "taste",
    [1, 2],
    {
      folds: 3,
    },
  );
  const out = join(folder.path, "ensemble");
  await ensemble(...runs, "--out", out);
  const file = await read(join(out, "committee.json"));
  for (const [k, member] of file.members.entries()) {
    const { weightsSha256, validation, test } = await read(join(runs[k]!, "summary.json"));
    assertEquals([member.weightsSha256, member.validation], [weightsSha256, validation]);
    assertEquals(member.test, test);
  }
  const { cost: equal } = file.validation.equal;
  assert(file.validation.validation.cost <= equal);
  for (const split of ["validation", "test"] as const) {
    const { code, stdout, stderr } = await runHere(["evaluate", out, "--split", split, "--json"]);
    assertEquals(code, 0, stderr);
    const { correct, cost } = JSON.parse(stdout);
    const expected = split === "test" ? file.test : file.validation.validation;
    assertEquals({ correct, cost }, { correct: expected.correct, cost: expected.cost });
  }
  const predicted = await runHere(["predict", out, csv]);
  assertEquals(predicted.code, 0, predicted.stderr);

  const refused = async (words: string[], sentence: string) => {
    const { code, stderr } = await runHere(["ensemble", ...words]);
    assertEquals(code, 2, stderr);
    assertStringIncludes(stderr, sentence);
  };
  const others = join(folder.path, "runs", "others");
  await trainAt(join(others, "one"), { ...config, folds: 0 });
  await refused(
    [runs[0]!, join(others, "one"), "--out", join(folder.path, "mixed")],
    "folds of the one: 3; of the other: 0; members are weighed by answers to rows that none of them learned from",
  );
  await trainAt(join(others, "twice"), { ...config, repeat: 2 });
  await refused(
    [runs[0]!, join(others, "twice"), "--out", join(folder.path, "mixed")],
    "repeat of the one: 1; of the other: 2",
  );
  const student = join(folder.path, "student.json");
  await Deno.writeTextFile(student, JSON.stringify({ hidden: [4], epochs: 2 }));
  await refused(
    [...runs, "--out", out, "--distil", student],
    "they learned from all rows that do not test, over 3 folds",
  );
});

test("an ensemble has the same bytes again, over an ensemble and nothing else", async (folder) => {
  const { runs } = await trainOnTable(folder.path, berriesTable(120), "taste", [1, 2, 3]);
  const out = join(folder.path, "ensemble");
  await ensemble(...runs, "--out", out);
  const file = join(out, "committee.json");
  const before = await Deno.readTextFile(file);
  const printed = await ensemble(...runs, "--out", out, "--json");
  assertEquals(await Deno.readTextFile(file), before);
  assertEquals(JSON.parse(printed), JSON.parse(before));
  assert(!before.includes(folder.path)); // nor any other path or time

  await ensemble(...runs.slice(1), "--out", out, "--weights", "equal");
  const { weights, members } = await read(file);
  assertEquals([weights, members[0].weight, members[1].weight], ["equal", 0.5, 0.5]);
  assertEquals(await namesIn(join(out, "members")), ["seed-2.safetensors", "seed-3.safetensors"]);

  await Deno.copyFile(
    join(out, "members", "seed-3.safetensors"),
    join(out, "members", "seed-2.safetensors"),
  );
  const swapped = await runHere(["evaluate", out]);
  assertEquals(swapped.code, 1);
  assertStringIncludes(swapped.stderr, "its weights are not those");

  if (Deno.build.os !== "windows") {
    const linked = join(folder.path, "linked");
    await Deno.mkdir(linked);
    await Deno.symlink(file, join(linked, "members"));
    const { code, stderr } = await runHere(["ensemble", ...runs, "--out", linked]);
    assertEquals(code, 1);
    const problem = `it is a symbolic link to ${file}, which is no folder`;
    assertStringIncludes(stderr, `Cannot write to ${join(linked, "members")}: ${problem}`);
  }

  await Deno.writeTextFile(file, '{ "members": ["Ann", "Bob"] }');
  const refused = await runHere(["ensemble", ...runs, "--out", out]);
  assertEquals(refused.code, 1);
  assertMatch(refused.stderr, /Cannot write .*committee\.json: /);
  assertEquals(await Deno.readTextFile(file), '{ "members": ["Ann", "Bob"] }');
});

test("members that differ in data or split are refused, with the difference", async (folder) => {
  const { csv, config, runs: [run] } = await trainOnTable(
    folder.path,
    berriesTable(120),
    "taste",
    [1],
  );
  const other = join(folder.path, "runs", "other");
  const changed = join(folder.path, "changed.csv");
  await Deno.writeTextFile(changed, berriesTable(123));
  for (
    const [difference, problem] of [
      [{ splitSeed: 2 }, "splitSeed of the one: 1; of the other: 2"],
      [{ dataset: { csv, target: "color" } }, "their data is not read in the same way"],
      [{ dataset: { csv, target: "taste", without: ["number"] } }, "their data is not read"],
      [{ dataset: { csv: changed, target: "taste" } }, "of the other: "],
    ] as const
  ) {
    await trainAt(other, { ...config, seed: 1, ...difference });
    const { code, stderr } = await runHere(["ensemble", run!, other]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, `Cannot form an ensemble of ${run} and ${other}: `);
    assertStringIncludes(stderr, problem);
  }
  const twice = await runHere(["ensemble", run!, run!]);
  assertEquals(twice.code, 2);
  assertStringIncludes(twice.stderr, "both are called seed-1");
});

test("an ensemble of quantities has least-squares weights, and is distilled", async (folder) => {
  const { runs } = await trainOnTable(folder.path, parcelsTable(120), "price", [1, 2]);
  const out = join(folder.path, "ensemble");
  const text = await ensemble(...runs, "--out", out);
  const { validation: { equal, validation }, disagreement } = await read(
    join(out, "committee.json"),
  );
  assert(validation.rmse <= equal.rmse);
  assertEquals(disagreement, null);
  assertMatch(text, /^member +seed +weight +validation R² +validation MAE +test R² +test MAE$/m);

  const student = join(folder.path, "student.json");
  await Deno.writeTextFile(student, JSON.stringify({ hidden: [5], epochs: 2 }));
  const distilled = ["--distil", student, "--runs", join(folder.path, "runs")];
  const printed = await ensemble(...runs, "--out", out, ...distilled);
  assertMatch(printed, /^On test: the ensemble R² .*, MAE .*, distilled R² .*, MAE .*$/m);
  const warm = ["--temperature", "2", "--name", "warm"];
  const refused = await runHere(["ensemble", ...runs, "--out", out, ...distilled, ...warm]);
  assertEquals(refused.code, 1);
  assertStringIncludes(refused.stderr, "softmax and logLikelihood");
  assertEquals(await namesIn(join(folder.path, "runs", "warm")), []);
});

test("a finished sweep's best runs are taken, in the order of its metric", async (folder) => {
  const sweep = join(folder.path, "sweep");
  const { runs } = await trainOnTable(folder.path, berriesTable(120), "taste", [1, 2, 3]);
  await Deno.mkdir(sweep);
  await Deno.rename(dirname(runs[0]!), join(sweep, "trials"));
  const summary = (goal: string) => ({
    complete: true,
    metric: { name: "validation.cost", goal },
    trials: [{
      runs: [
        { run: "seed-1", state: "finished", value: 0.5 },
        { run: "seed-2", state: "finished", value: 0.7 },
        { run: "lost", state: "finished", value: 0.1 },
        { run: "seed-3", state: "finished", value: 0.6 },
        { run: "failed", state: "diverged", value: null },
      ],
    }],
  });
  const write = (value: object) =>
    Deno.writeTextFile(join(sweep, "sweep.json"), JSON.stringify(value));
  await write(summary("minimize"));
  const names = (paths: readonly string[]) => paths.map((path) => path.replace(/.*[/\\]/, ""));
  assertEquals(names(await findMembers([sweep], undefined)), ["seed-1", "seed-3", "seed-2"]);
  await write(summary("maximize"));
  assertEquals(names(await findMembers([sweep], 2)), ["seed-2", "seed-3"]);

  for (const damaged of ["null", "[]", '{"trials":[]}']) {
    await Deno.writeTextFile(join(sweep, "sweep.json"), damaged);
    await assertRejects(() => findMembers([sweep], 2), Error, "expected the summary of a sweep");
  }
  await write(summary("maximize"));
  await ensemble(sweep, "--members", "2", "--out", sweep);
  assertEquals(await namesIn(sweep), ["committee.json", "sweep.json", "trials"]);
  const { opened } = await openEnsemble([sweep], NO_OPTIONS);
  assertEquals(names(opened.map(({ path }) => dirname(path))), ["seed-2", "seed-3"]);

  const { code, stderr } = await runHere(["ensemble", sweep, "--members", "4"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "keeps the weights of 3 runs");
});

testsWhere(isAble && granted("env", "net") && Deno.build.os !== "windows")(
  "members are trained by seeds, here or in shards, and their ensemble is the same to the byte",
  async (folder) => {
    const csv = join(folder.path, "table.csv");
    await Deno.writeTextFile(csv, berriesTable(120));
    const config = join(folder.path, "berries.json");
    const dataset = { csv, target: "taste" };
    await Deno.writeTextFile(config, JSON.stringify({ dataset, hidden: [6], epochs: 9 }));
    const at = (name: string) => join(folder.path, name);
    const train = ["--config", config, "--seeds", "3", "--set", "epochs=2"];
    const text = await ensemble(...train, "--out", at("one"));
    assertMatch(text, /^ensemble, validation's weights/m);
    const shards = [at("1"), at("2")];
    for (const [k, shard] of shards.entries()) {
      const printed = await ensemble(...train, "--shard", `${k + 1}/2`, "--out", shard);
      assertMatch(printed, /next: deno task ensemble merge /);
    }
    const lacking = await runHere(["ensemble", "merge", shards[0]!, "--out", at("joined")]);
    assertEquals(lacking.code, 1);
    assertMatch(lacking.stderr, /it lacks 1 run, /);
    await ensemble("merge", ...shards, "--out", at("joined"));
    const bytesOf = (name: string) =>
      Promise.all(
        ["sweep.json", "committee.json"].map((file) => Deno.readTextFile(join(at(name), file))),
      );
    assertEquals(await bytesOf("joined"), await bytesOf("one"));

    const { members } = await read(join(at("one"), "committee.json"));
    assertEquals(members.length, 3);
    const again = await ensemble(...train, "--out", at("one"), "--members", "2");
    assert(!/^Trial/m.test(again)); // nothing is trained twice
    assertEquals((await read(join(at("one"), "committee.json"))).members.length, 2);
  },
);

Deno.test("an ensemble has the name of its run or sweep, or their common beginning", () => {
  assertEquals(ensembleName(["data/sweeps/width"]), "width");
  assertEquals(ensembleName(["runs/relu-1", "runs/relu-2", "relu"]), "relu");
  assertEquals(ensembleName(["one", "two"]), "ensemble");
});

test("a distilled run goes on to the same bytes, and not with another teacher", async (folder) => {
  const { config, runs } = await trainOnTable(folder.path, berriesTable(120), "taste", [1, 2]);
  const members = await openMembers(runs);
  const student = join(folder.path, "student.json");
  await Deno.writeTextFile(student, JSON.stringify({ hidden: [5], seed: 7, epochs: 3 }));
  const opened = await openData(members[0]!.config, "data");
  const options = (name: string) => ({
    config: student,
    set: ["learningRate=0.05"],
    name,
    runs: join(folder.path, "runs"),
    replace: false,
    temperature: 2,
    alpha: 0.25,
    engine: "auto",
    workers: "1",
    data: "data",
    dataset: config.dataset,
    opened,
    interrupt: GOES_ON,
    print: (_line: string) => {},
  });
  const weights = [0.75, 0.25];
  const whole = await distil(members, weights, options("whole"));
  assertEquals(whole.teacher, {
    weightsSha256: members.map(({ weightsSha256 }) => weightsSha256),
    weights,
    normalizeWidths: [null, null],
    temperature: 2,
    alpha: 0.25,
  });
  for (const [engine, workers] of [["reference", "1"], ["wasm", "2"]] as const) {
    const other = await distil(members, weights, {
      ...options(`${engine}-run`),
      engine,
      workers,
    });
    assertEquals(other.weightsSha256, whole.weightsSha256);
  }

  const stop = new AbortController();
  const interrupted = {
    ...options("parts"),
    interrupt: stop.signal,
    print: (line: string) => line.startsWith("Epoch 1:") && stop.abort(),
  };
  const thrown = await distil(members, weights, interrupted).catch((error) => error);
  assertEquals(thrown, stop.signal.reason);
  const ended = async () => (await read(join(folder.path, "runs", "parts", "summary.json"))).epochs;
  assertEquals(await ended(), 1);

  for (
    const [teachers, changes, problem] of [
      [weights, { temperature: 3 }, /^ {2}teacher\.temperature: 2 in the run, 3 asked$/m],
      [[0.5, 0.5], {}, /^ {2}teacher\.weights: \[0.75,0.25\] in the run, \[0.5,0.5\] asked$/m],
      [weights, { set: ["learningRate=0.1"] }, /^ {2}learningRate: 0.05 in the run/m],
      [
        weights,
        { set: ["splitSeed=2"] },
        /^Cannot distil .*: splitSeed of the one: 1; of the other: 2; the same "splitSeed" .*$/,
      ],
    ] as const
  ) {
    const error = await distil(members, teachers, { ...options("parts"), ...changes })
      .catch((error) => error);
    assertMatch(error.message, problem);
  }
  const words = ["--name", "parts", "--runs", join(folder.path, "runs"), "--no-report"];
  const anew = [
    ...["--config", student, "--set", "splitSeed=1", "--csv", config.dataset.csv],
    ...["--target", "taste", "--set", "learningRate=0.05"],
  ];
  for (const more of [["--resume"], anew]) {
    const { code, stderr } = await runHere(["train", ...words, ...more]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "teacher: an ensemble of 2 in the run, none asked");
  }
  assertEquals(await ended(), 1);
  const rest = await distil(members, weights, options("parts"));
  assertEquals([rest.epochs, rest.weightsSha256], [3, whole.weightsSha256]);
  const again = await distil(members, weights, options("parts")); // nothing is left to train
  assertEquals(again.weightsSha256, whole.weightsSha256);
});

testsWhere(isAble && granted("net") && LONG_TESTS)(
  "members that see digits at different widths are distilled on deformed images, into an ordinary run",
  async (folder) => {
    const data = await mnistData();
    const runs = join(folder.path, "runs");
    const small = { sizes: [784, 16, 10], trainingSize: 600, epochs: 1, evaluate: ["test"] };
    const softmax = { outputActivation: "softmax", cost: "logLikelihood" };
    const paths = [12, null].map((_, k) => join(runs, `member-${k}`));
    for (const [k, normalizeWidth] of [12, null].entries()) {
      await trainAt(paths[k]!, { ...small, ...softmax, normalizeWidth, seed: k + 1 }, data);
    }
    const student = join(folder.path, "student.json");
    const augment = { shift: 1, rotation: 10, elastic: { sigma: 5, alpha: 30 } };
    await Deno.writeTextFile(student, JSON.stringify({ ...small, ...softmax, augment }));
    const out = join(folder.path, "ensemble");
    const text = await ensemble(
      ...[...paths, "--out", out, "--data", data],
      ...["--distil", student, "--runs", runs],
    );
    assertMatch(text, /^Learns from 2 networks$/m);
    assertMatch(text, /^On test: the ensemble \d\d\.\d\d %, distilled \d\d\.\d\d %$/m);
    const run = join(runs, "student-distilled");
    await assertVerified(run);
  },
);
