/** Commands that are gone: each prints what to use instead, and ends as a wrong command line does. */

import { assertEquals, assertMatch } from "@std/assert";
import { leftCommand } from "../../tasks/system/left_commands.ts";
import { granted, outcomeOf, startScript } from "../helpers/run_task.ts";

Deno.test("a command that is gone prints what to use, whatever follows it", {
  ignore: !granted("run"),
}, async () => {
  for (const words of [["track", "--help"], ["track", "RUN", "--history", "h", "--floor", "0.9"]]) {
    const left = await outcomeOf(startScript("tasks/cli/left_command.ts", words));
    assertEquals(left, {
      code: 2,
      stdout: "",
      stderr:
        "error: The command track is gone: use `deno task evaluate RUN --floor METRIC=VALUE`, " +
        "and `--against RUN` for an earlier run\n",
    });
  }
  for (const name of ["ensemble", "committee"]) {
    const { code, stderr } = await outcomeOf(startScript("tasks/cli/left_command.ts", [name, "a"]));
    assertEquals([code, stderr], [2, `error: ${leftCommand(name)}\n`]);
    assertMatch(
      stderr,
      /: The command \w+ is gone: the folder of a finished sweep stands for the mean/,
    );
  }
  assertMatch(leftCommand("completion")!, / is gone: `deno task` lists the commands$/);
  assertEquals(leftCommand("train"), undefined);
});
