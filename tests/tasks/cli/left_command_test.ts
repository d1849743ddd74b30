/** Commands that are gone: each prints what to use instead, and ends as a wrong command line does. */

import { assertEquals } from "@std/assert";
import { leftCommand } from "../../../tasks/system/left_commands.ts";
import { granted, outcomeOf, startScript } from "../../helpers/run_task.ts";

Deno.test("a command that is gone prints what to use, whatever follows it", {
  ignore: !granted("run"),
}, async () => {
  for (
    const words of [["track", "--help"], ["track", "RUN", "--floor", "0.9"], ["ensemble", "a"]]
  ) {
    const left = await outcomeOf(startScript("tasks/cli/left_command.ts", words));
    const stderr = `error: ${leftCommand(words[0]!)}\n`;
    assertEquals(left, { code: 2, stdout: "", stderr });
  }
  assertEquals(leftCommand("train"), undefined);
});
