/** Commands that are gone: each says what to use instead, and ends as a wrong command line does. */

import { assertEquals, assertMatch } from "@std/assert";
import { leftCommand } from "../../tasks/system/left_commands.ts";
import { granted, outcomeOf, startScript } from "../helpers/run_task.ts";

Deno.test("a command that is gone says what to use, whatever follows it", {
  ignore: !granted("run"),
}, async () => {
  for (const words of [["completion"], ["completion", "bash"], ["completion", "--help"]]) {
    const left = await outcomeOf(startScript("tasks/lab/left_command.ts", words));
    assertEquals(left, {
      code: 2,
      stdout: "",
      stderr: "error: The command completion is gone: `deno task` lists the commands\n",
    });
  }
  for (const name of ["ensemble", "committee"]) {
    const { code, stderr } = await outcomeOf(startScript("tasks/lab/left_command.ts", [name, "a"]));
    assertEquals([code, stderr], [2, `error: ${leftCommand(name)}\n`]);
    assertMatch(
      stderr,
      /: The command \w+ is gone: the folder of a finished sweep stands for the mean/,
    );
  }
  assertEquals(leftCommand("train"), undefined);
});
