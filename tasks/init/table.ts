/** The table that a project is about. @module */

import { basename, relative, resolve, SEPARATOR } from "@std/path";
import { pathToFileURL } from "node:url";
import { joinNames } from "../../lib/checks/texts.ts";
import type { UserDataset } from "../../lib/config/user_data.ts";
import { NEW_TABLE } from "../../lib/config/recipe.ts";
import { UsageError } from "../cli/arguments.ts";
import { fileNameOf } from "../data/fetch_table.ts";
import { tableDefaults } from "../data/options.ts";
import { readTable, tableOptionsOf } from "../data/table.ts";
import { openTable } from "../data/tables/open_table.ts";
import { tableSplit } from "../train/relations.ts";

/** A table and what to learn from it. */
export interface ProjectTable {
  /** Its path from the project's folder, with slashes. */
  readonly csv: string;
  /** The column to predict. */
  readonly target: string;
  /** The least accuracy that the project's workflow accepts, a fraction; none if not given. */
  readonly floor?: string;
  /** By what it is split, as a config has it; at random if not given. */
  readonly split?: Pick<UserDataset, "splitBy" | "splitAfter">;
  /** What was found in it, in sentences, that on the split first. */
  readonly found?: readonly string[];
  /** Its text, or the file to copy; neither if it is in the project's folder, or fetched. */
  readonly content?: string | URL;
  /** Where the project fetches it from. */
  readonly url?: string;
}

/**
 * The user's table: as it is if it lies in the folder, else copied.
 * @throws {UsageError} if the target is not one of its columns
 */
export async function tableOf(
  csv: string,
  target: string | undefined,
  folder: string,
): Promise<ProjectTable> {
  const { name, columns } = await openTable(csv);
  if (target === undefined || !columns.includes(target)) {
    throw new UsageError(
      `Cannot predict ${target === undefined ? "a column without --target NAME" : `"${target}"`} ` +
        `of ${name}: expected one of its columns, ${joinNames(columns)}`,
    );
  }
  const userData = { csv, target, ...tableDefaults(undefined) };
  const config = { splitSeed: 1, ...NEW_TABLE };
  const read = (dataset: UserDataset) => readTable(csv, tableOptionsOf(dataset, config));
  // A table that nothing can be learned of is refused when it is trained on.
  const decided = await tableSplit({}, { dataset: userData, ...config }, read).catch(() =>
    undefined
  );
  const { splitBy, splitAfter } = decided?.dataset ?? {};
  const found = [...decided?.first ?? [], ...decided?.named ?? []];
  const table = { target, split: { splitBy, splitAfter }, found };
  const root = await Deno.realPath(folder).catch(() => undefined);
  const path = root && relative(root, await Deno.realPath(csv));
  if (path !== undefined && !/^\.\.([\\/]|$)|^([a-z]:)?[\\/]/i.test(path)) {
    return { ...table, csv: path.replaceAll(SEPARATOR, "/") };
  }
  return { ...table, csv: `data/${basename(csv)}`, content: pathToFileURL(resolve(csv)) };
}

/**
 * A table that the project fetches: its columns are not known yet.
 * @throws {UsageError} without a target, or if it is not a URL of the web
 */
export function fetchedTable(url: string, target: string | undefined): ProjectTable {
  if (target === undefined) {
    throw new UsageError("Cannot predict a column without --target NAME of the table of --table");
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`--table is a URL that begins with https://, not "${url}"`);
  }
  return { csv: `data/${fileNameOf(url)}`, target, url };
}

const ROWS = 120;

/** How likely each article comes back, in points. */
const ARTICLES = [["shoes", 5], ["dress", 4], ["lamp", 1], ["book", 0]] as const;
const SIZES = ["S", "M", "L"];

/** The column to predict: whether an order came back. */
const TARGET = "returned";

/**
 * Made-up orders of a shop as CSV, the same at each call, so that the first run of a project has something
 * to learn. Late orders come back, and so do shoes and dresses.
 */
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
