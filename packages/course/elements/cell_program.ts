/** The program of a cell: the cells that it goes on from, its own code, and the addresses of what it imports. @module */

/** The modules that a cell can import, and the scripts beside the page's that hold them. */
const MODULES: Readonly<Record<string, string>> = {
  "@inkling/inkling": "inkling.js",
  "@inkling/inkling/digits": "inkling_digits.js",
  "@inkling/inkling/evaluate": "inkling_evaluate.js",
  "@inkling/inkling/notebook": "inkling_notebook.js",
  "@inkling/inkling/table": "inkling_table.js",
};

/** What an import or export names in quotes, behind `from`, `import` or `import(`. */
const SPECIFIER = /(\bfrom\s*|\bimport\s*\(?\s*)(["'])(@inkling\/[^"'\n]*)\2/g;

/** A statement that lets the output of what follows through. */
export const OWN_OUTPUT = Symbol.for("inkling.cell");

/** The name under which {@linkcode OWN_OUTPUT} is kept. */
const OWN_OUTPUT_CALL = ';globalThis[Symbol.for("inkling.cell")]();';

/** A program, ready to run. */
export interface Program {
  readonly code: string;
  /** The lines before the cell's own first line. */
  readonly linesBefore: number;
}

/**
 * The code with the addresses of our modules instead of their names; its lines stay where they are.
 * @param base the address of the page's script
 * @throws {TypeError} if it imports a module of ours that cells do not have
 */
export function withAddresses(code: string, base: string): string {
  return code.replaceAll(SPECIFIER, (_, before: string, quote: string, name: string) => {
    const script = MODULES[name];
    if (script === undefined) {
      throw new TypeError(
        `Cannot import ${name} in a cell: expected one of ${Object.keys(MODULES).join(", ")}`,
      );
    }
    return before + quote + new URL(script, base).href + quote;
  });
}

/**
 * The program of a cell.
 * @param before the code of the cells that it goes on from, first to last, which print nothing
 * @throws {TypeError} see {@linkcode withAddresses}
 */
export function programOf(before: readonly string[], code: string, base: string): Program {
  if (before.length === 0) return { code: withAddresses(code, base), linesBefore: 0 };
  const start = [...before, OWN_OUTPUT_CALL, ""].join("\n");
  return { code: withAddresses(start + code, base), linesBefore: start.split("\n").length - 1 };
}

/** The code with blank lines in the place of what it imports: the body of an async function. */
export function withoutImports(code: string): string {
  const imports = /^[ \t]*import\b(?!\s*[(.])[^;'"]*["'][^"'\n]*["'];?/gm;
  return code.replaceAll(imports, (text) => text.replaceAll(/[^\n]/g, ""));
}

/** The line of a program's address in an error's stack, from 1 on; undefined if there is none. */
export function lineIn(stack: string, address: string): number | undefined {
  const at = stack.indexOf(`${address}:`);
  if (at < 0) return undefined;
  const line = Number.parseInt(stack.slice(at + address.length + 1));
  return Number.isNaN(line) ? undefined : line;
}
