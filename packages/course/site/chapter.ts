/** A chapter of the course, read from its Markdown: text, cells, figures and exercises, in order. @module */

/** Markdown between the other parts, with its equations in LaTeX and its fences that are only shown. */
export interface MarkdownPart {
  readonly kind: "markdown";
  readonly text: string;
}

/** Code that a reader runs: a fence `js cell`. */
export interface CellPart {
  readonly kind: "cell";
  readonly code: string;
  /** Whether it goes on from the cell before, `js cell continued`, and is no program of its own. */
  readonly isContinued: boolean;
}

/** A figure that moves: a custom element `<ink-…>`. */
export interface FigurePart {
  readonly kind: "figure";
  /** The element's name, `ink-backprop`. */
  readonly tag: string;
  /** Its settings. */
  readonly attributes: { readonly [name: string]: string };
  /** Markdown that describes it. */
  readonly text: string;
}

/** A question with an answer that can be checked: `<ink-exercise>`. */
export interface ExercisePart {
  readonly kind: "exercise";
  /** A number, a word, or `sha256:` with the first 12 digits of weights. */
  readonly answer: string;
  /** How far off a number may be. */
  readonly tolerance?: string;
  /** Other words that are right, with commas between. */
  readonly also?: string;
  /** What helps whoever is wrong twice. */
  readonly hint?: string;
  /** The question, in Markdown. */
  readonly question: string;
}

/** A part of a chapter. */
export type ChapterPart = MarkdownPart | CellPart | FigurePart | ExercisePart;

/** A chapter: its title and its parts in order; the first part begins with the title. */
export interface Chapter {
  readonly title: string;
  readonly parts: readonly ChapterPart[];
}

const FENCE = /^\s*(`{3,}|~{3,})\s*(.*?)\s*$/;
const ELEMENT = /^<(ink-[a-z]+)((?:\s+[a-z][a-z0-9]*="[^"]*")*)\s*>\s*(<\/\1>)?$/;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
const EXERCISE = "ink-exercise";

/** What an exercise may say of itself. */
const EXERCISE_ATTRIBUTES = ["answer", "tolerance", "also", "hint"];

/**
 * Reads a chapter.
 * @throws {SyntaxError} with the line, if a fence or an element is not closed, or an exercise has no answer
 */
export function chapterOf(markdown: string): Chapter {
  const lines = markdown.replaceAll("\r\n", "\n").split("\n");
  const title = /^# (.+)$/.exec(lines[0]!)?.[1];
  if (title === undefined) throw mistake(0, `is "${lines[0]}"`, "expected # and the title");
  const parts: ChapterPart[] = [];
  let text: string[] = [];
  const add = (...part: ChapterPart[]) => {
    const between = trimmed(text);
    if (between !== "") parts.push({ kind: "markdown", text: between });
    parts.push(...part);
    text = [];
  };
  for (let k = 0; k < lines.length; k++) {
    const line = lines[k]!;
    const [, fence, info = ""] = FENCE.exec(line) ?? [];
    if (fence !== undefined) {
      const end = endOf(lines, k, (other) => {
        const [, marks = "", rest] = FENCE.exec(other) ?? [];
        return rest === "" && marks.startsWith(fence);
      });
      const [language, word, more] = info.split(/\s+/);
      if (word !== "cell") text.push(...lines.slice(k, end + 1));
      else {
        if (language !== "js" || ![undefined, "continued"].includes(more)) {
          throw mistake(k, `is a cell "${info}"`, "expected js cell or js cell continued");
        }
        const isContinued = more === "continued";
        add({ kind: "cell", code: trimmed(lines.slice(k + 1, end)), isContinued });
      }
      k = end;
      continue;
    }
    if (!line.startsWith("<ink-")) {
      text.push(line);
      continue;
    }
    const [, tag, given, closed] = ELEMENT.exec(line.trimEnd()) ?? [];
    if (tag === undefined) {
      throw mistake(k, `is ${line}`, 'expected an element such as <ink-neuron w="6"> alone');
    }
    const end = closed === undefined
      ? endOf(lines, k, (other) => other.trimEnd() === `</${tag}>`)
      : k;
    const inner = trimmed(lines.slice(k + 1, end));
    const attributes = attributesIn(given!);
    add(
      tag === EXERCISE
        ? exerciseOf(attributes, inner, k)
        : { kind: "figure", tag, attributes, text: inner },
    );
    k = end;
  }
  add();
  return { title, parts };
}

/** Lines without the empty ones at both ends. */
function trimmed(lines: readonly string[]): string {
  return lines.join("\n").replace(/^(?:[ \t]*\n)+/, "").trimEnd();
}

/** The line that closes what another one opens. */
function endOf(lines: readonly string[], start: number, closes: (line: string) => boolean): number {
  const end = lines.findIndex((line, k) => k > start && closes(line));
  if (end === -1) throw mistake(start, `opens ${lines[start]}`, "expected a line that closes it");
  return end;
}

function attributesIn(text: string): { [name: string]: string } {
  const found = text.matchAll(/([a-z]+)="([^"]*)"/g);
  const entries = [...found].map(([, name, value]) => [name!, decoded(value!)]);
  return Object.fromEntries(entries);
}

function decoded(value: string): string {
  return value.replaceAll(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name]!);
}

function exerciseOf(
  attributes: { readonly [name: string]: string },
  question: string,
  k: number,
): ExercisePart {
  const { answer = "", tolerance } = attributes;
  const unknown = Object.keys(attributes).find((name) => !EXERCISE_ATTRIBUTES.includes(name));
  if (unknown !== undefined) {
    throw mistake(k, `has ${unknown}`, `expected ${EXERCISE_ATTRIBUTES.join(", ")}`);
  }
  if (answer.trim() === "" || question === "") {
    throw mistake(k, "is an exercise without answer or question", "expected both");
  }
  if (tolerance !== undefined && !(Number(tolerance) >= 0 && isFinite(Number(answer)))) {
    throw mistake(
      k,
      `has the answer ${answer} and the tolerance ${tolerance}`,
      "expected two numbers",
    );
  }
  return { kind: "exercise", ...attributes, answer, question };
}

function mistake(k: number, actual: string, expected: string): SyntaxError {
  return new SyntaxError(`Cannot read the chapter: line ${k + 1} ${actual}; ${expected}`);
}
