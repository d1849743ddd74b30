import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { crc32 } from "../../lib/formats/crc32.ts";
import { readZip } from "../../lib/formats/read_zip.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { rejectsSaying, throwsSaying } from "../helpers/says.ts";
import { fuzz } from "../fuzz/damaged.ts";
import { concat, prefixes } from "../helpers/bytes.ts";

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

Deno.test("folders are left out, and a file's content is a copy", async () => {
  const files = [["folder/", text("")], ["folder/a", text("one")], ["/b", text("two")]] as const;
  const bytes = formatZip(files);
  assertEquals(await contents(bytes), [["folder/a", "one"], ["/b", "two"]]);
  const content = await readZip(bytes)[0]!.read();
  bytes.fill(0);
  assertEquals(content, text("one"));
});

Deno.test("archives of Python's are read: stored and deflated files, with folders and a comment", {
  ignore: python === undefined,
}, async () => {
  assertEquals(await contents(await runPython(python!, PROGRAM)), [
    ["folder/a.txt", "x".repeat(100_000)],
    ["é 🙂.txt", "hello"],
    ["b.txt", "as numpy.savez writes"],
  ]);
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
  /** How many of the files are announced to be on this disk. */
  here?: number;
  /** The announced length of the list. */
  length?: number;
  /** How often the list has the file. */
  times?: number;
  /** "a" if there is none. */
  name?: Uint8Array;
  /** What follows the name in both headers; and its announced length. */
  extra?: Uint8Array;
  extraLength?: number;
  /** What stands between the list and the end. */
  before?: Uint8Array;
  /** What stands behind the end. */
  comment?: Uint8Array;
}

/** A little-endian number. */
function field(size: number, value: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, k) => Math.floor(value / 256 ** k) & 255);
}

/** The header that stands before a file's content. */
function headerOf(data: Uint8Array, content: Uint8Array, lies: Lies): Uint8Array {
  const { method = 8, flags = 0, name = text("a"), extra = new Uint8Array() } = lies;
  return concat(
    ...[field(4, 0x04034b50), field(2, 20), field(2, flags), field(2, method), field(4, 0)],
    ...[field(4, lies.checksum ?? crc32(content)), field(4, lies.packed ?? data.length)],
    ...[field(4, lies.size ?? content.length), field(2, name.length)],
    ...[field(2, lies.extraLength ?? extra.length), name, extra],
  );
}

/** An archive of one file. */
function archive(data: Uint8Array, content: Uint8Array, lies: Lies = {}): Uint8Array {
  const { times = 1, local = 0, disk = 0 } = lies;
  const { before = new Uint8Array(), comment = new Uint8Array() } = lies;
  const header = headerOf(data, content, lies);
  const first = concat(header, data);
  const listed = concat(
    ...[field(4, 0x02014b50), field(2, 20), header.subarray(4, 30), field(2, 0), field(2, 0)],
    ...[field(2, 0), field(4, 0), field(4, local), header.subarray(30)],
  );
  const list = concat(...Array.from({ length: times }, () => listed));
  const count = field(2, lies.count ?? times);
  const here = lies.here === undefined ? count : field(2, lies.here);
  const end = concat(
    ...[field(4, 0x06054b50), field(2, disk), field(2, 0), here, count],
    ...[field(4, lies.length ?? list.length), field(4, lies.start ?? first.length)],
    ...[field(2, comment.length), comment],
  );
  return concat(first, list, before, end);
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
    throwsSaying(() => readZip(archive(data, content, lies)), SyntaxError, message);
  refused({ times: 2 }, 'it has "a" twice');
  refused({ local: 0xffffffff }, '"a" is of the kind ZIP64');
  const kind = "it is of the kind ZIP64";
  refused({ start: 0xffffffff }, kind);
  refused({ length: 0xffffffff }, kind);
  refused({ count: 0xffff }, kind);
  const locator = concat(field(4, 0x07064b50), new Uint8Array(16)); // of the end of ZIP64
  refused({ before: locator }, kind);
  const nothing = concat(locator, field(4, 0x06054b50), new Uint8Array(18));
  throwsSaying(() => readZip(nothing), SyntaxError, kind);
  refused({ start: 1_000_000 }, "47 bytes from 1000000 on");
  refused({ length: 48 }, `48 bytes from ${31 + data.length} on`);
  refused({ count: 2 }, `breaks off at byte ${31 + data.length + 47}`);
  refused({ here: 0 }, "it is a part of several");
  refused({ disk: 1 }, "it is a part of several");
});

Deno.test("a list of files that breaks off, or is none, is refused", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  const start = 31 + data.length;
  const breaks = (bytes: Uint8Array) =>
    throwsSaying(() => readZip(bytes), SyntaxError, `breaks off at byte ${start}`);
  const whole = archive(data, content);
  breaks(whole.with(start, 0)); // another signature
  breaks(archive(data, content, { extraLength: 9 }));
  const end = whole.subarray(-22);
  end.set(field(4, 4), 12); // a list of no more than a signature
  breaks(concat(whole.subarray(0, start + 4), end));
  for (const length of [4, 30, start]) {
    const reading = () => readZip(whole.slice(0, length));
    throwsSaying(reading, SyntaxError, `it ends after ${length} bytes`);
  }
  throwsSaying(() => readZip(whole.slice(0, 3)), SyntaxError, "it is not a ZIP file");
});

Deno.test("a comment may look like an end, and headers may have more than a name, or none", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  const comment = concat(field(4, 0x06054b50), text(" not the end".repeat(30)));
  const extra = text("more");
  const read = [["a", "hello hello hello"]] as [string, string][];
  assertEquals(await contents(archive(data, content, { comment, extra })), read);
  const name = new Uint8Array();
  assertEquals(await contents(archive(data, content, { name })), [["", "hello hello hello"]]);
  // The header of an empty file may be the last that there is.
  const empty: Lies = { method: 0, name };
  const header = headerOf(name, name, empty);
  const local = 30 + 46 + 22;
  assertEquals(await contents(archive(name, name, { ...empty, local, comment: header })), [[
    "",
    "",
  ]]);
});

Deno.test("a name is UTF-8 if the flags state so, and ASCII if not", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  const UTF_8 = 0x0800;
  const names = (flags: number, ...name: number[]) =>
    readZip(archive(data, content, { flags, name: Uint8Array.from(name) })).map(({ name }) => name);
  assertEquals(names(UTF_8, 0x61, 0xc3, 0xa9), ["aé"]);
  assertEquals(names(0, 0x61, 0x7f), ["a\x7f"]);
  for (const [flags, ...name] of [[0, 0x61, 0xc3, 0xa9], [0, 0xc3, 0xa9], [UTF_8, 0x61, 0xff]]) {
    throwsSaying(() => names(flags!, ...name), SyntaxError, "a name is not UTF-8");
  }
});

Deno.test("a size that cannot be is refused before memory is taken for it", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  const refused = (data: Uint8Array, lies: Lies, ...parts: string[]) =>
    throwsSaying(() => readZip(archive(data, content, lies)), SyntaxError, ...parts);
  refused(data, { size: 4_000_000_000 }, '"a" cannot be 4000000000', `packed in ${data.length}`);
  refused(content, { method: 0, size: 99 }, '"a" cannot be 99 bytes', "packed in 17");
  const largest = 1032 * data.length;
  assertEquals(readZip(archive(data, content, { size: largest })).length, 1);
  refused(data, { size: largest + 1 }, "cannot be");
  assertEquals(readZip(archive(data, content), { maxBytes: 17 }).length, 1);
  const limited = () => readZip(archive(data, content), { maxBytes: 16 });
  throwsSaying(limited, RangeError, "the limit of 16 bytes");
  const zeros = await deflated(new Uint8Array(50_000_000));
  const bomb = readZip(archive(zeros, new Uint8Array(), { size: 1000 }))[0]!;
  await rejectsSaying(() => bomb.read(), SyntaxError, '"a" is more than 1000 bytes');
});

Deno.test("content that is not as its entry states is refused when it is read", async () => {
  const content = text("hello hello hello");
  const data = await deflated(content);
  const refused = (lies: Lies, message: string, packed: Uint8Array = data) =>
    rejectsSaying(() => readZip(archive(packed, content, lies))[0]!.read(), SyntaxError, message);
  await refused({ size: 18 }, '"a" ends after 17 of 18');
  await refused({ size: 16 }, '"a" is more than 16 bytes');
  await refused({ checksum: 1 }, "checksum is another");
  await refused({ local: 1 }, '"a" is not where its entry');
  await refused({ local: 1_000_000 }, '"a" is not where its entry');
  await refused({ packed: 1000 }, '"a" goes beyond the end');
  const end = archive(data, content).length;
  await refused({ local: end - 2 }, '"a" is not where its entry');
  for (const [offset, byte] of [[0, 0], [8, 0]] as const) { // another signature, another method
    const [entry] = readZip(archive(data, content).with(offset, byte));
    await rejectsSaying(() => entry!.read(), SyntaxError, '"a" is not where its entry');
  }
  const [damaged] = readZip(archive(data.with(0, 7), content));
  const { message, cause } = await assertRejects(() => damaged!.read(), SyntaxError);
  assert(message.includes('"a" is damaged'));
  assertInstanceOf(cause, TypeError); // the decompressor's
  await refused({}, '"a" ', data.slice(0, 4));
});

Deno.test("an archive that is cut off or damaged is refused or right", async () => {
  const content = text("hello hello hello");
  const files = [["a", text("one one")], ["bb", text("two")]] as const;
  for (const whole of [formatZip(files), archive(await deflated(content), content)]) {
    const expected = await contents(whole);
    for (const prefix of prefixes(whole)) throwsSaying(() => readZip(prefix), SyntaxError);
    await fuzz(whole, async (bytes) => {
      for (const [name, value] of await contents(bytes)) {
        // A name may be damaged; what it names is whole, by its checksum, unless that was damaged as well.
        assert(expected.some(([, right]) => right === value) || value === "", `${name}: ${value}`);
      }
    }, 1500);
  }
});
