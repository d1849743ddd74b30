/** A small table with a signal, so that the first run of a project has something to learn. @module */

import type { ProjectTable } from "./table.ts";

const ROWS = 120;

/** How likely each article comes back, in points. */
const ARTICLES = [["shoes", 5], ["dress", 4], ["lamp", 1], ["book", 0]] as const;
const SIZES = ["S", "M", "L"];

/** The column to predict: whether an order came back. */
const TARGET = "returned";

/** Made-up orders of a shop as CSV, the same at each call. Late orders come back, and so do shoes and dresses. */
export function exampleTable(): string {
  let state = 1;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes, 3rd edition, section 7.1
    return Math.floor(below * state / 2 ** 32);
  };
  const rows = Array.from({ length: ROWS }, () => {
    const [article, points] = ARTICLES[draw(ARTICLES.length)]!;
    const days = 1 + draw(9);
    const isReturned = points + days + draw(2) > 8;
    return [article, 10 + draw(90), SIZES[draw(SIZES.length)], days, isReturned ? "yes" : "no"];
  });
  return [["article", "price", "size", "delivery_days", TARGET], ...rows]
    .map((cells) => `${cells.join(",")}\n`).join("");
}

export const EXAMPLE: ProjectTable = {
  csv: "data/orders.csv",
  target: TARGET,
  floor: "0.7",
  content: exampleTable(),
};
