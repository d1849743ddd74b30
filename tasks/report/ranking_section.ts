/** How well a network of two classes ranks them, at every threshold. @module */

import type { RankingCurve } from "../../lib/evaluate/mod.ts";
import { squareChart } from "../charts/point_chart.ts";
import { count } from "../cli/format.ts";
import { thinned } from "../cli/table.ts";
import { chart, columns, pageOnly, type Section, summaryOnly } from "../document/blocks.ts";
import { rankingOf } from "../evaluate/ranking.ts";
import type { ClassRun } from "./problem/runs.ts";

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
  const [area, precision] = [roc, precisionRecall].map(({ area }) => area.toFixed(4));
  return {
    id: "ranking",
    title: "Thresholds",
    hint: [
      `“${name}” is the rarer class, ${count(positives)} of ${
        count(size)
      } ${run.split} ${run.noun}s. `,
      "The network answers with the class of the larger output; a threshold nearer to either side ",
      "finds more of them, or is wrong less often about them. ",
      pageOnly("The dot marks the answers of this report."),
      summaryOnly(`The area under the ROC curve is ${area}, the average precision ${precision}.`),
    ],
    content: columns([
      chart({
        title: `ROC curve, area ${area}`,
        hint:
          `The area is how often a ${run.noun} of “${name}” gets a larger output for it than another ` +
          `${run.noun}. The dashed line is guessing.`,
        svg: squareChart(curve(roc), {
          label: `ROC curve of ${name}; the area under it is ${area}`,
          x: "others taken for it, %",
          y: "found (recall), %",
          dashed: [{ x: 0, y: 0 }, { x: 1, y: 1 }],
          dot: chosen.roc,
        }),
      }),
      chart({
        title: `Precision and recall, area ${precision}`,
        hint: "The area is the average precision. The dashed line is guessing.",
        svg: squareChart([{ x: 0, y: precisionRecall.points[0]!.y }, ...curve(precisionRecall)], {
          label: `Precision by recall of ${name}; the average precision is ${precision}`,
          x: "found (recall), %",
          y: "precision, %",
          dashed: [{ x: 0, y: share }, { x: 1, y: share }],
          dot: chosen.precisionRecall,
          steps: true,
        }),
      }),
    ]),
  };
}
