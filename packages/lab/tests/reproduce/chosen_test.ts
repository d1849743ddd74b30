/** The validation run that a config has to name, and the messages where it does not. */

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { parseConfig, parseReproduction } from "../../../../lib/config.ts";
import { planSweep, resolveSweep } from "../../../../tasks/sweep/plan/mod.ts";
import { parseSweepDraft } from "../../../../tasks/sweep/sweep.ts";
import { UsageError } from "../../../../tasks/cli/arguments.ts";
import { hashesOf } from "../../../../tasks/data/catalogue.ts";
import {
  checkChosen,
  copiesName,
  needsValidationRun,
  validationConfig,
  type ValidationRun,
  validationRunName,
} from "../../reproduce/chosen.ts";
import type { Row } from "../../reproduce/rows.ts";
import { testMessages } from "../../../../tests/helpers/says.ts";

const KEYS = {
  ...{ sizes: [784, 5, 10], trainingSize: 60_000, epochs: 2, seed: 7, evaluate: [] },
  augment: { rotation: 20 },
};

/** A row without a published result, unless one is given. */
function rowOf(config: object = {}, reproduces: object = {}): Row {
  const json = { ...KEYS, ...config, reproduces: { source: "our own", ...reproduces } };
  return { name: "ours", config: parseConfig(json), reproduces: parseReproduction(json)! };
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
const AUGMENTED = copiesName("ours", { copies: 2, strength: 0.5 });

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

const refused: { readonly [reason: string]: () => Promise<void> } = {
  [`"reproduces" does not name what chose it; its validation run is ${RUN}`]: () => check({}),
  'it evaluates test while it trains: "evaluate" has to leave test out': () =>
    check({ chosen }, { evaluate: ["test"] }),
  [`the validation run ${OTHER} has another config, data or numerics; expected ${RUN}`]: () =>
    check({ chosen: { ...chosen, trial: OTHER } }),
  [`its validation run ${RUN} has no error yet`]: () => check({ chosen: { trial: RUN } }),
  [`no validation run ${RUN} of ours with an error of 0.94 % is kept`]: () =>
    check({ chosen: { ...chosen, error: 0.0094 } }),
  [`no validation run ${RUN} of ours with an error of 0.84 % is kept`]: () =>
    check({ chosen }, {}, { trial: OTHER }),
  [`its validation run has no error of ${AUGMENTED} yet`]: () =>
    check({ chosen, copies: { copies: 2, strength: 0.5 } }),
  [`no validation run ${RUN} of ${AUGMENTED} with an error of 0.60 % is kept`]: () =>
    check({ chosen, copies: { ...copies, error: 0.006 } }),
};

testMessages(
  "lab/reproduce/chosen",
  Object.entries(refused).map(([reason, call]) => [
    reason,
    call,
    UsageError,
    `Cannot show the result of a config that was not chosen on validation:\n  ours: ${reason}\n` +
    "Train the validation run with `deno task --cwd packages/lab reproduce --trials --only ours --into page.md`: it keeps the run " +
    "and prints the key for the config",
  ]),
);
