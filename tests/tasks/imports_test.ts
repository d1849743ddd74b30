/** No task can import what its lock does not hold, nor does a try leave this machine. */

import { assertEquals } from "@std/assert";
import { LONG_TESTS } from "../helpers/long.ts";
import {
  flagsOf,
  granted,
  outcomeOf,
  startScript,
  TASKS as ALL_TASKS,
} from "../helpers/run_task.ts";

/** The tasks that run in Deno; one is enough to see that what closes imports does. */
const TASKS = Object.entries(ALL_TASKS)
  .filter(([name, { command }]) =>
    command.includes("deno run ") && name !== "locks" && (LONG_TESTS || name === "train")
  ).map(([name]) => name);

/** A proxy that only counts who comes. */
function countingProxy(): AsyncDisposable & { readonly url: string; count: number } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const proxy = {
    url: `http://127.0.0.1:${listener.addr.port}`,
    count: 0,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      await done;
    },
  };
  const done = (async () => {
    for await (const connection of listener) {
      proxy.count++;
      connection.close();
    }
  })();
  return proxy;
}

for (const task of TASKS) {
  Deno.test(`${task} can import nothing from the web, from JSR, or of npm what its lock lacks`, {
    ignore: !granted("read", "run", "net"),
  }, async () => {
    await using proxy = countingProxy();
    const { stdout, stderr } = await outcomeOf(
      startScript("tests/tasks/imports_fixture.ts", [], {
        flags: [...flagsOf(task), "--cached-only"],
        env: { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: "" },
      }),
    );
    const outcomes = stdout.trim().split("\n").map((line) => line.split(" ")[1]);
    assertEquals(outcomes, ["refused", "refused", "refused"], stderr);
    assertEquals(proxy.count, 0);
  });
}
