import { assertEquals, assertThrows } from "@std/assert";
import { parseCommandFile } from "./command_files.ts";

Deno.test("a command file has values of one line and of several", () => {
  assertEquals(parseCommandFile("a=1=2\nb<<END\none\n\ntwo=2\nEND\nc=\n"), {
    a: "1=2",
    b: "one\n\ntwo=2",
    c: "",
  });
});

Deno.test("a command file that GitHub refuses is refused", () => {
  assertThrows(() => parseCommandFile("a value"), SyntaxError, "Invalid format 'a value'");
  assertThrows(() => parseCommandFile("a<<END\n1\n"), SyntaxError, "not found 'END'");
});
