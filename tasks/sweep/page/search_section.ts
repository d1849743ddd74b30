/** The search: the parameters, the config that they change, and the data. @module */

import type { ParameterSpace, SweepSummary } from "../../../lib/sweep/mod.ts";
import { breakable, html, type Part } from "../../charts/html.ts";
import { copied, details, pairs, type Section, table } from "../../report/page.ts";
import { configText, methodText, searchText, valueText } from "./texts.ts";

const DISTRIBUTIONS = {
  uniform: "uniform",
  logUniform: "uniform in its logarithm",
  int: "a whole number",
};

export function searchSection(summary: SweepSummary): Section {
  const { parameters, seeds, splitSeed, halving, config, data } = summary;
  const entries = Object.entries(parameters);
  const rows: [Part, Part][] = [
    ["method", methodText(summary)],
    ["seeds", seeds.join(", ")],
    ...splitSeed === null ? [] : [["seed of the split", splitSeed] as [Part, Part]],
    ...halving === undefined ? [] : [
      ["goes on after a rung", `1 of ${halving.factor}`] as [Part, Part],
      ...halving.brackets.map((ends, k): [Part, Part] => [
        halving.brackets.length > 1 ? `rungs of bracket ${k + 1}, epochs` : "rungs, epochs",
        ends.join(", "),
      ]),
    ],
    ...Object.entries(data).map(([name, hash]): [Part, Part] => [
      html`${name}, <span class="whole">SHA-256</span>`,
      hash,
    ]),
  ];
  return {
    id: "search",
    title: "What was searched",
    hint: `${searchText(summary)} The same sweep on the same data gives the same page, on one ` +
      "machine or many.",
    content: html`${
      entries.length > 0 && table({
        kind: "left",
        label: "Parameters",
        head: ["parameter", "values"],
        rows: entries.map(([name, space]) => [breakable(name), spaceText(space)]),
      })
    }${pairs("The search", rows)}${
      details(
        "The config that trials change",
        copied("The config that trials change", configText(config)),
      )
    }`,
  };
}

function spaceText(space: ParameterSpace): string {
  if ("values" in space) return space.values.map(valueText).join(", ");
  return `${space.min} to ${space.max}, ${DISTRIBUTIONS[space.distribution]}`;
}
