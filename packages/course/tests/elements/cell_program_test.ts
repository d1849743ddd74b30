import { assertEquals, assertThrows } from "@std/assert";
import { highlighted } from "../../elements/highlight.ts";
import { lineIn, programOf, withAddresses, withoutImports } from "../../elements/cell_program.ts";

const BASE = "http://school/docs/book/book.js";

Deno.test("the modules of a cell are those beside the page's script", () => {
  assertEquals(
    withAddresses(
      `import { Network } from "@inkling/inkling";
import { show } from '@inkling/inkling/notebook';
const digits = await import("@inkling/inkling/digits");
console.log("@inkling/inkling");`,
      BASE,
    ),
    `import { Network } from "http://school/docs/book/inkling.js";
import { show } from 'http://school/docs/book/inkling_notebook.js';
const digits = await import("http://school/docs/book/inkling_digits.js");
console.log("@inkling/inkling");`,
  );
});

Deno.test("a module that cells do not have is refused in a sentence", () => {
  assertThrows(
    () => withAddresses('import { serve } from "@inkling/inkling/serve";', BASE),
    TypeError,
    "Cannot import @inkling/inkling/serve in a cell: expected one of @inkling/inkling, ",
  );
});

Deno.test("a continued cell stands behind those before it, and its lines are counted from its own", () => {
  const { code, linesBefore } = programOf(
    ["const a = 1;\nconst b = 2;", "const c = 3;"],
    "d;",
    BASE,
  );
  assertEquals(code.split("\n").indexOf("d;"), linesBefore);
  assertEquals(code.split("\n").slice(0, 3), ["const a = 1;", "const b = 2;", "const c = 3;"]);
  assertEquals(programOf([], "d;", BASE), { code: "d;", linesBefore: 0 });
});

Deno.test("the line of an error is that of the program, not of a module", () => {
  const stack =
    "TypeError: x\n    at f (http://school/inkling.js:9:1)\n    at blob:http://school/1:3:5";
  assertEquals(lineIn(stack, "blob:http://school/1"), 3);
  assertEquals(lineIn("TypeError: x", "blob:http://school/1"), undefined);
});

Deno.test("without its imports a program has the same lines", () => {
  assertEquals(
    withoutImports('import {\n  a,\n  b,\n} from "x";\nimport "y"\na(b);\nimport("z");'),
    `\n\n\n\n\na(b);\nimport("z");`,
  );
});

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
    "word const",
    "number 2.5",
    'comment // "no" const',
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
