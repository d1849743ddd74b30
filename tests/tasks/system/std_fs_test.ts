import { assertEquals, assertRejects } from "@std/assert";
import { ensureDir, exists, walk, type WalkOptions } from "@std/fs";
import { join, relative } from "@std/path";
import { granted, namesIn, temporaryFolder } from "../../helpers/run_task.ts";
import { testsInFolder } from "../../helpers/test_in_folder.ts";

const test = testsInFolder();

const files = { ignore: !granted("read", "write") };
/** Links need more rights on Windows, and root may read everything. */
const links = { ignore: files.ignore || Deno.build.os === "windows" };
const user = { ignore: links.ignore || !granted("sys") || Deno.uid() === 0 };

/** A folder with these files, each of which holds its own name. */
async function folderOf(...paths: string[]): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await temporaryFolder();
  for (const path of paths) {
    await ensureDir(join(folder.path, path, ".."));
    await Deno.writeTextFile(join(folder.path, path), path);
  }
  return folder;
}

/** What a walk gives, by paths within the root, sorted. */
async function walked(root: string, options?: WalkOptions): Promise<string[]> {
  const paths = await Array.fromAsync(walk(root, options), ({ path }) => relative(root, path));
  return paths.map((path) => path.replaceAll("\\", "/") || ".").sort();
}

Deno.test(
  "ensureDir() makes a folder and those it is in, and leaves what is there",
  files,
  async () => {
    await using folder = await folderOf("a/file");
    await ensureDir(join(folder.path, "a"));
    await ensureDir(join(folder.path, "b", "c"));
    await ensureDir(new URL(`file://${folder.path.replaceAll("\\", "/")}/d`));
    assertEquals(await namesIn(folder.path), ["a", "b", "d"]);
    assertEquals(await namesIn(join(folder.path, "a")), ["file"]);
  },
);

Deno.test("ensureDir() fails where something else is in the way", files, async () => {
  await using folder = await folderOf("file");
  await assertRejects(() => ensureDir(join(folder.path, "file")), Error);
  await assertRejects(() => ensureDir(join(folder.path, "file", "inside")), Error);
  assertEquals(await Deno.readTextFile(join(folder.path, "file")), "file");
});

Deno.test("ensureDir() takes a link to a folder for one", links, async () => {
  await using folder = await folderOf("a/file");
  await Deno.symlink(join(folder.path, "a"), join(folder.path, "link"));
  await ensureDir(join(folder.path, "link"));
});

Deno.test("exists() distinguishes what is there from what is not", files, async () => {
  await using folder = await folderOf("a/file");
  const at = (...names: string[]) => join(folder.path, ...names);
  assertEquals(await exists(at("a")), true);
  assertEquals(await exists(at("a", "file")), true);
  assertEquals(await exists(at("b")), false);
  assertEquals(await exists(at("b", "c")), false);
});

Deno.test(
  "exists() distinguishes files from folders, and refuses to look for both",
  files,
  async () => {
    await using folder = await folderOf("a/file");
    const [a, file] = [join(folder.path, "a"), join(folder.path, "a", "file")];
    assertEquals(await exists(a, { isDirectory: true }), true);
    assertEquals(await exists(a, { isFile: true }), false);
    assertEquals(await exists(file, { isDirectory: true }), false);
    assertEquals(await exists(file, { isFile: true }), true);
    await assertRejects(() => exists(a, { isFile: true, isDirectory: true }), TypeError);
  },
);

Deno.test(
  "exists() follows links, and takes one that leads nowhere for nothing",
  links,
  async () => {
    await using folder = await folderOf("file");
    const [good, bad] = [join(folder.path, "good"), join(folder.path, "bad")];
    await Deno.symlink(join(folder.path, "file"), good);
    await Deno.symlink(join(folder.path, "none"), bad);
    assertEquals([await exists(good, { isFile: true }), await exists(bad)], [true, false]);
  },
);

Deno.test("exists() finds what the user may not read", user, async () => {
  await using folder = await folderOf("file");
  const file = join(folder.path, "file");
  await Deno.chmod(file, 0o000);
  assertEquals(await exists(file), true);
});

Deno.test("exists() without permission fails: it does not answer that nothing is there", {
  permissions: "none",
}, async () => {
  await assertRejects(() => exists("secret.txt"), Deno.errors.NotCapable);
});

Deno.test("walk() gives the root, then everything in it, each with its kind", files, async () => {
  await using folder = await folderOf("a/b/deep", "top");
  const entries = await Array.fromAsync(walk(folder.path));
  assertEquals(entries[0]?.path, folder.path);
  assertEquals(await walked(folder.path), [".", "a", "a/b", "a/b/deep", "top"]);
  const top = entries.find(({ name }) => name === "top")!;
  assertEquals([top.isFile, top.isDirectory, top.isSymlink], [true, false, false]);
  assertEquals(entries.filter(({ isDirectory }) => isDirectory).length, 3);
});

Deno.test("walk() goes as deep as its option", files, async () => {
  await using folder = await folderOf("a/b/deep", "top");
  assertEquals(await walked(folder.path, { maxDepth: 0 }), ["."]);
  assertEquals(await walked(folder.path, { maxDepth: 1 }), [".", "a", "top"]);
  assertEquals(await walked(folder.path, { maxDepth: 1, includeDirs: false }), ["top"]);
  assertEquals(await walked(folder.path, { maxDepth: -1 }), []);
});

Deno.test("walk() gives files, by ending and by pattern", files, async () => {
  await using folder = await folderOf("a/x.json", "a/y.txt", "b/z.json");
  const { path } = folder;
  assertEquals(await walked(path), [".", "a", "a/x.json", "a/y.txt", "b", "b/z.json"]);
  const json = ["a/x.json", "b/z.json"];
  assertEquals(await walked(path, { exts: [".json"] }), json);
  assertEquals(await walked(path, { exts: ["json"] }), json);
  assertEquals(await walked(path, { match: [/x/, /y/], includeDirs: false }), [
    "a/x.json",
    "a/y.txt",
  ]);
});

test("walk() fails where there is no folder", async (folder) => {
  const none = join(folder, "none");
  await assertRejects(() => Array.fromAsync(walk(none)), Deno.errors.NotFound);
});

Deno.test("walk() gives links as links, and does not follow them", links, async () => {
  await using folder = await folderOf("a/file");
  const path = await Deno.realPath(folder.path);
  await Deno.symlink(join(path, "a"), join(path, "link"));
  assertEquals(await walked(path), [".", "a", "a/file", "link"]);
});
