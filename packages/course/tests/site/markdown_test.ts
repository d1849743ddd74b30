import { assertEquals, assertStringIncludes } from "@std/assert";
import { anchors } from "../../site/markdown.ts";
import { linkBetween, siteFile } from "../../site/guides.ts";
import { flagsOf, outcomeOf, startScript } from "../../../../tests/helpers/run_task.ts";
import { testsWith } from "../../../../tests/helpers/tests_with.ts";

const test = testsWith("read", "run");

/** A page's HTML, with what its links lead to in capitals, and the links. */
async function rendered(text: string): Promise<{ html: string; links: string[] }> {
  const script = "packages/course/tests/site/markdown_fixture.ts";
  const { code, stdout, stderr } = await outcomeOf(
    startScript(script, [text], { flags: flagsOf("site") }),
  );
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

test("headings have the anchors that GitHub gives them", async () => {
  const next = anchors();
  assertEquals(
    ["The `--set` option", "What it does: 1 + 1", "The --set option", "Größe_x"].map(next),
    ["the---set-option", "what-it-does-1--1", "the---set-option-1", "größe_x"],
  );
  const { html } = await rendered("# A `b`\n\n## Twice\n\n## Twice\n");
  assertStringIncludes(html, '<h1 id="a-b">A <code>b</code></h1>');
  assertStringIncludes(html, '<h2 id="twice">Twice</h2>');
  assertStringIncludes(html, '<h2 id="twice-1">Twice</h2>');
});

test("links and pictures lead to the given addresses, in Markdown and in HTML", async () => {
  const { html } = await rendered(
    '[x](a.md#b) ![y](c.png)\n\n<img src="d.png" alt="">\n\n`[z](e)`\n',
  );
  assertStringIncludes(html, '<a href="A.MD#B">x</a>');
  assertStringIncludes(html, '<img src="C.PNG" alt="y">');
  assertStringIncludes(html, '<img src="D.PNG" alt="">');
  assertStringIncludes(html, "<code>[z](e)</code>");
});

test("an address is escaped once", async () => {
  const { html, links } = await rendered("[x](?a=1&b=2)");
  assertEquals(links, ["?a=1&b=2"]);
  assertStringIncludes(html, 'href="?A=1&amp;B=2"');
});

test("code is text, and tables scroll by themselves", async () => {
  const { html } = await rendered("```ts\nif (a < b) {}\n```\n\n| a |\n| - |\n| 1 |\n");
  assertStringIncludes(html, "if (a &lt; b) {}");
  assertStringIncludes(html, 'aria-label="Table"><table class="left">');
});

Deno.test("paths of the checkout have paths in the site", () => {
  assertEquals(siteFile("README.md", "guide"), "readme.html");
  assertEquals(siteFile("docs/book/README.md", "chapter"), "docs/book/index.html");
  assertEquals(siteFile("docs/book/1-neurons.md", "chapter"), "docs/book/1-neurons.html");
  assertEquals(siteFile("docs/your-data.md", "guide"), "docs/your-data.html");
  assertEquals(siteFile("docs/demo.png", "image"), "docs/demo.png");
  assertEquals(linkBetween("docs/your-data.html", "docs/book/index.html"), "book/index.html");
});
