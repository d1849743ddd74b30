/** The three parts of a TypeScript file that people read: names, texts and comments. */

/** A file's parts. Each is as long as the file: what belongs to another part is blank, so that offsets and lines are the file's. */
export interface SourceParts {
  /** The code: identifiers, keywords and numbers. */
  readonly names: string;
  /** What stands between quotes, in templates and in regular expressions. */
  readonly texts: string;
  readonly comments: string;
}

type Part = keyof SourceParts;

/** Behind these a slash begins a regular expression; behind anything else it divides. */
const BEFORE_REGEXP = /(?:^|[(,=:[!&|?{};+*%<>~^-]|\b(?:return|typeof|case|of|in|yield|await))\s*$/;

const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const COMMENT = /\/\*[^]*?\*\/|\/\/.*/y;
const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;
const PLAIN = /[^"'`/{}]+/y;

/** Separates two strings, so that the end of one and the start of the next are not read as one sentence. */
export const BETWEEN = "·";

/** Splits a TypeScript file into its parts. A text that is joined by `+` is read on without a break. */
export function sourceParts(source: string): SourceParts {
  const parts: { [part in Part]: string[] } = { names: [], texts: [], comments: [] };
  const put = (part: Part, text: string): void => {
    for (const name of ["names", "texts", "comments"] as const) {
      parts[name].push(name === part ? text : blank(text, part, name));
    }
  };
  const match = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const depths: number[] = []; // of braces, in each template that is open
  let code = "";
  let k = 0;
  const template = (): void => {
    const start = k++;
    for (; k < source.length; k++) {
      if (source[k] === "\\") k++;
      else if (source[k] === "`") break;
      else if (source.startsWith("${", k)) {
        k++;
        depths.push(0);
        break;
      }
    }
    k++;
    put("texts", source.slice(start, k));
    code = "(";
  };
  while (k < source.length) {
    const plain = match(PLAIN, k);
    if (plain !== undefined) {
      put("names", plain);
      code = (code + plain.slice(-12)).slice(-12);
      k += plain.length;
      continue;
    }
    const character = source[k]!;
    const text = character === "/"
      ? match(COMMENT, k) ?? (BEFORE_REGEXP.test(code) ? match(REGEXP, k) : undefined)
      : match(QUOTED, k);
    if (text !== undefined) {
      const isComment = /^\/[/*]/.test(text);
      put(isComment ? "comments" : "texts", isComment ? withoutMarks(text) : text);
      if (!isComment) code = "x";
      k += text.length;
    } else if (character === "`") template();
    else if (character === "}" && depths.at(-1) === 0) {
      depths.pop();
      template();
      code = "x";
    } else {
      if (depths.length > 0 && "{}".includes(character)) {
        depths[depths.length - 1]! += character === "{" ? 1 : -1;
      }
      put("names", character);
      code = (code + character).slice(-12);
      k++;
    }
  }
  return {
    names: parts.names.join(""),
    texts: parts.texts.join(""),
    comments: parts.comments.join(""),
  };
}

/** Blanks of the same length and the same lines. */
function blank(text: string, from: Part, to: Part): string {
  if (to === "texts" && from === "names") {
    return text.replaceAll("+", " ").replaceAll(/\S/g, BETWEEN);
  }
  return text.replaceAll(/[^\n]/g, " ");
}

/** A comment without its marks, in the same columns. One in stars begins with {@linkcode BETWEEN}. */
function withoutMarks(comment: string): string {
  return comment.replace(/^\/\*/, `${BETWEEN} `).replaceAll(
    /(?<=^· )\*|\*\/$|^\/\/|^\s*\*(?!\/)/gm,
    (mark) => " ".repeat(mark.length),
  );
}
