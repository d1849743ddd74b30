import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { exists, walk } from "@std/fs";
import { join, relative } from "@std/path";
import { mnistData, tinyRun } from "../../../tests/helpers/mnist_data.ts";
import {
  flagsOf,
  namesIn,
  outcomeOf,
  runCommand,
  runTask,
  startScript,
} from "../../../tests/helpers/run_task.ts";
import { serveFolder } from "../../../tests/helpers/serve_folder.ts";
import { brokenLinks } from "../../../tests/helpers/site_links.ts";
import { longTestsWith, testsWith } from "../../../tests/helpers/tests_with.ts";
import { Browser } from "../../page/tests/browser.ts";
import { assertAccessible, assertFits, assertQuiet, chromium } from "../../page/tests/page.ts";

const test = testsWith("read", "write", "run", "net");
const longTest = longTestsWith("read", "write", "run", "net");

/** A page for each symbol of the library would be two thousand files. */
const MAX_FILES = 400;

/** Pages that axe reads, besides the chapters. */
const PAGES = [
  "index.html",
  "404.html",
  "readme.html",
  "docs/your-data.html",
  "reference/inkling.html",
];

const buildSite = (...words: string[]) =>
  runCommand(Deno.execPath(), ["task", "-q", "site", ...words], { env: { NO_COLOR: "1" } });

longTest(
  "site writes guides, page and reference, and every link within it leads somewhere",
  async (folder) => {
    const { run, data } = await tinyRun(join(folder.path, "runs"));
    const out = join(folder.path, "site");
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await buildSite("--out", out, "--run", run, "--data", data);
      assertEquals(code, 0, stderr);
      assertMatch(stdout, /^Drawings are read by .*tutorial\nWrote [\d,]+ files to .*site; any/m);
      await Deno.writeTextFile(join(out, "CNAME"), "example.org"); // the second time it stays
    }
    assert(await exists(join(out, "CNAME")));
    const pages = ["index.html", "search.html", "docs/commands.html", "reference/index.html"];
    for (const name of pages) {
      assertStringIncludes(await Deno.readTextFile(join(out, name)), "<title>", name);
    }
    const site = JSON.parse(await Deno.readTextFile(join(out, "page", "site.json")));
    assertEquals([site.network.name, site.data.suffix], ["tutorial", ".gz"]);
    assert(await exists(join(out, "page", site.network.file), { isFile: true }));

    for (const part of ["train-images", "t10k-images"]) {
      assert(await exists(join(out, "data", "mnist", `${part}-idx3-ubyte.gz`)), part);
    }

    assertEquals(await brokenLinks(out, () => true), []);
    const files = await Array.fromAsync(walk(out, { includeDirs: false }));
    assertLess(files.length, MAX_FILES);
    const hidden = await Array.fromAsync(walk(out, { match: [/[\\/]\./] }), ({ path }) => path);
    assertEquals(hidden.filter((path) => /(^|[\\/])\./.test(relative(out, path))), []);
  },
);

longTest(
  "site without a run comes with a page that has no network, with a note",
  async (folder) => {
    const [runs, out] = [join(folder.path, "runs"), join(folder.path, "site")];
    const { code, stdout, stderr } = await buildSite("--out", out, "--runs", runs, "--data", runs);
    assertEquals(code, 0, stderr);
    const text = stdout.replaceAll(/\n {2}/g, " "); // laid out in 80 columns
    assertMatch(text, /^No run of digits in .*runs: the page comes without a network/m);
    assertMatch(text, /^No MNIST in .*runs: the course's code cannot load digits; `deno task f/m);
    assertEquals(await exists(join(out, "data")), false);
    const site = JSON.parse(await Deno.readTextFile(join(out, "page", "site.json")));
    assertEquals(site, { network: null, data: null, examples: null });
  },
);

longTest(
  "Chromium: axe finds nothing on the site's pages, and they fit a phone",
  { needs: ["env"], ignore: chromium === undefined },
  async ({ path }) => {
    const out = join(path, "site");
    const { code, stderr } = await buildSite(
      "--out",
      out,
      "--runs",
      path,
      "--data",
      await mnistData(),
    );
    assertEquals(code, 0, stderr);
    await using server = serveFolder(out);
    await using browser = await Browser.start(chromium!);
    const book = walk(join(out, "docs", "book"), { exts: ["html"] });
    const chapters = await Array.fromAsync(book, ({ name }) => `docs/book/${name}`);
    for (const page of [...PAGES, ...chapters]) {
      await browser.send("Page.navigate", { url: server.address + page });
      await browser.until(
        `location.pathname === "/${page}" && document.readyState === "complete"`,
      );
      await assertAccessible(browser, [1280, "light"], [360, "dark"]);
      await browser.evaluate(`$("nav.site details").open = true`);
      await assertFits(browser);
    }
    await browser.open(`${server.address}search.html?q=learning`);
    await assertAccessible(browser, [1280, "dark"], [360, "light"]);
    await assertQuiet(browser, server.address);
  },
);

longTest(
  "site takes a run by its name, and lists the runs for a word that is none",
  async (folder) => {
    const [runs, out] = [join(folder.path, "runs"), join(folder.path, "site")];
    const { data } = await tinyRun(runs);
    const words = ["--out", out, "--runs", runs, "--data", data];
    const wrong = await runTask(["site", ...words, "--run", "tutorail"]);
    assertEquals(wrong.code, 1);
    assertMatch(
      wrong.stderr,
      /^error: Cannot find tutorail: it is neither a path nor a run in .*runs, did you mean tutorial/,
    );
    const { code, stdout, stderr } = await buildSite(...words, "--run", "tutorial");
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^Drawings are read by .*runs\/tutorial$/m);
  },
);

test("site leaves a folder alone that holds something else", async (folder) => {
  await Deno.writeTextFile(join(folder.path, "thesis.txt"), "dear");
  const { code, stderr } = await runTask(["site", "--out", folder.path]);
  assertEquals(code, 2);
  assertMatch(
    stderr,
    /^error: Cannot write to .*: it holds other files, such as thesis/,
  );
  assertEquals(await namesIn(folder.path), ["thesis.txt"]);
});

test("site may read and write, and nothing else", async () => {
  const { stdout } = await outcomeOf(
    startScript("tests/tasks/permissions_fixture.ts", [], { flags: flagsOf("site") }),
  );
  const { read, write, ...others } = JSON.parse(stdout);
  assertEquals([read, write], ["granted", "granted"]);
  assertEquals([...new Set(Object.values(others))], ["prompt"]);
});
