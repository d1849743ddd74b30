/** What a file of published results is refused with, and how an entry is filled in. */

import { parseConfig } from "../../../../lib/config.ts";
import { each, pinnedIn } from "../../../../tests/helpers/pinned.ts";
import { parsePublished, reproductionProblems } from "../../reproduce/published.ts";
import texts from "./published.txt" with { type: "text" };

const PUBLISHED = { error: 0.016, source: "a paper" };
const COPIED = { source: "ours", copies: { copies: 2 } };
const CHOSEN = { trial: "0123456789abcdef", error: 0.0084 };

const one = (reproduces: unknown) => parsePublished({ one: reproduces }, "published.json")["one"]!;

const filled = (reproduces: unknown) => JSON.stringify(one(reproduces));

const problems = (reproduces: object, config: object = {}) =>
  [...reproductionProblems(parseConfig(config), one(reproduces))].join("; ") || "none";

const pin = pinnedIn(import.meta.url, texts);

pin("entries", [
  ...each("the file", [7, []], (json) => JSON.stringify(parsePublished(json, "published.json"))),
  ...each("the entry", [
    7,
    {},
    PUBLISHED,
    { source: "" },
    { ...PUBLISHED, seed: 3 },
    { ...PUBLISHED, error: 1.6 },
    { source: "ours", chosen: 7 },
    { source: "ours", chosen: { trial: "0123" } },
    { source: "ours", chosen: CHOSEN },
    { source: "ours", copies: 7 },
    COPIED,
    { ...PUBLISHED, widths: [] },
    { ...PUBLISHED, widths: [10, null], ensemble: true, seeds: 2 },
  ], filled),
]);

pin("entries beside their configs", [
  () => problems(PUBLISHED),
  () => problems({ ...PUBLISHED, accuracy: 0.98 }),
  () => problems(PUBLISHED, { evaluate: ["validation"] }),
  () => problems({ ...PUBLISHED, chosen: CHOSEN }, { evaluate: [] }),
  () => problems({ ...PUBLISHED, chosen: CHOSEN, epoch: "best" }, { evaluate: [] }),
  () => problems({ source: "ours", split: "validation" }),
  () => problems({ source: "ours", chosen: CHOSEN, epoch: "best" }),
  () => problems({ ...PUBLISHED, copies: { copies: 2 } }),
  () => problems(COPIED),
  () => problems(COPIED, { augment: {} }),
  () => problems({ ...COPIED, ensemble: true }, { augment: {} }),
]);
