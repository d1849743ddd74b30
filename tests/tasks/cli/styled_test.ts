import { assertEquals } from "@std/assert";
import { joined, styled, terminalText } from "../../../tasks/cli/styled.ts";

Deno.test("styled() keeps what of ours a terminal obeys, and nothing else", () => {
  const bold = styled`\x1b[1m${"a\x1b[2J"}\x1b[0m`;
  assertEquals(terminalText(bold), "\x1b[1ma\\x1b[2J\x1b[0m");
  assertEquals(terminalText(styled`${bold}: ${"\x9b"}`), "\x1b[1ma\\x1b[2J\x1b[0m: \\x9b");
});

Deno.test("joined() keeps styled text among strings, which it cleans", () => {
  assertEquals(terminalText(joined(["\x07", styled`\x1b[K`, "b"], "\n")), "\\x07\n\x1b[K\nb");
});

Deno.test("terminalText() cleans styled text that was put into a string: no string is trusted", () => {
  assertEquals(terminalText(`${styled`\x1b[K`}`), "\\x1b[K");
});
