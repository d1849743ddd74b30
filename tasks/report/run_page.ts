/** The page of one run. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import { classAverages, wilsonInterval } from "../../mod.ts";
import { pictureShapeOf } from "../images/mistakes.ts";
import { isOfClasses } from "../run/run_folder.ts";
import type { DrawChart } from "./charts.ts";
import { confidenceSection } from "./confidence_section.ts";
import { confusionSection } from "./confusion_section.ts";
import { curvesSection, throughputSection } from "./curves_sections.ts";
import { count, counted, duration, figure, percent } from "./format.ts";
import { html, type Part } from "./html.ts";
import { importanceSection } from "./importance_section.ts";
import { labelsSection } from "./labels_section.ts";
import { mistakesSection } from "./mistakes_section.ts";
import { configSection, originSection } from "./origin_sections.ts";
import { figures, footer, page, type Section, sections } from "./page.ts";
import { quantitiesSection } from "./quantities_section.ts";
import { rankingSection } from "./ranking_section.ts";
import { rankingOf } from "../evaluate/ranking.ts";
import {
  type ClassRun,
  isRightOrWrong,
  type LabelsRun,
  type QuantityRun,
  type ReportedRun,
} from "./reported_run.ts";
import { rowsSection } from "./rows_section.ts";
import {
  howItWent,
  inUnit,
  whatGuessingGets,
  whatIsPredicted,
  whatSplitsAre,
  whatWasTrained,
} from "./texts.ts";
import { weightsSection } from "./weights_section.ts";

/** A large figure and what it says. */
interface Figure {
  readonly value: string;
  readonly label: Part;
}

/** The page of a run, as a whole file. */
export async function runPage(run: ReportedRun, draw: DrawChart): Promise<string> {
  const { name, summary } = run;
  const isOwn = typeof run.config.dataset !== "string"; // whose readers want the answers first
  const all: (Section | undefined)[] = [
    await curvesSection(run, draw),
    ...await answerSections(run, draw),
    ...[
      await weightsSection(run, draw),
      await throughputSection(run, draw),
      configSection(run),
      originSection(run),
    ].map((section) => ({ ...section, folded: isOwn })),
  ];
  const content = html`
    <header>
    <p class="eyebrow">Inkling · training report</p>
    <h1>${name}</h1>
    <p class="lead">${whatIsPredicted(run)}</p>
    <p class="hint">${whatWasTrained(run)} ${whatSplitsAre(run)}</p>
    <p class="hint">${howItWent(run)}</p>
    ${figures([
      ...answerFigures(run),
      ...epochFigures(run),
      { value: count(parameterCount(run.config.sizes)), label: "weights and biases" },
      { value: duration(summary.seconds), label: "in all, evaluations included" },
    ])}
    </header>
    ${sections(all.filter((section) => section !== undefined))}
    ${footer(summary.versions.inkling)}
  `;
  return page(`${name}: ${titleFigure(run)} · Inkling`, content);
}

/** The result in a few characters. */
function titleFigure(run: ReportedRun): string {
  if (isRightOrWrong(run)) return percent(run.evaluation.accuracy);
  const { r2, mae } = run.result;
  return r2 === null ? `MAE ${figure(mae)}` : `R² ${r2.toFixed(4)}`;
}

/** With fewer examples than this, figures vary much from one test set to another. */
const SMALL = 200;

/** What the network answers, in detail. */
async function answerSections(
  run: ReportedRun,
  draw: DrawChart,
): Promise<(Section | undefined)[]> {
  if (run.kind === "labels") return [labelsSection(run)];
  return run.kind === "class" ? await classSections(run, draw) : await quantitySections(run, draw);
}

/** How good the answers are. */
function answerFigures(run: ReportedRun): Figure[] {
  if (run.kind === "labels") return labelFigures(run);
  return run.kind === "class" ? classFigures(run) : quantityFigures(run);
}

async function classSections(run: ClassRun, draw: DrawChart): Promise<(Section | undefined)[]> {
  return [
    confusionSection(run),
    await rankingSection(run, draw),
    pictureShapeOf(run.data) === undefined ? await rowsSection(run) : await mistakesSection(run),
    await importanceSection(run, draw),
    await confidenceSection(run, draw),
  ];
}

async function quantitySections(
  run: QuantityRun,
  draw: DrawChart,
): Promise<(Section | undefined)[]> {
  return [
    await quantitiesSection(run, draw),
    await rowsSection(run),
    await importanceSection(run, draw),
  ];
}

function classFigures(run: ClassRun): Figure[] {
  const { evaluation: { confusion } } = run;
  const roc = rankingOf(run.predictions, run.evaluation)?.roc;
  return [
    accuracyFigure(run, "right"),
    ...confusion.length === 0 ? [] : [{
      value: percent(classAverages(confusion).balancedAccuracy),
      label: "balanced accuracy",
    }],
    ...roc === undefined ? [] : [{ value: roc.area.toFixed(4), label: "area under the ROC curve" }],
    ...otherAccuracy(run),
  ];
}

function labelFigures(run: LabelsRun): Figure[] {
  const { answers: { hammingLoss, macroF1 } } = run;
  return [
    accuracyFigure(run, "with all labels right"),
    { value: percent(hammingLoss), label: "of the single answers wrong (Hamming loss)" },
    ...macroF1 === null ? [] : [{ value: percent(macroF1), label: "macro F1" }],
    ...otherAccuracy(run),
  ];
}

/** How many examples are right, and how far that can be relied on. */
function accuracyFigure(run: ClassRun | LabelsRun, right: string): Figure {
  const { evaluation: { correct, size, accuracy }, split, noun } = run;
  const [low, high] = wilsonInterval(correct, size);
  return {
    value: percent(accuracy),
    label: html`of ${count(size)} ${split} ${noun}s ${right}, ${
      counted(size - correct, "mistake")
    }. ${whatGuessingGets(run)}. ${size < SMALL ? "Small test sets vary: with" : "With"} ${
      counted(size, noun)
    } the true accuracy is between ${percent(low, 1)} and ${
      percent(high, 1)
    }, at 95\u00a0% confidence.`,
  };
}

/** How many are right of the split that is not looked into. */
function otherAccuracy({ split, summary }: ClassRun | LabelsRun): Figure[] {
  const [name, other] = split === "test"
    ? ["validation", summary.validation]
    : ["test", summary.test];
  return other === undefined ? [] : [{ value: percent(other.accuracy), label: `right on ${name}` }];
}

function quantityFigures(run: QuantityRun): Figure[] {
  const { quantities, result, split, summary, noun, data } = run;
  const other = split === "test" ? summary.validation : summary.test;
  const [only] = quantities.length === 1 ? quantities : [];
  const share = result.r2 === null ? "–" : result.r2.toFixed(4);
  return [
    {
      value: share,
      label: html`R² on ${
        count(data.size)
      } ${split} ${noun}s: the share of the variance that is predicted. 1 is perfect, 0 no better than always answering the mean. ${
        whatGuessingGets(run)
      }.${
        data.size < SMALL && ` With so few ${noun}s it is a rough figure: small test sets vary.`
      }`,
    },
    ...only === undefined ? [] : [
      {
        value: inUnit(only.mae, only),
        label: `MAE: how far off on average, in the unit of ${only.name}`,
      },
      { value: inUnit(only.rmse, only), label: "RMSE: the same, but large errors weigh more" },
    ],
    ...other === undefined || isOfClasses(other) ? [] : [{
      value: other.r2 === null ? "–" : other.r2.toFixed(4),
      label: `R² on ${split === "test" ? "validation" : "test"}`,
    }],
  ];
}

/** The epoch kept, and the best if that is another. */
function epochFigures({ summary: { epoch, epochs, best } }: ReportedRun): Figure[] {
  const kept = { value: String(epoch), label: `the epoch kept, of ${count(epochs)}` };
  if (best === null) return [kept];
  const reason = `with the ${"cost" in best ? "lowest cost" : "best accuracy"} on validation`;
  return best.epoch === epoch ? [{ ...kept, label: `${kept.label}: that ${reason}` }] : [
    kept,
    { value: String(best.epoch), label: `the epoch ${reason}` },
  ];
}
