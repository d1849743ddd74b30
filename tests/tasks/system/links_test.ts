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
import { granted, namesIn, temporaryFolder } from "../../helpers/run_task.ts";

/** Windows wants a right of its own for links. */
const ignore = !granted("read", "write") || Deno.build.os === "windows";

Deno.test("a link in the place of a file is named, and stays, and so does what it leads to", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const [link, far] = [join(folder.path, "link"), join(folder.path, "far")];
  await Deno.symlink("far", link);
  const writes: [() => Promise<unknown>][] = [
    [() => writeAtomically(link, "text")],
    [() => writeOutput(link, "text")],
    [() => writeTogether([[join(folder.path, "new"), "text"], [link, "text"]])],
    [() => writeTogether([[link, null]])],
    [() => replaceTogether(folder.path, [["link", null], ["new", "text"]])],
  ];
  // To nothing: a file of a stranger's must not have one written elsewhere.
  for (const text of [undefined, "mine"]) {
    if (text !== undefined) await Deno.writeTextFile(far, text);
    for (const [write] of writes) {
      const error = await assertRejects(write, LinkError);
      assertEquals(
        error.message,
        `Cannot write ${link}: it is a symbolic link, to far, and only those to folders are followed`,
      );
      assertEquals(await Deno.readLink(link), "far");
      assertEquals(await namesIn(folder.path), text === undefined ? ["link"] : ["far", "link"]);
    }
  }
  assertEquals(await Deno.readTextFile(far), "mine");
});

Deno.test("a stream that is not written, since a link is in the way, is cancelled", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const link = join(folder.path, "link");
  await Deno.symlink("far", link);
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  await assertRejects(() => writeAtomically(link, stream), LinkError);
  assertEquals(cancelled, true);
});

Deno.test("files are written into the folder that a link leads to", { ignore }, async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(join(folder.path, "far"));
  await Deno.symlink("far", join(folder.path, "one"));
  await Deno.symlink("one", join(folder.path, "two"));
  await writeAtomically(join(folder.path, "two", "new", "file"), "text");
  assertEquals(await Deno.readTextFile(join(folder.path, "far", "new", "file")), "text");
  assertEquals(await namesIn(folder.path), ["far", "one", "two"]);
});

Deno.test("a link into a folder that is not there is named, with where it leads", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const link = join(folder.path, "link");
  await Deno.symlink("gone", link);
  const writes = [
    () => writeAtomically(join(link, "file"), "text"),
    () => disk.makeFolder(link),
    () => disk.makeFolder(join(link, "new")),
  ];
  for (const write of writes) {
    const error = await assertRejects(write, Error);
    assertEquals(
      error.message,
      `Cannot write to ${link}: it is a symbolic link to gone, which is not there`,
    );
    assertEquals(await namesIn(folder.path), ["link"]);
  }
});

Deno.test("links in a circle are named", { ignore }, async () => {
  await using folder = await temporaryFolder();
  const link = join(folder.path, "link");
  await Deno.symlink("link", link);
  const error = await assertRejects(() => writeAtomically(join(link, "file"), "text"), Error);
  assertEquals(error.message, `Cannot write ${link}/file: its symbolic links lead in a circle`);
});

Deno.test("an empty folder is removed, and a link to one is not", { ignore }, async () => {
  await using folder = await temporaryFolder();
  const [far, link] = [join(folder.path, "far"), join(folder.path, "link")];
  await Deno.mkdir(far);
  await Deno.symlink("far", link);
  for (const path of [link, `${link}/`, join(link, ".")]) {
    await assertRejects(() => disk.removeFolder(path), Error);
    assertEquals(await namesIn(folder.path), ["far", "link"]);
  }
  await Deno.writeTextFile(join(far, "file"), "");
  await assertRejects(() => disk.removeFolder(far), Error);
  await Deno.remove(join(far, "file"));
  await disk.removeFolder(far);
  assertEquals(await namesIn(folder.path), ["link"]);
});

Deno.test("a file in a folder's place is named as such, and a link to one with where it leads", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const [link, file] = [join(folder.path, "link"), join(folder.path, "file")];
  await Deno.writeTextFile(file, "mine");
  await Deno.symlink("file", link);
  for (const below of [[], ["new"]]) {
    const write = (place: string) => writeAtomically(join(place, ...below, "name"), "text");
    const linked = await assertRejects(() => write(link), LinkError);
    assertEquals(
      linked.message,
      `Cannot write to ${link}: it is a symbolic link to file, which is no folder`,
    );
    const { message } = await assertRejects(() => write(file), Error);
    assertEquals(
      message,
      `Cannot write ${join(file, ...below, "name")}: a file is where a folder should be`,
    );
  }
  assertEquals(await Deno.readTextFile(file), "mine");
  assertEquals(await namesIn(folder.path), ["file", "link"]);
});
