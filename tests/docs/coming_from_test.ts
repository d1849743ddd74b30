/** The programs of docs/coming-from.md that are ours: each prints what the page says. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { blocksOf, pages } from "../helpers/markdown.ts";
import { granted, outcomeOf, ROOT, startScript, temporaryFolder } from "../helpers/run_task.ts";

const PAGE = "docs/coming-from.md";

const page = granted("read") ? (await pages()).find(({ path }) => path === PAGE) : undefined;
const blocks = page === undefined ? [] : blocksOf(page);

/** Each program with what it prints: the comments of its lines, or the block that follows. */
const ours = blocks.flatMap(({ position, code }, k) => {
  if (!code.includes('from "@inkling/inkling')) return [];
  const comments = [...code.matchAll(/^console\.log.* \/\/ (.*)$/gm)].map(([, text]) =>
    `${text}\n`
  );
  const next = blocks[k + 1];
  return { position, code, prints: next?.info === "" ? next.code : comments.join("") };
});

Deno.test("the page has six programs, and what each prints", { ignore: !granted("read") }, () => {
  assertEquals(ours.filter(({ prints }) => prints !== "").length, 6);
});

for (const { position, code, prints } of ours) {
  Deno.test(`${position} prints what it says`, {
    ignore: !granted("read", "write", "run"),
  }, async () => {
    await using folder = await temporaryFolder();
    const script = join(folder.path, "program.js");
    await Deno.writeTextFile(script, code);
    const flags = ["-q", "--no-prompt", "--allow-read", "--config=deno.json"];
    const { code: exit, stdout, stderr } = await outcomeOf(
      startScript(script, [], { flags, cwd: ROOT }),
    );
    assertEquals([exit, stdout], [0, prints], stderr);
  });
}
