/**
 * The encoding of a table of text. UTF-8, UTF-16, East Asian encodings and Windows-1252 are known by their bytes where these
 * leave little doubt; others are named. Runs on the web platform.
 *
 * Names and byte-order marks are those of the Encoding Standard (WHATWG), whose decoders every platform has. @module
 */

import { quoted } from "../../../lib/checks/texts.ts";
import { peek } from "../../system/streams.ts";
import { multibyteEncoding } from "./multibyte.ts";

const UTF_8 = "utf-8";

/** An encoding that no bytes prove. */
const WINDOWS_1252 = "windows-1252";

/** How texts begin whose encoding is certain. */
const MARKS: readonly [encoding: string, bytes: readonly number[]][] = [
  [UTF_8, [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** How many bytes are searched for zeros: a text in UTF-16 has one in each letter of ASCII. */
const START_BYTES = 4096;

/** The bytes of a text, as often as they are read. */
type Open = () => Promise<ReadableStream<Uint8Array>>;

/**
 * A text as UTF-8, and a sentence if it is another. One in another encoding begins with a byte-order mark then, so that what
 * is written like it is read as UTF-8.
 * @param name of the file, for errors
 * @param given the encoding where the bytes leave doubt
 * @throws {RangeError} if that is none
 */
export async function decodedText(
  name: string,
  open: Open,
  given?: string,
): Promise<{ readonly open: Open; readonly note?: string }> {
  const named = given === undefined ? undefined : encodingNamed(given);
  const encoding = await encodingOf(open, named);
  const isOther = named !== undefined && named !== encoding;
  const isGuess = named === undefined && encoding === WINDOWS_1252;
  const why = isOther ? ` by its bytes, not as ${named}` : isGuess ? ", a guess" : "";
  const note = `${name} is read as ${encoding}${why}`;
  if (encoding === UTF_8) return { open, ...isOther && { note } };
  const decoded = async () => (await open()).pipeThrough(transcoder(encoding, name));
  return { open: decoded, note };
}

/**
 * A text that comes once as UTF-8: its mark or its zeros show the encoding, or else the name that is given counts.
 * @throws {RangeError} if that is none
 */
export async function decodedStream(
  name: string,
  stream: ReadableStream<Uint8Array>,
  given?: string,
): Promise<ReadableStream<Uint8Array>> {
  const named = given === undefined ? undefined : encodingNamed(given);
  const { start, stream: all } = await peek(stream, 2);
  const encoding = markOf(start) ?? zerosOf(start) ?? named ?? UTF_8;
  return encoding === UTF_8 ? all : all.pipeThrough(transcoder(encoding, name));
}

/** The encoding of a name, such as `windows-1252` of `latin1`. */
function encodingNamed(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw new RangeError(
      `Cannot use ${
        quoted(name)
      } as an encoding: expected utf-8, utf-16le, windows-1252 or another ` +
        "name of the Encoding Standard, such as windows-1251 or shift_jis",
    );
  }
}

/** The encoding of a text; UTF-8 if nothing shows which, and its reader refuses with the line. */
async function encodingOf(open: Open, named: string | undefined): Promise<string> {
  const { start, stream } = await peek(await open(), START_BYTES);
  const marked = markOf(start);
  const hasZeros = start.includes(0);
  if (marked !== undefined || hasZeros) {
    await stream.cancel();
    return marked ?? zerosOf(start) ?? named ?? UTF_8;
  }
  if (await isUtf8(stream)) return UTF_8;
  return named ?? await multibyteEncoding(await open()) ??
    (await isSurelyWindows1252(await open()) ? WINDOWS_1252 : UTF_8);
}

function markOf(start: ArrayLike<number>): string | undefined {
  const [encoding] = MARKS.find(([, bytes]) => bytes.every((byte, k) => start[k] === byte)) ?? [];
  return encoding;
}

/** UTF-16 if every zero is the same half of a letter or a sign, and most characters have one. */
function zerosOf(start: readonly number[]): string | undefined {
  const counts = [0, 0];
  for (const [k, byte] of start.entries()) {
    if (byte !== 0) continue;
    const other = start[k % 2 === 0 ? k + 1 : k - 1] ?? 0;
    if (other < 0x20 && ![0x09, 0x0a, 0x0d].includes(other)) return undefined;
    counts[k % 2]!++;
  }
  const [first, second] = counts as [number, number];
  if (first > 0 && second > 0 || 4 * (first + second) <= start.length) return undefined;
  return first > 0 ? "utf-16be" : second > 0 ? "utf-16le" : undefined;
}

async function isUtf8(stream: ReadableStream<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder(UTF_8, { fatal: true });
  try {
    for await (const bytes of stream) decoder.decode(bytes, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The letters of Windows-1252 that are not ASCII: small ones, capitals, and all with those that are. */
const SMALL = "\u00df-\u00f6\u00f8-\u00ff\u0153\u0161\u017e";
const LARGE = "\u00c0-\u00d6\u00d8-\u00de\u0152\u0160\u0178\u017d";
const LETTER = `A-Za-z${SMALL}${LARGE}`;

const WORD = new RegExp(`[${LETTER}]+`, "g");

/** What hardly stands in a text in Windows-1252. */
const STRANGE = new RegExp(
  [
    "[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\x81\\x8d\\x8f\\x90\\x9d]", // control characters
    "[\u00c2-\u00c5][^\\0-\\x7f\u00c0-\u00ff]", // letters in UTF-8
    `[a-z${SMALL}][${LARGE}]`, // a capital within a word
    "\\d\u00f8", // the sign of degrees on old PCs
    // A sign within a word that is no apostrophe, dash or space.
    `[${LETTER}][^\\0-\\x7f${SMALL}${LARGE}\u2018\u2019\u00b4\u2013\u2014\u00b7\u00a0\u00ad][${LETTER}]`,
  ].join("|"),
);

/**
 * Whether a text that is not UTF-8 is surely Windows-1252: nothing in it is strange, and words with letters that are not ASCII
 * have as many that are. Words of other alphabets have none.
 */
async function isSurelyWindows1252(stream: ReadableStream<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder("windows-1252");
  let [ascii, others] = [0, 0];
  let held = ""; // a word may continue in the next piece
  const isStrange = (bytes?: Uint8Array): boolean => {
    const text = held + decoder.decode(bytes, { stream: bytes !== undefined });
    held = bytes === undefined ? "" : /[^\s,;]{0,64}$/.exec(text.slice(-64))![0];
    for (const [word] of text.slice(0, text.length - held.length).matchAll(WORD)) {
      const plain = word.replaceAll(/[^A-Za-z]/g, "").length;
      if (plain === word.length) continue;
      ascii += plain;
      others += word.length - plain;
    }
    return STRANGE.test(text);
  };
  for await (const bytes of stream) if (isStrange(bytes)) return false;
  return !isStrange() && ascii >= others;
}

/** Makes a text UTF-8 with a mark. */
function transcoder(encoding: string, name: string): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  const encoded = (bytes?: Uint8Array) => {
    try {
      return encoder.encode(decoder.decode(bytes, { stream: bytes !== undefined }));
    } catch (error) {
      throw new SyntaxError(
        `Cannot read ${name}: it is not text in ${encoding}; --encoding names another`,
        { cause: error },
      );
    }
  };
  return new TransformStream({
    start: (controller) => controller.enqueue(encoder.encode("\ufeff")),
    transform: (bytes, controller) => controller.enqueue(encoded(bytes)),
    flush: (controller) => controller.enqueue(encoded()),
  });
}
