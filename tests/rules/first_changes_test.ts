/**
 * First changes: `first_changes/` has a diff for each that CONTRIBUTING lists, with its tests and docs. They apply, their tests
 * pass, and each touches few files. Where the code has moved on, the diff is made anew.
 */

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { canClone, cloneIn } from "../helpers/checkout.ts";
import { outputOf, temporaryFolder } from "../helpers/run_task.ts";
import contributing from "../../CONTRIBUTING.md" with { type: "text" };

const ignore = !await canClone();

/** The most files of a diff that are neither tests nor docs; the schemas that a command writes are among them. */
const MOST_SOURCES = 6;

const TESTS = /(^|\/)tests\//;
const DOCS = /^docs\/|\.md$/;

/** The rows of CONTRIBUTING's table: the files that it names in a row, and the diff. */
const CHANGES = [...contributing.matchAll(/^\| an? .*? \| (.*) \| `(\w+\.diff)` +\|$/gm)]
  .map(([, files, diff]) => ({
    files: [...files!.matchAll(/`([^`]+)`/g)].map(([, f]) => f!),
    diff: diff!,
  }));

Deno.test("CONTRIBUTING lists each diff of a first change, and no other", { ignore }, async () => {
  const folder = new URL("first_changes/", import.meta.url);
  const diffs = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  assertEquals(CHANGES.map(({ diff }) => diff).sort(), diffs.sort());
});

for (const { files: listed, diff } of CHANGES) {
  Deno.test(`${diff} touches what CONTRIBUTING lists, and its tests pass`, { ignore }, async () => {
    await using folder = await temporaryFolder();
    const clone = await cloneIn(folder.path);
    const path = new URL(`first_changes/${diff}`, import.meta.url).pathname;
    await outputOf("git", ["apply", "--index", path], { cwd: clone }).catch((error) => {
      const how = `make the change again, and write it by \`git diff HEAD > ${path}\``;
      throw new Error(`The code has moved on: ${how}`, { cause: error });
    });
    const names = await outputOf("git", ["diff", "--cached", "--name-only"], { cwd: clone });
    const files = names.trim().split("\n");
    const sources = files.filter((file) => !TESTS.test(file) && !DOCS.test(file));
    assertLessOrEqual(sources.length, MOST_SOURCES);
    for (const name of listed) assert(sources.some((file) => file.startsWith(name)), name);
    const written = sources.filter((file) => file.endsWith("schema.json"));
    const unlisted = sources.filter((file) => !listed.some((name) => file.startsWith(name)));
    assertEquals(unlisted, written, "which CONTRIBUTING does not list");
    const tests = new Set(
      files.filter((file) => TESTS.test(file) && /(_test\.ts|messages\.txt)$/.test(file))
        .map((file) => file.replace(/messages\.txt$/, "messages_test.ts")),
    );
    assert(tests.size > 0);
    await outputOf(Deno.execPath(), ["test", "-q", "--no-check", "-P=test", ...tests], {
      cwd: clone,
    });
  });
}
