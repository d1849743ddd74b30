/** The report of one run. @module */

import { networksOf, parametersOf } from "../../lib/fold_ensemble/mod.ts";
import { count, counted, duration, fourDigits, percent } from "../cli/format.ts";
import {
  columnTable,
  type Document,
  hint,
  type KeyNumber,
  keyNumbers,
  type Section,
} from "../document/blocks.ts";
import { curvesSection, throughputSection } from "./curves_sections.ts";
import { observedSection } from "./observed_section.ts";
import { configSection, originSection } from "./origin_sections.ts";
import { answerNumbers, titleNumbers, whatIsPredicted } from "./problem/headline.ts";
import { ask, type ReportedRun } from "./problem/runs.ts";
import { answerSections } from "./problem/sections.ts";
import { bestOfText, howItWent, whatSplitsAre, whatWasTrained } from "./texts.ts";
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
      summary.bestOf !== undefined && hint(bestOfText(summary.bestOf)),
      keyNumbers([
        ...ask(answerNumbers, run),
        ...epochNumbers(run),
        parameterNumber(run),
        { value: duration(summary.seconds, 1), label: "in all, evaluations included" },
      ]),
    ],
    sections: [
      summary.truth && truthSection(summary.truth, run.thresholds.length > 0),
      curvesSection(run),
      observedSection(run),
      membersSection(run),
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

/** How many parameters there are, in all networks. */
function parameterNumber({ network }: ReportedRun): KeyNumber {
  const { length } = networksOf(network);
  const all = length > 1 ? `, of the ${counted(length, "network")} in the file` : "";
  return { value: count(parametersOf(network)), label: `weights and biases${all}` };
}

function epochNumbers({ summary: { epoch, epochs, best } }: ReportedRun): KeyNumber[] {
  if (typeof epoch !== "number") {
    return [{ value: count(epochs), label: "epochs, until the last network stopped" }];
  }
  const kept = { value: String(epoch), label: `the epoch kept, of ${count(epochs)}` };
  if (best === null) return [kept];
  const reason = `with the ${"cost" in best ? "lowest cost" : "best accuracy"} on validation`;
  return best.epoch === epoch ? [{ ...kept, label: `${kept.label}: that ${reason}` }] : [
    kept,
    { value: String(best.epoch), label: `the epoch ${reason}` },
  ];
}

/** The families, a row for each; `undefined` for one network. */
function membersSection(
  { network, summary: { epoch, families }, config }: ReportedRun,
): Section | undefined {
  if (families === undefined || typeof epoch === "number") return undefined;
  if (networksOf(network).length !== epoch.length) return undefined; // of other weights
  let start = 0;
  const kept = families.map(({ members }) => {
    const own = epoch.slice(start, start += members);
    return [Math.min(...own), Math.max(...own)] as const;
  });
  return {
    id: "members",
    title: "Members",
    hint:
      `Networks that learned from all of ${config.folds} folds but one. The two encodings of numbers are mixed ` +
      "by the weights that cost least out of fold, and weight decay is chosen so as well; the linear model, " +
      "whose weight decay is its ridge, is solved, and there to compare with.",
    content: columnTable("The families of members", [
      { head: "family", cells: families.map(({ name }) => name) },
      { head: "layers", cells: families.map(({ sizes }) => sizes.join("-")) },
      { head: "members", cells: families.map(({ members }) => count(members)) },
      { head: "weight decay", cells: families.map(({ weightDecay }) => fourDigits(weightDecay)) },
      { head: "weight", cells: families.map(({ weight }) => percent(weight, 0)) },
      {
        head: "epochs kept",
        cells: kept.map(([least, most]) =>
          most === 0 ? "solved" : least === most ? count(least) : `${least} to ${most}`
        ),
      },
    ]),
  };
}
