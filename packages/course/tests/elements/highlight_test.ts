import { assertEquals } from "@std/assert";
import { highlighted } from "../../elements/highlight.ts";

/** The pieces of a code that are marked, each after its kind. */
function marked(code: string, language: string): string[] {
  const { text } = highlighted(code, language);
  assertEquals(text.replaceAll(/<[^>]*>/g, "").replaceAll("&quot;", '"'), code);
  return [...text.matchAll(/<span class="code-(\w+)">([^<]*)/g)].map(([, kind, piece]) =>
    `${kind} ${piece}`.replaceAll("&quot;", '"')
  );
}

Deno.test("comments, strings, words and numbers are marked, and nothing within them", () => {
  assertEquals(marked('const x1 = 2.5; // "no" const', "js"), [
    ...["word const", "number 2.5", 'comment // "no" const'],
  ]);
  assertEquals(marked("a.of(`${1} // const`)", "ts"), ["string `${1} // const`"]);
  assertEquals(marked('"a\\"b" /* 1', "js"), ['string "a\\"b"', "comment /* 1"]);
  assertEquals(marked("$0 inform 1e5", "js"), ["number 1e5"]);
});

Deno.test("each language has its own marks, and others none", () => {
  assertEquals(marked('{ "a": [1, null] }', "json"), ['string "a"', "number 1", "word null"]);
  assertEquals(marked('run a#b "c" # 1', "sh"), ['string "c"', "comment # 1"]);
  assertEquals(marked("const x = 1", "text"), []);
});
