/** The course: its programs print what it shows, its answers are those of their solutions, and its links lead somewhere. */

import book from "../elements/book.ts" with { type: "text" };
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { loadDigits } from "../../../lib/notebook/mod.ts";
import { dataRows, matrix, Network } from "../../../mod.ts";
import { pictureOf } from "./book/five.ts";
import { cellsOf, exercisesOf, markdownIn, printedBy } from "./book/chapters.ts";
import {
  blocksOf,
  linkProblem,
  linksOf,
  type Page,
  pages,
} from "../../../tests/helpers/markdown.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { granted, ROOT } from "../../../tests/helpers/run_task.ts";

const BOOK = "docs/book";
const SOLUTIONS = "packages/course/tests/book/solutions";

/** The elements of the course, by their names in `book.ts`, which runs in browsers only. */
const ELEMENTS = [...book.matchAll(/"ink-([a-z]+)": Ink/g)].map(([, name]) => name!);

/** The most words of a sentence in a chapter. */
const MAX_WORDS = 25;

const ignore = !granted("read", "write");
const chapters = ignore ? [] : (await markdownIn(BOOK)).filter(({ path }) => /\/\d/.test(path));
const solutions = ignore ? [] : await markdownIn(SOLUTIONS);
const hasDigits = !ignore &&
  await Deno.stat(join(ROOT, "data/mnist/train-images-idx3-ubyte")).then(() => true, () => false);

function nameOf({ path }: Page): string {
  return path.split("/").at(-1)!;
}

/** The chapters whose digits are learned in the ordinary tests too: the first ones, by their numbers. */
const LAST_ORDINARY = 3;

/** Whether programs of a chapter learn digits where these are missing, or would take long. */
function isLeftOut(chapter: Page, programs: readonly string[]): boolean {
  if (!programs.some((code) => code.includes("loadDigits"))) return false;
  return !hasDigits || parseInt(nameOf(chapter)) > LAST_ORDINARY && !LONG_TESTS;
}

for (const chapter of chapters) {
  const groups: { from: number; cells: ReturnType<typeof cellsOf> }[] = [];
  for (const [k, cell] of cellsOf(chapter).entries()) {
    if (cell.isContinued) groups.at(-1)!.cells.push(cell);
    else groups.push({ from: k + 1, cells: [cell] });
  }
  for (const { from, cells } of groups) {
    const programs = cells.map(({ code }) => code);
    Deno.test({
      name: `${nameOf(chapter)}: the cells from ${from} on print what is shown below them`,
      ignore: isLeftOut(chapter, programs),
      fn: async () => {
        assertEquals(await printedBy(programs), cells.map(({ printed }) => printed));
      },
    });
  }

  const programs = blocksOf(solutions.find((page) => nameOf(page) === nameOf(chapter))!)
    .map(({ code }) => code);
  for (const [k, { answer, tolerance }] of exercisesOf(chapter).entries()) {
    Deno.test({
      name: `${nameOf(chapter)}: the solution of exercise ${k + 1} prints its answer`,
      ignore: isLeftOut(chapter, [programs[k]!]),
      fn: async () => {
        const [printed] = await printedBy([programs[k]!]);
        const last = printed!.trim().split("\n").at(-1)!;
        const isNumber = !Number.isNaN(Number(answer));
        if (isNumber) assert(Math.abs(Number(last) - Number(answer)) <= tolerance, last);
        else assertEquals(last.replace(/^(?:sha256:)?(?=[0-9a-f]{12}$)/, "sha256:"), answer);
      },
    });
  }
}

Deno.test("each chapter has a solution for each exercise, and a hash among its answers", {
  ignore,
}, () => {
  for (const chapter of chapters) {
    const page = solutions.find((page) => nameOf(page) === nameOf(chapter))!;
    const exercises = exercisesOf(chapter);
    assertEquals(blocksOf(page).length, exercises.length, chapter.path);
    assert(exercises.some(({ answer }) => /^sha256:[0-9a-f]{12}$/.test(answer)), chapter.path);
  }
});

Deno.test("each element of a chapter is known, closed, and has a text inside", { ignore }, () => {
  assert(ELEMENTS.length > 0);
  for (const { path, text } of chapters) {
    const elements = [...text.matchAll(/^<ink-([a-z]+)[^>]*>$/gm)].map(([, name]) => name!);
    assertEquals(elements.filter((name) => !ELEMENTS.includes(name)), [], path);
    const whole = [...text.matchAll(/^<ink-([a-z]+)[^>]*>\n\n\S[^]*?\n\n<\/ink-\1>$/gm)];
    assertEquals(whole.length, elements.length, path);
  }
});

Deno.test("each chapter leads to the next, and all links of the course lead somewhere", {
  ignore,
}, async () => {
  const book = await markdownIn(BOOK);
  const all = [...book, ...await pages()];
  const broken: string[] = [];
  for (const page of book) {
    for (const link of linksOf(page)) {
      const problem = await linkProblem(link, page, all);
      if (problem !== undefined) broken.push(`${page.path}: ${link}: ${problem}`);
    }
  }
  assertEquals(broken, []);
  for (const { path, text } of book) assert(/^Next: .+\n$/m.test(text.slice(-200)), path);
});

Deno.test("the numbers of the chapter on backpropagation are those of the library", {
  ignore,
}, () => {
  const { text } = chapters.find((page) => nameOf(page).startsWith("3"))!;
  const network = new Network([2, 3, 2], { seed: 1 });
  const inputs = dataRows([[0.5, 0.9]]);
  const shown = (value: number) => value.toFixed(4).replace("-", "−");
  const { weights, biases } = network.backprop({ inputs, targets: matrix([[1, 0]]) });
  const hidden = new Network([2, 3], { seed: 1 }).feedforward(inputs).values;
  const numbers = [
    ...[...network.weights, ...network.biases].flatMap(({ values }) => [...values]),
    ...hidden,
    ...network.feedforward(inputs).values,
    weights[1]!.values[0]!,
    weights[0]!.values[0]!,
    ...biases.flatMap(({ values }) => [...values]),
  ].map(shown);
  const part = (from: string, to: string) => text.slice(text.indexOf(from), text.indexOf(to));
  const section = part("## Layers, in numbers", "## The same in signs");
  assertEquals(numbers.filter((number) => !section.includes(number)), []);

  const outputs = [...biases[1]!.values];
  const w = [...network.weights[1]!.values];
  const wish = (value: number) => `${value > 0 ? "▲" : "▼"} ${Math.abs(value).toFixed(4)}`;
  const rows = [0, 1, 2].map((k) => {
    const each = outputs.map((delta, j) => -delta * w[2 * k + j]!);
    const cells = each.map((value, j) => `${shown(w[2 * k + j]!)}: ${wish(value)}`.trim());
    return ["", k + 1, ...cells, wish(each[0]! + each[1]!), ""].join("|");
  });
  const figure = part("<ink-wishes", "</ink-wishes>").replaceAll(/ *\| */g, "|");
  assertEquals(rows.filter((row) => !figure.includes(row)), []);
  assertEquals(outputs.filter((delta) => !figure.includes(wish(-delta))), []);
});

Deno.test({
  name: "the picture of the 5 shows the first training image",
  ignore: ignore || !hasDigits,
  fn: async () => {
    const { training } = await loadDigits();
    const picture = pictureOf(training.inputs.subarray(0, 784) as Uint8Array);
    const path = join(ROOT, BOOK, "five.svg");
    if (Deno.args.includes("--update")) await Deno.writeTextFile(path, picture);
    assertEquals(await Deno.readTextFile(path), picture);
  },
});

Deno.test("a prime means a slope in the whole course", { ignore }, () => {
  for (const { path, text } of chapters) {
    const equations = [...text.matchAll(/\$\$[^]*?\$\$|\$[^$\n]+\$/g)].map(([equation]) =>
      equation
    );
    const primed = equations.flatMap((equation) => [...equation.matchAll(/(\S*)(?:'|\\prime)/g)]);
    assertEquals(primed.filter(([, name]) => !name!.endsWith("\\sigma")), [], path);
  }
});

Deno.test("a weight has its start before its end: w_kj in equations, w[k][j] in programs", {
  ignore,
}, () => {
  for (const { path, text } of chapters) {
    const names = [
      ...text.matchAll(/w(?:\^\{?[\w+]+\}?)?_\{(jk|kj)\}|\bw\d?\[([jk])\]\[([jk])\]/g),
    ];
    const wrong = names.filter(([name, equation, first]) =>
      (equation ?? first)![0] !== "k" &&
      !text.includes(`his $${name}$`)
    );
    assertEquals(wrong.map(([name]) => name), [], path);
  }
});

Deno.test("a cell is short, and imports the package alone", { ignore }, () => {
  for (const chapter of chapters) {
    for (const { code } of cellsOf(chapter)) {
      assert(code.trim().split("\n").length <= 16, `${chapter.path}:\n${code}`);
      const imports = [...code.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => name!);
      assertEquals(imports.filter((name) => !/^@inkling\/inkling(?:\/\w+)?$/.test(name)), []);
    }
  }
});

Deno.test("what a cell imports exists", { ignore }, async () => {
  const missing: string[] = [];
  for (const { path, text } of [...chapters, ...solutions]) {
    for (const [, names, from] of text.matchAll(/^import \{([^}]*)\} from "(@inkling[^"]*)";$/gm)) {
      const module = await import(from!);
      missing.push(
        ...names!.split(",").map((name) => name.trim().replace(/ as .*/, ""))
          .filter((name) => name !== "" && !name.startsWith("type ") && !(name in module))
          .map((name) => `${path}: ${from} has no ${name}`),
      );
    }
  }
  assertEquals(missing, []);
});

Deno.test(`a sentence of a chapter has at most ${MAX_WORDS} words`, { ignore }, () => {
  for (const { path, text } of chapters) {
    const prose = text.replaceAll(/^```[^]*?^```$|^\$\$[^]*?^\$\$$|^[|#<].*$/gm, "\n\n")
      .replaceAll(/\$[^$]*\$|`[^`]*`/g, "x").replaceAll(/\]\([^)]*\)/g, "]");
    const sentences = prose.split(/\n\s*\n|\n(?=- |\d\. |> )|[.?!:;][*_”)]*\s/);
    const long = sentences.filter((sentence) => sentence.trim().split(/\s+/).length > MAX_WORDS);
    assertEquals(long, [], path);
  }
});
