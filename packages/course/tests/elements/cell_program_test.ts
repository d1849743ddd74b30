import { assertEquals, assertThrows } from "@std/assert";
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
