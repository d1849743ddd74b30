/**
 * Checks `report.html`: the page is made again, but for the curves, whose drawing needs a package from npm, and compared
 * with the file.
 *
 * @module
 */

import inkling from "../../deno.json" with { type: "json" };
import { fromBase64 } from "../../lib/formats/base64.ts";
import { toHex } from "../../lib/formats/hex.ts";
import { decodePng } from "../images/decode_png.ts";
import type { DrawChart } from "../report/charts.ts";
import { collectRuns } from "../report/collect.ts";
import { html } from "../report/html.ts";
import type { ReportSplit } from "../report/run_facts.ts";
import { runPage } from "../report/run_page.ts";
import type { Moved } from "../run/run_data.ts";
import { REPORT } from "../run/run_folder.ts";
import { type Checks, same } from "./checks.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** A chart without its drawing, which keeps what is said of it. */
const draw: DrawChart = (_, label) =>
  Promise.resolve(html`
    <svg class="chart" role="img" aria-label="${label}"></svg>
  `);

/** How much is shown of two pages where they begin to differ, in characters. */
const SHOWN = 80;

/** Checks the report, if there is one, and if this version made it: another may write other words. */
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
  // Where the folder was, and when, is what the page says: the run may have been moved since.
  const folder = rowOf(file, "folder");
  const written = new Date(rowOf(file, "written").replace(",", ""));
  const made = await runPage({ ...run!, path: folder, written }, draw);
  const [said, found] = [await comparable(file), await comparable(made)];
  const start = firstDifference(said, found);
  const shown = (page: string) => page.slice(start, start + SHOWN);
  checks.check("report.html, made again but for its curves", shown(said), shown(found));
  checks.leave(REPORT, "folder", "written", "the drawing of curves");
}

/** What a row of the page's origin says, as text. */
function rowOf(page: string, name: string): string {
  const row = new RegExp(`<th scope="row">${name}</th><td><span class="code">([^<]*)</span>`);
  const text = row.exec(page)?.[1];
  if (text === undefined) throw new SyntaxError(`it does not say "${name}"`);
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

/** A page without drawings, with pictures by their pixels, since compressed bytes may differ, and single spaces. */
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

/** Where two texts begin to differ, or the end of both. */
function firstDifference(a: string, b: string): number {
  let k = 0;
  while (k < a.length && a[k] === b[k]) k++;
  return k;
}
