/** Checks `report.html`: the page is made again, and compared with the file. @module */

import inkling from "../../deno.json" with { type: "json" };
import { fromBase64, toHex } from "../../lib/formats/bytes.ts";
import { factOf, pageOf } from "../../lib/document/page.ts";
import { decodePng } from "../images/decode_png.ts";
import { collectRuns } from "../results/report/collect.ts";
import type { ReportSplit } from "../results/report/problem/runs.ts";
import { PAGE_FACTS, runDocument } from "../results/report/run_document.ts";
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
  // The run may have been moved since: its folder and date are those of the page.
  const [split, folder, written] = [PAGE_FACTS.split, PAGE_FACTS.folder, PAGE_FACTS.written]
    .map((name) => factOf(file, name));
  if (summary.versions.inkling !== inkling.version || split === undefined) {
    checks.unverified.push(REPORT);
    return;
  }
  const [run] = await collectRuns([path], split as ReportSplit, data, moved);
  if (!same(run!.summary, summary)) { // it was trained meanwhile
    checks.unverified.push(REPORT);
    return;
  }
  const made = pageOf(
    await runDocument({ ...run!, path: folder!, written: new Date(written!) }),
  );
  const [claimed, found] = [await comparable(file), await comparable(made)];
  const start = firstDifference(claimed, found);
  const shown = (page: string) => page.slice(start, start + SHOWN_CHARACTERS);
  checks.check("report.html, made again", shown(claimed), shown(found));
  checks.leave(REPORT, "folder", "written");
}

/** A page with pixels instead of pictures, whose compression may differ. */
async function comparable(page: string): Promise<string> {
  const parts = page.split(/(?<=data:image\/png;base64,)([A-Za-z0-9+/=]*)/);
  for (let k = 1; k < parts.length; k += 2) parts[k] = await pixelsOf(parts[k]!);
  return parts.join("");
}

async function pixelsOf(png: string): Promise<string> {
  const { width, height, data } = await decodePng(fromBase64(png));
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(data));
  return `${width}×${height} pixels ${toHex(new Uint8Array(digest))}`;
}

function firstDifference(a: string, b: string): number {
  let k = 0;
  while (k < a.length && a[k] === b[k]) k++;
  return k;
}
