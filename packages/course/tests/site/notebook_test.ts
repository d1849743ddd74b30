import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { chapterOf } from "../../site/chapter.ts";
import { notebookOf } from "../../site/notebook.ts";
import { LONG_TESTS } from "../../../../tests/helpers/long.ts";
import { mnistData } from "../../../../tests/helpers/mnist_data.ts";
import {
  type ExecutedCell,
  executeNotebook,
  findNbclient,
} from "../../../../tests/helpers/notebooks.ts";
import { granted, namesIn, ROOT } from "../../../../tests/helpers/run_task.ts";
import { CHAPTER } from "./chapter_fixture.ts";

const python = granted("read", "write", "run", "env") ? await findNbclient() : undefined;
const ignore = python === undefined;

interface Cell {
  readonly id: string;
  readonly source: readonly string[];
}

function cellsOf(notebook: string): Map<string, Cell> {
  const { cells } = JSON.parse(notebook) as { cells: Cell[] };
  return new Map(cells.map((cell) => [cell.id, cell]));
}

function sourceIn(cells: Map<string, Cell>, id: string): string {
  return cells.get(id)!.source.join("");
}

Deno.test("a notebook has the chapter's text and cells, without outputs, to the same bytes", () => {
  const notebook = notebookOf(CHAPTER, "1-neurons");
  assertEquals(notebook, notebookOf(CHAPTER, "1-neurons"));
  const { cells, metadata, nbformat, nbformat_minor: minor } = JSON.parse(notebook);
  assertEquals([nbformat, minor], [4, 5]);
  assertEquals(metadata.kernelspec, {
    "display_name": "Deno",
    language: "typescript",
    name: "deno",
  });
  assertEquals(
    cells.map(({ id }: Cell) => id),
    [
      "markdown-1",
      "cell-1",
      "cell-2",
      "cell-3",
      "cell-4",
      "markdown-3",
      "figure-1",
      "markdown-4",
      "exercise-1",
      "exercise-1-answer",
      "exercise-2",
      "exercise-2-answer",
      "markdown-5",
    ],
  );
  for (const { cell_type: type, outputs, execution_count: count } of cells) {
    assertEquals([outputs, count], type === "code" ? [[], null] : [undefined, undefined]);
  }
  assert(notebook.endsWith("}\n"));
});

Deno.test("equations stay as they are, and links lead to other notebooks and pages", () => {
  const links: string[] = [];
  const cells = cellsOf(notebookOf(CHAPTER, "1-neurons", (link) => {
    links.push(link);
    return "there.html";
  }));
  const text = sourceIn(cells, "markdown-1");
  assertStringIncludes(text, "$$\nz = \\sum_j w_j x_j + b\n$$");
  const found = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, address]) => address);
  assertEquals(found, [
    "2-learning.ipynb#why",
    "index.html",
    "there.html",
    "https://example.com/1.md",
    "b.md",
  ]);
  assertEquals(links, ["../../lib/network.ts"]);
});

Deno.test("a figure is its text and a link to its page; an exercise is a question, a hint and a cell", () => {
  const cells = cellsOf(notebookOf(CHAPTER, "1-neurons"));
  assertEquals(
    sourceIn(cells, "figure-1"),
    "A network of 2, 3 and 1 units.\n\n[This figure moves on the chapter's page.](1-neurons.html)",
  );
  assertEquals(
    sourceIn(cells, "exercise-1"),
    "**Exercise 1.** What is $\\sigma(0)$?\n\n" +
      "<details><summary>Hint</summary>\n\nσ(0) &lt; 1 &amp; half of it.\n\n</details>",
  );
  assertMatch(sourceIn(cells, "exercise-1-answer"), /\ncheck\("[\w=]+", \/\* your answer \*\/\);$/);
  assertEquals(sourceIn(cells, "exercise-2"), "**Exercise 2.** What is the layer called?");
});

/** A chapter's notebook, executed whole, twice, to the same outputs, none of which is an error. */
async function executed(markdown: string, name: string): Promise<ExecutedCell[]> {
  const notebook = notebookOf(markdown, name);
  const [first, second] = await Promise.all([
    executeNotebook(python!, notebook),
    executeNotebook(python!, notebook),
  ]);
  for (const { source, outputs } of first!) {
    const error = outputs.find(({ kind }) => kind === "error");
    assertEquals(error, undefined, `${name}: ${source}`);
  }
  assertEquals(first, second, name);
  return first!;
}

/** What the cells of a chapter print by its Markdown: the fence `text` right behind a cell. */
function promised(markdown: string): Map<string, string> {
  const { parts } = chapterOf(markdown);
  let number = 0;
  const entries = parts.flatMap((part, k) => {
    if (part.kind !== "cell") return [];
    number++;
    const next = parts[k + 1];
    const fence = next?.kind === "markdown" && /^```text\n([^]*?\n)```/.exec(next.text)?.[1];
    return fence ? [[`cell-${number}`, fence] as const] : [];
  });
  return new Map(entries);
}

function checkPromised(markdown: string, cells: readonly ExecutedCell[], name: string): void {
  for (const [id, text] of promised(markdown)) {
    const outputs = cells.find((cell) => cell.id === id)!.outputs;
    const printed = outputs.find(({ kind }) => kind === "stream")?.text;
    assertEquals(printed, text, `${name}: ${id}`);
  }
}

Deno.test("Deno's kernel runs a notebook whole, twice to the same outputs, and draws its values", {
  ignore,
}, async () => {
  const cells = await executed(CHAPTER, "1-neurons");
  checkPromised(CHAPTER, cells, "fixture");
  const [shown, trained, history, other, number] = cells.map(({ outputs }) => outputs);
  assertEquals(shown!.map(({ kind }) => kind), ["stream", "execute_result"]);
  for (const outputs of [shown, history, other]) {
    assertMatch(outputs!.at(-1)!.data!["text/html"]!, /^<div class="drawn"><style>[^]*<\/div>$/);
  }
  assertMatch(other!.at(-1)!.data!["text/plain"]!, /^Network \[3, 1\]/);
  assertMatch(trained![0]!.text!, /^1000\n[0-9a-f]{12} 1\n$/);
  assertMatch(number!.at(-1)!.data!["text/plain"]!, /^Write your answer/);
});

Deno.test("a right answer in a notebook is right, and a wrong one is not", { ignore }, async () => {
  const answered = notebookOf(CHAPTER, "1-neurons")
    .replace("/* your answer */", "0.5")
    .replace("/* your answer */", "'output'");
  const cells = await executeNotebook(python!, answered);
  const replies = cells.slice(-2).map(({ outputs }) => outputs.at(-1)!.data!["text/plain"]);
  assertEquals(replies[0], "Right.");
  assertMatch(replies[1]!, /^"output" is not it yet/);
});

const BOOK = join(ROOT, "docs", "book");

for (const file of granted("read") ? await namesIn(BOOK) : []) {
  if (!/^\d.*\.md$/.test(file)) continue;
  Deno.test(`the notebook of ${file} runs whole, and prints what the chapter has`, {
    ignore: ignore || !LONG_TESTS,
  }, async () => {
    await mnistData();
    const markdown = await Deno.readTextFile(join(BOOK, file));
    const cells = await executed(markdown, file.slice(0, -".md".length));
    checkPromised(markdown, cells, file);
  });
}
