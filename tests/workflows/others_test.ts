/** The workflows whose scripts call other commands alone: with which words, and that a failure ends each step. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { linesOf } from "../helpers/lines.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { calls, ECHO, ignore, readWorkflow, runSteps } from "./steps.ts";

const PROGRAMS = { deno: ECHO, sudo: ECHO };

const FAILS = "#!/bin/sh\nexit 3\n";

/** What each job calls. */
const CALLS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "ci.yml": { ok: ["deno test", "deno task ok", "deno task test_all"] },
  "nightly.yml": {
    all: ["sudo --preserve-env=PATH bash .ci/run"],
    audit: ["deno audit"],
    coverage: ["deno task --cwd packages/lab coverage"],
    fuzz: ["deno task --cwd packages/lab fuzz --seed 7"],
  },
  "pages.yml": {
    build: [
      "deno task train --config tasks/configs/one-cycle.json --no-report",
      "deno task verify data/runs/one-cycle",
      "deno task site --run data/runs/one-cycle --repository https://github.com/Someone/inkling",
    ],
  },
};

for (const [file, jobs] of Object.entries(CALLS)) {
  testsWhere(!ignore)(`the scripts of ${file} call what they should`, async ({ path: cwd }) => {
    const workflow = await readWorkflow(`.github/workflows/${file}`);
    const scripted = Object.entries(workflow.jobs)
      .filter(([, { steps }]) => steps.some(({ run }) => run !== undefined));
    assertEquals(scripted.map(([name]) => name), Object.keys(jobs));
    for (const [name, expected] of Object.entries(jobs)) {
      const run = await runSteps(workflow, name, { cwd, programs: PROGRAMS });
      assertEquals(run.code, 0, run.log);
      assertEquals(calls(run), expected, name);
      const programs = { deno: FAILS, sudo: FAILS };
      assertEquals((await runSteps(workflow, name, { cwd, programs })).code, 3, name);
    }
  });
}

/** A program that ends by itself when it is interrupted, as training does. */
const INTERRUPTIBLE = `#!/bin/bash
trap 'exit 130' INT
echo started
for _ in {1..100}; do sleep 0.05; done
`;

/** Scripts that train, by their workflow, job and a word of them: GitHub interrupts only the process of the step. */
const TRAINING = [
  [".github/workflows/train.yml", "train", "task train"],
  [".github/workflows/sweep.yml", "shard", "--shard"],
  ["action.yml", "action", 'inkling" train'],
] as const;

for (const [file, job, word] of TRAINING) {
  testsWhere(!ignore)(
    `a cancelled step of ${file} interrupts the training itself`,
    async ({ path }) => {
      const programs = join(path, "inkling/node_modules/.bin");
      await Deno.mkdir(programs, { recursive: true });
      for (const at of [join(programs, "inkling"), join(path, "deno")]) {
        await Deno.writeTextFile(at, INTERRUPTIBLE, { mode: 0o755 });
      }
      const { steps } = (await readWorkflow(file)).jobs[job]!;
      const script = steps.find(({ run }) => run?.includes(word))!.run!;
      await Deno.writeTextFile(join(path, "script.sh"), script);
      const step = new Deno.Command("bash", {
        args: ["-e", join(path, "script.sh")], // of `-c` it makes the last command its own process
        env: { PATH: `${path}:${Deno.env.get("PATH")}`, RUNNER_TEMP: path, SHARD: "1/2" },
        stdin: "null",
        stdout: "piped",
        stderr: "null",
      }).spawn();
      const lines = linesOf(step.stdout)[Symbol.asyncIterator]();
      assertEquals((await lines.next()).value, "started");
      step.kill("SIGINT");
      assertEquals((await step.status).code, 130);
      await lines.return?.(undefined);
    },
  );
}
