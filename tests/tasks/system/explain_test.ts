import { assertEquals, assertThrows } from "@std/assert";
import { explain, reasonOf } from "../../../tasks/system/explain.ts";

Deno.test("explain() cuts what is long", () => {
  assertEquals(explain("x".repeat(1e6)), `${"x".repeat(2000)}…`);
});

Deno.test("explain() names what a missing permission is for", { permissions: "none" }, () => {
  const error = assertThrows(() => Deno.readTextFileSync("secret.txt"), Error);
  assertEquals(explain(error), "Cannot read secret.txt: the task has no permission for it");
});

Deno.test("reasonOf() recognizes errors by their codes, or by their numbers on Linux", () => {
  assertEquals(reasonOf(Object.assign(new Error("os error"), { code: "toString" })), undefined);
  assertEquals(reasonOf(new TypeError("no")), undefined);
  assertEquals(reasonOf(new Error("Disk quota exceeded")), undefined);
  if (Deno.build.os !== "linux") return;
  for (
    const [number, reason] of [[37, "file system has no locks"], [122, "disk quota is used up"]]
  ) {
    assertEquals(reasonOf(new Error(`Refused (os error ${number})`)), `the ${reason}`);
  }
});
