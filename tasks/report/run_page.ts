/** The page of one run. @module */

import { parameterCount } from "../../lib/network/mod.ts";
import { answerNumbers, titleNumbers } from "./problem/headline.ts";
import { ask, type ReportedRun } from "./problem/runs.ts";
import { answerSections } from "./problem/sections.ts";
import { whatIsPredicted } from "./problem/texts.ts";
import { curvesSection, throughputSection } from "./curves_sections.ts";
import { count, duration } from "./format.ts";
import { html } from "../charts/html.ts";
import { configSection, originSection } from "./origin_sections.ts";
import { footer, type KeyNumber, keyNumbers, page, type Section, sections } from "./page.ts";
import { howItWent, whatSplitsAre, whatWasTrained } from "./texts.ts";
import { weightsSection } from "./weights_section.ts";

/** The page of a run, as a whole file. */
export async function runPage(run: ReportedRun): Promise<string> {
  const { name, summary } = run;
  const isOwn = typeof run.config.dataset !== "string"; // user data: the answers matter most
  const all: (Section | undefined)[] = [
    curvesSection(run),
    ...await ask(answerSections, run),
    ...[
      await weightsSection(run),
      throughputSection(run),
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
    ${keyNumbers([
      ...ask(answerNumbers, run),
      ...epochNumbers(run),
      { value: count(parameterCount(run.config.sizes)), label: "weights and biases" },
      { value: duration(summary.seconds), label: "in all, evaluations included" },
    ])}
    </header>
    ${sections(all.filter((section) => section !== undefined))}
    ${footer(summary.versions.inkling)}
  `;
  return page(`${name}: ${ask(titleNumbers, run)} · Inkling`, content);
}

/** The epoch kept, and the best epoch if it is another. */
function epochNumbers({ summary: { epoch, epochs, best } }: ReportedRun): KeyNumber[] {
  const kept = { value: String(epoch), label: `the epoch kept, of ${count(epochs)}` };
  if (best === null) return [kept];
  const reason = `with the ${"cost" in best ? "lowest cost" : "best accuracy"} on validation`;
  return best.epoch === epoch ? [{ ...kept, label: `${kept.label}: that ${reason}` }] : [
    kept,
    { value: String(best.epoch), label: `the epoch ${reason}` },
  ];
}
