/** A file of text: unpacked, checked to be UTF-8, its lines ended by a line feed only. @module */

import { peek, slices } from "../../../system/streams.ts";

/** How files of other kinds begin, and what to do with them. */
const OTHER_FILES: readonly [start: readonly number[], what: string][] = [
  [[0x50, 0x4b, 3, 4], "is a ZIP file, such as a workbook of Excel: save it as CSV (UTF-8) there"],
  [[0x50, 0x41, 0x52, 0x31], "is a Parquet file: write it as CSV"],
  [[0x93, 0x4e, 0x55, 0x4d], "is a file of NumPy: write it as CSV"],
];

/** What to do with a text that is not UTF-8. */
const HELP =
  "save it as CSV (UTF-8), or name its encoding, such as --encoding windows-1252 or utf-16le";

/** How JSON and JSON Lines begin: an object, or a list of objects, of texts or over several lines. */
const JSON_START = /^\s*(?:\{\s*["}]|\[\s*[{"\n])/;

/**
 * The text of a CSV file, see {@linkcode linesOf}. gzip is unpacked.
 * @param source the name of the file in errors
 * @throws {SyntaxError} if it is not text in UTF-8, or JSON
 */
export async function* textOf(
  stream: ReadableStream<Uint8Array>,
  source: string,
): AsyncGenerator<string, void, void> {
  const bytes = async function* () {
    let start = true;
    for await (const chunk of await unpacked(stream, source)) {
      const other = OTHER_FILES.find(([start]) => start.every((byte, k) => chunk[k] === byte));
      if (start && other !== undefined) {
        throw new SyntaxError(`Cannot read ${source}: it ${other[1]}`);
      }
      start = false;
      yield chunk;
    }
  };
  let start = true;
  for await (const text of linesOf(bytes(), source)) {
    if (start && isJson(text)) {
      throw new SyntaxError(
        `Cannot read ${source}: it is JSON: write its rows as CSV, with the names of the columns on the first line`,
      );
    }
    start = false;
    yield text;
  }
}

/**
 * The text of bytes, in pieces: a byte-order mark is left out, and every line ends with "\n", whether it ended with "\r\n",
 * "\r" or "\n".
 * @param source the name of the file in errors
 * @throws {SyntaxError} if it is not text in UTF-8
 */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true }); // it leaves out a byte-order mark
  let lines = 1;
  let held = ""; // a "\r" at the end, which a "\n" may follow
  const decoded = (bytes?: Uint8Array): string => {
    let text: string;
    try {
      text = held + decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      const before = new TextDecoder().decode(bytes).split("\ufffd")[0]!;
      throw new SyntaxError(
        `Cannot read ${source}: it is not text in UTF-8 near line ` +
          `${lines + before.split(/\r\n?|\n/).length - 1}; ${HELP}`,
      );
    }
    held = "";
    if (bytes !== undefined && text.endsWith("\r")) [text, held] = [text.slice(0, -1), "\r"];
    if (text.includes("\r")) text = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
    if (text.includes("\0")) {
      throw new SyntaxError(
        `Cannot read ${source}: it has bytes of zero near line ${lines}, and is not text in UTF-8; ${HELP}`,
      );
    }
    lines += text.split("\n").length - 1;
    return text;
  };
  for await (const bytes of stream) yield decoded(bytes);
  yield decoded();
}

export interface Writing {
  readonly mark: boolean;
  readonly lineEnd: "\n" | "\r\n";
}

export async function writingOf(
  stream: ReadableStream<Uint8Array>,
  source: string,
): Promise<Writing> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const bytes of await unpacked(stream, source)) {
    const text = decoder.decode(bytes);
    return {
      mark: text.startsWith("\ufeff"),
      lineEnd: text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n",
    };
  }
  return { mark: false, lineEnd: "\n" };
}

/** Whether bytes begin as a file that is packed by gzip. */
export function isGzip(start: ArrayLike<number>): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** The bytes of a stream, which is read once, unpacked if they are packed by gzip. */
export async function unpacked(
  packed: ReadableStream<Uint8Array>,
  source: string,
): Promise<ReadableStream<Uint8Array>> {
  const { start, stream } = await peek(packed, 2);
  return isGzip(start) ? ReadableStream.from(gunzipped(stream, source)) : stream;
}

async function* gunzipped(
  packed: ReadableStream<Uint8Array>,
  source: string,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* packed.pipeThrough(slices()).pipeThrough(new DecompressionStream("gzip"));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SyntaxError(
      `Cannot unpack ${source}: it is damaged, ends too soon, or is several gzip files in one`,
      { cause: error },
    );
  }
}

/** Whether a text begins as JSON does, or its first line is a list of JSON. */
export function isJson(text: string): boolean {
  const [line] = text.split("\n", 1);
  if (JSON_START.test(text) || !line!.startsWith("[")) return JSON_START.test(text);
  try {
    return Array.isArray(JSON.parse(line!));
  } catch {
    return false;
  }
}
