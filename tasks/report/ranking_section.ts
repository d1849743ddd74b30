/** How well a network of two classes ranks them, at every threshold. @module */

import type { RankingCurve } from "../../lib/evaluate/mod.ts";
import { thinned } from "../cli/table.ts";
import { rankingOf } from "../evaluate/ranking.ts";
import { count } from "./format.ts";
import { html } from "../charts/html.ts";
import { chartFigure, type Section } from "./page.ts";
import type { ClassRun } from "./problem/runs.ts";
import { squareChart } from "../charts/point_chart.ts";

/** The most points of a curve: more cannot be seen apart. */
const MAX_POINTS = 400;

/** The ROC curve and the precision-recall curve of the rarer class; `undefined` if there are not two classes. */
export function rankingSection(run: ClassRun): Section | undefined {
  const ranking = rankingOf(run.predictions, run.evaluation);
  if (ranking === undefined) return undefined;
  const { positive, size, positives, roc, precisionRecall, chosen } = ranking;
  const name = run.classes[positive];
  const share = positives / size;
  const curve = ({ points }: RankingCurve) => thinned(points, MAX_POINTS);
  const area = (value: number) => value.toFixed(4);
  return {
    id: "ranking",
    title: "Thresholds",
    hint:
      `“${name}” is the rarer class, ${count(positives)} of ${
        count(size)
      } ${run.split} ${run.noun}s. The network answers with the class of the larger output; a threshold nearer to either ` +
      "side finds more of them, or is wrong less often about them. The dot marks the answers of this report.",
    content: html`<div class="grid">${
      chartFigure({
        title: `ROC curve, area ${area(roc.area)}`,
        hint:
          `The area is how often a ${run.noun} of “${name}” gets a larger output for it than another ` +
          `${run.noun}. The dashed line is guessing.`,
        chart: squareChart(curve(roc), {
          label: `ROC curve of ${name}; the area under it is ${area(roc.area)}`,
          x: "others taken for it, %",
          y: "found (recall), %",
          dashed: [{ x: 0, y: 0 }, { x: 1, y: 1 }],
          dot: chosen.roc,
        }),
      })
    }${
      chartFigure({
        title: `Precision and recall, area ${area(precisionRecall.area)}`,
        hint: "The area is the average precision. The dashed line is guessing.",
        chart: squareChart([{ x: 0, y: precisionRecall.points[0]!.y }, ...curve(precisionRecall)], {
          label: `Precision by recall of ${name}; the average precision is ${
            area(precisionRecall.area)
          }`,
          x: "found (recall), %",
          y: "precision, %",
          dashed: [{ x: 0, y: share }, { x: 1, y: share }],
          dot: chosen.precisionRecall,
          steps: true,
        }),
      })
    }</div>`,
  };
}
