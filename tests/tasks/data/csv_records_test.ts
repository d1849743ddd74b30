import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { RandomStream } from "../../../mod.ts";
import { delimiterNamed, findDelimiter, looksLikeHeader } from "../../../lib/table/csv/dialect.ts";
import { recordsOf } from "../../../lib/table/csv/records.ts";
import { textOf } from "../../../tasks/data/tables/csv/text.ts";

const encoder = new TextEncoder();

/** The records of a file of these bytes, which come in pieces of a size. */
async function read(
  content: string | Uint8Array,
  { delimiter = ",", piece = 3, most = 1000 } = {},
): Promise<{ rows: string[][]; lines: number[] }> {
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  const pieces = function* () {
    for (let start = 0; start < bytes.length; start += piece) {
      yield bytes.slice(start, start + piece);
    }
  };
  const rows: string[][] = [];
  const lines: number[] = [];
  const text = textOf(ReadableStream.from(pieces()), "a.csv");
  for await (const some of recordsOf(text, delimiter, "a.csv", most)) {
    rows.push(...some.rows.map((row) => [...row]));
    lines.push(...Array.from(some.lines));
  }
  return { rows, lines };
}

const CASES: readonly [what: string, text: string, rows: string[][], lines: number[]][] = [
  ["plain fields", "a,b\n1,2\n", [["a", "b"], ["1", "2"]], [1, 2]],
  ["no line end at the end", "a,b\n1,2", [["a", "b"], ["1", "2"]], [1, 2]],
  ["lines that end with CR and LF", "a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]], [1, 2]],
  ["lines that end with CR", "a,b\r1,2\r", [["a", "b"], ["1", "2"]], [1, 2]],
  ["a byte-order mark", "\ufeffa,b\n1,2", [["a", "b"], ["1", "2"]], [1, 2]],
  ["a byte-order mark before a quote", '\ufeff"a",b\n', [["a", "b"]], [1]],
  ["empty lines", "\n\na,b\n\n1,2\n\n", [["a", "b"], ["1", "2"]], [3, 5]],
  ["empty fields", ",\n,2\n1,\n", [["", ""], ["", "2"], ["1", ""]], [1, 2, 3]],
  ["quotes around fields", '"a","b"\n"1",2\n"",""', [["a", "b"], ["1", "2"], ["", ""]], [1, 2, 3]],
  ["delimiters in quotes", '"a,b",c\n",",","\n', [["a,b", "c"], [",", ","]], [1, 2]],
  ["quotes in quotes", '"5"" wide",x\n"""",""""\n', [['5" wide', "x"], ['"', '"']], [1, 2]],
  ["line ends in quotes", '"a\nb",c\r\n"\r\n",d', [["a\nb", "c"], ["\n", "d"]], [1, 3]],
  ["a line after one in quotes", '"\r\n",d\ne,f', [["\n", "d"], ["e", "f"]], [1, 3]],
  ["emoji", "😀,ü\n日本,1", [["😀", "ü"], ["日本", "1"]], [1, 2]],
  ["spaces", " a , b \n", [[" a ", " b "]], [1]],
];

for (const [what, text, rows, lines] of CASES) {
  Deno.test(`records are read whatever the pieces they come in: ${what}`, async () => {
    for (const piece of [1, 2, 3, 7, 1000]) {
      assertEquals(await read(text, { piece }), { rows, lines }, `pieces of ${piece} bytes`);
    }
  });
}

Deno.test("random records are read as they were written, and as @std/csv reads them", async () => {
  const random = new RandomStream(11, "data");
  const parts = ["a", "1.5", ",", '"', "\n", "😀", " ", ";", "", "x y"];
  const listOf = <T>(length: number, of: () => T) => Array.from({ length }, of);
  const fieldOf = () => listOf(random.below(4), () => parts[random.below(parts.length)]).join("");
  for (let round = 0; round < 200; round++) {
    const rows = listOf(1 + random.below(12), () => listOf(2 + random.below(3), fieldOf));
    const text = rows.map((row) =>
      row.map((field) =>
        /[",\n]/.test(field) || random.below(4) === 0 ? `"${field.replaceAll('"', '""')}"` : field
      ).join(",") + "\n"
    ).join("");
    assertEquals((await read(text, { piece: 1 + random.below(20) })).rows, rows);
    assertEquals(parse(text), rows);
  }
});

Deno.test("gzip is unpacked, whatever the file is called", async () => {
  const packed = new Blob(["a,b\n1,2\n"]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  assertEquals((await read(bytes)).rows, [["a", "b"], ["1", "2"]]);
});

Deno.test("a record of nearly 16 MB is whole", async () => {
  const large = "x,".repeat(8_000_000);
  const { rows } = await read(`a,b\n"${large}",1\n2,3\n`, { piece: 65_536 });
  assertEquals(rows.map((row) => row.length), [2, 2, 2]);
  assert(rows[1]![0] === large);
});

const DELIMITERS: readonly [text: string, delimiter: string][] = [
  ["a,b\n1,2\n", ","],
  ["a;b\n1,5;2,5\n", ";"],
  ["a\tb\n1,5\t2\n", "\t"],
  ["a|b\n1|2\n", "|"],
  ["a\n1\n", ","],
  ['"a;b",c\n"x;y",d\n', ","],
  ['"a\n;;;b",c\nx,d\n', ","],
  ["a,b\n1,2,3\n", ","],
  ["1,5;2,5\n1,25;2\n", ";"],
  ["name, remark\nx, a;b\ny, c\n", ","],
  ["", ","],
  ["a b\n1 2\n", " "],
  ["first name\nAnn Lee\n", ","],
  ["a  b\n1 2\n", ","],
  ["sep=;\na,b\n1,2\n", ";"],
  ["sep=\t\na,b\n1,2\n", "\t"],
  ["sep=\n1\n", ","],
];

Deno.test("the delimiter is found from the first lines", () => {
  for (const [text, delimiter] of DELIMITERS) {
    assertEquals(findDelimiter(text, true), delimiter, JSON.stringify(text));
  }
});

Deno.test("a delimiter is given as a character or by its name", async () => {
  assertEquals(["tab", "\\t", ":"].map(delimiterNamed), ["\t", "\t", ":"]);
  assertEquals((await read('a:"b:c"\n', { delimiter: ":" })).rows, [["a", "b:c"]]);
});

Deno.test("a first record with a number is no header", () => {
  assertEquals(looksLikeHeader(["sepal length", "species"]), true);
  assertEquals(looksLikeHeader(["", "x"]), true);
  assertEquals(looksLikeHeader(["5.1", "setosa"]), false);
  assertEquals(looksLikeHeader(["5,1", "setosa"]), true);
  assertEquals(looksLikeHeader(["5,1", "setosa"], true), false);
  assertEquals(looksLikeHeader(["", "NA"]), false);
});
