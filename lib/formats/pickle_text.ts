/** The strings of a pickle: UTF-8, Latin-1, and the escapes of protocol 0. @module */

/** The text of UTF-8. */
export function decodeText(utf8: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(utf8);
  } catch (error) {
    throw new SyntaxError("its text is not UTF-8", { cause: error });
  }
}

/** The bytes of a text whose characters are all below 256. */
export function encodeLatin1(text: string, allocate: (bytes: number) => Uint8Array): Uint8Array {
  const bytes = allocate(text.length);
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    if (code > 255) throw new SyntaxError(`the character ${k} is not in latin1`);
    bytes[k] = code;
  }
  return bytes;
}

/** The longest line of text that is read, in bytes; JavaScript's strings have an end. */
const MAX_LINE = 100_000_000;

/** The text of a line of protocol 0: a byte a character, others as `\uXXXX` or `\UXXXXXXXX`. */
export function unescapeText(line: Uint8Array): string {
  if (line.length > MAX_LINE) {
    throw new SyntaxError(`its text has ${line.length} bytes, in protocol 0 at most ${MAX_LINE}`);
  }
  // Not TextDecoder("latin1"), which is windows-1252; and no pattern, which would hold every escape as a match.
  const units = new Uint16Array(line.length);
  let length = 0;
  for (let k = 0; k < line.length;) {
    const byte = line[k++]!;
    if (byte !== 0x5c) {
      units[length++] = byte;
      continue;
    }
    const end = k + (line[k] === 0x75 ? 5 : 9);
    const escape = String.fromCharCode(...line.subarray(k, end));
    const code = /^(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})$/.test(escape)
      ? Number.parseInt(escape.slice(1), 16)
      : NaN;
    if (!(code <= 0x10ffff)) {
      const whole = `\\${Number.isNaN(code) ? "" : escape}`;
      throw new SyntaxError(`its text has the escape ${JSON.stringify(whole)}`);
    }
    const text = String.fromCodePoint(code); // one code unit or two
    for (let u = 0; u < text.length; u++) units[length++] = text.charCodeAt(u);
    k = end;
  }
  let text = "";
  for (let k = 0; k < length; k += 4096) {
    text += String.fromCharCode(...units.subarray(k, Math.min(k + 4096, length)));
  }
  return text;
}

/** The bytes that stand after a backslash for another byte. */
const ESCAPES: ReadonlyMap<number, number> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ ["\\\\", "''", '""', "n\n", "r\r", "t\t"]
    .map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]),
);

/** The bytes of a line of protocol 0: in quotes, with the escapes of Python 2's `repr`. */
export function unquoteBytes(
  line: Uint8Array,
  allocate: (bytes: number) => Uint8Array,
): Uint8Array {
  const quote = String.fromCharCode(line[0] ?? 0);
  if (line.length < 2 || !`'"`.includes(quote) || line.at(-1) !== line[0]) {
    throw new SyntaxError("its byte string has no quotes");
  }
  const inner = line.subarray(1, -1);
  const bytes = allocate(inner.length);
  let length = 0;
  for (let k = 0; k < inner.length; k++) {
    let byte: number | undefined = inner[k];
    if (byte === 0x5c) {
      const letter = inner[++k];
      byte = letter === 0x78
        ? 16 * hexDigit(inner[++k]) + hexDigit(inner[++k])
        : ESCAPES.get(letter ?? 0);
      if (byte === undefined || Number.isNaN(byte)) {
        throw new SyntaxError(`its byte string has an unknown escape at byte ${k} of it`);
      }
    }
    bytes[length++] = byte!;
  }
  return bytes.subarray(0, length);
}

function hexDigit(code = 0): number {
  if (0x30 <= code && code <= 0x39) return code - 0x30;
  return 0x61 <= code && code <= 0x66 ? code - 0x61 + 10 : NaN;
}
