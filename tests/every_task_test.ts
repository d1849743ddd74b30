/** Every task of `deno.json` and of the members: a user types it in a clone of the checkout, and it does a small job. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import settings from "../deno.json" with { type: "json" };
import { canClone, cloneIn } from "./helpers/checkout.ts";
import { hasProgram } from "./helpers/programs.ts";
import { granted, ROOT, temporaryFolder } from "./helpers/run_task.ts";
import { Clone, JOBS } from "./helpers/task_jobs.ts";

interface Task {
  /** What is typed after `deno task`, such as `--cwd packages/lab bench`. */
  readonly name: string;
  readonly command: string;
}

/** The tasks of the project and of its members. */
async function allTasks(): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const member of [".", ...settings.workspace]) {
    const text = await Deno.readTextFile(join(ROOT, member, "deno.json"));
    const own: typeof settings.tasks = JSON.parse(text).tasks;
    const start = member === "." ? "" : `--cwd ${member.slice(2)} `;
    for (const [name, { command }] of Object.entries(own)) {
      tasks.push({ name: start + name, command });
    }
  }
  return tasks;
}

/** Whether a task runs tests, as `.ci/run` and the nightly workflow do. */
function runsTests({ name, command }: Task): boolean {
  return /\b(test|test_all|ok|check|coverage)$/.test(name) &&
    /\btests\/run\.ts\b|\bdeno (?:test|check)\b|\bdeno task (-q )?test\b/.test(command);
}

/** Whether another task begins with this one. */
function isPart({ name }: Task, tasks: readonly Task[]): boolean {
  return tasks.some(({ command }) => new RegExp(`\\bdeno task -q ${name}(?: &&|$)`).test(command));
}

const ignore = !granted("net") || Deno.build.os === "windows" || !await canClone();

Deno.test("every task has a job here, or runs tests", {
  ignore: !granted("read"),
}, async () => {
  const tasks = await allTasks();
  const named = tasks.filter((task) => !runsTests(task) && !isPart(task, tasks))
    .map(({ name }) => name);
  assertEquals(named.toSorted(), [...JOBS.keys()].toSorted());
});

Deno.test(
  "every task works as a user types it, in a clone of the checkout",
  { ignore },
  async (context) => {
    await using folder = await temporaryFolder();
    const clone = new Clone(await cloneIn(folder.path));
    await Deno.mkdir(clone.at("dist"));
    for (const [name, { run, needs = "git" }] of JOBS) {
      const isMissing = !await hasProgram(needs);
      await context.step({
        name: `deno task ${name}${isMissing ? `, without ${needs}` : ""}`,
        ignore: isMissing,
        async fn() {
          try {
            await run(clone);
            assertEquals(await clone.changed(), "", "only files that git ignores are written");
          } finally {
            await clone.restore();
          }
        },
      });
    }
  },
);
