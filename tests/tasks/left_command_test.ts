/** Commands that are gone: each says what to use instead, and ends as a wrong command line does. */

import { assertEquals } from "@std/assert";
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
  assertEquals(leftCommand("train"), undefined);
});
