/** The validation run that a config has to name, and the messages where it does not. */

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { parseConfig } from "../../../../lib/config.ts";
import { planSweep, resolveSweep } from "../../../../tasks/sweep/plan/mod.ts";
import { parseSweepDraft } from "../../../../tasks/sweep/sweep.ts";
import { hashesOf } from "../../../../tasks/data/catalogue.ts";
import {
  checkChosen,
  needsValidationRun,
  validationConfig,
  type ValidationRun,
  validationRunName,
} from "../../reproduce/chosen.ts";
import { parsePublished } from "../../reproduce/published.ts";
import type { Row } from "../../reproduce/rows.ts";
import { naming } from "../../../../tests/helpers/in_folder.ts";
import { type Calls, pinnedIn } from "../../../../tests/helpers/pinned.ts";
import texts from "./chosen.txt" with { type: "text" };

const KEYS = {
  sizes: [784, 5, 10],
  trainingSize: 60_000,
  epochs: 2,
  seed: 7,
  evaluate: [],
  augment: { rotation: 20 },
};

/** A row without a published result, unless one is given. */
function rowOf(config: object = {}, reproduces: object = {}): Row {
  const { ours } = parsePublished({ ours: { source: "our own", ...reproduces } }, "published.json");
  return { name: "ours", config: parseConfig({ ...KEYS, ...config }), reproduces: ours! };
}

const nameOf = (row: Row) => validationRunName(row, "data");

Deno.test("a row's validation run is its config on the images before validation's", async () => {
  const row = rowOf();
  const run = { ...row.config, trainingSize: 50_000, evaluate: ["validation"] };
  assertEquals<unknown>(validationConfig(row), run);
  assertEquals(validationConfig(rowOf({ trainingSize: 100 })).trainingSize, 100);
  assertMatch(await nameOf(row), /^[\da-f]{16}$/);
  assertNotEquals(await nameOf(row), await nameOf(rowOf({ learningRate: 1 })));
});

Deno.test("a row of ours, or one that trains on validation too, needs a validation run", () => {
  const published = (trainingSize: number, chosen?: object) =>
    rowOf({ trainingSize, evaluate: ["test"] }, { error: 0.01, ...chosen && { chosen } });
  const named = published(50_000, { trial: "0123456789abcdef" });
  const rows = [rowOf({ trainingSize: 50_000 }), published(60_000), published(50_000), named];
  assertEquals(rows.map(needsValidationRun), [true, true, false, true]);
});

Deno.test("a sweep that tried the config names its run the same", async () => {
  const { evaluate: _, ...config } = { ...KEYS, trainingSize: 50_000 };
  const list = [{ learningRate: 3 }, { learningRate: 1 }];
  const sweep = resolveSweep(parseSweepDraft({ config, method: "list", list }), config, "test");
  const facts = { features: 784, outputs: 10, kind: "class", trainingSize: 50_000 } as const;
  const data = { facts, hashes: hashesOf({ dataset: "mnist" }) };
  const { trials } = await planSweep(sweep, () => Promise.resolve(data));
  assertEquals(trials[0]!.runs[0]!.run, await nameOf(rowOf()));
});

const RUN = await nameOf(rowOf());
const OTHER = "0123456789abcdef";

/** Checks a row by the validation run that is kept. */
function check(reproduces: object, config: object = {}, kept: Partial<ValidationRun> = {}) {
  const result = { error: 0.0084, validation: { correct: 9916, size: 10_000 } };
  const copies = { copies: 2, strength: 0.5, validation: { correct: 9950, size: 10_000 } };
  const others = { weightsSha256: "0", ended: "2026-11-26", seconds: 1, engine: "wasm", seed: 7 };
  const run = { name: "ours", trial: RUN, ...result, copies, ...others, epochs: 2 };
  const runs = [{ ...run, trainingSize: 50_000, ...kept }];
  return checkChosen([rowOf(config, reproduces)], { runs, page: "page.md", data: "data" });
}

const chosen = { trial: RUN, error: 0.0084 };
const copies = { copies: 2, strength: 0.5, error: 0.005 };

Deno.test("a row is shown whose validation run is kept, or that needs none", async () => {
  await check({ chosen });
  await check({ chosen, copies });
  await check({ error: 0.016 }, { trainingSize: 100, evaluate: ["test"] });
});

/** The names of runs differ from version to version. */
const refused = (why: string, ...of: Parameters<typeof check>): Calls[number] => [
  why,
  () => naming(RUN, "RUN", () => check(...of)),
];

pinnedIn(import.meta.url, texts)("rows that are not shown", [
  refused("no validation run is named", {}),
  refused("test is evaluated while it trains", { chosen }, { evaluate: ["test"] }),
  refused("another run is named", { chosen: { ...chosen, trial: OTHER } }),
  refused("no error is named", { chosen: { trial: RUN } }),
  refused("another error is named", { chosen: { ...chosen, error: 0.0094 } }),
  refused("the run is not kept", { chosen }, {}, { trial: OTHER }),
  refused("no error of copies", { chosen, copies: { copies: 2, strength: 0.5 } }),
  refused("another error of copies", { chosen, copies: { ...copies, error: 0.006 } }),
]);
