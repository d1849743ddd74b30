/**
 * XML as tags and the texts before them, one after the other; a piece of the file is in memory as text at a time. Names are
 * without prefixes. Documents that define entities are refused, as in Open Packaging Conventions (ISO/IEC 29500-2, 9.1.4;
 * W3C, "Extensible Markup Language 1.0"). @module
 */

/** The size of the pieces, in bytes. */
const PIECE_BYTES = 1_048_576;

/** The most characters of a tag, a text or a comment. */
const MAX_LENGTH = 16_777_216;

/** The most tags within each other. */
const MAX_DEPTH = 256;

const ENTITIES: { readonly [name: string]: string } = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/** What stands between `<` and `>` and holds no tag. */
const SKIPPED = [["<!--", "-->"], ["<![CDATA[", "]]>"], ["<?", "?>"]] as const;

const ATTRIBUTE = /\s+(?:[^\s=:]+:)?([^\s=:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

const [SPACE, MARK, QUOTE, APOSTROPHE, SLASH] = [0x20, 0x21, 0x22, 0x27, 0x2f];
const [COLON, GREATER, QUESTION] = [0x3a, 0x3e, 0x3f];

/** Reads a document from its start to its end. */
export class XmlReader {
  /** The name of the last tag. */
  name = "";
  /** Whether the last tag ends an element. */
  isEnd = false;
  /** Whether the last tag is an element without content, whose end comes next. */
  isEmpty = false;
  /** The text between the last tag and the one before it. */
  text = "";
  readonly #bytes: Uint8Array;
  readonly #decoder: TextDecoder;
  readonly #open: string[] = [];
  #read = 0;
  #buffer = "";
  #at = 0;
  #attributes = "";

  constructor(bytes: Uint8Array) {
    const [first, second] = bytes;
    const label = first === 0xff && second === 0xfe
      ? "utf-16le"
      : first === 0xfe && second === 0xff
      ? "utf-16be"
      : "utf-8";
    this.#bytes = bytes;
    this.#decoder = new TextDecoder(label, { fatal: true });
  }

  /** The name of the element that the last tag is in, or whose part it ends. */
  get parent(): string | undefined {
    return this.#open.at(this.isEnd ? -1 : -2);
  }

  /**
   * Goes to the next tag.
   * @returns whether there is one
   * @throws {SyntaxError} if the document is not well-formed
   */
  next(): boolean {
    this.text = "";
    if (this.isEmpty) return this.#end(this.name);
    for (;;) {
      const start = this.#find("<");
      if (start !== this.#at) {
        this.text += unescaped(this.#buffer.slice(this.#at, start === -1 ? undefined : start));
      }
      if (start === -1) {
        if (this.#open.length > 0) throw new SyntaxError("it ends too soon");
        return false;
      }
      this.#at = start;
      while (this.#buffer.length - this.#at < "<![CDATA[".length && this.#more());
      const code = this.#buffer.charCodeAt(this.#at + 1);
      if (code !== MARK && code !== QUESTION || !this.#skip()) return this.#tag();
    }
  }

  /** Goes to the end of the element that the last tag began, and gives the text in it. */
  readText(): string {
    const depth = this.#open.length;
    let text = "";
    while (this.#open.length >= depth && this.next()) text += this.text;
    return text;
  }

  /** An attribute of the last tag, by its name without a prefix. */
  attribute(name: string): string | undefined {
    if (!this.#attributes.includes(name)) return undefined; // as most cells have not all
    ATTRIBUTE.lastIndex = 0;
    for (;;) {
      const found = ATTRIBUTE.exec(this.#attributes);
      if (found === null) return undefined;
      if (found[1] === name) return unescaped(found[2] ?? found[3]!);
    }
  }

  #tag(): boolean {
    const end = this.#tagEnd();
    const start = this.#at + 1;
    this.#at = end + 1;
    const isEnd = this.#buffer.charCodeAt(start) === SLASH;
    const [from, to] = this.#nameIn(isEnd ? start + 1 : start, end);
    const name = this.#buffer.slice(from, to);
    if (name === "" || name.startsWith("!")) {
      const text = this.#buffer.slice(start, Math.min(end, start + 40));
      throw new SyntaxError(`"<${text}" is not a tag`);
    }
    if (isEnd) return this.#end(name);
    this.#attributes = this.#buffer.slice(to, end);
    this.isEmpty = this.#buffer.charCodeAt(end - 1) === SLASH;
    this.name = name;
    this.isEnd = false;
    if (this.#open.push(name) > MAX_DEPTH) throw new SyntaxError("its tags are too deep");
    return true;
  }

  /** Where the name of a tag is, without its prefix. */
  #nameIn(start: number, end: number): [from: number, to: number] {
    let [from, to] = [start, start];
    for (; to < end; to++) {
      const code = this.#buffer.charCodeAt(to);
      if (code <= SPACE || code === SLASH) break;
      if (code === COLON) from = to + 1;
    }
    return [from, to];
  }

  #end(name: string): true {
    const open = this.#open.pop();
    if (open !== name) throw new SyntaxError(`it ends "${name}" within "${open ?? ""}"`);
    this.name = name;
    this.isEnd = true;
    this.isEmpty = false;
    this.#attributes = "";
    return true;
  }

  /** Goes past a comment, a section of text, which counts as text, or an instruction. */
  #skip(): boolean {
    const [start, end] = SKIPPED.find(([start]) => this.#buffer.startsWith(start, this.#at)) ?? [];
    if (start === undefined) return false;
    this.#at += start.length;
    const at = this.#find(end!);
    if (at === -1) throw new SyntaxError("it ends too soon");
    if (end === "]]>") this.text += this.#buffer.slice(this.#at, at);
    this.#at = at + end!.length;
    return true;
  }

  /** The index of the `>` that ends a tag; one in quotes does not. */
  #tagEnd(): number {
    let quote = 0;
    for (let k = 1;; k++) {
      if (this.#at + k === this.#buffer.length && !this.#more()) {
        throw new SyntaxError("it ends too soon");
      }
      const code = this.#buffer.charCodeAt(this.#at + k);
      if (quote !== 0) {
        if (code === quote) quote = 0;
      } else if (code === GREATER) return this.#at + k;
      else if (code === QUOTE || code === APOSTROPHE) quote = code;
    }
  }

  /** The index of a text from here on, or -1. */
  #find(text: string): number {
    for (let searched = 0;;) {
      const index = this.#buffer.indexOf(text, this.#at + searched);
      if (index !== -1) return index;
      searched = Math.max(0, this.#buffer.length - this.#at - text.length + 1);
      if (!this.#more()) return -1;
    }
  }

  /** Adds a piece to the buffer, and drops what was read. */
  #more(): boolean {
    if (this.#read >= this.#bytes.length) return false;
    if (this.#buffer.length - this.#at > MAX_LENGTH) {
      throw new SyntaxError(`a tag or a text has over ${MAX_LENGTH} characters`);
    }
    const piece = this.#bytes.subarray(this.#read, this.#read += PIECE_BYTES);
    const stream = this.#read < this.#bytes.length;
    this.#buffer = this.#buffer.slice(this.#at) + this.#decoder.decode(piece, { stream });
    this.#at = 0;
    return true;
  }
}

function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? all;
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
