import { assertEquals } from "@std/assert";
import { asksForHelp, asksForVersion } from "../../../tasks/cli/help.ts";

Deno.test("asksForHelp() finds --help anywhere but after --", () => {
  assertEquals(asksForHelp(["--wrong", "--help"]), true);
  assertEquals(asksForHelp(["-h"]), true);
  assertEquals(asksForHelp(["--", "--help"]), false);
  assertEquals(asksForHelp([]), false);
});

Deno.test("asksForVersion() finds --version anywhere but after --", () => {
  assertEquals(asksForVersion(["--wrong", "--version"]), true);
  assertEquals(asksForVersion(["--", "--version"]), false);
  assertEquals(asksForVersion(["--version=1"]), false);
});
