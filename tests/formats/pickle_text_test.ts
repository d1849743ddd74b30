import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  decodeText,
  encodeLatin1,
  unescapeText,
  unquoteBytes,
} from "../../lib/formats/pickle_text.ts";
import { pickle as latin1 } from "./pickle_fixtures.ts";

const allocate = (bytes: number) => new Uint8Array(bytes);

Deno.test("text is UTF-8, with the mark of its order of bytes if it has one", () => {
  assertEquals(decodeText(latin1("\xef\xbb\xbf\xc3\xa9")), "\ufeffé");
  for (const wrong of ["\xff", "\xed\xa0\x80"]) {
    const error = assertThrows(() => decodeText(latin1(wrong)), SyntaxError);
    assertEquals(error.message, "its text is not UTF-8");
    assertInstanceOf(error.cause, TypeError);
  }
});

Deno.test("characters below 256 are bytes", () => {
  assertEquals(encodeLatin1("a\0\xff", allocate), latin1("a\0\xff"));
});

Deno.test("the escapes in a line of text are read wherever they stand", () => {
  const examples: [string, string][] = [
    ["a\xe9\\u20ac\\U0001f642\\u005cu", "aé€🙂\\u"],
    ["\\u0041\\U0001F600b\\u005C", "A\u{1f600}b\\"],
    ["\\u0000".repeat(5000) + "\xe9", "\0".repeat(5000) + "é"],
    ["\\ud83d", "\ud83d"],
    ["\\U0010ffff", "\u{10ffff}"],
    ["x".repeat(4096), "x".repeat(4096)],
    ["", ""],
  ];
  for (const [line, text] of examples) assertEquals(unescapeText(latin1(line)), text);
});

Deno.test("a byte string stands in quotes, with Python's escapes", () => {
  const examples: [string, string][] = [
    [String.raw`'a\\\'\n\r\t\x00\xff"'`, "a\\'\n\r\t\0\xff\""],
    [String.raw`'\"\x0f\x9a'`, '"\x0f\x9a'],
    [`"it's"`, "it's"],
    ["''", ""],
  ];
  for (const [line, bytes] of examples) {
    assertEquals(unquoteBytes(latin1(line), allocate), latin1(bytes));
  }
});
