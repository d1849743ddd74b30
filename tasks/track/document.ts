/** The report of a history, accuracy and time of the runs of one config and data, and its badge. @module */

import type { Config } from "../../lib/config/mod.ts";
import { dateChart, type DatedSeries, legendOf } from "../charts/line_chart.ts";
import { KEPT } from "../charts/marks.ts";
import { counted, duration, moment, percent } from "../cli/format.ts";
import { thinned } from "../cli/table.ts";
import { dataName } from "../datasets/open_data.ts";
import {
  type Chart,
  chart,
  columns,
  type Document,
  keyNumbers,
  list,
  pageOnly,
  strong,
  table,
  whole,
} from "../document/blocks.ts";
import { mainMetric, metricText, problemOf } from "../problem/metrics.ts";
import { resultText } from "../problem/results.ts";
import { chartScoreOf } from "../report/scores.ts";
import type { Result } from "../run/run_folder.ts";
import { type Check, WORDS } from "./checks.ts";
import { type Entry, isWhole, resultIn } from "./entry.ts";
import { newDataText } from "./new_data.ts";

/** The most points of a line, and the most rows on the page and in the summary. */
const [MAX_POINTS, MAX_ROWS, MAX_SUMMARY_ROWS] = [300, 100, 14];

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

/** The history of a run; its summary quotes no texts of files. */
export function historyDocument(tracked: Tracked): Document {
  const { entries, others, config, checks } = tracked;
  const last = entries.at(-1)!;
  const found = resultIn(last);
  const title = `${last.run} over time`;
  const news = entries.some(({ newData }) => newData !== undefined) ? ["new data"] : [];
  const failed = entries.filter(({ holds }) => !holds).length;
  const score = found === undefined ? "a run" : `${resultText(found.result)} on ${found.split}`;
  return {
    title,
    kind: `${dataName(config.dataset)}, ${config.sizes.join("-")}`,
    heading: title,
    summaryHeading: [
      `History: ${score}, `,
      last.holds ? "all is well" : strong("a check failed"),
    ],
    lead: pageOnly([
      `${counted(entries.length, "run")} of one config and data, `,
      `the last of ${moment(new Date(last.date))}.`,
      others > 0 && ` The history has ${counted(others, "run")} of others.`,
    ]),
    header: pageOnly(keyNumbers([
      {
        value: found === undefined ? "–" : resultText(found.result),
        label: found === undefined ? "the last run was not evaluated" : `${found.split}, last run`,
      },
      { value: String(failed), label: "runs that failed a check" },
    ])),
    sections: [
      {
        id: "last",
        title: "The last run",
        content: list(
          checks.map(({ outcome, text }) =>
            outcome === "none" ? text : `${WORDS[outcome]}: ${text}`
          ),
        ),
      },
      { id: "time", title: "Over time", only: "page", content: columns(charts(tracked)) },
      {
        id: "runs",
        title: "Runs",
        content: table({
          label: "Runs",
          head: ["date, UTC", "commit", "validation", "test", ...news, "time", "weights", ""],
          rows: entries.slice(-MAX_ROWS).reverse().map((entry) => cellsOf(entry, news.length > 0)),
          summaryRows: MAX_SUMMARY_ROWS,
        }),
      },
    ],
    origin: "from history.jsonl",
  };
}

/** @param hasNews whether there is a column of new data */
function cellsOf(entry: Entry, hasNews: boolean) {
  const { date, commit, validation, test, seconds, weightsSha256, ended, holds } = entry;
  const words = (result: Result | undefined) => result === undefined ? "–" : resultText(result);
  return [
    whole(new Date(date).toISOString().slice(0, 16).replace("T", " ")),
    commit?.slice(0, 7) ?? "–",
    words(validation),
    words(test),
    ...hasNews ? [entry.newData === undefined ? "–" : newDataText(entry.newData)] : [],
    duration(seconds, 1),
    weightsSha256.slice(0, 12),
    [holds ? "" : "failed", ended === "done" ? "" : ended].filter(Boolean).join(", "),
  ];
}

function charts({ entries, floor }: Tracked): Chart[] {
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
    of(
      "new data",
      ({ newData }) => newData && (newData.metric === "accuracy" ? 100 : 1) * newData.now.value,
    ),
  ].filter(({ points }) => points.length > 0);
  const seconds = of("seconds", (entry) => isWhole(entry) ? entry.seconds : undefined);
  const hint = "A large red point is a run that failed a check.";
  const drawn: Chart[] = [];
  const last = entries.flatMap((entry) => resultIn(entry)?.result ?? []).at(-1);
  if (lines.length > 0 && last !== undefined) {
    const { name, title, chart: { factor, unit } } = metricText(mainMetric(problemOf(last)));
    const hasFloor = last.accuracy !== undefined && floor !== undefined;
    const levels = hasFloor ? [{ value: factor * floor, ink: KEPT }] : [];
    drawn.push(chart({
      title,
      hint: hasFloor ? `${hint} The floor is ${percent(floor)}.` : hint,
      legend: [
        ...legendOf(lines),
        ...levels.map(({ ink }) => ({ name: "floor", ink, upright: false })),
      ],
      svg: dateChart(lines, { label: `${title} by date`, title: `${name}${unit}`, levels }),
    }));
  }
  if (seconds.points.length > 0) {
    drawn.push(chart({
      title: "Time",
      hint: "Of whole runs, with evaluations. Machines differ.",
      svg: dateChart([seconds], { label: "Seconds by date", title: "seconds", zero: true }),
    }));
  }
  return drawn;
}

/** The badge of a run, for shields.io: green if no check failed, yellow if it was cut off, red if a check failed. */
export function badgeOf(entry: Entry, { dataset }: Pick<Config, "dataset">): object {
  const { split, result } = resultIn(entry) ?? {};
  const name = result?.accuracy === undefined ? "" : " accuracy";
  const { newData } = entry;
  return { // as https://shields.io/badges/endpoint-badge has it
    schemaVersion: 1,
    label: `${dataName(dataset)} ${newData === undefined ? split ?? "run" : "new data"}${name}`,
    message: newData !== undefined
      ? newDataText(newData)
      : result === undefined
      ? entry.ended
      : resultText(result),
    color: !entry.holds ? "red" : isWhole(entry) ? "brightgreen" : "yellow",
  };
}
