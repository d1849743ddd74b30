import { assertEquals } from "@std/assert";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted } from "../helpers/run_task.ts";
import { killEach } from "./kill.ts";

Deno.test("commands that are killed at any moment tear no file, and go on to the same end", {
  ignore: !LONG_TESTS || !granted("read", "write", "run", "net", "env") ||
    Deno.build.os === "windows",
}, async () => {
  const rows = await killEach(3);
  assertEquals(rows.map(({ killed }) => killed), [3, 3, 3, 3, 3, 3]);
});
