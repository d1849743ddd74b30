/** The page of several runs side by side. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import { wilsonInterval } from "../../mod.ts";
import { isOfClasses } from "../run/run_folder.ts";
import { accuracyChart } from "./bars.ts";
import type { DrawChart } from "./charts.ts";
import { classesSection, differencesSection, runCurvesSection } from "./comparison_sections.ts";
import { column, count, duration, figure, percent } from "./format.ts";
import { breakable, html, type Part } from "./html.ts";
import { chartFigure, figures, footer, page, type Section, sections, table } from "./page.ts";
import { type ClassRun, isRightOrWrong, type LabelsRun, type ReportedRun } from "./reported_run.ts";
import { bestOf, chooseRun, lookedInto, scoreOf, scoreText } from "./scores.ts";
import { dataTitle, epochKept } from "./texts.ts";

/** Where the pages of the runs are, by the runs' folders, as links from the comparison's page. */
export type Links = ReadonlyMap<string, string>;

/** The page of several runs, as a whole file. */
export async function comparisonPage(
  runs: readonly ReportedRun[],
  draw: DrawChart,
  links: Links = new Map(),
): Promise<string> {
  const { best, by, score } = chooseRun(runs);
  const { test } = best.summary;
  const what = best.kind === "quantity" ? `R² on ${by}` : `of the ${by} ${best.noun}s right`;
  const all = [
    await resultsSection(runs, draw, links),
    differencesSection(runs),
    await runCurvesSection(runs, draw),
    classesSection(runs),
  ];
  const content = html`
    <header>
    <p class="eyebrow">Inkling · runs side by side</p>
    <h1>${runs.length} runs on ${dataTitle(best.config.dataset)}</h1>
    <p class="lead">${runs.map((run, k) => html`${k > 0 && ", "}${linked(run, links)}`)}</p>
    ${figures([
      {
        value: scoreText(best, score),
        label: html`${what}, by ${linked(best, links)}, the best of them${
          by === "test" &&
          ". There is no validation in all of them to choose by, so that this figure flatters"
        }.`,
      },
      ...by === "test" || test === undefined ? [] : [{
        value: scoreText(best, scoreOf(test)),
        label: `on test, of the same run: the figure to report, since it chose nothing`,
      }],
      {
        value: duration(runs.reduce((sum, { summary }) => sum + summary.seconds, 0)),
        label: "in all, evaluations included",
      },
    ])}
    </header>
    ${sections(all.filter((section) => section !== undefined))}
    ${footer(best.summary.versions.inkling)}
  `;
  return page(`${runs.length} runs · Inkling`, content);
}

/** A run's name, which leads to its page if there is one. */
function linked({ name, path }: ReportedRun, links: Links): Part {
  const href = links.get(path);
  return href === undefined ? breakable(name) : html`<a href="${href}">${breakable(name)}</a>`;
}

/** A column of a table: its head, the cells, and which cell is the best. */
interface Column {
  readonly head: string;
  readonly cells: readonly Part[];
  readonly best?: number | undefined;
}

async function resultsSection(
  runs: readonly ReportedRun[],
  draw: DrawChart,
  links: Links,
): Promise<Section> {
  const [{ split, noun, kind }] = runs as [ReportedRun];
  const { by } = chooseRun(runs);
  const columns = [
    ...scoreColumns(runs),
    ...isRightOrWrong(runs[0]!) ? mistakeColumns(runs.filter(isRightOrWrong)) : [],
    plain("parameters", runs.map(({ config }) => count(parameterCount(config.sizes)))),
    plain("time", runs.map(({ summary }) => duration(summary.seconds))),
    plain("epoch kept", runs.map(epochKept)),
    plain(
      "weights",
      runs.map(({ summary }) => html`<code>${summary.weightsSha256.slice(0, 12)}</code>`),
    ),
  ];
  const chosen = `The best is chosen by ${by}${by === "validation" ? ", never by test" : ""}. `;
  const overlaps = kind === "quantity"
    ? ""
    : `A line spans where the true accuracy on such ${noun}s lies, at 95\u00a0% confidence, by the ${split} ${noun}s: ` +
      "where lines overlap much, the difference may be chance.";
  return {
    id: "results",
    title: "Results",
    hint: chosen + overlaps,
    content: html`${kind !== "quantity" && await accuracies(runs.filter(isRightOrWrong), draw)}${
      table({
        kind: "results",
        label: "Results",
        head: ["run", ...columns.map(({ head }) => head)],
        rows: runs.map((run, k) => [
          linked(run, links),
          ...columns.map(({ cells, best }) =>
            best === k ? html`<strong class="best">${cells[k]}</strong>` : cells[k]
          ),
        ]),
      })
    }`,
  };
}

function plain(head: string, cells: readonly Part[]): Column {
  return { head, cells };
}

/** What the runs get on the splits; the best is marked where it may be chosen by. */
function scoreColumns(runs: readonly ReportedRun[]): Column[] {
  const [{ split, kind }] = runs as [ReportedRun];
  const { by } = chooseRun(runs);
  const of = (name: "validation" | "test") =>
    runs.map((run) => name === split ? lookedInto(run) : run.summary[name]);
  const what = kind === "quantity" ? "R²" : "right";
  const scores = (["validation", "test"] as const)
    .filter((name) => of(name).some((result) => result !== undefined))
    .map((name): Column => {
      const values = of(name).map(scoreOf);
      return {
        head: `${what}, ${name}`,
        cells: runs.map((run, k) => scoreText(run, values[k]!)),
        best: name === by ? bestOf(values) : undefined,
      };
    });
  if (kind !== "quantity") return scores;
  const results = runs.map(lookedInto);
  const errors = (["mae", "rmse"] as const).map((name): Column => {
    const values = results.map((result) => isOfClasses(result) ? null : result[name]);
    return {
      head: `${name.toUpperCase()}, ${split}`,
      cells: values.map(figure),
      best: split === by ? bestOf(values, true) : undefined,
    };
  });
  return [...scores, ...errors];
}

/** What the runs get wrong; of classes how far their confidence is from the truth, too. */
function mistakeColumns(runs: readonly (ClassRun | LabelsRun)[]): Column[] {
  const [{ split, kind }] = runs as [ClassRun | LabelsRun];
  const { by } = chooseRun(runs);
  const best = (values: readonly (number | undefined)[]) =>
    split === by ? bestOf(values, true) : undefined;
  const mistakes = runs.map(({ evaluation: { size, correct } }) => size - correct);
  const costs = runs.map(({ evaluation }) => evaluation.cost);
  const errors = runs.map((run) => run.kind === "class" ? run.calibration?.error : undefined);
  const areComparable = new Set(runs.map(({ config }) => config.cost)).size === 1;
  return [
    { head: `mistakes, ${split}`, cells: mistakes.map(count), best: best(mistakes) },
    {
      head: `cost, ${split}`,
      cells: column(costs),
      best: areComparable ? best(costs) : undefined,
    },
    ...kind === "class"
      ? [{
        head: "calibration error",
        cells: errors.map((error) => percent(error ?? null)),
        best: best(errors),
      }]
      : [],
  ];
}

async function accuracies(runs: readonly (ClassRun | LabelsRun)[], draw: DrawChart): Promise<Part> {
  const rows = runs.map(({ name, evaluation: { accuracy, correct, size } }) => {
    const [low, high] = wilsonInterval(correct, size);
    return { name, accuracy, low, high };
  });
  return html`<div class="grid">${
    chartFigure({
      title: `Accuracy, ${runs[0]!.split}`,
      chart: await draw(
        accuracyChart(rows),
        `Accuracy: ${rows.map(({ name, accuracy }) => `${name} ${percent(accuracy)}`).join("; ")}`,
      ),
    })
  }</div>`;
}
