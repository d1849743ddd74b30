/** The sections of a report on what a network answers, by what it learned. @module */

import { farthest, surest } from "../evaluate/worst_rows.ts";
import { pictureShapeOf } from "../images/mistakes.ts";
import type { DrawChart } from "../report/charts.ts";
import { confidenceSection } from "../report/confidence_section.ts";
import { confusionSection } from "../report/confusion_section.ts";
import { importanceSection } from "../report/importance_section.ts";
import { labelsSection } from "../report/labels_section.ts";
import { mistakesSection } from "../report/mistakes_section.ts";
import type { Section } from "../report/page.ts";
import { quantitiesSection } from "../report/quantities_section.ts";
import { rankingSection } from "../report/ranking_section.ts";
import { rowsSection, SHOWN } from "../report/rows_section.ts";
import { FARTHEST, SUREST } from "../report/texts.ts";
import type { OfRun } from "./runs.ts";

/** What the network answers, in detail. */
export const answerSections: OfRun<Promise<(Section | undefined)[]>, [draw: DrawChart]> = {
  classification: async (run, draw) => [
    confusionSection(run),
    await rankingSection(run, draw),
    pictureShapeOf(run.data) === undefined
      ? await rowsSection(run, SUREST, surest(run, SHOWN))
      : await mistakesSection(run),
    await importanceSection(run, draw),
    await confidenceSection(run, draw),
  ],
  multiLabel: (run) => Promise.resolve([labelsSection(run)]),
  regression: async (run, draw) => [
    await quantitiesSection(run, draw),
    await rowsSection(run, FARTHEST, farthest(run.quantities, SHOWN)),
    await importanceSection(run, draw),
  ],
};
