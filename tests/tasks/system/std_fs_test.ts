import { assertEquals, assertRejects } from "@std/assert";
import { ensureDir, exists, walk, type WalkOptions } from "@std/fs";
import { join, relative } from "@std/path";
import { granted, namesIn } from "../../helpers/run_task.ts";
import { writeFiles } from "../../helpers/write_files.ts";
import { type Needs, testsWith } from "../../helpers/tests_with.ts";

const inFolder = testsWith("read", "write");

/** Links need more rights on Windows, and root may read everything. */
const links = { ignore: Deno.build.os === "windows" };
const user = { ignore: links.ignore || !granted("sys") || Deno.uid() === 0 };

/** A test in a folder with these files, each of which holds its own name. */
function test(
  name: string,
  paths: readonly string[],
  ...rest: [(folder: string) => Promise<void>] | [Needs, (folder: string) => Promise<void>]
): void {
  const [needs, fn] = rest.length === 1 ? [{}, rest[0]] : rest;
  inFolder(name, needs, async ({ path: folder }) => {
    await writeFiles(folder, Object.fromEntries(paths.map((path) => [path, path])));
    await fn(folder);
  });
}

/** What a walk gives, by paths within the root, sorted. */
async function walked(root: string, options?: WalkOptions): Promise<string[]> {
  const paths = await Array.fromAsync(walk(root, options), ({ path }) => relative(root, path));
  return paths.map((path) => path.replaceAll("\\", "/") || ".").sort();
}

test("ensureDir() makes a folder, leaves what is there", ["a/file"], async (folder) => {
  await ensureDir(join(folder, "a"));
  await ensureDir(join(folder, "b", "c"));
  await ensureDir(new URL(`file://${folder.replaceAll("\\", "/")}/d`));
  assertEquals(await namesIn(folder), ["a", "b", "d"]);
  assertEquals(await namesIn(join(folder, "a")), ["file"]);
});

test("ensureDir() fails where something else is in the way", ["file"], async (folder) => {
  await assertRejects(() => ensureDir(join(folder, "file")), Error);
  await assertRejects(() => ensureDir(join(folder, "file", "inside")), Error);
  assertEquals(await Deno.readTextFile(join(folder, "file")), "file");
});

test("ensureDir() takes a link to a folder for one", ["a/file"], links, async (folder) => {
  await Deno.symlink(join(folder, "a"), join(folder, "link"));
  await ensureDir(join(folder, "link"));
});

test("exists() distinguishes what is there from what is not", ["a/file"], async (folder) => {
  const at = (...names: string[]) => join(folder, ...names);
  assertEquals(await exists(at("a")), true);
  assertEquals(await exists(at("a", "file")), true);
  assertEquals(await exists(at("b")), false);
  assertEquals(await exists(at("b", "c")), false);
});

test("exists() distinguishes files from folders", ["a/file"], async (folder) => {
  const [a, file] = [join(folder, "a"), join(folder, "a", "file")];
  assertEquals(await exists(a, { isDirectory: true }), true);
  assertEquals(await exists(a, { isFile: true }), false);
  assertEquals(await exists(file, { isDirectory: true }), false);
  assertEquals(await exists(file, { isFile: true }), true);
  await assertRejects(() => exists(a, { isFile: true, isDirectory: true }), TypeError);
});

test("exists() takes a link to nothing for nothing", ["file"], links, async (folder) => {
  const [good, bad] = [join(folder, "good"), join(folder, "bad")];
  await Deno.symlink(join(folder, "file"), good);
  await Deno.symlink(join(folder, "none"), bad);
  assertEquals([await exists(good, { isFile: true }), await exists(bad)], [true, false]);
});

test("exists() finds what the user may not read", ["file"], user, async (folder) => {
  const file = join(folder, "file");
  await Deno.chmod(file, 0o000);
  assertEquals(await exists(file), true);
});

Deno.test("exists() without permission fails: it does not answer that nothing is there", {
  permissions: "none",
}, async () => {
  await assertRejects(() => exists("secret.txt"), Deno.errors.NotCapable);
});

test("walk() gives the root, then all in it", ["a/b/deep", "top"], async (folder) => {
  const entries = await Array.fromAsync(walk(folder));
  assertEquals(entries[0]?.path, folder);
  assertEquals(await walked(folder), [".", "a", "a/b", "a/b/deep", "top"]);
  const top = entries.find(({ name }) => name === "top")!;
  assertEquals([top.isFile, top.isDirectory, top.isSymlink], [true, false, false]);
  assertEquals(entries.filter(({ isDirectory }) => isDirectory).length, 3);
});

test("walk() goes as deep as its option", ["a/b/deep", "top"], async (folder) => {
  assertEquals(await walked(folder, { maxDepth: 0 }), ["."]);
  assertEquals(await walked(folder, { maxDepth: 1 }), [".", "a", "top"]);
  assertEquals(await walked(folder, { maxDepth: 1, includeDirs: false }), ["top"]);
  assertEquals(await walked(folder, { maxDepth: -1 }), []);
});

const FILES = ["a/x.json", "a/y.txt", "b/z.json"];
test("walk() gives files, by ending and by pattern", FILES, async (folder) => {
  const [x, y, z] = FILES;
  assertEquals(await walked(folder), [".", "a", x, y, "b", z]);
  for (const ext of [".json", "json"]) assertEquals(await walked(folder, { exts: [ext] }), [x, z]);
  assertEquals(await walked(folder, { match: [/x/, /y/], includeDirs: false }), [x, y]);
});

test("walk() fails where there is no folder", [], async (folder) => {
  const none = join(folder, "none");
  await assertRejects(() => Array.fromAsync(walk(none)), Deno.errors.NotFound);
});

test("walk() gives links as links, and does not follow them", ["a/file"], links, async (folder) => {
  const path = await Deno.realPath(folder);
  await Deno.symlink(join(path, "a"), join(path, "link"));
  assertEquals(await walked(path), [".", "a", "a/file", "link"]);
});
