/** Symbolic links where files and folders are written: none is removed, and those to folders are followed. */

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { disk } from "../../../tasks/system/disk.ts";
import {
  replaceTogether,
  writeAtomically,
  writeOutput,
  writeTogether,
} from "../../../tasks/system/files.ts";
import { LinkError } from "../../../tasks/system/links.ts";
import { granted, namesIn } from "../../helpers/run_task.ts";
import { rejectsSaying } from "../../helpers/says.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

/** Windows needs a right of its own for links. */
const test = testsWhere(granted("read", "write") && Deno.build.os !== "windows");

test("a link with the name of a file stays, and so does its target", async ({ path: folder }) => {
  const [link, far] = [join(folder, "link"), join(folder, "far")];
  await Deno.symlink("far", link);
  const writes = [
    () => writeAtomically(link, "text"),
    () => writeOutput(link, "text"),
    () => writeTogether([[join(folder, "new"), "text"], [link, "text"]]),
    () => writeTogether([[link, null]]),
    () => replaceTogether(folder, [["link", null], ["new", "text"]]),
  ];
  // To nothing: a file of a stranger's must not have one written elsewhere.
  for (const text of [undefined, "mine"]) {
    if (text !== undefined) await Deno.writeTextFile(far, text);
    for (const write of writes) {
      await rejectsSaying(write, LinkError, `${link}: it is a symbolic link`, "to far");
      assertEquals(await Deno.readLink(link), "far");
      assertEquals(await namesIn(folder), text === undefined ? ["link"] : ["far", "link"]);
    }
  }
  assertEquals(await Deno.readTextFile(far), "mine");
});

test("a stream that a link keeps from a file is cancelled", async ({ path: folder }) => {
  const link = join(folder, "link");
  await Deno.symlink("far", link);
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  await assertRejects(() => writeAtomically(link, stream), LinkError);
  assertEquals(cancelled, true);
});

test("files are written into the folder that a link leads to", async ({ path: folder }) => {
  await Deno.mkdir(join(folder, "far"));
  await Deno.symlink("far", join(folder, "one"));
  await Deno.symlink("one", join(folder, "two"));
  await writeAtomically(join(folder, "two", "new", "file"), "text");
  assertEquals(await Deno.readTextFile(join(folder, "far", "new", "file")), "text");
  assertEquals(await namesIn(folder), ["far", "one", "two"]);
});

test("a link to a folder that is not there is named, with its target", async ({ path: folder }) => {
  const link = join(folder, "link");
  await Deno.symlink("gone", link);
  const writes = [
    () => writeAtomically(join(link, "file"), "text"),
    () => disk.makeFolder(link),
    () => disk.makeFolder(join(link, "new")),
  ];
  for (const write of writes) {
    await rejectsSaying(write, Error, `${link}: it is a symbolic link`, "to gone");
    assertEquals(await namesIn(folder), ["link"]);
  }
});

test("an empty folder is removed, and a link to one is not", async ({ path: folder }) => {
  const [far, link] = [join(folder, "far"), join(folder, "link")];
  await Deno.mkdir(far);
  await Deno.symlink("far", link);
  for (const path of [link, `${link}/`, join(link, ".")]) {
    await assertRejects(() => disk.removeFolder(path), Error);
    assertEquals(await namesIn(folder), ["far", "link"]);
  }
  await Deno.writeTextFile(join(far, "file"), "");
  await assertRejects(() => disk.removeFolder(far), Error);
  await Deno.remove(join(far, "file"));
  await disk.removeFolder(far);
  assertEquals(await namesIn(folder), ["link"]);
});

test("a file where a folder should be is named, and a link to one", async ({ path: folder }) => {
  const [link, file] = [join(folder, "link"), join(folder, "file")];
  await Deno.writeTextFile(file, "mine");
  await Deno.symlink("file", link);
  for (const below of [[], ["new"]]) {
    const write = (path: string) => writeAtomically(join(path, ...below, "name"), "text");
    await rejectsSaying(() => write(link), LinkError, link, "to file, which is not a folder");
    await rejectsSaying(
      () => write(file),
      Error,
      join(file, ...below, "name"),
      "a file is where",
    );
  }
  assertEquals(await Deno.readTextFile(file), "mine");
  assertEquals(await namesIn(folder), ["file", "link"]);
});
