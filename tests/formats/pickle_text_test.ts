import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  decodeText,
  encodeLatin1,
  unescapeText,
  unquoteBytes,
} from "../../lib/formats/pickle_text.ts";
import { throwsSaying } from "../helpers/says.ts";

const allocate = (bytes: number) => new Uint8Array(bytes);

/** A byte a character. */
const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

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
  throwsSaying(() => encodeLatin1("aé€", allocate), SyntaxError, "character 2 is not in latin1");
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

Deno.test("a line of text with another escape, or of over 100 MB, is refused", () => {
  const wrong = ["a\\n", "a\\", "\\u004", "\\u00zz", "\\U0001f64", "\\abcdu0041", "\\x41"];
  for (const line of wrong) {
    throwsSaying(() => unescapeText(latin1(line)), SyntaxError, String.raw`has the escape "\\"`);
  }
  throwsSaying(
    () => unescapeText(latin1("\\U00110000")),
    SyntaxError,
    String.raw`the escape "\\U00110000"`,
  );
  const line = new Uint8Array(100_000_001); // all zeros, which take no memory until they are read
  throwsSaying(() => unescapeText(line), SyntaxError, "100000001 bytes", "at most 100000000");
  line[1] = 0x5c; // a backslash, so that the longest line is not read to its end
  throwsSaying(() => unescapeText(line.subarray(1)), SyntaxError, "has the escape");
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
  for (const line of ["", "'", "abc", `'a"`, "'a", "`a`"]) {
    throwsSaying(() => unquoteBytes(latin1(line), allocate), SyntaxError, "has no quotes");
  }
  const escapes = ["\\u0041", "\\", "\\x1", "\\x1g", "\\xG1", "\\x/0", "\\x:0", "\\x`0"];
  for (const line of escapes.map((escape) => `'${escape}'`)) {
    const reading = () => unquoteBytes(latin1(line), allocate);
    throwsSaying(reading, SyntaxError, "unknown escape at byte ");
  }
  const third = () => unquoteBytes(latin1(String.raw`'ab\u'`), allocate);
  throwsSaying(third, SyntaxError, "unknown escape at byte 3 of");
});
