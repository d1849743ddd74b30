/** The report of one run. @module */

import { parameterCount } from "../../lib/network/mod.ts";
import { count, counted, duration } from "../cli/format.ts";
import { type Document, hint, type KeyNumber, keyNumbers } from "../document/blocks.ts";
import { curvesSection, throughputSection } from "./curves_sections.ts";
import { configSection, originSection } from "./origin_sections.ts";
import { answerNumbers, titleNumbers, whatIsPredicted } from "./problem/headline.ts";
import { ask, type ReportedRun } from "./problem/runs.ts";
import { answerSections } from "./problem/sections.ts";
import { howItWent, whatSplitsAre, whatWasTrained } from "./texts.ts";
import { truthSection } from "./truth_section.ts";
import { weightsSection } from "./weights_section.ts";

/** The facts of the page from which `verify` makes it again. */
export const PAGE_FACTS = {
  split: "inkling:split",
  folder: "inkling:folder",
  written: "inkling:written",
} as const;

export async function runDocument(run: ReportedRun): Promise<Document> {
  const { name, summary, config, path, split, written } = run;
  const isOwn = typeof config.dataset !== "string"; // user data: the answers matter most
  const score = ask(titleNumbers, run);
  return {
    title: `${name}: ${score} · Inkling`,
    kind: "Inkling · training report",
    heading: name,
    summaryHeading: `${name}: ${score}`,
    lead: whatIsPredicted(run),
    header: [
      hint(`${whatWasTrained(run)} ${whatSplitsAre(run)}`),
      hint(howItWent(run)),
      keyNumbers([
        ...ask(answerNumbers, run),
        ...epochNumbers(run),
        { value: count(parameterCount(config.sizes)), label: "weights and biases" },
        { value: duration(summary.seconds, 1), label: "in all, evaluations included" },
      ]),
    ],
    sections: [
      summary.truth && truthSection(summary.truth),
      curvesSection(run),
      ...await ask(answerSections, run),
      ...[
        await weightsSection(run),
        throughputSection(run),
        configSection(run),
        originSection(run),
      ].map((section) => ({ ...section, folded: isOwn })),
    ],
    origin: summary.versions.inkling,
    facts: {
      [PAGE_FACTS.split]: split,
      [PAGE_FACTS.folder]: path,
      [PAGE_FACTS.written]: written.toISOString(),
    },
  };
}

function epochNumbers({ summary: { epoch, epochs, best } }: ReportedRun): KeyNumber[] {
  if (typeof epoch !== "number") {
    return [{ value: count(epochs), label: `rounds, of ${counted(epoch.length, "member")}` }];
  }
  const kept = { value: String(epoch), label: `the epoch kept, of ${count(epochs)}` };
  if (best === null) return [kept];
  const reason = `with the ${"cost" in best ? "lowest cost" : "best accuracy"} on validation`;
  return best.epoch === epoch ? [{ ...kept, label: `${kept.label}: that ${reason}` }] : [
    kept,
    { value: String(best.epoch), label: `the epoch ${reason}` },
  ];
}
