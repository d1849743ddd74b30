/** Tables in other encodings than UTF-8: detected where their bytes leave no doubt, or named. */

import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { testsWith } from "../../../helpers/tests_with.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");

const TABLE = "Größe;Stück;Land\r\n1,5;20;Österreich\r\n2,25;3;Côte d’Ivoire – €\r\n";

const ROWS = [["1,5", "20", "Österreich"], ["2,25", "3", "Côte d’Ivoire – €"]];

/** The bytes of Windows-1252 that are not those of Latin-1. */
const SIGNS: { readonly [character: string]: number } = { "€": 0x80, "’": 0x92, "–": 0x96 };

const windows1252 = (text: string) =>
  Uint8Array.from(text, (character) => SIGNS[character] ?? character.charCodeAt(0));

function utf16(text: string, { big = false, mark = false } = {}): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * (text.length + Number(mark))));
  for (const [k, character] of [...mark ? "\ufeff" : "", ...text].entries()) {
    view.setUint16(2 * k, character.charCodeAt(0), !big);
  }
  return new Uint8Array(view.buffer);
}

const DETECTED: { readonly [what: string]: readonly [bytes: Uint8Array, encoding: string] } = {
  "UTF-16 with a mark": [utf16(TABLE, { mark: true }), "utf-16le"],
  "UTF-16 with a mark, the higher byte first": [
    utf16(TABLE, { big: true, mark: true }),
    "utf-16be",
  ],
  "UTF-16 without a mark": [utf16(TABLE), "utf-16le"],
  "UTF-16 without a mark, the higher byte first": [utf16(TABLE, { big: true }), "utf-16be"],
  "Windows-1252": [windows1252(TABLE), "windows-1252"],
  "Windows-1252 whose first letter that is not ASCII comes late": [
    windows1252(`${"Groesse;Stueck;Land\n"}${"1;2;x\n".repeat(40_000)}${"1;2;Österreich\n"}`),
    "windows-1252",
  ],
};

for (const [what, [bytes, encoding]] of Object.entries(DETECTED)) {
  test(`${what} is detected, and printed`, async () => {
    for (const file of [bytes, gzipSync(bytes)]) {
      const { columns, rows, notes } = await readContent(file);
      if (rows.length === 2) assertEquals([columns, rows], [["Größe", "Stück", "Land"], ROWS]);
      assertEquals(rows.at(-1)!.at(-1), rows.length === 2 ? ROWS[1]![2] : "Österreich");
      assertEquals(notes.map((note) => note.replace(/^.*table/, "FILE")), [
        `FILE is read as ${encoding}${
          encoding === "windows-1252" ? ", a guess" : ""
        }; --encoding NAME reads it otherwise`,
      ]);
    }
  });
}

test("the same table has the same hash in every encoding", async () => {
  const { sha256, notes } = await readContent(TABLE);
  assertEquals(notes, []);
  for (const bytes of [utf16(TABLE, { mark: true }), windows1252(TABLE)]) {
    assertEquals((await readContent(bytes)).sha256, sha256);
  }
});

test("JSON in UTF-16 is read, as PowerShell writes it", async () => {
  const json = '[{"Größe":1,"Land":"Österreich"}]';
  for (const text of [json, `${json.slice(1, -1)}\n${json.slice(1, -1)}\n`]) {
    const { columns, rows } = await readContent(utf16(text, { mark: true }));
    assertEquals([columns, rows[0]], [["Größe", "Land"], ["1", "Österreich"]]);
  }
});

const IN_DOUBT: { readonly [what: string]: readonly number[] } = {
  "Cyrillic letters": [0xe4, 0xe0, 0x2c, 0x62, 0x0a, 0xed, 0xe5, 0xf2, 0x2c, 0x31],
  "a sign within a word, as Polish letters are then": [
    0x57,
    0x72,
    0x6f,
    0x63,
    0xb3,
    0x61,
    0x77,
    0x2c,
    0x62,
    0x0a,
    0x78,
    0x2c,
    0x31,
  ],
  "a control character": [0x61, 0xe4, 0x62, 0x2c, 0x63, 0x0a, 0x81, 0x2c, 0x31],
  "a capital within a word, as on old Macs": [0x63, 0x61, 0x66, 0x8e, 0x2c, 0x62, 0x0a, 0x78, 0x2c],
  "letters in UTF-8 besides": [0x61, 0xc3, 0xa4, 0x2c, 0x62, 0x0a, 0x67, 0xe4, 0x62, 0x2c, 0x31],
};

for (const [what, bytes] of Object.entries(IN_DOUBT)) {
  test(`text that is not UTF-8 is refused for ${what}, until its encoding is named`, async () => {
    const file = Uint8Array.from(bytes);
    await assertRejects(
      () => readContent(file),
      SyntaxError,
      "name its encoding, such as --encoding windows-1252",
    );
    const { notes } = await readContent(file, { encoding: "latin1" });
    assertEquals(notes.length, 1);
  });
}

test("an encoding is named as the Encoding Standard has it", async () => {
  const bytes = Uint8Array.from([0xe4, 0xe0, 0x2c, 0x62, 0x0a, 0xed, 0xe5, 0xf2, 0x2c, 0x31]);
  const { columns, rows } = await readContent(bytes, { encoding: "Windows-1251" });
  assertEquals([columns, rows], [["да", "b"], [["нет", "1"]]]);
});

test("where the bytes leave no doubt, the name of another encoding is not needed", async () => {
  for (const bytes of [new TextEncoder().encode(TABLE), utf16(TABLE, { mark: true })]) {
    for (const encoding of ["windows-1252", "utf-16be"]) {
      assertEquals((await readContent(bytes, { encoding })).rows, ROWS);
    }
  }
});

test("a long word without an end is looked at once", async () => {
  const bytes = new Uint8Array(20_000_000).fill(97);
  bytes.set([0xe4, 0x2c, 0x62, 0x0a]);
  await assertRejects(() => readContent(bytes), SyntaxError, "not text in UTF-8 near line 1");
});
