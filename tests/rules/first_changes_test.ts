/**
 * First changes: `first_changes/` has a diff that adds an activation, an optimizer and a metric, each with its tests and docs.
 * They apply, their tests pass, and each touches few files. Where the code has moved on, the diff is made anew.
 */

import { assertLessOrEqual } from "@std/assert";
import { canClone, cloneIn } from "../helpers/checkout.ts";
import { outputOf, temporaryFolder } from "../helpers/run_task.ts";

const ignore = !await canClone();

/** The most files of each diff that are neither tests nor docs; the schemas that a command writes are among them. */
const MOST_SOURCES = { activation: 4, optimizer: 4, metric: 5 } as const;

for (const [name, most] of Object.entries(MOST_SOURCES)) {
  Deno.test(`${name}.diff adds one in ${most} files besides tests and docs, and its tests pass`, {
    ignore,
  }, async () => {
    await using folder = await temporaryFolder();
    const clone = await cloneIn(folder.path);
    const diff = new URL(`first_changes/${name}.diff`, import.meta.url).pathname;
    await outputOf("git", ["apply", "--index", diff], { cwd: clone });
    const names = await outputOf("git", ["diff", "--cached", "--name-only"], { cwd: clone });
    const files = names.trim().split("\n");
    assertLessOrEqual(files.filter((file) => !/^(tests|docs)\//.test(file)).length, most);
    const tests = new Set(
      files.filter((file) => /^tests\/.*(_test\.ts|messages\.txt)$/.test(file))
        .map((file) => file.replace(/messages\.txt$/, "messages_test.ts")),
    );
    await outputOf(Deno.execPath(), ["test", "-q", "--no-check", "-P=test", ...tests], {
      cwd: clone,
    });
  });
}
