import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { explain, reasonOf } from "../../../tasks/system/explain.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

Deno.test("explain() gives our own messages, with control characters escaped, and cut", () => {
  const message = "Cannot do that: it is too large";
  assertEquals(explain(new RangeError(message)), message);
  assertEquals(explain("text"), "text");
  assertEquals(explain(new Error("a\x1b]0;b\x07\r\nc\x9b\t")), "a\\x1b]0;b\\x07\\x0d\nc\\x9b");
  assertEquals(explain("x".repeat(1e6)), `${"x".repeat(2000)}…`);
});

test("explain() names the operation on a path by a verb of English", async ({ path: folder }) => {
  const path = join(folder, "it's missing");
  for (const operation of [Deno.stat, Deno.lstat, Deno.realPath]) {
    const error = await assertRejects(async () => void await operation(path), Error);
    assertEquals(explain(error), `Cannot find ${path}: no such file or folder`);
  }
  const error = await assertRejects(() => Deno.readTextFile(path), Error);
  assertEquals(explain(error), `Cannot read ${path}: no such file or folder`);
});

test("explain() describes a file where mkdir makes a folder", async ({ path: folder }) => {
  const path = join(folder, "file");
  await Deno.writeTextFile(path, "");
  const explained = async (path: string) =>
    explain(await assertRejects(() => Deno.mkdir(path, { recursive: true }), Error));
  const expected = `Cannot make the folder ${path}: a file is where a folder should be`;
  assertEquals(await explained(path), expected);
  assertMatch(await explained(join(path, "inside")), /^Cannot make the folder .*file.*: \S/);
});

Deno.test("explain() names what a missing permission is for", { permissions: "none" }, () => {
  const error = assertThrows(() => Deno.readTextFileSync("secret.txt"), Error);
  assertEquals(explain(error), "Cannot read secret.txt: the task has no permission for it");
});

Deno.test("explain() names what a task may not do by a verb of English", () => {
  const rows = [
    ["all", "/proc/x", "use /proc/x"],
    ["net", "a.org:443", "reach a.org:443"],
    ["env", "HOME", "read the environment variable HOME"],
    ["sys", "cpus", "ask the system for cpus"],
    ["ffi", "kernels.so", "load kernels.so"],
  ];
  for (const [access, what, verb] of rows) {
    const message = `Requires ${access} access to "${what}", run again with the --allow-${access}`;
    const explained = explain(new Deno.errors.NotCapable(`${message} flag`));
    assertEquals(explained, `Cannot ${verb}: the task has no permission for it`);
  }
});

Deno.test("reasonOf() recognizes errors by their codes, or by their numbers on Linux", () => {
  const coded = (code: string): Error => Object.assign(new Error("os error"), { code });
  assertEquals(reasonOf(coded("ENOSPC")), "the disk is full");
  assertEquals(reasonOf(coded("EROFS")), "the disk is read-only");
  assertEquals(reasonOf(coded("toString")), undefined);
  assertEquals(reasonOf(new TypeError("no")), undefined);
  assertEquals(reasonOf(new Error("Disk quota exceeded")), undefined);
  if (Deno.build.os !== "linux") return;
  for (
    const [number, reason] of [[37, "file system has no locks"], [122, "disk quota is used up"]]
  ) {
    assertEquals(reasonOf(new Error(`Refused (os error ${number})`)), `the ${reason}`);
  }
});
