/** What `deno task` itself prints before a command does. */

import { assertEquals, assertLessOrEqual, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import settings from "../deno.json" with { type: "json" };
import { leftCommand } from "../tasks/system/left_commands.ts";
import { granted, outcomeOf, ROOT, temporaryFolder } from "./helpers/run_task.ts";

/** A cheap command, as a user types it. */
async function runsIn(folder: string, ...options: string[]) {
  return await outcomeOf(
    new Deno.Command(Deno.execPath(), {
      args: ["task", ...options, "runs", "--runs", folder],
      cwd: ROOT,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn(),
  );
}

Deno.test("no task has dependencies: Deno prints a line for each of them", () => {
  const tasks: [string, object][] = Object.entries(settings.tasks);
  assertEquals(tasks.filter(([, task]) => "dependencies" in task).map(([name]) => name), []);
});

Deno.test("deno.json has one line for each task, of at most 200 characters", {
  ignore: !granted("read"),
}, async () => {
  const lines = (await Deno.readTextFile(join(ROOT, "deno.json"))).split("\n");
  for (const [name, { description, command }] of Object.entries(settings.tasks)) {
    const line = `    "${name}": { "description": ${JSON.stringify(description)}, "command": `;
    const [found = "", ...others] = lines.filter((text) => text.startsWith(line));
    assertEquals(others, [], name);
    assertStringIncludes(found, JSON.stringify(command));
    assertLessOrEqual(found.length, 200, found);
    assertEquals(leftCommand(name), undefined);
  }
});

Deno.test("deno task prints one line before a command, and with -q none", {
  ignore: !granted("read", "write", "run"),
}, async () => {
  await using folder = await temporaryFolder();
  const { stderr } = await runsIn(folder.path);
  assertMatch(stderr, /^Task runs deno install -q && deno run .* '--runs' .*\n$/);
  const { stderr: quiet, stdout } = await runsIn(folder.path, "-q");
  assertEquals(quiet, "");
  assertMatch(stdout, /^No runs in /);
});
