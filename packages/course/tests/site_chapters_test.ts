/** Every chapter of the course in browsers, as a reader meets it: figures, cells, exercises, screens, paper, bytes. */

import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { walk } from "@std/fs";
import { basename, join, relative } from "@std/path";
import { chapterOf } from "../site/chapter.ts";
import { browsers, foundIn } from "../../../tests/engine/platforms.ts";
import type { Files } from "../../../tests/engine/open_page.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { ROOT } from "../../../tests/helpers/run_task.ts";
import { serveFolder } from "../../../tests/helpers/serve_folder.ts";
import { longTestsWith, testsWith } from "../../../tests/helpers/tests_with.ts";
import { Browser } from "../../page/tests/browser.ts";
import { assertAccessible, assertFits, assertQuiet, chromium } from "../../page/tests/page.ts";
import { buildCourse, bytesOf, openChapter, type Seen, WALK, walked } from "./course_site.ts";

const test = testsWith("read", "write", "run", "net", "env");
const longTest = longTestsWith("read", "write", "run", "net", "env");

/** What a chapter may have to load besides data, compressed: page, style and scripts, in bytes. */
const MAX_BYTES = 250_000;

/** The width of a sheet of A4 between margins of 16 mm, in pixels of CSS. */
const PAPER_WIDTH = 672;

const SCREENS = [360, 768, 1280].flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => [width, scheme] as const)
);

/** Fails unless figures moved, cells printed what stands in the chapter, and exercises took the right answer alone. */
async function assertWorks({ exercises, figures, cells }: Seen, chapter: string): Promise<void> {
  const source = `${basename(chapter, ".html")}.md`;
  const { parts } = chapterOf(await Deno.readTextFile(join(ROOT, "docs", "book", source)));
  const answers = parts.flatMap((part) =>
    part.kind === "exercise" ? [part.answer.replace("sha256:", "")] : []
  );
  assertEquals(
    exercises,
    answers.map((answer) => ({ answer, accepted: [answer] })),
    `${chapter}: exercises`,
  );
  const tags = parts.flatMap((part) => part.kind === "figure" ? [part.tag] : []);
  assertEquals(figures.map(({ figure }) => figure), tags, chapter);
  for (const { figure, before, after } of figures) {
    assertNotEquals(after, before, `${chapter}: ${figure}`);
    assert(before !== "" && !/cannot/i.test(after), `${chapter}: ${figure}: ${after}`);
  }
  assertEquals(cells.length, parts.filter(({ kind }) => kind === "cell").length, chapter);
  for (const { code, printed, expected, state } of cells) {
    if (expected !== undefined) assertEquals(printed, expected, `${chapter}:\n${code}`);
    assert(/^Done in \d/.test(state), `${chapter}:\n${code}\n${state}\n${printed}`);
  }
}

test("Chromium: the first chapter works", { ignore: chromium === undefined }, async ({ path }) => {
  const [chapter] = await buildCourse(path);
  await using server = serveFolder(path);
  await using browser = await Browser.start(chromium!);
  await openChapter(browser, server.address + chapter);
  await assertWorks(await walked(browser, "walk"), chapter!);
  await assertQuiet(browser, server.address);
});

longTest("Chromium: every chapter works on every screen and on paper, is light, and is for all", {
  ignore: chromium === undefined,
}, async ({ path }) => {
  const chapters = await buildCourse(path);
  await using server = serveFolder(path);
  for (const chapter of chapters) {
    await using browser = await Browser.start(chromium!);
    await browser.emulate(1280, 900, "light");
    await openChapter(browser, server.address + chapter);
    await assertWorks(await walked(browser, "walk"), chapter);
    assertLess(await bytesOf(browser, path), MAX_BYTES, chapter);
    await assertAccessible(browser, ...SCREENS);

    await browser.emulate(PAPER_WIDTH, 900, "light");
    await browser.send("Emulation.setEmulatedMedia", { media: "print" });
    await assertFits(browser);
    const cut = `[...$$("ink-cell")].filter(({ shadowRoot }) => {
      const { scrollWidth, clientWidth } = shadowRoot.querySelector("textarea");
      return scrollWidth > clientWidth;
    }).map(({ code }) => code)`;
    assertEquals(await browser.evaluate(cut), [], `${chapter}: lines that paper cuts`);
    await browser.send("Emulation.setEmulatedMedia", { media: "" });

    const changed = await walked(browser, "changeSettings");
    await openChapter(browser, await browser.evaluate("location.href"));
    assertEquals(await walked(browser, "settings"), changed, chapter);
    await assertQuiet(browser, server.address);
  }
});

longTest("Chromium: every chapter works over plain http from another machine", {
  ignore: chromium === undefined,
}, async ({ path }) => {
  const chapters = await buildCourse(path);
  await using server = serveFolder(path);
  const address = server.address.replace("127.0.0.1", "inkling.test");
  const flags = ["--host-resolver-rules=MAP inkling.test 127.0.0.1"];
  for (const chapter of chapters) {
    await using browser = await Browser.start(chromium!, flags);
    await openChapter(browser, address + chapter);
    assertEquals(await browser.evaluate("isSecureContext"), false);
    await assertWorks(await walked(browser, "walk"), chapter);
    await assertQuiet(browser, address);
  }
});

const found = LONG_TESTS ? await browsers() : [];

for (const name of ["Firefox", "WebKit"]) {
  const browser = found.find((browser) => browser.name === name);
  longTest(`${name}: every chapter works`, { ignore: browser === undefined }, async ({ path }) => {
    for (const chapter of await buildCourse(path)) {
      const files = await filesFor(chapter, path);
      await assertWorks(await foundIn(browser!, files) as Seen, chapter);
    }
  });
}

/** A site whose first page leads to a chapter, which walks through itself and sends back what it saw. */
async function filesFor(chapter: string, site: string): Promise<Files> {
  const files: Record<string, readonly [string, BodyInit]> = {
    "/": ["text/html", `<meta http-equiv="refresh" content="0; url=${chapter}">`],
    "/post.js": [
      "text/javascript",
      `import { walk } from "./${WALK}";
      const seen = await walk().catch((error) => String(error));
      await fetch("/found", { method: "POST", body: JSON.stringify(seen) });`,
    ],
  };
  for await (const { path } of walk(site, { includeDirs: false })) {
    const name = relative(site, path);
    const type = TYPES[name.split(".").at(-1)!] ?? "application/octet-stream";
    files[`/${name}`] = [type, await Deno.readFile(path)];
  }
  const page = await Deno.readTextFile(join(site, chapter));
  // A script of the site's own origin, which its policy allows.
  const own = page.replace("</head>", `<script type="module" src="/post.js"></script></head>`);
  return { ...files, [`/${chapter}`]: ["text/html", own] };
}

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
};
