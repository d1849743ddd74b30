import {
  assertEquals,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { Html, html } from "../../../../lib/document/html.ts";
import { inkOf } from "../../../../lib/charts/marks.ts";
import {
  bar,
  best,
  type Blocks,
  breakable,
  chart,
  code,
  columns,
  copied,
  details,
  type Document,
  emphasized,
  heading,
  hint,
  inFiles,
  type Inline,
  keyNumbers,
  link,
  list,
  markup,
  matrix,
  pageOnly,
  pairs,
  paragraph,
  pictures,
  prose,
  strong,
  summaryOnly,
  swatch,
  table,
  terminalOnly,
  unseen,
  whole,
} from "../../../../lib/document/blocks.ts";
import { blocks, factOf, inline, pageOf } from "../../../../lib/document/page.ts";
import {
  inline as markdownInline,
  summaryOf,
} from "../../../../tasks/results/document/markdown.ts";
import { blockTexts, sectionTexts } from "../../../../tasks/results/document/terminal.ts";
import { pinnedIn } from "../../../helpers/pinned.ts";
import { assertSelfContained } from "../report/assert_page.ts";
import texts from "./printers.txt" with { type: "text" };

const HOSTILE = "<b>`a|b`</b> & *c*";
const pin = pinnedIn(import.meta.url, texts);

const PARTS: readonly (readonly [what: string, Inline])[] = [
  ["a text", HOSTILE],
  ["parts of a template", prose`a${1}${undefined}${strong("b")}${[false, "c"]}`],
  ["units, on the line of their numbers", "1 h 5 min, 2 %, 3 stones"],
  ["the best", best(0)],
  ["emphasized", emphasized("**a** b")],
  ["code", code(HOSTILE)],
  ["a name", breakable("<l2>_0.25_b.sigma")],
  ["a whole text", whole("a b")],
  ["text for those who cannot see", unseen("a")],
  ["a link", link('a"b', "c")],
  ["a swatch", swatch("red")],
  ["a bar", bar(0.5)],
  ["one printing", [pageOnly("page"), summaryOnly("summary")]],
];

pin(
  "parts of texts, on pages and in Markdown",
  PARTS.map((
    [what, text],
  ) => [what, () => html`${inline(text)}`.text + "\n" + markdownInline(text)]),
);

/** A document of these blocks. */
function documentOf(content: Blocks): Document {
  return {
    title: "T",
    kind: "test",
    heading: HOSTILE,
    lead: "Lead.",
    header: hint("Header."),
    sections: [
      undefined,
      { id: "one", title: "One", hint: "How to read it.", content },
      { id: "page", title: "Of the page", only: ["page"] },
      {
        id: "summary",
        title: "Of the summary",
        only: ["summary"],
        folded: true,
        content: heading("H"),
      },
    ],
    origin: "1.0",
    facts: { folder: `a"<&amp;'b` },
  };
}

const URI = "data:image/png;base64,AA==";
const svg = new Html('<svg class="chart" role="img" aria-label="c" width="1" height="1"></svg>');
const picture = { uri: URI, width: 1, height: 2, alt: "p", lines: ["first", "second"] };

const BLOCKS: readonly (readonly [what: string, Blocks])[] = [
  ["a paragraph", [undefined, paragraph("a"), [false]]],
  ["a heading", heading("a")],
  ["a list", list(["a", "b"])],
  [
    "a table, without columns that only the page has",
    table({ label: "L", head: ["a", "b", unseen("u")], rows: [[1, HOSTILE, bar(1)], [2, 3, ""]] }),
  ],
  [
    "a table with more rows than the summary takes",
    table({ label: "L", head: ["a"], rows: [[1], [2], [3]], layout: "left", summaryRows: 1 }),
  ],
  ["keys and values", pairs("L", [["a", 1]])],
  [
    "a matrix",
    matrix({ label: "L", axes: ["r", "c"], names: ["a", "b|c?"], counts: [[9, 1], [0, 8]] }),
  ],
  ["key numbers", keyNumbers([{ value: "1 %", label: "a" }, { value: "2", label: "b" }])],
  [
    "a chart, on the page",
    chart({
      title: "a",
      hint: "h",
      svg,
      legend: [
        { name: "x", ink: inkOf(1), upright: false },
        { name: "y", ink: inkOf(0), upright: true, dot: true },
      ],
    }),
  ],
  ["a wide chart", chart({ title: "a", svg, isWide: true })],
  [
    "cards of pictures",
    pictures("cards", [{
      ...picture,
      isInk: true,
      title: "t",
      bars: { label: "b", areUpright: true, bars: [{ name: "n", length: "50.0", color: "error" }] },
    }]),
  ],
  ["close pictures", pictures("close", [picture])],
  ["text to copy", copied("L", "a ``` b", "json")],
  ["details", details("D", [paragraph("a"), paragraph("b")])],
  ["a form", markup(html`<form></form>`)],
  ["columns", columns([chart({ title: "a", svg }), paragraph("b")], "grid three")],
  [
    "blocks of one printing",
    [pageOnly(paragraph("a")), summaryOnly(paragraph("b")), terminalOnly(paragraph("c"))],
  ],
  ["blocks of files", [inFiles(paragraph("a")), paragraph("b")]],
];

pin(
  "blocks, on pages, in Markdown and in a terminal",
  BLOCKS.map(([what, content]) => [what, () => {
    assertSelfContained(pageOf(documentOf(content)));
    const [, printed] = summaryOf(documentOf(content)).split(
      /How to read it\.\n\n|<details><summary>Of /,
    );
    const shown = blockTexts(content).join("\n\n");
    return [html`${blocks(content)}`.text.trim(), printed!.trimEnd(), shown].join("\n");
  }]),
);

pin("a summary of an empty document", [() => summaryOf(documentOf(undefined))]);

Deno.test("a terminal shows the sections that it has, each with its title and how to read it", () => {
  const { sections } = documentOf(list(["a", prose`b${strong(" c")}`]));
  assertEquals(sectionTexts(sections), ["One\nHow to read it.", "a\nb c"]);
  assertEquals(sectionTexts([{ id: "x", title: "X", only: ["terminal"] }]), ["X"]);
});

Deno.test("a page has its facts, its sections and its origin", () => {
  const page = pageOf(documentOf(undefined));
  assertEquals(factOf(page, "folder"), `a"<&amp;'b`);
  assertEquals(factOf(page, "other"), undefined);
  assertStringIncludes(page, '<li><a href="#one">One</a></li><li><a href="#page">Of the page</a>');
  assertEquals(page.includes("Of the summary"), false);
  assertStringIncludes(page, "<footer>Made by Inkling 1.0. Everything is in this file");
});

Deno.test("a summary is no larger than GitHub takes", () => {
  const rows = Array.from({ length: 3000 }, (_, k) => [k, "<".repeat(2000)]);
  const size = (text: string) => new TextEncoder().encode(text).length;
  const text = summaryOf(documentOf(table({ label: "L", head: ["a", "b"], rows })));
  assertLessOrEqual(size(text), 1_048_576);
  assertMatch(text, /\| 99 \| [^]*And 2,900 more\.\n/);
  const short = summaryOf(documentOf(copied("L", "<".repeat(2_000_000))));
  assertLess(size(short), 1000); // without the section
});
