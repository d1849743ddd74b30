/** The command lines of the documents: lines of blocks, spans within sentences, and the cells of the table of commands. @module */

import { join } from "@std/path";
import { type Block, blocksOf, type Page, pages } from "../helpers/markdown.ts";
import { ROOT } from "../helpers/run_task.ts";

/** A line that a reader types. */
export interface CommandLine {
  /** `PATH:LINE`, to go to it. */
  readonly position: string;
  /** The page that has it. */
  readonly path: string;
  readonly text: string;
  /** What the page shows as the output of the block that ends with this line; empty if it shows none. */
  readonly shown: string;
  /** Whether a sentence only names a program or a task, such as `deno task train`, and shows no whole line. */
  readonly isName: boolean;
}

/** The page whose table names commands without the words before them. */
const TABLE_OF_COMMANDS = "docs/commands.md";

/** Pages with command lines besides those of `pages()`. */
const MORE = ["packages/inkling/README.md", "packages/lab/README.md", "packages/course/README.md"];

/** The languages of blocks that have commands. A block of none of these is a program, a config, or a document. */
const SHELLS = ["sh", "text", ""];

/** How a command line begins. */
const PROGRAM =
  /^(?:[A-Z_]+=\S+ )*(?:bash|curl|deno|docker|gh|git|jupyter|node|npm|npx|podman|python3|qemu-\S+|tensorboard) \S/;

/** What stands for every command or file in a sentence: `deno task NAME`, `sweep … --out`. */
const PATTERN = /\b[A-Z]{2,}\b|…|(?:^|[ -])N\b/;

/** A program, or a task without its words: a name that stands in a sentence. An option at the end lacks its value. */
const NAME =
  /^(?:deno|npx|npm)(?: (?:task|run|install|inkling|--no|--yes|-q|--cwd \S+))*(?: [^\s.-]\S*)?(?: --(?:csv|config))?$/;

/** Every page that may have command lines: the README, the guides, the course, and what is for contributors. */
async function allPages(): Promise<Page[]> {
  const paths = [...MORE];
  for await (const { name } of Deno.readDir(join(ROOT, "docs/book"))) {
    if (name.endsWith(".md")) paths.push(`docs/book/${name}`);
  }
  const more = paths.sort().map(async (path) => ({
    path,
    text: await Deno.readTextFile(join(ROOT, path)),
  }));
  const own = (await pages()).filter(({ path }) => path !== "CHANGELOG.md");
  return [...own, ...await Promise.all(more)];
}

/** The command lines of all pages, in the order of each page. */
export async function commandLines(): Promise<CommandLine[]> {
  return (await allPages()).flatMap(linesOf);
}

/** The command lines of a page, in its order. */
export function linesOf(page: Page): CommandLine[] {
  const found = [...linesOfBlocks(page), ...linesOfSpans(page), ...linesOfTable(page)];
  const numberOf = ({ position }: CommandLine) => Number(position.split(":")[1]);
  return found.sort((a, b) => numberOf(a) - numberOf(b));
}

function linesOfBlocks(page: Page): CommandLine[] {
  const blocks = blocksOf(page);
  return blocks.flatMap((block, k) => {
    if (!SHELLS.includes(block.info)) return [];
    const start = Number(block.position.split(":")[1]);
    const lines: CommandLine[] = [];
    let whole = "";
    for (const [k, line] of block.code.trimEnd().split("\n").entries()) {
      whole += line;
      if (whole.endsWith("\\")) whole = whole.replace(/ *\\$/, " ");
      else {
        const text = whole.replaceAll(/ +/g, " ");
        const isCommand = block.info === "sh" || PROGRAM.test(text);
        const position = `${page.path}:${start + 1 + k}`;
        if (isCommand) lines.push({ position, path: page.path, text, shown: "", isName: false });
        whole = "";
      }
    }
    const last = lines.pop();
    if (last !== undefined) lines.push({ ...last, shown: shownAfter(page, blocks, k) });
    return lines;
  });
}

/** The block without a language that comes next, before another command or heading. */
function shownAfter(page: Page, blocks: readonly Block[], k: number): string {
  const next = blocks[k + 1];
  if (next === undefined || next.info !== "" || PROGRAM.test(next.code)) return "";
  const [from, to] = [blocks[k]!, next].map(({ position }) => Number(position.split(":")[1]));
  const between = page.text.split("\n").slice(from! + blocks[k]!.code.split("\n").length, to! - 1);
  return between.some((line) => line.startsWith("#")) ? "" : next.code;
}

function linesOfSpans(page: Page): CommandLine[] {
  const blank = (block: string) => block.replaceAll(/[^\n]/g, "");
  const text = page.text.replaceAll(/^ *```[^]*?^ *```$/gm, blank);
  return [...text.matchAll(/`([^`]+)`/g)].flatMap(({ index, 1: span }) => {
    const command = span!.replaceAll(/\s+/g, " ").replaceAll("\\|", "|");
    if (!PROGRAM.test(command) || PATTERN.test(command) || command === "deno task") return [];
    const position = `${page.path}:${text.slice(0, index).split("\n").length}`;
    const isName = NAME.test(command);
    return [{ position, path: page.path, text: command, shown: "", isName }];
  });
}

/** The second column of the table of commands, with the words that a checkout needs before them. */
function linesOfTable(page: Page): CommandLine[] {
  if (page.path !== TABLE_OF_COMMANDS) return [];
  return page.text.split("\n").flatMap((line, k) => {
    const cell = line.split(" | ")[1] ?? "";
    if (!line.startsWith("|")) return [];
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, command]) => ({
      position: `${page.path}:${k + 1}`,
      path: page.path,
      text: command!.startsWith("npx ") ? command! : `deno task ${command}`,
      shown: "",
      isName: false,
    }));
  });
}
