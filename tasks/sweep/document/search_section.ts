/** The search: the parameters, the config that they change, and the data. @module */

import type { ParameterSpace, SweepSummary } from "../../../lib/sweep/mod.ts";
import {
  breakable,
  copied,
  details,
  type Inline,
  pairs,
  prose,
  type Section,
  table,
  whole,
} from "../../document/blocks.ts";
import { configText, methodText, searchText, valueText } from "./texts.ts";

const DISTRIBUTIONS = {
  uniform: "uniform",
  logUniform: "uniform in its logarithm",
  int: "a whole number",
};

export function searchSection(summary: SweepSummary): Section {
  const { parameters, seeds, splitSeed, halving, config, data } = summary;
  const entries = Object.entries(parameters);
  const rows: [Inline, string][] = [["method", methodText(summary)], ["seeds", seeds.join(", ")]];
  if (splitSeed !== null) rows.push(["seed of the split", String(splitSeed)]);
  if (halving !== undefined) rows.push(["goes on after a rung", `1 of ${halving.factor}`]);
  for (const [k, ends] of halving?.brackets.entries() ?? []) {
    const bracket = halving!.brackets.length > 1 ? ` of bracket ${k + 1}` : "";
    rows.push([`rungs${bracket}, epochs`, ends.join(", ")]);
  }
  for (const [name, hash] of Object.entries(data)) {
    rows.push([prose`${name}, ${whole("SHA-256")}`, hash]);
  }
  const label = "The config that trials change";
  return {
    id: "search",
    title: "What was searched",
    hint: `${searchText(summary)} The same sweep on the same data gives the same page, on one ` +
      "machine or many.",
    only: "page",
    content: [
      entries.length > 0 && table({
        layout: "left",
        label: "Parameters",
        head: ["parameter", "values"],
        rows: entries.map(([name, space]) => [breakable(name), spaceText(space)]),
      }),
      pairs("The search", rows),
      details(label, copied(label, configText(config))),
    ],
  };
}

function spaceText(space: ParameterSpace): string {
  if ("values" in space) return space.values.map(valueText).join(", ");
  return `${space.min} to ${space.max}, ${DISTRIBUTIONS[space.distribution]}`;
}
