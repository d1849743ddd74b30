import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { dirname } from "@std/path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { declarationAt, modulePages } from "../../site/module_pages.ts";
import { testsWith } from "../../../../tests/helpers/tests_with.ts";

const SOURCE = `/** A box. */
export class Box<T> extends Thing {
  readonly size: number;
  /** Opens; it's "{". */
  open(
    key: string,
    { twice = false }: { twice?: boolean } = {},
  ): { readonly content: T } {
    return this.#content; // {
  }
}
export interface Named {
  /** Its name: don't end here; or here } */
  readonly name: string;
  readonly parts: { readonly a: number };
}
export type Kind =
  | "one"
  | { readonly two: string };
export async function load(path: string): Promise<Box<{ a: string }>> {
  return await x;
}
export const LIMITS = { a: 1 } as const;
`;

const test = testsWith("read", "write");

Deno.test("a declaration goes to its end, or to the body of a function or class", () => {
  const [box, open, named, kind, load, limits] = [1, 4, 11, 16, 19, 22]
    .map((line) => declarationAt(SOURCE, line));
  assertEquals(box, "export class Box<T> extends Thing");
  assertEquals(
    open,
    "open(\n  key: string,\n  { twice = false }: { twice?: boolean } = {},\n): { readonly content: T }",
  );
  assertEquals(named!.split("\n").length, 5);
  assertEquals(kind, 'export type Kind =\n  | "one"\n  | { readonly two: string };');
  assertEquals(load, "export async function load(path: string): Promise<Box<{ a: string }>>");
  assertEquals(limits, "export const LIMITS = { a: 1 } as const;");
  assertThrows(() => declarationAt("export type A =", 0), SyntaxError, "line 1");
});

test("a module becomes a page with a heading for each symbol and method", async ({ path }) => {
  const file = pathToFileURL(`${path}/box.ts`).href;
  await Deno.writeTextFile(fileURLToPath(file), SOURCE);
  const at = (line: number) => ({ filename: file, line });
  const throws = { kind: "throws", tsType: { repr: "TypeError" }, doc: "if it is locked" };
  const open = { name: "open", location: at(4), jsDoc: { doc: "Opens.", tags: [throws] } };
  const size = { name: "size", location: at(2), jsDoc: { doc: "In {@linkcode Kind}s." } };
  const def = { properties: [size], methods: [open] };
  const pages = await modulePages(
    {
      nodes: {
        [file]: {
          module_doc: { doc: "Boxes: see {@linkcode Box.open}, {@linkcode Other}.\n\nMore." },
          symbols: [
            { name: "Kind", declarations: [{ location: at(16), def: {} }] },
            { name: "Box", declarations: [{ location: at(1), def }] },
          ],
        },
      },
    },
    dirname(fileURLToPath(file)),
    new Map([["box.ts", "@a/a/box"]]),
  );
  assertEquals([...pages.keys()], ["index.md", "box.md"]);
  assertStringIncludes(pages.get("index.md")!, "- [`@a/a/box`](box.md): Boxes: see");
  const page = pages.get("box.md")!;
  assertEquals(page.match(/^#+ .*/gm), ["# @a/a/box", "## Box", "### Box.open", "## Kind"]);
  assertStringIncludes(page, "see [`Box.open`](#boxopen), `Other`.");
  assertStringIncludes(page, "- `readonly size: number`: In [`Kind`](#kind)s.");
  assertStringIncludes(page, "Opens.\n\n- Throws `TypeError` if it is locked");
});
