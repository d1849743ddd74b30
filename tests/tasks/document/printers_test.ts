import {
  assertEquals,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { Html } from "../../../tasks/charts/html.ts";
import { inkOf } from "../../../tasks/charts/marks.ts";
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
  type Inline,
  keyNumbers,
  link,
  list,
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
  unseen,
  whole,
} from "../../../tasks/document/blocks.ts";
import { blocks, factOf, inline, pageOf } from "../../../tasks/document/html.ts";
import { inline as markdownInline, summaryOf } from "../../../tasks/document/markdown.ts";
import { html } from "../../../tasks/charts/html.ts";
import { assertSelfContained } from "../report/assert_page.ts";

const HOSTILE = "<b>`a|b`</b> & *c*";
const HOSTILE_HTML = "&lt;b&gt;`a|b`&lt;/b&gt; &amp; *c*";
const HOSTILE_MARKDOWN = "&#60;b&#62;&#96;a&#124;b&#96;&#60;/b&#62; &#38; &#42;c&#42;";

const PARTS: readonly [what: string, Inline, html: string, markdown: string][] = [
  ["a text", HOSTILE, HOSTILE_HTML, HOSTILE_MARKDOWN],
  [
    "parts of a template",
    prose`a${1}${undefined}${strong("b")}${[false, "c"]}`,
    "a1<strong>b</strong>c",
    "a1**b**c",
  ],
  [
    "units, on the line of their numbers",
    "1 h 5 min, 2 %, 3 stones",
    "1\u00a0h 5\u00a0min, 2\u00a0%, 3 stones",
    "1\u00a0h 5\u00a0min, 2\u00a0%, 3 stones",
  ],
  ["the best", best(0), '<strong class="best">0</strong>', "**0**"],
  ["emphasized", emphasized("**a** b"), "<strong>a</strong> b", "**a** b"],
  ["code", code(HOSTILE), `<code>${HOSTILE_HTML}</code>`, `<code>${HOSTILE_MARKDOWN}</code>`],
  [
    "a name",
    breakable("<l2>_0.25_b.sigma"),
    "&lt;l2&gt;_<wbr/>0.25_<wbr/>b.<wbr/>sigma",
    "&#60;l2&#62;&#95;0.25&#95;b.sigma",
  ],
  ["a whole text", whole("a b"), '<span class="whole">a b</span>', "a b"],
  ["text for those who cannot see", unseen("a"), '<span class="unseen">a</span>', ""],
  ["a link", link('a"b', "c"), '<a href="a&quot;b">c</a>', "c"],
  ["a swatch", swatch("red"), '<span class="swatch" style="background:red"></span>', ""],
  ["a bar", bar(0.5), '<span class="share" style="width:50.0%"></span>', ""],
  ["one printing", [pageOnly("page"), summaryOnly("summary")], "page", "summary"],
];

for (const [what, text, page, summary] of PARTS) {
  Deno.test(`both printers print ${what}`, () => {
    assertEquals(html`${inline(text)}`.text, page);
    assertEquals(markdownInline(text), summary);
  });
}

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
      { id: "page", title: "Of the page", only: "page" },
      {
        id: "summary",
        title: "Of the summary",
        only: "summary",
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

const BLOCKS: readonly [what: string, Blocks, html: RegExp, markdown: string][] = [
  ["a paragraph", [undefined, paragraph("a"), [false]], /^<p>a<\/p>\n$/, "a"],
  ["a heading", heading("a"), /<h3 class="above">a<\/h3>/, "#### a"],
  ["a list", list(["a", "b"]), /<ul><li>a<\/li><li>b<\/li><\/ul>/, "- a\n- b"],
  [
    "a table, without columns that only the page has",
    table({ label: "L", head: ["a", "b", unseen("u")], rows: [[1, HOSTILE, bar(1)], [2, 3, ""]] }),
    /aria-label="L"><table><thead><tr><th scope="col">a<\/th>[^]*<th scope="row">1<\/th><td>&lt;/,
    `| a | b |\n| :-- | --: |\n| 1 | ${HOSTILE_MARKDOWN} |\n| 2 | 3 |`,
  ],
  [
    "a table with more rows than the summary takes",
    table({ label: "L", head: ["a"], rows: [[1], [2], [3]], layout: "left", summaryRows: 1 }),
    /<table class="left">[^]*>3</,
    "| a |\n| --- |\n| 1 |\n\nAnd 2 more.",
  ],
  [
    "keys and values",
    pairs("L", [["a", 1]]),
    /<td><code>1<\/code>/,
    "| what | value |\n| --- | --- |\n| a | <code>1</code> |",
  ],
  [
    "a matrix",
    matrix({ label: "L", axes: ["r", "c"], names: ["a", "b|c?"], counts: [[9, 1], [0, 8]] }),
    /confusion named[^]*<td class="right">9<\/td><td style="--heat:50%">1<\/td>[^]*"none">0</,
    "|  | a | b&#124;c? |\n| :-- | --: | --: |\n| **a** | **9** | 1 |\n| **b&#124;c?** | · | **8** |",
  ],
  [
    "key numbers",
    keyNumbers([{ value: "1 %", label: "a" }, { value: "2", label: "b" }]),
    /<div class="big"><dt>a<\/dt><dd>1\u00a0%<\/dd><\/div>\n<div><dt>b/,
    "|  |  |\n| --- | --- |\n| **1\u00a0%** | a |\n| **2** | b |",
  ],
  [
    "a chart, on the page",
    chart({
      title: "a",
      hint: "h",
      svg,
      legend: [{ name: "x", ink: inkOf(1), upright: false }, {
        name: "y",
        ink: inkOf(0),
        upright: true,
        dot: true,
      }],
    }),
    /<h3>a<\/h3><p class="hint">h<[^]*stroke-dasharray="6 3"\/>[^]*<circle[^]*<svg class="chart"/,
    "",
  ],
  ["a wide chart", chart({ title: "a", svg, isWide: true }), /<div class="wide"[^>]*"a"><svg/, ""],
  [
    "cards of pictures",
    pictures("cards", [{
      ...picture,
      isInk: true,
      title: "t",
      bars: { label: "b", areUpright: true, bars: [{ name: "n", length: "50.0", color: "error" }] },
    }]),
    /<img class="ink"[^>]*><p><strong>t<\/strong><span>first<br\/>second<[^]*height:50.0%/,
    "",
  ],
  ["close pictures", pictures("close", [picture]), /<ul class="close"><li><img width="1"/, ""],
  [
    "text to copy",
    copied("L", "a ``` b", "json"),
    /aria-label="L">a ``` b<\/pre>/,
    "````json\na ``` b\n````",
  ],
  [
    "details",
    details("D", [paragraph("a"), paragraph("b")]),
    /<summary>D<\/summary><p>a</,
    "<details><summary>D</summary>\n\na\n\nb\n\n</details>",
  ],
  [
    "columns",
    columns([chart({ title: "a", svg }), paragraph("b")], "grid three"),
    /<div class="grid three"><figure>[^]*\n<div><p>b/,
    "b",
  ],
  ["blocks of one printing", [pageOnly(paragraph("a")), summaryOnly(paragraph("b"))], /^<p>a/, "b"],
];

for (const [what, content, page, summary] of BLOCKS) {
  Deno.test(`both printers print ${what}`, () => {
    assertMatch(html`${blocks(content)}`.text, page);
    assertSelfContained(pageOf(documentOf(content)));
    const [, printed] = summaryOf(documentOf(content)).split("How to read it.");
    const rest = "<details><summary>Of the summary</summary>\n\n#### H\n\n</details>";
    assertEquals(printed, `\n\n${summary === "" ? "" : `${summary}\n\n`}${rest}`);
  });
}

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
