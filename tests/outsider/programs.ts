/** What somebody writes who knows the package from its guide alone: each runs in Deno, in Node and from a bundle. */

/** A program, how long it may be, and what it prints. */
export interface Program {
  /** In this folder. */
  readonly file: string;
  /** How many lines of code it has at most, imports too. */
  readonly lines: number;
  /** What it prints, on every platform. */
  readonly prints: RegExp;
}

/** The files that they read. */
export const FILES: readonly string[] = ["iris.csv", "penguins.json"];

/** The programs. */
export const PROGRAMS: readonly Program[] = [
  {
    file: "exclusive_or.js",
    lines: 5,
    prints: /^same 0\.97\nother 0\.95\nother 0\.96\nsame 0\.96\n$/,
  },
  {
    file: "iris.js",
    lines: 15,
    prints: /^28 of 30 .*\nsetosa 10 0 0\nversicolor 0 9 1\nvirginica 0 1 9\n$/,
  },
  {
    file: "regression.js",
    lines: 15,
    prints: /^Epoch 313: R² 0\.9999, off by 0\.0050\nsin 2 is about 0\.91\n$/,
  },
  {
    file: "own_loop.js",
    lines: 20,
    prints: /^10 0\.327 0\.975 0\.25\n20 0\.265 0\.975 0\.0625\nThe best is 0\.9875\n$/,
  },
  { file: "table_iris.js", lines: 6, prints: /^0\.909 virginica 0\.99\n$/ },
  {
    file: "serve_iris.js",
    lines: 8,
    prints: /^setosa, Cannot read rows\[1\]: expected 5 cells, got 3\n$/,
  },
  { file: "table_penguins.js", lines: 5, prints: /^4932 g, 4362 to 5502\n$/ },
];
