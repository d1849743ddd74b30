import { assertEquals } from "@std/assert";
import { asksForHelp, asksForVersion, helpText } from "../../../tasks/cli/help.ts";

Deno.test("helpText() describes what the task does, how to call it, and every option", () => {
  const text = helpText({
    name: "paint",
    description: "Paint a wall.",
    options: {
      color: { value: "NAME", description: "The color", choices: ["red", "green"], default: "red" },
      set: { value: "KEY=VALUE", description: "Sets a key", repeatable: true },
      json: { description: "Print JSON" },
    },
    operands: { value: "WALL…", min: 1, max: 9 },
  });
  assertEquals(
    text,
    [
      "Paint a wall.",
      "",
      "Usage: deno task paint WALL… [options]",
      "",
      "Options:",
      "  --color NAME     The color (red, green; default red)",
      "  --set KEY=VALUE  Sets a key (may be given again)",
      "  --json           Print JSON",
      "  --help           Show this help",
      "  --version        Show the versions, and which kernels run",
    ].join("\n"),
  );
});

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
