/** Writes predictions as CSV: to stdout, or into a file that is there whole or not at all. @module */

import { printRows } from "../cli/print.ts";
import { firstBytes } from "../images/images.ts";
import { checkEnding, checkOut } from "../run/out_file.ts";
import { writeOutput } from "../system/files.ts";
import { CAUTION } from "./rows.ts";

/** The start of a file that shows whether it holds predictions, in bytes. */
const HEADER_BYTES = 65_536;

/**
 * Checks that predictions may go into a file.
 * @param predicted the files that are predicted
 * @param force whether any file may be written over that is not a run's, nor predicted
 * @throws {Error} if something would be lost
 */
export async function checkPredictionsFile(
  path: string,
  predicted: readonly string[],
  force: boolean,
): Promise<void> {
  checkEnding(path, {
    own: [".csv"],
    isOther: (ending) => /^\.(xlsx?|ods|json|jsonl|parquet|png|jpe?g|gz)$/.test(ending),
    instead: () => undefined,
  });
  const real = (path: string) => Deno.realPath(path).catch(() => undefined);
  const there = await real(path);
  for (const file of there === undefined ? [] : predicted) {
    if (there !== await real(file)) continue;
    throw new Error(`Cannot write ${path}: it is to be predicted; --out names another file`);
  }
  await checkOut(path, {
    isOurs: hasPredictions,
    otherwise: "it does not hold predictions",
    force,
  });
}

/** Whether the first line of a file is that of predictions. */
async function hasPredictions(path: string): Promise<boolean> {
  const bytes = await firstBytes(path, HEADER_BYTES);
  const [header = ""] = new TextDecoder().decode(bytes).split(/\r?\n/);
  // Where spaces separate cells, names with a space are quoted; elsewhere a name that ends in it is no sign.
  const spaced = new RegExp(
    ` (?:prediction|"predict(?:ion|ed)) .* (?:${CAUTION}|"${CAUTION} \\d+")$`,
  );
  return new RegExp(`[^\\w ]${CAUTION}( \\d+)?$`).test(header) || spaced.test(header);
}

/** Writes lines to a file, or to stdout if there is none. */
export async function writeLines(
  lines: Iterable<string> | AsyncIterable<string>,
  path: string | undefined,
): Promise<void> {
  if (path === undefined) await printRows(lines);
  else await writeOutput(path, ReadableStream.from(lines).pipeThrough(new TextEncoderStream()));
}
