import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { disk } from "../../../tasks/system/disk.ts";
import {
  FileError,
  removeStalePartials,
  writeAtomically,
  writeTogether,
} from "../../../tasks/system/files.ts";
import { failingDisk } from "../../helpers/failing_disk.ts";
import { granted, namesIn } from "../../helpers/run_task.ts";
import { canMount, tinyDisk } from "../../helpers/tiny_disk.ts";
import { testsWhere, testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");
const mounts = await canMount();
const LARGE = new Uint8Array(100_000);

/** A test with two files on a disk of 64 kB, which a third of 100 kB does not fit. */
const fullDiskTest = (name: string, fn: (folder: string, a: string, b: string) => Promise<void>) =>
  testsWhere(granted("read") && mounts)(name, async ({ path }) => {
    await using _ = await tinyDisk(path, "64k");
    await fn(path, join(path, "a"), join(path, "b"));
  });

test("writeAtomically() writes text, bytes and streams, in new folders", async ({ path: folder }) => {
  const path = join(folder, "new", "folder", "file");
  const stream = new Blob(["from ", "a stream"]).stream();
  for (const content of ["text", new TextEncoder().encode("bytes"), stream]) {
    await writeAtomically(path, content);
  }
  assertEquals(await Deno.readTextFile(path), "from a stream");
  assertEquals(await namesIn(join(folder, "new", "folder")), ["file"]);
});

test("writeAtomically() keeps only the old file when the stream fails", async ({ path: folder }) => {
  const path = join(folder, "file");
  await writeAtomically(path, "old");
  const stream = ReadableStream.from((async function* () {
    yield new Uint8Array(10);
    await Promise.resolve();
    throw new Error("the source broke");
  })());
  await assertRejects(() => writeAtomically(path, stream), Error, "the source broke");
  assertEquals(await Deno.readTextFile(path), "old");
  assertEquals(await namesIn(folder), ["file"]);
});

test("writeAtomically() names what is not a folder, cancels the stream", async ({ path: folder }) => {
  await Deno.writeTextFile(join(folder, "data"), "in the way");
  const path = join(folder, "data", "file");
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  const error = await assertRejects(() => writeAtomically(path, stream), FileError);
  assertMatch(error.message, /^Cannot write .*file: /);
  assertEquals(cancelled, true);
});

fullDiskTest(
  "writeAtomically() on a full disk names the file and leaves nothing",
  async (folder, a) => {
    await writeAtomically(a, "old");
    const writing = () => writeAtomically(a, LARGE);
    await assertRejects(writing, FileError, `Cannot write ${a}: the disk is full`);
    assertEquals([await namesIn(folder), await Deno.readTextFile(a)], [["a"], "old"]);
  },
);

fullDiskTest("writeTogether() on a full disk leaves every file as it was", async (folder, a, b) => {
  await writeTogether([[a, "old a"], [b, "old b"]]);
  const writing = () => writeTogether([[a, "new a"], [b, LARGE]]);
  await assertRejects(writing, FileError, `Cannot write ${b}: the disk is full`);
  assertEquals(await namesIn(folder), ["a", "b"]);
  assertEquals([await Deno.readTextFile(a), await Deno.readTextFile(b)], ["old a", "old b"]);
});

fullDiskTest(
  "writeTogether() removes a file of no content, but not on a full disk",
  async (folder, a, b) => {
    await writeTogether([[a, "old a"], [b, "old b"]]);
    await assertRejects(() => writeTogether([[b, null], [a, LARGE]]), FileError);
    assertEquals([await Deno.readTextFile(a), await Deno.readTextFile(b)], ["old a", "old b"]);
    for (const content of ["new a", "newer a"]) await writeTogether([[b, null], [a, content]]);
    assertEquals([await namesIn(folder), await Deno.readTextFile(a)], [["a"], "newer a"]);
  },
);

test("writeTogether() cancels the streams that it does not come to", async ({ path: folder }) => {
  await Deno.writeTextFile(join(folder, "file"), "");
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  const [good, bad] = [join(folder, "good"), join(folder, "file", "bad")];
  const writing = () => writeTogether([[good, "text"], [bad, "text"], [good, stream]]);
  await assertRejects(writing, FileError, `Cannot write ${bad}: `);
  assertEquals(cancelled, true);
  assertEquals(await namesIn(folder), ["file"]);
});

test("writeAtomically() by many at once leaves one of the files, whole", async ({ path: folder }) => {
  const path = join(folder, "file");
  await Promise.all(
    Array.from({ length: 8 }, (_, i) => writeAtomically(path, String(i).repeat(1e5))),
  );
  assertMatch(await Deno.readTextFile(path), /^(\d)\1{99999}$/);
  assertEquals(await namesIn(folder), ["file"]);
});

test("removeStalePartials() removes only what a killed process left", async ({ path: folder }) => {
  const path = join(folder, "file");
  const others = [".file.partial", ".other.123.partial", "file", "file.123.partial"];
  for (const name of [...others, `.file.${crypto.randomUUID()}.partial`]) {
    await Deno.writeTextFile(join(folder, name), "");
  }
  assertEquals(await removeStalePartials(path), 1);
  assertEquals(await namesIn(folder), others);
  assertEquals(await removeStalePartials(join(folder, "no", "such", "folder")), 0);
});

test("removeStalePartials() goes by age where the file system has no locks", async ({ path: folder }) => {
  const path = join(folder, "file");
  const [old, fresh] = [1, 2].map(() => `.file.${crypto.randomUUID()}.partial`);
  for (const name of [old!, fresh!]) await Deno.writeTextFile(join(folder, name), "");
  const dayBefore = new Date(Date.now() - 2 * 86_400_000);
  await Deno.utime(join(folder, old!), dayBefore, dayBefore);
  for (let at = 1; at <= 2; at++) {
    using _ = failingDisk("ENOLCK", { at, only: ["tryLock"] });
    using __ = failingDisk("ENOLCK", { at: 3 - at, only: ["tryLock"] });
    await removeStalePartials(path);
    assertEquals(await namesIn(folder), [fresh]);
  }
});

test("writeAtomically() goes on where the file system has no locks", async ({ path: folder }) => {
  using _ = failingDisk("ENOLCK", { at: 1, only: ["lock"] });
  await writeAtomically(join(folder, "file"), "text");
  assertEquals(await namesIn(folder), ["file"]);
});

test("writeAtomically() flushes the file to the disk, and then its name", async ({ path: folder }) => {
  const path = join(folder, "file");
  const synced: boolean[] = [];
  const { sync } = disk;
  disk.sync = async (file) => {
    const { isDirectory } = await file.stat();
    if (isDirectory) synced.push(await exists(path));
    await sync(file);
  };
  try {
    await writeAtomically(path, "text");
  } finally {
    disk.sync = sync;
  }
  assertEquals(synced.at(-1), true);
});

test("a folder that is not flushed is an error, unless none can be", async ({ path: folder }) => {
  const path = join(folder, "file");
  {
    using _ = failingDisk("ENOTSUP", { at: 3, only: ["sync"] });
    await writeAtomically(path, "text");
  }
  using _ = failingDisk("EIO", { at: 3, only: ["sync"] });
  await assertRejects(() => writeAtomically(path, "text"), FileError, `Cannot write ${path}: `);
});

test("removeStalePartials() leaves alone what another is writing", async ({ path: folder }) => {
  const path = join(folder, "file");
  let finish = (): void => {};
  const half = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>({
    start(controller): void {
      controller.enqueue(new Uint8Array(10));
      finish = () => controller.close();
    },
    pull: () => half.resolve(),
  });
  const writing = writeAtomically(path, stream);
  await half.promise;
  assertEquals((await namesIn(folder)).length, 1);
  assertEquals(await removeStalePartials(path), 0);
  finish();
  await writing;
  assertEquals(await namesIn(folder), ["file"]);
});
