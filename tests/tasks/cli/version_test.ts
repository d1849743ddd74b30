import { assertEquals, assertStringIncludes } from "@std/assert";
import { whyTooOld } from "../../../tasks/cli/version.ts";

Deno.test("a Deno that is too old is told the least version and how to get it", () => {
  assertEquals(
    whyTooOld("2.5.7"),
    "Cannot run on Deno 2.5.7: 2.9 or newer is wanted; run `deno upgrade`, or put " +
      "`npx --yes deno@latest` in the place of `deno`",
  );
  assertStringIncludes(whyTooOld("1.46.3")!, "Cannot run on Deno 1.46.3");
});

Deno.test("this Deno, newer ones and release candidates are fine", () => {
  assertEquals(whyTooOld(), undefined);
  for (const version of ["2.9.0", "2.10.0", "3.0.0", "2.9.0-rc.1+4f3a"]) {
    assertEquals(whyTooOld(version), undefined, version);
  }
});
