/** Runs that are replaced while they are served. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { WatchedRuns } from "../../../tasks/serve/watch.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { Network } from "@inkling/inkling";
import { createApp, type Model } from "@inkling/inkling/serve";
import {
  featuresOf,
  type TableColumn,
  type TableDescription,
  TableModel,
} from "@inkling/inkling/table";
import { CLASSES, networkFor, QUANTITIES } from "../../table_model/described_fixture.ts";
import { KINDS, kindsModel } from "../../serve/served_fixture.ts";

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
  assertEquals(note, `kinds answers by version ${second.version} now`);
  assertEquals(second.version === first.version, false);

  await write(kindsModel(3).save().subarray(0, 500));
  const [problem] = await watched.refresh();
  assertMatch(problem!, /^Cannot .*; kinds still answers by version /);
  const third = watched.models.get("kinds")!;
  assertEquals([third.version, third.model], [second.version, second.model]);
  assertMatch(third.problem!, /^Cannot open its newer files/);

  await write(kindsModel(2).save());
  assertEquals(await watched.refresh(), []);
  assertEquals(watched.models.get("kinds")!.problem, undefined);
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

test("a model with other columns, types or classes is refused, and health has the reason", async ({ path }) => {
  await Deno.writeFile(join(path, "m"), new Uint8Array(1));
  const mood = { kind: "class", name: "mood" } as const;
  const kinds = kindsModel();
  const inEuros = withColumn(0, { format: { as: "decimal", decimal: ".", unit: "€" } });
  const cases: readonly [before: Model, after: Model, reason: RegExp | undefined][] = [
    [
      kinds,
      modelOf({ ...KINDS, columns: KINDS.columns.slice(0, 4) }),
      /: column "note": expected texts, got none;/,
    ],
    [
      modelOf({ ...KINDS, columns: KINDS.columns.slice(1) }),
      kinds,
      /: column "age": expected none, got numbers;/,
    ],
    [
      kinds,
      modelOf(withColumn(0, { name: "years" })),
      /: column "age": expected numbers, got none;/,
    ],
    [kinds, modelOf(inEuros), /: column "age": expected numbers, got numbers \(€\);/],
    [
      kinds,
      modelOf(withColumn(3, { order: "mdy" })),
      /: column "day": expected dates \(dmy\), got dates \(mdy\);/,
    ],
    [
      kinds,
      modelOf({ ...KINDS, target: { ...mood, classes: ["angry", "glad"] } }),
      /: classes of "mood": expected glad, sad, got angry, glad;/,
    ],
    [
      kinds,
      modelOf({ ...KINDS, target: { ...mood, name: "temper", classes: ["glad", "sad"] } }),
      /: classes of "mood": expected glad, sad, got none;/,
    ],
    [
      new TableModel(networkFor(3, "softmax"), CLASSES),
      new TableModel(networkFor(2, "linear"), QUANTITIES),
      /: classes of "feels": expected warm, .*, got none;/,
    ],
    [kinds, arrays(8, ["glad", "sad"]), /: column "age": expected numbers, got none;/],
    [arrays(2, ["a", "b"]), arrays(3, ["a", "b"]), /: inputs: expected 2, got 3;/],
    [arrays(2, ["a", "b"]), arrays(2, ["a", "c"]), /: classes: expected a, b, got a, c;/],
    [kinds, modelOf(withColumn(0, { mean: 41, deviation: 9 })), undefined],
    [kinds, modelOf(withColumn(1, { values: ["clear", "foggy"] })), undefined],
    [arrays(2, ["a", "b"]), arrays(2, ["a", "b"]), undefined],
  ];
  for (const [k, [before, after, reason]] of cases.entries()) {
    const opened = [before, after].map((model, version) => ({
      model,
      version: String(version),
      problem: undefined,
    }));
    const open = () => Promise.resolve(opened.shift()!);
    const watched = await WatchedRuns.open(new Map([["m", join(path, "m")]]), open);
    await Deno.writeFile(join(path, "m"), new Uint8Array(k + 2));
    const notes = await watched.refresh();
    const health = await createApp(watched.models).request("/health");
    const { m } = (await health.json()).models;
    if (reason === undefined) {
      assertEquals([notes, m], [["m answers by version 1 now"], { version: "1" }]);
      continue;
    }
    assertMatch(notes[0]!, reason);
    assertMatch(notes[0]!, /^Cannot use the newer files of m: .*; m still answers by version 0$/);
    assertEquals([watched.models.get("m")!.model, m.version], [before, "0"]);
    assertMatch(m.problem, /^Cannot use its newer files: their columns, types or classes differ/);
  }
});
