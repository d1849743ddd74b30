/** The table that a project is about. @module */

import { basename, relative, resolve, SEPARATOR } from "@std/path";
import { pathToFileURL } from "node:url";
import { joinNames } from "../../lib/checks/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { openTable } from "../tables/open_table.ts";

/** A table and what to learn from it. */
export interface ProjectTable {
  /** Its path from the project's folder, with slashes. */
  readonly csv: string;
  /** The column to predict. */
  readonly target: string;
  /** The least accuracy that the project's workflow accepts, a fraction; none if not given. */
  readonly floor?: string;
  /** Its text, or the file to copy; neither if it is in the project's folder. */
  readonly content?: string | URL;
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
  const root = await Deno.realPath(folder).catch(() => undefined);
  const path = root && relative(root, await Deno.realPath(csv));
  if (path !== undefined && !/^\.\.([\\/]|$)|^([a-z]:)?[\\/]/i.test(path)) {
    return { csv: path.replaceAll(SEPARATOR, "/"), target };
  }
  return { csv: `data/${basename(csv)}`, target, content: pathToFileURL(resolve(csv)) };
}
