import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { explain, reasonOf } from "../../../tasks/system/explain.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

const files = { ignore: !granted("read", "write") };

Deno.test("explain() gives the message of an error of our own", () => {
  assertEquals(
    explain(new RangeError("Cannot do that: it is too large")),
    "Cannot do that: it is too large",
  );
  assertEquals(explain("text"), "text");
  assertEquals(explain(new Error("")), "an error without a message");
});

Deno.test("explain() escapes control characters, but for newlines, and cuts what is long", () => {
  assertEquals(explain(new Error("a\x1b]0;b\x07\r\nc\x9b\t")), "a\\x1b]0;b\\x07\\x0d\nc\\x9b");
  assertEquals(explain("x".repeat(1e6)), `${"x".repeat(2000)}…`);
});

Deno.test("explain() names the path of a file that is not there", files, async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "it's missing");
  const error = await assertRejects(() => Deno.readTextFile(path), Error);
  assertEquals(explain(error), `Cannot read ${path}: no such file or folder`);
});

Deno.test("explain() names the operation on a path by a verb of English", files, async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "missing");
  for (const look of [Deno.stat, Deno.lstat, Deno.realPath]) {
    const error = await assertRejects(async () => void await look(path), Error);
    assertEquals(explain(error), `Cannot find ${path}: no such file or folder`);
  }
});

Deno.test("explain() describes a file where mkdir makes a folder", files, async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "file");
  await Deno.writeTextFile(path, "");
  const error = await assertRejects(() => Deno.mkdir(path, { recursive: true }), Error);
  assertEquals(
    explain(error),
    `Cannot make the folder ${path}: a file is where a folder should be`,
  );
});

Deno.test("explain() names both paths of a rename", files, async () => {
  await using folder = await temporaryFolder();
  const [from, to] = [join(folder.path, "a"), join(folder.path, "b")];
  const error = await assertRejects(() => Deno.rename(from, to), Error);
  assertEquals(explain(error), `Cannot rename ${from} to ${to}: no such file or folder`);
});

Deno.test("explain() describes a file in the middle of a path", files, async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "file");
  await Deno.writeTextFile(file, "");
  const error = await assertRejects(
    () => Deno.mkdir(join(file, "inside"), { recursive: true }),
    Error,
  );
  assertMatch(explain(error), /^Cannot make the folder .*file.*: \S/);
});

Deno.test("explain() names what a missing permission is for", { permissions: "none" }, () => {
  const error = assertThrows(() => Deno.readTextFileSync("secret.txt"), Error);
  assertEquals(explain(error), "Cannot read secret.txt: the task has no permission for it");
});

Deno.test("explain() names what a task may not do by a verb of English", () => {
  const lacks = (access: string, what: string) =>
    explain(
      new Deno.errors.NotCapable(
        `Requires ${access} access to "${what}", run again with the --allow-${access} flag`,
      ),
    );
  const reason = "the task has no permission for it";
  assertEquals(lacks("all", "/proc/x"), `Cannot use /proc/x: ${reason}`);
  assertEquals(lacks("net", "a.org:443"), `Cannot reach a.org:443: ${reason}`);
  assertEquals(lacks("env", "HOME"), `Cannot read the environment variable HOME: ${reason}`);
  assertEquals(lacks("sys", "cpus"), `Cannot ask the system for cpus: ${reason}`);
  assertEquals(lacks("ffi", "libblas.so"), `Cannot load libblas.so: ${reason}`);
});

Deno.test("reasonOf() recognizes errors without a code by their numbers", {
  ignore: Deno.build.os !== "linux",
}, () => {
  assertEquals(
    reasonOf(new Error("No locks available (os error 37)")),
    "the file system has no locks",
  );
  assertEquals(
    reasonOf(new Error("Disk quota exceeded (os error 122)")),
    "the disk quota is used up",
  );
  assertEquals(reasonOf(new Error("Disk quota exceeded")), undefined);
});

Deno.test("reasonOf() recognizes a full and a read-only disk by their codes", () => {
  const coded = (code: string): Error => Object.assign(new Error("os error"), { code });
  assertEquals(reasonOf(coded("ENOSPC")), "the disk is full");
  assertEquals(reasonOf(coded("EROFS")), "the disk is read-only");
  assertEquals(explain(coded("ENOSPC")), "Cannot go on: the disk is full");
  assertEquals(reasonOf(coded("toString")), undefined);
  assertEquals(reasonOf(new TypeError("no")), undefined);
});
