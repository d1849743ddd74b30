import { assertEquals } from "@std/assert";
import { markdownTable, table, thinned } from "../../../tasks/cli/table.ts";

Deno.test("table() puts words to the left and numbers to the right", () => {
  const text = table([["row", "n", "who", "%"], ["a", "10", "us", "1.50"], [
    "bbb",
    "7",
    "them",
    "·",
  ]]);
  assertEquals(text.split("\n"), [
    "row   n  who      %",
    "a    10  us    1.50",
    "bbb   7  them     ·",
  ]);
});

Deno.test("table() has a line for each row, whatever is in its cells", () => {
  assertEquals(table([["class", "n"], ["two\r\nlines", "7"], ["\x1b[2Jred", "8"]]).split("\n"), [
    "class       n",
    "two lines   7",
    "\\x1b[2Jred  8",
  ]);
});

Deno.test("markdownTable() is laid out as deno fmt does it", () => {
  assertEquals(markdownTable([["a", "word"], ["1", ""]]).split("\n"), [
    "| a   | word |",
    "| --- | ---- |",
    "| 1   |      |",
  ]);
});

Deno.test("markdownTable() puts numbers to the right", () => {
  assertEquals(markdownTable([["class", "n"], ["cat", "1,000"]], { numbers: true }).split("\n"), [
    "| class |     n |",
    "| :---- | ----: |",
    "| cat   | 1,000 |",
  ]);
  assertEquals(
    markdownTable([["class", "n"], ["cat", "1,000"]], { numbers: true, padded: false }),
    "| class | n |\n| :-- | --: |\n| cat | 1,000 |",
  );
});

Deno.test("a list that is too long keeps its ends", () => {
  const list = Array.from({ length: 1000 }, (_, k) => k);
  const few = thinned(list, 7);
  assertEquals([few.length, few[0], few.at(-1)], [7, 0, 999]);
  assertEquals(thinned([1, 2], 7), [1, 2]);
});
