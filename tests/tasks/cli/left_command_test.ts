/** Commands that are gone: npx prints what to use instead, and ends as a wrong command line does. */

import { assertEquals } from "@std/assert";
import { leftCommand } from "../../../tasks/system/left_commands.ts";
import { granted, outcomeOf, startScript } from "../../helpers/run_task.ts";

Deno.test("npx prints what to use instead of a command that is gone, whatever follows it", {
  ignore: !granted("run"),
}, async () => {
  for (
    const words of [["track", "--help"], ["track", "RUN", "--floor", "0.9"], ["ensemble", "a"]]
  ) {
    const left = await outcomeOf(startScript("packages/inkling/main.ts", words));
    const stderr = `error: ${leftCommand(words[0]!)}\n`;
    assertEquals({ ...left, stderr: left.stderr.replaceAll(/\n {2}/g, " ") }, { // npx gives it no width
      code: 2,
      stdout: "",
      stderr,
    });
  }
  assertEquals(leftCommand("train"), undefined);
});
