/** The page of a history: accuracy and time of the runs of one config and data. @module */

import type { Config } from "../../lib/config/mod.ts";
import { dataName } from "../datasets/open_data.ts";
import { thinned } from "../cli/table.ts";
import { counted, moment, percent } from "../report/format.ts";
import { type Html, html } from "../charts/html.ts";
import { KEPT } from "../charts/marks.ts";
import { chartFigure, footer, keyNumbers, page, table } from "../report/page.ts";
import { chartScoreOf } from "../report/scores.ts";
import { mainMetric, metricText, problemOf } from "../problem/metrics.ts";
import { resultText } from "../problem/results.ts";
import { dateChart, type DatedSeries, legendOf } from "../charts/line_chart.ts";
import type { Check } from "./checks.ts";
import { type Entry, isWhole, resultIn } from "./entry.ts";
import { cellsOf, HEAD } from "./text.ts";

const [MAX_POINTS, MAX_ROWS] = [300, 100];

export interface Tracked {
  /** The runs of one config and data, the newest last. */
  readonly entries: readonly Entry[];
  /** How many runs of other configs or data the history has. */
  readonly others: number;
  readonly config: Pick<Config, "dataset" | "sizes">;
  readonly checks: readonly Check[];
  /** The floor under its accuracy, a fraction, if there is one. */
  readonly floor: number | undefined;
}

export function historyPage(tracked: Tracked): string {
  const { entries, others, config, checks } = tracked;
  const last = entries.at(-1)!;
  const found = resultIn(last);
  const title = `${last.run} over time`;
  const failed = entries.filter(({ holds }) => !holds).length;
  return page(
    title,
    html`
      <header>
        <p class="eyebrow">${dataName(config.dataset)}, ${config.sizes.join("-")}</p>
        <h1>${title}</h1>
        <p class="lead">${counted(
          entries.length,
          "run",
        )} of one config and data, the last of ${moment(new Date(last.date))}.${others > 0 &&
          ` The history has ${counted(others, "run")} of others.`}</p>
      </header>
      ${keyNumbers([
        {
          value: found === undefined ? "–" : resultText(found.result),
          label: found === undefined
            ? "the last run was not evaluated"
            : `${found.split}, last run`,
        },
        { value: String(failed), label: "runs that failed a check" },
      ])}
      <main>
        <section>
          <h2>The last run</h2>
          <ul>${checks.map(({ outcome, text }) =>
            html`<li>${outcome === "none" ? "" : `${outcome}: `}${text}</li>`
          )}</ul>
        </section>
        <section>
          <h2>Over time</h2>
          <div class="grid">${charts(tracked)}</div>
        </section>
        <section>
          <h2>Runs</h2>
          ${table({
            label: "Runs",
            head: HEAD,
            rows: entries.slice(-MAX_ROWS).reverse().map(cellsOf).map((
              [date, ...cells],
            ) => [html`<span class="whole">${date}</span>`, ...cells]),
          })}
        </section>
      </main>
      ${footer("from history.jsonl")}
    `,
  );
}

function charts({ entries, floor }: Tracked): Html[] {
  const of = (name: string, value: (entry: Entry) => number | null | undefined): DatedSeries => ({
    name,
    points: thinned(
      entries.flatMap((entry) => {
        const found = value(entry);
        return typeof found === "number"
          ? [{ date: entry.date, holds: entry.holds, value: found }]
          : [];
      }),
      MAX_POINTS,
    ),
  });
  const lines = [
    of("validation", (entry) => chartScoreOf(entry.validation)),
    of("test", (entry) => chartScoreOf(entry.test)),
  ].filter(({ points }) => points.length > 0);
  const seconds = of("seconds", (entry) => isWhole(entry) ? entry.seconds : undefined);
  const hint = "A large red point is a run that failed a check.";
  const drawn: Html[] = [];
  const last = entries.flatMap((entry) => resultIn(entry)?.result ?? []).at(-1);
  if (lines.length > 0 && last !== undefined) {
    const { name, title, chart: { factor, unit } } = metricText(mainMetric(problemOf(last)));
    const hasFloor = last.accuracy !== undefined && floor !== undefined;
    const levels = hasFloor ? [{ value: factor * floor, ink: KEPT }] : [];
    drawn.push(chartFigure({
      title,
      hint: hasFloor ? `${hint} The floor is ${percent(floor)}.` : hint,
      legend: [
        ...legendOf(lines),
        ...levels.map(({ ink }) => ({ name: "floor", ink, upright: false })),
      ],
      chart: dateChart(lines, { label: `${title} by date`, title: `${name}${unit}`, levels }),
    }));
  }
  if (seconds.points.length > 0) {
    drawn.push(chartFigure({
      title: "Time",
      hint: "Of whole runs, with evaluations. Machines differ.",
      chart: dateChart([seconds], { label: "Seconds by date", title: "seconds", zero: true }),
    }));
  }
  return drawn;
}
