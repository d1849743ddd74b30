/** The sections of a report on a network's answers, by its problem. @module */

import { farthest, surest } from "../../evaluate/worst_rows.ts";
import { pictureShapeOf } from "../../images/mistakes.ts";
import type { DrawChart } from "../charts.ts";
import { confidenceSection } from "../confidence_section.ts";
import { confusionSection } from "../confusion_section.ts";
import { importanceSection } from "../importance_section.ts";
import { labelsSection } from "../labels_section.ts";
import { mistakesSection } from "../mistakes_section.ts";
import type { Section } from "../page.ts";
import { quantitiesSection } from "../quantities_section.ts";
import { rankingSection } from "../ranking_section.ts";
import { MAX_ROWS, rowsSection } from "../rows_section.ts";
import { ERRORS_TITLE, MISTAKES_TITLE } from "../texts.ts";
import type { OfRun } from "./runs.ts";

/** The answers in detail. */
export const answerSections: OfRun<Promise<(Section | undefined)[]>, [draw: DrawChart]> = {
  classification: async (run, draw) => [
    confusionSection(run),
    await rankingSection(run, draw),
    pictureShapeOf(run.data) === undefined
      ? await rowsSection(run, MISTAKES_TITLE, surest(run, MAX_ROWS))
      : await mistakesSection(run),
    await importanceSection(run, draw),
    await confidenceSection(run, draw),
  ],
  multiLabel: (run) => Promise.resolve([labelsSection(run)]),
  regression: async (run, draw) => [
    await quantitiesSection(run, draw),
    await rowsSection(run, ERRORS_TITLE, farthest(run.quantities, MAX_ROWS)),
    await importanceSection(run, draw),
  ],
};
