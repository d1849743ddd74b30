import { assertEquals, assertRejects } from "@std/assert";
import { walk } from "@std/fs";
import { join, relative } from "@std/path";
import { type DriveOptions, driveRuns } from "../../../tasks/sweep/drive.ts";
import type { Answer, Trial } from "../../../tasks/sweep/train_job.ts";
import { ROOT } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

testsWith("read")(
  "one file of tasks starts what trains runs, one their members; few others start a process or a worker at all",
  async () => {
    const found: string[] = [];
    const options = { includeDirs: false, exts: [".ts"] };
    for (const folder of ["packages", "tasks"]) {
      for await (const { path } of walk(join(ROOT, folder), options)) {
        if (/[\\/]tests[\\/]/.test(path)) continue;
        const text = await Deno.readTextFile(path);
        const starts = text.match(/\bDeno\s*\.\s*Command\b|\bnew Worker\(/g) ?? [];
        found.push(...starts.map(() => relative(ROOT, path).replaceAll("\\", "/")));
      }
    }
    assertEquals(found.sort(), [
      "packages/course/elements/cell.ts", // what runs a cell of the course
      "packages/course/elements/cell.ts", // what finds the line of a syntax error in one
      "packages/lab/bench/programs.ts", // which peers are installed
      "packages/lab/bench/programs.ts", // the contenders of a benchmark
      "packages/lab/bench/tables/bench_tables.ts", // the peers on tables
      "packages/lab/build/kernels.ts", // clang and its linker
      "packages/lab/build/locks.ts", // `deno cache` for a lock
      "packages/lab/build/row_kernel.ts", // clang
      "packages/lab/compare_kernels.ts", // a process for each of two modules
      "packages/lab/mutants.ts", // the tests of a changed file
      "packages/page/train_panel.ts", // the page's worker
      "tasks/data/tables/sqlite.ts", // a database, which can be ended
      "tasks/native/compile.ts", // clang and its linker
      "tasks/sweep/trainer_process.ts", // what trains
      "tasks/train/member_workers.ts", // members of a run over folds, side by side
    ]);
  },
);

const interrupted: Answer = { kind: "interrupted" };

/** Drives runs by what a trainer answers to each, in turn; returns what happened. */
async function driven(
  runs: readonly string[],
  answers: { readonly [run: string]: readonly (Answer | undefined | (() => void))[] },
  options: Partial<DriveOptions<string>> = {},
): Promise<string[]> {
  const happened: string[] = [];
  const happens = (what: string) => Promise.resolve(void happened.push(what));
  const given = new Map<string, number>();
  await driveRuns(runs, {
    trainers: 1,
    startTrainer: () => {
      happened.push("start");
      return Promise.resolve({
        run: ({ run }: Trial) => {
          const answer = answers[run]![given.get(run) ?? 0];
          given.set(run, (given.get(run) ?? 0) + 1);
          if (typeof answer !== "function") return Promise.resolve(answer);
          answer();
          return Promise.resolve(interrupted);
        },
        end: () => happened.push("end"),
        printed: "no memory",
        [Symbol.asyncDispose]: async () => {},
      });
    },
    jobOf: (run) => Promise.resolve({ run } as Trial),
    onAnswer: (run, { kind }) => happens(`${run} ${kind}`),
    onFailure: (run, reason) => happens(`${run} failed: ${reason}`),
    interrupt: new AbortController().signal,
    ...options,
  });
  return happened;
}

const result = { kind: "result" } as Answer;
const error: Answer = { kind: "error", message: "no disk" };

Deno.test("a run that fails or whose trainer dies is tried once more", async () => {
  const answers = { a: [error, result], b: [undefined, undefined], c: [error, error], d: [result] };
  assertEquals(await driven(["a", "b", "c", "d"], answers), [
    "start",
    "a result",
    "start",
    "b failed: its process died: no memory",
    "start",
    "c failed: no disk",
    "d result",
  ]);
});

Deno.test("three runs in a row that fail alike end the driver, their names aside", async () => {
  const runs = ["one", "two", "three", "four"];
  const failing = Object.fromEntries(
    runs.map((run) => {
      const error: Answer = { kind: "error", message: `no disk for ${run}` };
      return [run, [error, error]];
    }),
  );
  const message = "Cannot continue, since runs fail one after the other: no disk for three";
  await assertRejects(() => driven(runs, failing), Error, message);
});

Deno.test("an interruption ends the run in training, and begins no other", async () => {
  const controller = new AbortController();
  const answers = { a: [() => controller.abort()], b: [result] };
  const { signal: interrupt } = controller;
  assertEquals(await driven(["a", "b"], answers, { interrupt }), ["start", "end", "a interrupted"]);
  assertEquals(await driven(["b"], answers, { interrupt }), []);
});
