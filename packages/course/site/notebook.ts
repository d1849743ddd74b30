/**
 * A chapter as a notebook for Deno's kernel in Jupyter: nbformat 4.5
 * (https://nbformat.readthedocs.io/en/latest/format_description.html), without outputs, the same bytes each time. @module
 */

import { chapterOf, type ChapterPart, type ExercisePart } from "./chapter.ts";

/** The metadata of a notebook; Deno's kernel writes the language the same. */
const METADATA = {
  kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
  language_info: {
    codemirror_mode: "typescript",
    file_extension: ".ts",
    mimetype: "text/x.typescript",
    name: "typescript",
    nbconvert_exporter: "script",
    pygments_lexer: "typescript",
  },
} as const;

/** A cell of a notebook, without its id. */
type Cell = { readonly type: "markdown" | "code"; readonly name: string; readonly source: string };

/** Gives the address of what a relative link leads to; undefined for its text alone. */
type LinkTo = (link: string) => string | undefined;

/**
 * The notebook of a chapter: its Markdown with the equations as they are, its cells, the texts of its figures with a link
 * to the page on which they move, and its exercises with a cell that checks the answer.
 * @param markdown the chapter
 * @param name of the chapter's file without its ending; the page `NAME.html` lies beside the notebook
 * @param linkTo gives the address of what a relative link leads to that is no chapter. Default: as it is
 * @throws {SyntaxError} if the Markdown is no chapter
 */
export function notebookOf(
  markdown: string,
  name: string,
  linkTo: LinkTo = (link) => link,
): string {
  const numbers = new Map<string, number>();
  const cells = chapterOf(markdown).parts.map(withoutPrinted).flatMap((part) => {
    const number = (numbers.get(part.kind) ?? 0) + 1;
    numbers.set(part.kind, number);
    return cellsOf(part, number, `${name}.html`, linkTo);
  });
  const notebook = {
    cells: cells.map(({ type, name, source }) => ({
      cell_type: type,
      ...type === "code" ? { execution_count: null } : {},
      id: name,
      metadata: {},
      ...type === "code" ? { outputs: [] } : {},
      source: source.split(/(?<=\n)/),
    })),
    metadata: METADATA,
    nbformat: 4,
    "nbformat_minor": 5,
  };
  return JSON.stringify(notebook, null, 1) + "\n";
}

/** Text behind a cell without the fence of what the cell prints, since a notebook has that itself. */
function withoutPrinted(part: ChapterPart, k: number, parts: readonly ChapterPart[]): ChapterPart {
  if (part.kind !== "markdown" || parts[k - 1]?.kind !== "cell") return part;
  return { ...part, text: part.text.replace(/^```text\n[^]*?\n```(?:\n+|$)/, "") };
}

/** The cells of a part; they are named by its kind and number, so that an edit elsewhere changes no name. */
function cellsOf(
  part: ChapterPart,
  number: number,
  page: string,
  linkTo: LinkTo,
): Cell[] {
  const name = `${part.kind}-${number}`;
  const text = (markdown: string, behind = ""): Cell => {
    return {
      type: "markdown",
      name,
      source: `${withLinks(markdown, linkTo)}${behind}`.trimStart(),
    };
  };
  switch (part.kind) {
    case "markdown":
      return part.text === "" ? [] : [text(part.text)];
    case "cell":
      return [{ type: "code", name, source: part.code }];
    case "figure":
      return [text(part.text, `\n\n[This figure moves on the chapter's page.](${page})`)];
    case "exercise":
      return [
        text(`**Exercise ${number}.** ${part.question}`, hintOf(part)),
        { type: "code", name: `${name}-answer`, source: checkOf(part) },
      ];
  }
}

function hintOf({ hint }: ExercisePart): string {
  const escaped = hint?.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return escaped ? `\n\n<details><summary>Hint</summary>\n\n${escaped}\n\n</details>` : "";
}

/** A cell that checks an answer: the right one stands in it, in base64, so that nobody reads it by accident. */
function checkOf({ answer, tolerance }: ExercisePart): string {
  const expected = JSON.stringify(tolerance === undefined ? [answer] : [answer, tolerance]);
  const key = new TextEncoder().encode(expected).toBase64();
  return `import { check } from "@inkling/inkling/notebook";\ncheck("${key}", /* your answer */);`;
}

/** Code of Markdown, or a link with its text and its address. */
const CODE_OR_LINK = /^ *```[^]*?^ *```|\[((?:[^[\]`]|`[^`\n]+`)*)\]\(([^)\s]+)\)|`[^`\n]+`/gm;

/** Markdown with other addresses of its relative links, or their texts where there is none; code is left as it is. */
function withLinks(markdown: string, linkTo: LinkTo): string {
  return markdown.replaceAll(CODE_OR_LINK, (found, text?: string, address?: string) => {
    if (address === undefined || /^(?:[a-z]+:|#)/i.test(address)) return found;
    const to = targetOf(address, linkTo);
    return to === undefined ? text! : `[${text}](${to})`;
  });
}

/** A chapter's notebook lies beside this one; the contents are a page. */
function targetOf(address: string, linkTo: LinkTo): string | undefined {
  const [, file, anchor = ""] = /^([^/#]+)\.md(#.*)?$/.exec(address) ?? [];
  if (file === undefined || file.startsWith("..")) return linkTo(address);
  return file === "README" ? `index.html${anchor}` : `${file}.ipynb${anchor}`;
}
