import { assertEquals } from "@std/assert";
import { Html } from "../../../../lib/document/html.ts";
import { descriptionOf } from "../../site/frame.ts";
import type { SitePage } from "../../site/guides.ts";
import { excerptOf } from "../../site/search/excerpt.ts";
import { wordsOf } from "../../site/search/options.ts";
import { sectionsOf } from "../../site/search_files.ts";

Deno.test("a page is found by its sections, each with its heading and its text", () => {
  const page: SitePage = {
    path: "docs/your-data.md",
    kind: "guide",
    file: "docs/your-data.html",
    title: "Data",
    content: new Html(
      '<h1 id="data">Data</h1>\n<p>Rows &amp; <b>columns</b>.</p>' +
        '<h2 id="empty">Empty</h2><h2 id="your-data">Your <code>data</code></h2><p>Of <math><mi>x</mi></math>.</p>',
    ),
  };
  const found = sectionsOf(page).map(({ file, heading, text }) => [file, heading, text]);
  assertEquals(found, [
    ["docs/your-data.html", "Data", "Rows & columns."],
    ["docs/your-data.html#your-data", "Your data", "Of …."],
  ]);
});

Deno.test("a symbol of the reference is found by the words of its name", () => {
  const content = new Html('<h1 id="t">t</h1><h3 id="a">Options.learningRate</h3><p>η.</p>');
  const page: SitePage = {
    path: "reference/t.md",
    kind: "reference",
    file: "reference/t.html",
    title: "t",
    content,
  };
  assertEquals(sectionsOf(page), [{
    file: "reference/t.html#a",
    heading: "Options.learningRate",
    page: "t",
    kind: "Reference",
    text: "η.",
    words: "Options.learning Rate",
    weight: 0.4,
  }]);
  assertEquals(wordsOf("toOnnx2Json"), "to Onnx2 Json");
});

Deno.test("an excerpt begins before the first word that is found, and marks whole words", () => {
  const text = `${"one two three ".repeat(20)}the rate of learning rates (rate).`;
  const pieces = excerptOf(text, ["rate", "learning"]);
  assertEquals(pieces.map((piece) => piece.text).join("").startsWith("… "), true);
  assertEquals(pieces.filter(({ isFound }) => isFound).map((piece) => piece.text), [
    "rate",
    "learning",
    "rate",
  ]);
  assertEquals(excerptOf("a (b) c", ["("]), [{ text: "a (b) c", isFound: false }]);
  assertEquals(excerptOf("Short.", []), [{ text: "Short.", isFound: false }]);
  assertEquals(excerptOf("word ".repeat(90), []).at(-1)!.text.endsWith(" …"), true);
});

Deno.test("a description is the first paragraph, cut after a sentence or a word", () => {
  assertEquals(descriptionOf("<h1>A</h1><p>One &lt; <b>two</b>.</p><p>Three.</p>"), "One < two.");
  const sentences = `<p>${"A sentence of some words. ".repeat(10)}</p>`;
  assertEquals(descriptionOf(sentences), "A sentence of some words. ".repeat(6).trim());
  assertEquals(descriptionOf(`<p>${"word ".repeat(50)}</p>`), `${"word ".repeat(31).trim()}…`);
  assertEquals(descriptionOf("<h1>A</h1>"), "");
});
