/** The site with the real course for tests: its chapters, their scripts and digits, and a script that walks through them. */

import { dirname, join } from "@std/path";
import { gzipSync } from "node:zlib";
import { courseData } from "../site/course.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";
import { flagsOf, outcomeOf, ROOT, startScript } from "../../../tests/helpers/run_task.ts";
import type { Browser } from "../../page/tests/browser.ts";

/** What {@linkcode WALK} saw of a chapter. */
export interface Seen {
  readonly exercises: readonly { readonly answer: string; readonly accepted: readonly string[] }[];
  readonly figures: readonly {
    readonly figure: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly cells: readonly {
    readonly code: string;
    readonly printed: string;
    readonly expected?: string;
    readonly state: string;
  }[];
}

/** The script that walks through a chapter, in the site. */
export const WALK = "walk.js";

/**
 * Writes the site without its reference to a folder, by a process with the lock of `site`.
 * @returns the paths of the chapters in the site, in order
 */
export async function buildCourse(out: string): Promise<string[]> {
  const { code, stderr } = await outcomeOf(
    startScript("packages/course/tests/site/site_fixture.ts", [ROOT, out], {
      flags: flagsOf("site"),
    }),
  );
  if (code !== 0) throw new Error(stderr);
  for (const [path, bytes] of (await courseData(await mnistData()))!) {
    await Deno.mkdir(dirname(join(out, path)), { recursive: true });
    await Deno.writeFile(join(out, path), bytes);
  }
  await Deno.copyFile(new URL("walk_chapter_fixture.mjs", import.meta.url), join(out, WALK));
  const entries = await Array.fromAsync(Deno.readDir(join(out, "docs", "book")));
  return entries.filter(({ name }) => /^\d.*\.html$/.test(name))
    .map(({ name }) => `docs/book/${name}`).sort();
}

/** Opens a chapter, and waits until its elements are there. */
export async function openChapter(browser: Browser, address: string): Promise<void> {
  await browser.send("Page.navigate", { url: address });
  await browser.until(`location.href === ${JSON.stringify(address)} &&
    document.readyState === "complete" && customElements.get("ink-cell") !== undefined`);
}

/** Calls a function of {@linkcode WALK} in the page. */
// deno-lint-ignore no-explicit-any
export async function walked(browser: Browser, name: string): Promise<any> {
  return await browser.evaluate(`import("/${WALK}").then((walk) => walk.${name}())`);
}

/** What a page and its workers asked for of a site, compressed, without data. */
export async function bytesOf({ requests }: Browser, site: string): Promise<number> {
  const paths = requests.filter((url) => url.startsWith("http"))
    .map((url) => new URL(url).pathname)
    .filter((path) => !path.startsWith("/data/") && path !== `/${WALK}`);
  let bytes = 0;
  for (const path of new Set(paths)) {
    bytes += gzipSync(await Deno.readFile(join(site, path))).length;
  }
  return bytes;
}
