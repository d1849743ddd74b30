/**
 * Checks `report.html`: the page is made again, but for the curves, whose drawing needs a package from npm, and compared
 * with the file. @module
 */

import inkling from "../../deno.json" with { type: "json" };
import { fromBase64, toHex } from "../../lib/formats/mod.ts";
import { decodePng } from "../images/decode_png.ts";
import { collectRuns } from "../report/collect.ts";
import type { ReportSplit } from "../report/problem/runs.ts";
import { runPage } from "../report/run_page.ts";
import type { Moved } from "../run/run_data.ts";
import { REPORT } from "../run/run_folder.ts";
import { type Checks, same } from "./checks.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** The characters of two pages that are shown from their first difference on. */
const SHOWN_CHARACTERS = 80;

/** Checks the report, if there is one and this version made it: another version may use other words. */
export async function checkReport(
  checks: Checks,
  { path, contents: { report: file }, summary }: VerifiedRun,
  data: string,
  moved: Moved,
): Promise<void> {
  if (file === undefined) return;
  if (summary.versions.inkling !== inkling.version) {
    checks.unverified.push(REPORT);
    return;
  }
  const split = /<dt>(?:of|R² on) [\d,]+ (test|validation) /.exec(file)?.[1] as
    | ReportSplit
    | undefined;
  const [run] = await collectRuns([path], split, data, moved);
  if (!same(run!.summary, summary)) { // it was trained meanwhile
    checks.unverified.push(REPORT);
    return;
  }
  // The run may have been moved since: its folder and date are those of the page.
  const folder = rowOf(file, "folder");
  const written = new Date(rowOf(file, "written").replace(",", ""));
  const made = await runPage({ ...run!, path: folder, written });
  const [claimed, found] = [await comparable(file), await comparable(made)];
  const start = firstDifference(claimed, found);
  const shown = (page: string) => page.slice(start, start + SHOWN_CHARACTERS);
  checks.check("report.html, made again but for its curves", shown(claimed), shown(found));
  checks.leave(REPORT, "folder", "written", "the drawing of curves");
}

/** The value in a row of the page's origin, as text. */
function rowOf(page: string, name: string): string {
  const row = new RegExp(`<th scope="row">${name}</th><td><span class="code">([^<]*)</span>`);
  const text = row.exec(page)?.[1];
  if (text === undefined) throw new SyntaxError(`expected a row "${name}" of its origin`);
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

/** A page for comparison: without drawings, with single spaces, and with pixels instead of compressed pictures. */
async function comparable(page: string): Promise<string> {
  const parts = page
    .replaceAll(/(<svg class="chart" role="img" aria-label="[^"]*")[^]*?<\/svg>/g, "$1></svg>")
    .replaceAll(/\s+/g, " ")
    .split(/(?<=data:image\/png;base64,)([A-Za-z0-9+/=]*)/);
  for (let k = 1; k < parts.length; k += 2) parts[k] = await pixelsOf(parts[k]!);
  return parts.join("");
}

/** The SHA-256 of a picture's pixels. */
async function pixelsOf(png: string): Promise<string> {
  const { width, height, data } = await decodePng(fromBase64(png));
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(data));
  return `${width}×${height} pixels ${toHex(new Uint8Array(digest))}`;
}

/** The index of the first difference of two texts; their length, if they are the same. */
function firstDifference(a: string, b: string): number {
  let k = 0;
  while (k < a.length && a[k] === b[k]) k++;
  return k;
}
