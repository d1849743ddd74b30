import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { walk } from "@std/fs";
import { join, relative } from "@std/path";
import { flagsOf, outcomeOf, startScript } from "../../../../tests/helpers/run_task.ts";
import { serveFolder } from "../../../../tests/helpers/serve_folder.ts";
import { brokenLinks } from "../../../../tests/helpers/site_links.ts";
import { testsWith } from "../../../../tests/helpers/tests_with.ts";
import { writeFiles } from "../../../../tests/helpers/write_files.ts";
import { Browser } from "../../../page/tests/browser.ts";
import { assertQuiet, chromium } from "../../../page/tests/page.ts";

const test = testsWith("read", "write", "run");

const CHAPTER = `# Neurons & digits

You need to know how to program; see [the contents](README.md) and [the code](../../lib/a.ts).
It costs $5 and $6.

## One neuron

It computes $a = \\sigma(z)$, and $\\sigma'(z)$ is its
slope; \`$x$\` is code.

$$
\\begin{aligned} z &= w x + b \\\\ a &= \\sigma(z) \\end{aligned}
$$

\`\`\`js cell
console.log(1 < 2);
\`\`\`

\`\`\`js cell continued
console.log("again");
\`\`\`

\`\`\`js
shown();
\`\`\`

<ink-neuron w="6">

A neuron with **two** inputs.

</ink-neuron>

<ink-exercise answer="0.6" hint="Add $w x$ first.">

What is $z$?

</ink-exercise>

Next: [How it learns](2-learning.md)
`;

const TEXTS: Readonly<Record<string, string>> = {
  "README.md": "# Inkling\n\nNetworks. See [Data](docs/your-data.md#your-data).\n",
  "CHANGELOG.md": "# Changes\n\nNone.\n",
  "CONTRIBUTING.md": "# Contributing\n\nBy mail.\n",
  "docs/your-data.md":
    "# Data\n\nWhere data come from.\n\n## Your data\n\nA table of zebras costs $1 or $2.\n",
  "docs/install.md": "# Installation\n\nBy npm.\n",
  "docs/library.md": "# The library\n\nFor programs. `feedforward` answers.\n",
  "docs/unlisted.md": "# A new guide\n\nOf which the menu has not heard.\n",
  "docs/book/README.md": "# A course\n\nOf chapters: [1](1-neurons.md).\n",
  "docs/book/1-neurons.md": CHAPTER,
  "docs/book/2-learning.md": "# How it learns\n\nBy steps.\n",
  "lib/a.ts": "export const a = 1;\n",
};

/** Files of the site that others make. */
const STUBS: Readonly<Record<string, string>> = {
  "page/index.html": "<title>Page</title>",
  "reference/index.html": "<title>Reference</title>",
  "reference/~/Network.prototype.feedforward.html": "<title>feedforward</title>",
};

/** Writes the site of some texts, and returns its folder. */
async function built(
  folder: string,
  texts: Readonly<Record<string, string>>,
  ...repository: string[]
): Promise<string> {
  const [root, out] = [join(folder, "texts"), join(folder, "site")];
  await writeFiles(root, texts);
  await writeFiles(out, STUBS);
  const { code, stderr } = await outcomeOf(
    startScript("packages/course/tests/site/site_fixture.ts", [root, out, ...repository], {
      flags: flagsOf("site"),
    }),
  );
  assertEquals(code, 0, stderr);
  return out;
}

test("texts become a site: chapters, guides, a menu, a first page, and links that hold", async ({ path }) => {
  const out = await built(path, TEXTS);
  assertEquals(await brokenLinks(out, () => true), []);
  const pages = new Map<string, string>();
  for await (const { path: file } of walk(out, { exts: ["html"], includeDirs: false })) {
    const name = relative(out, file);
    if (!(name in STUBS)) pages.set(name, await Deno.readTextFile(file));
  }
  for (const [name, html] of pages) {
    assertMatch(html, /<title>[^<]+<\/title>/, name);
    assertMatch(html, /default-src &#39;none&#39;.*form-action &#39;none&#39;/, name);
    assertEquals(
      [...html.matchAll(/ style="|<style|<script(?! type="module" src=)| on\w+="/g)],
      [],
      name,
    );
    assertMatch(html, /<meta name="description" content="[^"]+"\/>/, name);
    if (!["index.html", "search.html"].includes(name)) {
      assertMatch(html, /<details name="site"\s+class="current"\s*>[^]*?aria-current="page"/, name);
    }
  }
  assertStringIncludes(pages.get("docs/your-data.html")!, "costs $1 or $2.");
  assertEquals(pages.get("docs/your-data.html")!.includes("<script"), false);
  assertStringIncludes(pages.get("docs/your-data.html")!, ">A new guide</a>");
  assertStringIncludes(pages.get("index.html")!, 'href="docs/book/index.html">Learn');

  const chapter = pages.get("docs/book/1-neurons.html")!;
  assertStringIncludes(chapter, "It costs $5 and $6.");
  assertStringIncludes(
    chapter,
    '<ink-cell><pre tabindex="0"><code class="language-js">console.log(1 &lt; 2);\n</code></pre></ink-cell>',
  );
  assertStringIncludes(
    chapter,
    '<ink-cell continued><pre tabindex="0"><code class="language-js">console.log(&quot;again',
  );
  assertStringIncludes(chapter, '<pre tabindex="0"><code class="language-js">shown();');
  assertMatch(
    chapter,
    /<ink-neuron w="6">\s*<p>A neuron with <strong>two<\/strong> inputs.<\/p>\s*<\/ink-neuron>/,
  );
  assertMatch(
    chapter,
    /<ink-exercise answer="0.6" hint="Add \$w x\$ first.">\s*<p>What is <span class="unbroken"><math>/,
  );
  assertStringIncludes(chapter, "<code>$x$</code>");
  assertStringIncludes(chapter, '<mi>σ</mi><mo lspace="0em" rspace="0em">′</mo>');
  const [, style] = /<mtd class="(math-\d+) tml-right">/.exec(chapter)!;
  const sheet = await Deno.readTextFile(join(out, "style.css"));
  assertStringIncludes(sheet, `.${style} { padding-left:0em;padding-right:0em; }`);
  assertMatch(chapter, /<a rel="up" href="index.html">Contents<\/a>/);
  assertMatch(chapter, /<a rel="next" href="2-learning.html">2. How it learns →<\/a>/);
  assertMatch(
    pages.get("docs/book/2-learning.html")!,
    /<a rel="prev" href="1-neurons.html">← 1. Neurons/,
  );
  assertStringIncludes(chapter, '<a href="1-neurons.ipynb" download>Notebook</a>');
  const notebook = await Deno.readTextFile(join(out, "docs/book/1-neurons.ipynb"));
  assertStringIncludes(notebook, "[the contents](index.html) and the code.");
  assertStringIncludes(notebook, "](1-neurons.html)");
  for (const script of ["book.js", "inkling.js", "inkling_digits.js"]) {
    assert((await Deno.stat(join(out, "docs/book", script))).isFile, script);
  }
  assertMatch(
    await Deno.readTextFile(join(out, "minisearch.js")),
    /^\/\*!\nminisearch\/7[^]*Permission is hereby granted/,
  );
});

test("files of the checkout are names, or links to its repository", async ({ path }) => {
  const chapterOf = async (out: string) =>
    await Deno.readTextFile(join(out, "docs/book/1-neurons.html"));
  assertStringIncludes(await chapterOf(await built(path, TEXTS)), "and the code.");
  const out = await built(path, TEXTS, "https://example.org/inkling");
  const address = "https://example.org/inkling/blob/HEAD/lib/a.ts";
  assertStringIncludes(await chapterOf(out), `<a href="${address}">the code</a>`);
  const notebook = await Deno.readTextFile(join(out, "docs/book/1-neurons.ipynb"));
  assertStringIncludes(notebook, `[the code](${address})`);
});

test("a site without a course leads to the README", async ({ path }) => {
  const others = Object.entries(TEXTS).filter(([name]) => !name.startsWith("docs/book/"));
  const out = await built(path, Object.fromEntries(others));
  assertEquals(await brokenLinks(out, () => true), []);
  assertStringIncludes(
    await Deno.readTextFile(join(out, "index.html")),
    'href="readme.html">Learn',
  );
});

test("an equation that cannot be read is named", async ({ path }) => {
  const root = join(path, "texts");
  await writeFiles(root, { ...TEXTS, "docs/book/2-learning.md": "# Two\n\n$\\frac{1$\n" });
  const { code, stderr } = await outcomeOf(
    startScript("packages/course/tests/site/site_fixture.ts", [root, path], {
      flags: flagsOf("site"),
    }),
  );
  assertEquals(code, 1);
  assertMatch(stderr, /Cannot read the equation \\frac\{1 in docs\/book\/2-learning\.md: /);
});

test("the search finds sections and symbols, and goes by the keys", {
  needs: ["net", "env"],
  ignore: chromium === undefined,
}, async ({ path }) => {
  const out = await built(path, TEXTS);
  await using server = serveFolder(out);
  await using browser = await Browser.start(chromium!);
  const loaded = () => browser.requests.filter((url) => /minisearch|search\.json/.test(url)).length;
  const found = () => browser.evaluate(`[...$$("#results li")].map((item) => item.innerText)`);
  const type = async (text: string) => {
    await browser.set({ query: text });
    await browser.until(
      `new URLSearchParams(location.search).get("q") === ${JSON.stringify(text)}`,
    );
    await browser.until(`$("#status").textContent !== ""`);
  };
  await browser.open(`${server.address}search.html`);
  assertEquals(loaded(), 0);
  assertEquals(await browser.evaluate("document.activeElement.id"), "query");
  await type("zebra");
  await browser.until(`$("#results li")`);
  assertEquals(await found(), ["Your data\n\nGuide: Data\n\nA table of zebras costs $1 or $2."]);
  assertEquals(await browser.evaluate(`$("#results mark").textContent`), "zebras");
  assertEquals(
    await browser.evaluate(`$("#results a").getAttribute("href")`),
    "docs/your-data.html#your-data",
  );
  assertEquals(loaded(), 2);

  await browser.open(`${server.address}search.html?q=feedforward`);
  const results: string[] = await found();
  assertEquals(results.map((text) => text.split("\n")[0]), ["Network.feedforward", "The library"]);
  const press = async (key: string) => {
    for (const type of ["keyDown", "keyUp"]) {
      await browser.send("Input.dispatchKeyEvent", { type, key, code: key });
    }
  };
  const focused = () => browser.evaluate("document.activeElement.textContent");
  await press("ArrowDown");
  await press("ArrowDown");
  assertEquals(await focused(), "The library");
  await press("ArrowUp");
  assertEquals(await focused(), "Network.feedforward");
  await type("nothing of the kind");
  assertMatch(await browser.text("status"), /^Nothing found for “nothing of the kind”/);
  await type("feedforwrad");
  await browser.until(`$("#results li")`);
  await browser.evaluate(`$("#query").focus()`);
  await assertQuiet(browser, server.address); // pages of `deno doc` name no icon, and the browser looks for one
  await browser.send("Input.dispatchKeyEvent", { type: "keyDown", key: "Enter", code: "Enter" });
  await browser.until(`location.pathname.startsWith("/reference/~/Network.prototype.feedforward")`);
});
