import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { findRun, runsIn } from "../../../tasks/run/find_run.ts";
import { FILES } from "../../../tasks/run/run_folder.ts";
import { mnistData, tinyRun } from "../../helpers/mnist_data.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { runHere } from "../../helpers/run_here.ts";
import {
  flagsOf,
  granted,
  type Outcome,
  outcomeOf,
  ROOT,
  startScript,
  temporaryFolder,
  WITHOUT_KERNELS,
} from "../../helpers/run_task.ts";

import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

test("a bare name is the run of that name, and a path stays as it is", async (folder) => {
  const runs = folder.path;
  for (const [name, mark] of [["tutorial", FILES.weights], ["killed", FILES.checkpoint]]) {
    await Deno.mkdir(join(runs, name!));
    await Deno.writeTextFile(join(runs, name!, mark!), "");
    assertEquals(await findRun(name!, runs), join(runs, name!));
  }
  await Deno.mkdir(join(runs, "tests")); // no run, and tests is a folder where the tests run
  await Deno.writeTextFile(join(runs, "tests", FILES.weights), "");
  const paths = [
    ".",
    "..",
    "tests",
    "README.md",
    "runs/none",
    "./none",
    "/none",
    "none.safetensors",
    join(runs, "tutorial"),
    join(runs, "none"),
    "none\\none",
    "",
  ];
  for (const path of paths) assertEquals(await findRun(path, runs), path);
});

test("a missing RUN names the runs that there are, the newest first", async (folder) => {
  const missing = async (...words: string[]) => {
    const flags = [...flagsOf("evaluate"), `--config=${join(ROOT, "deno.json")}`];
    const script = join(ROOT, "tasks/evaluate.ts");
    const { code, stderr } = await outcomeOf(
      startScript(script, words, { flags, cwd: folder.path }),
    );
    assertEquals(code, 2);
    return stderr.replaceAll("\\", "/");
  };
  assertEquals(
    await missing(),
    `error: Which run? data/runs has none yet: \`deno task train\` makes one\n`,
  );
  for (const [k, name] of ["a", "b", "c", "d", "e", "f", "g"].entries()) {
    const run = join(folder.path, "data/runs", name);
    await Deno.mkdir(run, { recursive: true });
    await Deno.writeTextFile(join(run, FILES.weights), "");
    await Deno.utime(run, k, k);
  }
  assertEquals(
    await missing(),
    `error: Which run? Give its name or folder; data/runs has g, f, e, d, c and 2 more, which \`deno task runs\` lists\n`,
  );
});

test("an unknown bare name is refused, with the run that was meant", async (folder) => {
  const runs = join(folder.path, "my runs");
  const refused = async (word: string) =>
    (await assertRejects(() => findRun(word, runs), Error, `nor a run in ${runs}`)).message;
  assert(!(await refused("tutoral")).includes("did you mean"));
  await Deno.mkdir(join(runs, "tutorial"), { recursive: true });
  assert(!(await refused("tutorial")).includes("did you mean")); // a folder without a run
  await Deno.writeTextFile(join(runs, "tutorial", FILES.summary), "");
  assert((await refused("tutoral")).includes("did you mean tutorial?"));
  assertEquals(await runsIn(runs), ["tutorial"]);
});

Deno.test("evaluate, verify, predict, report, export and demo take a run by its name", {
  ignore: !granted("read", "write", "run", "net") || !LONG_TESTS,
}, async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(join(folder.path, "data"));
  await tinyRun(join(folder.path, "data", "runs"));
  await Deno.symlink(join(await mnistData(), "mnist"), join(folder.path, "data", "mnist"));
  const run = (task: string, ...words: string[]): Promise<Outcome> => {
    const options = { flags: [...flagsOf(task), WITHOUT_KERNELS], cwd: folder.path };
    return outcomeOf(startScript(join(ROOT, "tasks", `${task}.ts`), words, options));
  };
  const prints = async (pattern: RegExp, task: string, ...words: string[]) => {
    const { code, stdout, stderr } = await run(task, ...words);
    assertEquals([code, stderr], [0, ""], task);
    assertMatch(stdout, pattern);
  };
  await prints(/^data\/runs\/tutorial\/weights\.safetensors, epoch 1$/m, "evaluate", "tutorial");
  await prints(/^data\/runs\/tutorial holds/m, "verify", "tutorial");
  await prints(/^Wrote data\/runs\/tutorial\/report\.html$/m, "report", "tutorial");
  await prints(/^Wrote data\/runs\/tutorial\/model\.onnx/m, "export", "tutorial");
  const picture = join(ROOT, "docs", "demo.png");
  await prints(/"runs":\["data\/runs\/tutorial"\]/, "predict", "tutorial", picture, "--json");
  const runs = join(folder.path, "data", "runs");
  const page = ["--runs", runs, "--out", join(folder.path, "page")] as const;
  const demo = await runHere(["demo", "--run", "tutorial", ...page]);
  assertMatch(demo.stdout, /^Drawings are read by .*data\/runs\/tutorial$/m, demo.stderr);
  for (const task of ["evaluate", "verify", "report", "export"]) {
    const { code, stderr } = await run(task, "tutoriel");
    assertEquals([task, code], [task, 1]);
    assertMatch(
      stderr,
      /^error: Cannot find tutoriel: .* did you mean tutorial\? `deno task runs`/,
    );
  }
});
