/** `export --format c`: under each compiler that is here the file answers messy rows with the module's bits. */

import { assert, assertEquals, assertLess, assertMatch, assertThrows } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import {
  type DescribedModule,
  describeInputs,
  describeTable,
} from "../../../lib/module/describe.ts";
import { activations } from "../../../lib/network/activations.ts";
import { Standardization } from "../../../lib/numerics/standardization.ts";
import { Network } from "../../../lib/network.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { cellText } from "../../../lib/table/cells/cell_text.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { formatC } from "../../../tasks/export/c.ts";
import {
  drawRow,
  ensembleOf,
  loaded,
  MODELS,
  moduleTextOf,
  networkOf,
} from "../../module/model_fixture.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";
import { answersOf, compilers, HEAD, reason, SANITIZERS } from "./c_fixture.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

/** How many rows each model gets. */
const ROWS = 1000;

/** What the file may have beside its weights, in bytes. */
const MAX_BYTES = 40_000;

/** Compilers with their flags; where one waits for the tests, mistakes are looked for alone. */
const WAYS: (readonly [string, ...string[]])[] = [
  ...QUICK_TESTS && compilers[0] === "gcc"
    ? []
    : compilers.flatMap((name) => [[name], [name, "-O3"]] as const),
  ...compilers[0] === "gcc" ? [["gcc", ...SANITIZERS]] as const : [],
];

const test = testsWhere(compilers.length > 0);

/** An answer of a module as the cells that the C prints. */
function cellsOf(
  // deno-lint-ignore no-explicit-any -- a module's answer
  { label, probability, values, interval, intervals, set, remarks }: any,
  header: readonly string[],
) {
  const none = remarks.find(({ kind }: { kind: string }) => kind === "noPrediction");
  if (none !== undefined) return [...header.slice(1).map(() => ""), "no prediction"];
  return [
    ...label === undefined ? [] : [String(label), probability],
    ...Object.entries(values).flatMap(([name, value]) => {
      const ends = intervals?.[name] ?? interval;
      return ends === undefined ? [value] : [value, ends.low, ends.high];
    }),
    ...set === undefined ? [] : [set.join("; ")],
    "",
  ];
}

function assertSame(printed: string, answers: readonly unknown[], what: string): void {
  const [header, ...rows] = parse(printed) as string[][];
  assertEquals(rows.length, answers.length, what);
  for (const [r, answer] of answers.entries()) {
    const expected = cellsOf(answer, header!);
    const found = rows[r]!.map((cell, k) => {
      if (k === rows[r]!.length - 1) return cell.replace(/:.*/s, "");
      return typeof expected[k] === "number" ? Number(cell) : cell;
    });
    assertEquals(found, expected, `${what}, row ${r}`);
  }
}

/** The length of a file without the model's numbers and texts. */
function lengthBeside(text: string): number {
  return text.replaceAll(/^static const [^(]*? = \{[^]*?\};\n/gm, "").length;
}

/** Rows of a model as texts, as a file has them. */
function textRows(model: TableModel, seed: number): Record<string, string>[] {
  const random = new RandomStream(1, "data", seed);
  const { columns } = model.table;
  return Array.from({ length: ROWS }, () => {
    const row = drawRow(random, columns);
    return Object.fromEntries(
      columns.map((column) => {
        const cell = row[column.name];
        return [column.name, cellText(typeof cell === "bigint" ? String(cell) : cell, column)];
      }),
    );
  });
}

const csvOf = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",") + "\r\n").join(
    "",
  );

const WITHOUT = ["note", "refund"];

/** A network that answers by a threshold, with sets of classes. */
async function decidingModel(): Promise<TableModel> {
  const { network, table } = await networkOf({ target: "returned", without: WITHOUT }, "tanh");
  const promised = { value: 0.9, low: 0.8, high: 1 };
  const decision = {
    threshold: { positive: 1, from: 0.3, falseAlarm: 1, miss: 5, promised },
    sets: { coverage: 0.9, bound: [0.5, 0.75], promised, classes: [null, null] },
  };
  return new TableModel(network, table, { decision });
}

/** Models of every kind that can be written. */
const TABLES: Readonly<Record<string, () => Promise<TableModel>>> = {
  "one network, a class": () => networkOf({ target: "returned", without: WITHOUT }),
  "a threshold and sets": decidingModel,
  "a quantity, rows without gaps": () =>
    networkOf({ target: "price", gaps: "drop", without: ["note"] }, "gelu"),
  "numbers and categories": MODELS["numbers and categories"]!,
  "folds, a class": () => ensembleOf({ target: "returned", without: WITHOUT }),
  "folds, two quantities": () => ensembleOf({ target: ["price", "balance"], without: ["note"] }),
};

test(`the C of tables answers messy rows with the module's bits${reason}`, async ({ path }) => {
  for (const [m, [name, make]] of Object.entries(TABLES).entries()) {
    const model = await make();
    const described = describeTable(model, "float32");
    const predict = await loaded(await moduleTextOf(described));
    const rows = textRows(model, m);
    const answers = rows.map((row) => predict(row));
    const text = formatC(described, HEAD);
    assertLess(lengthBeside(text), MAX_BYTES, name);
    const names = model.table.columns.map((column) => column.name);
    const input = csvOf([names, ...rows.map((row) => names.map((column) => row[column]!))]);
    for (const way of WAYS) {
      assertSame(await answersOf(path, text, input, way), answers, `${name}: ${way.join(" ")}`);
    }
  }
});

/** Networks of numbers or bytes, with random weights. */
function networkOfNumbers(
  sizes: readonly number[],
  activation: Exclude<keyof typeof activations, "softmax">,
  areBytes: boolean,
): DescribedModule {
  const isClass = areBytes;
  const features = sizes[0]!;
  const network = new Network(sizes, {
    seed: 2,
    activation,
    outputActivation: isClass ? "softmax" : activation,
    ...!areBytes && {
      standardization: new Standardization({
        means: Array.from({ length: features }, (_, k) => k / 3),
        deviations: Array.from({ length: features }, (_, k) => 1 + k / 7),
      }),
    },
  });
  return describeInputs({
    network,
    problem: isClass ? "classification" : "regression",
    names: Array.from({ length: sizes.at(-1)! }, (_, k) => `output ${k}`),
    areProbabilities: isClass,
    detector: undefined,
    areBytes,
    normalizeWidth: areBytes ? null : undefined,
  }, "float32");
}

test(`the C of numbers and of digits has the module's bits, for each activation${reason}`, async ({ path }) => {
  const random = new RandomStream(1, "data");
  const check = async (described: DescribedModule, rows: number[][], what: string) => {
    const predict = await loaded(await moduleTextOf(described));
    const bytes = described.entry === "digits";
    const answers = rows.map((row) => predict(bytes ? Uint8Array.from(row) : row));
    const input = rows.map((row) => row.join(",")).join("\n");
    const text = formatC(described, HEAD);
    assertLess(lengthBeside(text), MAX_BYTES);
    for (const compiler of compilers) {
      assertSame(await answersOf(path, text, input, [compiler]), answers, `${what}: ${compiler}`);
    }
  };
  for (const name of Object.keys(activations) as (keyof typeof activations)[]) {
    if (name === "softmax") continue;
    const rows = Array.from(
      { length: 50 },
      () => Array.from({ length: 5 }, () => 12 * random.normal()),
    );
    await check(networkOfNumbers([5, 9, 4, 3], name, false), rows, name);
  }
  const drawn = Array.from(
    { length: 100 },
    () => Array.from({ length: 784 }, () => random.below(2) * random.below(256)),
  );
  for (const [problem, outputs] of [["multiLabel", 3], ["classification", 1]] as const) {
    const network = new Network([5, 4, outputs], { outputActivation: "sigmoid", seed: 4 });
    const names = problem === "multiLabel" ? ["a", "b", "c"] : ["no", "yes"];
    const facts = { names, areProbabilities: true, detector: undefined, areBytes: false };
    const described = describeInputs({ network, problem, ...facts }, "float32");
    const rows = Array.from({ length: 50 }, () => Array.from({ length: 5 }, () => random.normal()));
    await check(described, rows, problem);
  }
  await check(networkOfNumbers([784, 30, 10], "sigmoid", true), drawn, "digits");
});

test(`another program calls predict${reason}`, async ({ path }) => {
  const model = await TABLES["numbers and categories"]!();
  const described = describeTable(model, "float32");
  const predict = await loaded(await moduleTextOf(described));
  const { columns } = model.table;
  const row = Object.fromEntries(
    columns.map((column) => [column.name, column.kind === "number" ? 3.25 : "cash"]),
  );
  const names = columns.map(({ name }) => name);
  const values = names.map((name) => `.${name} = ${JSON.stringify(row[name])}`);
  await Deno.writeTextFile(join(path, "part.c"), formatC(described, HEAD));
  const program = `#define WITHOUT_MAIN
#include "part.c"
int main(void) {
  const row given = {${values.join(", ")}};
  const answer found = predict(&given);
  printf("%s", OUTPUT_NAMES[found.label]);
  for (int k = 0; k < VALUES; k++) printf(",%.17g", found.values[k]);
  return found.problem;
}
`;
  const [label, ...found] = (await answersOf(path, program, "", [compilers[0]!])).split(",");
  const expected = predict(row);
  assertEquals(label, expected.label);
  assertEquals(found.map(Number), Object.values(expected.values));
});

Deno.test("what cannot be written in C yet is a sentence", async () => {
  const refused = (described: DescribedModule) =>
    assertThrows(() => formatC(described, HEAD), Error).message;
  const words = describeTable(await MODELS["one network, a class"]!(), "float32");
  assertMatch(refused(words), /^Cannot write the column "note" in C: free text /);
  assertMatch(
    refused(describeTable(await MODELS["trees, a class"]!(), "float32")),
    /boosted trees/,
  );
  const described = networkOfNumbers([784, 5, 10], "relu", true);
  assert(described.entry === "digits");
  const normalized = { ...described, model: { ...described.model, normalizeWidth: 20 } };
  assertMatch(refused(normalized), /^Cannot write normalizeWidth in C: it is 20; /);
});
