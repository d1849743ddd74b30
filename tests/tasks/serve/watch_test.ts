/** Runs that are replaced while they are served. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { WatchedRuns } from "../../../tasks/serve/watch.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { granted } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { Network } from "@inkling/inkling";
import { createApp, type Model } from "@inkling/inkling/serve";
import {
  featuresOf,
  type TableColumn,
  type TableDescription,
  TableModel,
} from "@inkling/inkling/table";
import { CLASSES, networkFor, QUANTITIES } from "../../table/model/described_fixture.ts";
import { KINDS, kindsModel } from "../../serve/served_fixture.ts";
import texts from "./watch.txt" with { type: "text" };

const test = testsWith("read", "write");

test("a file that is replaced answers from the next look on, and a damaged one does not", async ({ path }) => {
  const file = join(path, "kinds.safetensors");
  const write = async (bytes: Uint8Array) => {
    await Deno.writeFile(`${file}.new`, bytes);
    await Deno.rename(`${file}.new`, file);
  };
  await write(kindsModel(1).save());
  const watched = await WatchedRuns.open(new Map([["kinds", file]]));
  const first = watched.models.get("kinds")!;
  assertEquals(await watched.refresh(), []);
  assertEquals(watched.models.get("kinds"), first);

  await write(kindsModel(2).save());
  const [note] = await watched.refresh();
  const second = watched.models.get("kinds")!;
  assertEquals(note, `kinds now answers with version ${second.version}`);
  assertEquals(second.version === first.version, false);

  await write(kindsModel(3).save().subarray(0, 500));
  const [problem] = await watched.refresh();
  assertMatch(problem!, /^Cannot .*; kinds still answers with version /);
  const third = watched.models.get("kinds")!;
  assertEquals([third.version, third.model], [second.version, second.model]);
  assertMatch(third.problem!, /^Cannot open its newer files/);

  await write(kindsModel(2).save());
  assertEquals(await watched.refresh(), []);
  assertEquals(watched.models.get("kinds")!.problem, undefined);
});

test("a disk that does not answer is waited for, reported once, and not asked meanwhile", async ({ path }) => {
  const file = join(path, "kinds.safetensors");
  await Deno.writeFile(file, kindsModel(1).save());
  let [answered, asked] = [Promise.resolve(), 0];
  const watched = await WatchedRuns.open(new Map([["kinds", file]]), async () => {
    asked++;
    await answered;
    return { model: kinds, version: "1", problem: undefined } as never;
  }, 20);
  const { promise, resolve } = Promise.withResolvers<void>();
  answered = promise;
  await Deno.writeFile(file, kindsModel(2).save());
  await Deno.utime(file, new Date(0), new Date(0));
  assertEquals(await watched.refresh(), [
    `Waits for the disk of ${file}; kinds still answers with version 1`,
  ]);
  const { problem } = watched.models.get("kinds")!;
  assertEquals(problem, "Waits for its newer files: their disk does not answer");
  assertEquals([await watched.refresh(), asked], [[], 2]);
  resolve();
  await watched.refresh();
  assertEquals([watched.models.get("kinds")!.problem, asked], [undefined, 2]);
});

/** A model of another table, with as many inputs and outputs as that has. */
function modelOf(table: TableDescription): TableModel {
  const outputs = table.target.kind === "class" ? table.target.classes.length : 1;
  return new TableModel(
    new Network([featuresOf(table), outputs], { outputActivation: "softmax" }),
    table,
  );
}

/** The table with one column in another form. */
function withColumn(index: number, change: Partial<TableColumn>): TableDescription {
  const columns = KINDS.columns.with(index, { ...KINDS.columns[index]!, ...change } as TableColumn);
  return { ...KINDS, columns };
}

/** Arrays of so many inputs, and of these classes. */
function arrays(inputs: number, classNames: string[]): Model {
  const network = new Network([inputs, classNames.length], { outputActivation: "softmax" });
  network.classNames = classNames;
  return { network };
}

const kinds = kindsModel();
const mood = { kind: "class", name: "mood" } as const;
const inEuros = withColumn(0, { format: { as: "decimal", decimal: ".", unit: "€" } });
const withMood = (more: object) => modelOf({ ...KINDS, target: { ...mood, ...more } as never });

const CASES: { readonly [what: string]: readonly [before: Model, after: Model] } = {
  "a column less": [kinds, modelOf({ ...KINDS, columns: KINDS.columns.slice(0, 4) })],
  "a column more": [modelOf({ ...KINDS, columns: KINDS.columns.slice(1) }), kinds],
  "another name": [kinds, modelOf(withColumn(0, { name: "years" }))],
  "another unit": [kinds, modelOf(inEuros)],
  "another order of dates": [kinds, modelOf(withColumn(3, { order: "mdy" }))],
  "other classes": [kinds, withMood({ classes: ["angry", "glad"] })],
  "another target": [kinds, withMood({ name: "temper", classes: ["glad", "sad"] })],
  "a quantity": [
    new TableModel(networkFor(3, "softmax"), CLASSES),
    new TableModel(networkFor(2, "linear"), QUANTITIES),
  ],
  "arrays instead": [kinds, arrays(8, ["glad", "sad"])],
  "other inputs": [arrays(2, ["a", "b"]), arrays(3, ["a", "b"])],
  "other classes of arrays": [arrays(2, ["a", "b"]), arrays(2, ["a", "c"])],
  "another mean": [kinds, modelOf(withColumn(0, { mean: 41, deviation: 9 }))],
  "other levels": [kinds, modelOf(withColumn(1, { values: ["clear", "foggy"] }))],
  "the same arrays": [arrays(2, ["a", "b"]), arrays(2, ["a", "b"])],
};

/** What is noted of a model that another one replaces, and what health has; it answers by the other one or not. */
async function replacing(folder: string, [before, after]: readonly [Model, Model]) {
  const opened = [before, after].map((model, version) => ({
    model,
    version: String(version),
    problem: undefined,
  }));
  const file = join(folder, "m");
  await Deno.writeFile(file, new Uint8Array(1));
  const watched = await WatchedRuns.open(
    new Map([["m", file]]),
    () => Promise.resolve(opened.shift()!),
  );
  await Deno.writeFile(file, new Uint8Array(2));
  const notes = await watched.refresh();
  const health = await createApp(watched.models).request("/health");
  const { m } = (await health.json()).models;
  assertEquals(watched.models.get("m")!.model, m.version === "0" ? before : after);
  return [...notes, JSON.stringify(m)].join("\n");
}

pinnedIn(import.meta.url, texts)("models that are replaced", (folder) =>
  Promise.resolve(
    Object.entries(CASES).map(([what, case_]) => [what, () => replacing(folder, case_)] as const),
  ), { ignore: !granted("read", "write") });
