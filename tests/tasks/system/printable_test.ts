import { assertEquals } from "@std/assert";
import {
  printable,
  printableJson,
  printableLine,
  printableRows,
} from "../../../tasks/system/printable.ts";

Deno.test("printable() leaves nothing that a terminal obeys, and all else", () => {
  assertEquals(
    printable("läufe/\x1b[2J\x07\ttwo\nlines\r\x9bm\x7f"),
    "läufe/\\x1b[2J\\x07\\x09two\nlines\\x0d\\x9bm\\x7f",
  );
  const plain = "日本 עברית \u200f👩‍👩‍👧 e\u0301 “—” \\x1b";
  assertEquals(printable(plain), plain);
});

Deno.test("printable() shows what turns the direction of writing", () => {
  assertEquals(printable("gpj\u202egnp.exe\u2066a\u2069"), "gpj\\u202egnp.exe\\u2066a\\u2069");
});

Deno.test("printableLine() is one line", () => {
  assertEquals(printableLine("two \r\n lines\rand\x1b"), "two lines and\\x1b");
});

Deno.test("printableRows() keeps tabs and line ends of both kinds, but no other carriage return", () => {
  assertEquals(printableRows("a\tb\r\nc\rd\n\x1b[1m\r\r\n"), "a\tb\r\nc\\x0dd\n\\x1b[1m\\x0d\r\n");
});

Deno.test("printableJson() is JSON of the same values", () => {
  const value = { "a\x9b": ["\x1b]0;b\x07", "\u202e\x7f", "e\u0301\\"] };
  for (const indent of [0, 2]) {
    const text = printableJson(JSON.stringify(value, null, indent));
    assertEquals(JSON.parse(text), value);
    assertEquals(printable(text), text);
  }
});
