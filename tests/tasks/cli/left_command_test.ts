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
    const stderr = left.stderr.replaceAll(/\n {2}/g, " "); // a process of its own lays it out in 80 columns
    assertEquals({ ...left, stderr }, {
      code: 2,
      stdout: "",
      stderr: `error: ${leftCommand(words[0]!)}\n`,
    });
  }
  assertEquals(leftCommand("train"), undefined);
});
