/** Which parameters matter. @module */

import type { SweepSummary } from "../../../lib/sweep/summary.ts";
import { percent } from "../../report/format.ts";
import { breakable, Html, html } from "../../report/html.ts";
import { type Section, table } from "../../report/page.ts";
import { importanceMethod, metricTitle } from "./texts.ts";

/** A bar for each parameter; nothing where trials do not differ. */
export function importanceSection(summary: SweepSummary): Section | undefined {
  const { importances, metric } = summary;
  if (importances.length === 0 || summary.best === null) return undefined;
  const unknown = importances.some(({ importance }) => importance === null);
  return {
    id: "importance",
    title: "What matters",
    hint: html`How much of the differences in ${metricTitle(metric)} each parameter explains. ${
      importanceMethod(summary)
    }${
      unknown &&
      " A dash means too few trials: less than 3 for each value, or for each part of a range."
    }`,
    content: table({
      kind: "shares",
      label: "What each parameter explains",
      head: ["parameter", "explains", html`<span class="unseen">the same as a bar</span>`],
      rows: importances.map(({ parameter, importance }) => [
        breakable(parameter),
        percent(importance, 1),
        new Html(
          importance === null
            ? ""
            : `<span class="share" style="width:${(100 * importance).toFixed(1)}%"></span>`,
        ),
      ]),
    }),
  };
}
