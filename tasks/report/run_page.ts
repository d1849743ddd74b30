/** The page of one run. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import { wilsonInterval } from "../../mod.ts";
import type { DrawChart } from "./charts.ts";
import type { ReportedRun } from "./collect.ts";
import { confidenceSection } from "./confidence_section.ts";
import { curvesSection, throughputSection } from "./curves_sections.ts";
import { count, counted, duration, percent } from "./format.ts";
import { html } from "./html.ts";
import { confusionSection, mistakesSection } from "./mistakes_sections.ts";
import { figures, footer, page, sections } from "./page.ts";
import { configSection, originSection } from "./origin_sections.ts";
import { howItWent, whatWasTrained } from "./texts.ts";
import { weightsSection } from "./weights_section.ts";

/** The page of a run, as a whole file. */
export async function runPage(run: ReportedRun, draw: DrawChart): Promise<string> {
  const { name, evaluation: { correct, size, accuracy }, split, summary, config } = run;
  const [low, high] = wilsonInterval(correct, size);
  const other = split === "test" ? summary.validation : summary.test;
  const content = html`
    <header>
    <p class="eyebrow">Inkling · training report</p>
    <h1>${name}</h1>
    <p class="lead">${whatWasTrained(run)}</p>
    <p class="hint">${howItWent(run)}</p>
    ${figures([
      {
        value: percent(accuracy),
        label: html`of ${
          count(size)
        } ${split} images right. At 95\u00a0% confidence the true accuracy is between ${
          percent(low, 1)
        } and ${percent(high, 1)}.`,
      },
      { value: count(size - correct), label: "mistakes" },
      ...other === undefined ? [] : [{
        value: percent(other.accuracy),
        label: `right on ${split === "test" ? "validation" : "test"}`,
      }],
      {
        value: String(summary.epoch),
        label: `epoch kept, of ${counted(summary.epochs, "epoch")}`,
      },
      { value: count(parameterCount(config.sizes)), label: "weights and biases" },
      { value: duration(summary.seconds), label: "in all, evaluations included" },
    ])}
    </header>
    ${sections([
      await curvesSection(run, draw),
      confusionSection(run),
      await mistakesSection(run),
      await confidenceSection(run, draw),
      await weightsSection(run, draw),
      await throughputSection(run, draw),
      configSection(run),
      originSection(run),
    ])}
    ${footer(summary.versions.inkling)}
  `;
  return page(`${name}: ${percent(accuracy)} · Inkling`, content);
}
