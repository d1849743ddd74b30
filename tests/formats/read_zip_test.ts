import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { readZip } from "../../lib/formats/read_zip.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { throwsSaying } from "../helpers/says.ts";
import { fuzz } from "../fuzz/damaged.ts";
import { concat, packed, prefixes, utf8 as text } from "../helpers/bytes.ts";
import { field, type Lies, zipFile as archive, zipHeader } from "../helpers/raw_files.ts";

const python = await findPython("zipfile");

/** Everything in an archive. */
async function contents(bytes: Uint8Array): Promise<[string, string][]> {
  const read = async ({ name, read }: ReturnType<typeof readZip>[number]) =>
    [name, new TextDecoder().decode(await read())] as [string, string];
  return await Promise.all(readZip(bytes).map(read));
}

const content = text("hello hello hello");
const data = await packed(content, "deflate-raw");

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

Deno.test("an archive may be as large as its limit, its content as small as it can be packed", async () => {
  assertEquals(await contents(archive(data, content)), [["a", "hello hello hello"]]);
  assertEquals(readZip(archive(data, content, { size: 1032 * data.length })).length, 1);
  assertEquals(readZip(archive(data, content), { maxBytes: 17 }).length, 1);
  const [damaged] = readZip(archive(data.with(0, 7), content));
  const { cause } = await assertRejects(() => damaged!.read(), SyntaxError, '"a" is damaged');
  assertInstanceOf(cause, TypeError); // the decompressor's
});

Deno.test("a comment may look like an end, and headers may have more than a name, or none", async () => {
  const comment = concat(field(4, 0x06054b50), text(" not the end".repeat(30)));
  const extra = text("more");
  const read = [["a", "hello hello hello"]] as [string, string][];
  assertEquals(await contents(archive(data, content, { comment, extra })), read);
  const name = new Uint8Array();
  assertEquals(await contents(archive(data, content, { name })), [["", "hello hello hello"]]);
  // The header of an empty file may be the last that there is.
  const empty: Lies = { method: 0, name };
  const header = zipHeader(name, name, empty);
  const local = 30 + 46 + 22;
  assertEquals(await contents(archive(name, name, { ...empty, local, comment: header })), [[
    "",
    "",
  ]]);
});

Deno.test("a name is UTF-8 if the flags state so, and ASCII if not", () => {
  const UTF_8 = 0x0800;
  const names = (flags: number, ...name: number[]) =>
    readZip(archive(data, content, { flags, name: Uint8Array.from(name) })).map(({ name }) => name);
  assertEquals(names(UTF_8, 0x61, 0xc3, 0xa9), ["aé"]);
  assertEquals(names(0, 0x61, 0x7f), ["a\x7f"]);
});

Deno.test("an archive that is cut off or damaged is refused or right", async () => {
  const files = [["a", text("one one")], ["bb", text("two")]] as const;
  for (const whole of [formatZip(files), archive(data, content)]) {
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
