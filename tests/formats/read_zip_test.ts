import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { crc32 } from "../../lib/formats/crc32.ts";
import { readZip } from "../../lib/formats/read_zip.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { concat, fuzzAsync, prefixes } from "./fuzz_async.ts";

const python = await findPython("zipfile");
const text = (value: string) => new TextEncoder().encode(value);

/** Everything in an archive. */
async function contents(bytes: Uint8Array): Promise<[string, string][]> {
  const read = async ({ name, read }: ReturnType<typeof readZip>[number]) =>
    [name, new TextDecoder().decode(await read())] as [string, string];
  return await Promise.all(readZip(bytes).map(read));
}

const PROGRAM = `
import io, sys, zipfile
file = io.BytesIO()
with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.comment = b"PK\\x05\\x06 not the end"
    archive.writestr("folder/", "")
    archive.writestr("folder/a.txt", "x" * 100000)
    archive.writestr("é 🙂.txt", "hello", zipfile.ZIP_STORED)
    with archive.open("b.txt", "w", force_zip64=True) as entry: entry.write(b"as numpy.savez writes")
sys.stdout.buffer.write(file.getvalue())
`;

Deno.test("an archive gives back what was written into it", async () => {
  const files = [["a", text("one")], ["b/ä 🙂", text("")], ["c", text("three")]] as const;
  assertEquals(await contents(formatZip(files)), [["a", "one"], ["b/ä 🙂", ""], ["c", "three"]]);
  assertEquals(readZip(formatZip([])), []);
});

Deno.test({
  name: "archives of Python's are read: stored and deflated files, with folders and a comment",
  ignore: python === undefined,
  fn: async () => {
    assertEquals(await contents(await runPython(python!, PROGRAM)), [
      ["folder/a.txt", "x".repeat(100_000)],
      ["é 🙂.txt", "hello"],
      ["b.txt", "as numpy.savez writes"],
    ]);
  },
});

/** What an archive of one file is made of; anything may be untrue. */
interface Lies {
  method?: number;
  flags?: number;
  size?: number;
  packed?: number;
  local?: number;
  checksum?: number;
  count?: number;
  start?: number;
  disk?: number;
  /** How often the list has the file. */
  times?: number;
}

/** An archive of one file, "a". */
function archive(data: Uint8Array, content: Uint8Array, lies: Lies = {}): Uint8Array {
  const { method = 8, flags = 0, times = 1, local = 0, disk = 0 } = lies;
  const field = (size: number, value: number) =>
    Uint8Array.from({ length: size }, (_, k) => Math.floor(value / 256 ** k) & 255);
  const common = concat(
    ...[field(2, 20), field(2, flags), field(2, method), field(4, 0)],
    ...[field(4, lies.checksum ?? crc32(content)), field(4, lies.packed ?? data.length)],
    ...[field(4, lies.size ?? content.length), field(2, 1), field(2, 0)],
  );
  const first = concat(field(4, 0x04034b50), common, text("a"), data);
  const listed = concat(
    ...[field(4, 0x02014b50), field(2, 20), common, field(2, 0), field(2, 0), field(2, 0)],
    ...[field(4, 0), field(4, local), text("a")],
  );
  const list = concat(...Array.from({ length: times }, () => listed));
  const count = field(2, lies.count ?? times);
  const end = concat(
    ...[field(4, 0x06054b50), field(2, disk), field(2, 0), count, count, field(4, list.length)],
    ...[field(4, lies.start ?? first.length), field(2, 0)],
  );
  return concat(first, list, end);
}

/** As deflate packs, without a header. */
async function deflated(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("a name that is there twice, and kinds that are not read, are refused by the list alone", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  assertEquals(await contents(archive(data, content)), [["a", "hello hello hello"]]);
  const refused = (lies: Lies, message: string) =>
    assertThrows(() => readZip(archive(data, content, lies)), SyntaxError, message);
  refused({ times: 2 }, 'Cannot read the archive: it has "a" twice');
  refused({ flags: 1 }, '"a" is encrypted');
  refused({ method: 12 }, '"a" is packed by method 12: stored or deflated is wanted');
  refused({ size: 0xffffffff }, '"a" is of the kind ZIP64');
  refused({ local: 0xffffffff }, '"a" is of the kind ZIP64');
  refused({ start: 0xffffffff }, "it is of the kind ZIP64");
  refused({ start: 1_000_000 }, "its list of files takes 47 bytes from 1000000 on");
  refused({ count: 2 }, "its list of files breaks off at byte");
  refused({ count: 0 }, "its list has more than its 0 files");
  refused({ disk: 1 }, "it is a part of several");
  assertThrows(() => readZip(text("hello")), SyntaxError, "it is not a ZIP file");
});

Deno.test("a size that cannot be is refused before memory is taken for it", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  assertThrows(
    () => readZip(archive(data, content, { size: 4_000_000_000 })),
    SyntaxError,
    `"a" cannot be 4000000000 bytes, packed in ${data.length}`,
  );
  assertThrows(
    () => readZip(archive(content, content, { method: 0, size: 99 })),
    SyntaxError,
    '"a" cannot be 99 bytes, packed in 17',
  );
  assertThrows(
    () => readZip(archive(data, content), { maxBytes: 16 }),
    RangeError,
    "over 16 bytes",
  );
  const zeros = await deflated(new Uint8Array(50_000_000));
  const bomb = readZip(archive(zeros, new Uint8Array(), { size: 1000 }))[0]!;
  await assertRejects(() => bomb.read(), SyntaxError, '"a" is more than 1000 bytes');
});

Deno.test("content that is not as the list says is refused when it is read", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  const refused = (lies: Lies, message: string, packed: Uint8Array = data) =>
    assertRejects(() => readZip(archive(packed, content, lies))[0]!.read(), SyntaxError, message);
  await refused({ size: 18 }, '"a" ends after 17 of 18 bytes');
  await refused({ size: 16 }, '"a" is more than 16 bytes');
  await refused({ checksum: 1 }, '"a" is damaged: its checksum is another');
  await refused({ local: 1 }, '"a" is not where the list says');
  await refused({ local: 1_000_000 }, '"a" is not where the list says');
  await refused({ packed: 1000 }, '"a" goes beyond the end');
  await refused({}, '"a" is damaged', data.with(0, 7));
  await refused({}, '"a" ', data.slice(0, 4));
});

Deno.test("an archive that is cut off or damaged is refused or right", async () => {
  const content = text("hello hello hello");
  const files = [["a", text("one one")], ["bb", text("two")]] as const;
  for (const whole of [formatZip(files), archive(await deflated(content), content)]) {
    const wanted = await contents(whole);
    for (const prefix of prefixes(whole)) assertThrows(() => readZip(prefix), SyntaxError);
    await fuzzAsync(whole, async (bytes) => {
      for (const [name, value] of await contents(bytes)) {
        // A name may be damaged; what it names is whole, by its checksum, unless that was damaged as well.
        assert(wanted.some(([, right]) => right === value) || value === "", `${name}: ${value}`);
      }
    }, 1500);
  }
});
