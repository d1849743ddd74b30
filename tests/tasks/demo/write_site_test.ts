/** Writing the page or the site to a folder in which other files may be. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { writeListed } from "../../../tasks/demo/write_site.ts";
import { granted, namesIn, temporaryFolder } from "../../helpers/run_task.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const ignore = !granted("read", "write");
const test = testsWhere(!ignore);

async function put(folder: string, path: string, text: string): Promise<void> {
  await ensureDir(dirname(join(folder, path)));
  await Deno.writeTextFile(join(folder, path), text);
}

/** Writes files as the task does, with the text "written". */
async function write(folder: string, paths: readonly string[]): Promise<void> {
  await writeListed(folder, "demo", paths, async () => {
    for (const path of paths) await put(folder, path, "written");
  });
}

Deno.test("a file of the name of the task's list makes no folder the task's", {
  ignore,
}, async () => {
  for (const [name, text] of [["site.json", "{}"], ["files.json", '{"files":["index.html"]}']]) {
    await using folder = await temporaryFolder();
    await put(folder.path, name!, text!);
    await put(folder.path, "index.html", "mine");
    await assertRejects(() => write(folder.path, ["index.html"]), UsageError, "other files");
    assertEquals(await Deno.readTextFile(join(folder.path, "index.html")), "mine");
  }
});

test("files that are no longer written go, and other files stay", async (folder) => {
  await write(folder.path, ["index.html", "data/images.gz", "network.safetensors"]);
  for (const path of [".git/HEAD", "CNAME", "data/thesis.txt"]) {
    await put(folder.path, path, "mine");
  }
  await write(folder.path, ["index.html"]);
  const names = [".git", "CNAME", "data", "files.json", "index.html"];
  assertEquals(await namesIn(folder.path), names);
  assertEquals(await namesIn(join(folder.path, "data")), ["thesis.txt"]);
});

Deno.test("a file in the way that the task has not written is named, and nothing is written", {
  ignore,
}, async () => {
  for (const [other, path] of [["page.js", "page.js"], ["data", "data/images.gz"]] as const) {
    await using folder = await temporaryFolder();
    await write(folder.path, ["index.html"]);
    await put(folder.path, other, "mine");
    await put(folder.path, "index.html", "changed");
    const refusal = await assertRejects(
      () => write(folder.path, ["index.html", path]),
      UsageError,
      "is in the way",
    );
    assertStringIncludes(refusal.message, join(folder.path, other));
    assertEquals(await Deno.readTextFile(join(folder.path, other)), "mine");
    assertEquals(await Deno.readTextFile(join(folder.path, "index.html")), "changed");
  }
});

test("what failed half way is written again", async (folder) => {
  const failed = writeListed(folder.path, "demo", ["index.html", "page.js"], async () => {
    await put(folder.path, "index.html", "half");
    throw new Error("the disk is full");
  });
  await assertRejects(() => failed, Error, "the disk is full");
  await write(folder.path, ["page.js"]);
  assertEquals(await namesIn(folder.path), ["files.json", "page.js"]);
});

// Links need rights of their own on Windows.
testsWhere(!ignore && Deno.build.os !== "windows")(
  "a list that names files elsewhere removes none of them",
  async (folder) => {
    await put(folder.path, "thesis/thesis.txt", "mine");
    await put(folder.path, "thesis.txt", "mine");
    const page = join(folder.path, "page");
    const files = ["../thesis.txt", "data/thesis.txt", join(folder.path, "thesis.txt")];
    await put(page, "files.json", JSON.stringify({ task: "demo", files }));
    await Deno.symlink(join(folder.path, "thesis"), join(page, "data"));
    await assertRejects(() => write(page, ["data/thesis.txt"]), UsageError, "is in the way");
    await write(page, ["index.html"]);
    assertEquals(await namesIn(folder.path), ["page", "thesis", "thesis.txt"]);
    assertEquals(await Deno.readTextFile(join(folder.path, "thesis", "thesis.txt")), "mine");
  },
);
