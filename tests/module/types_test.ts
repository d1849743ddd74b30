/** The declaration file of a module, checked by TypeScript: right inputs are taken, and wrong ones are errors. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { Decision } from "../../lib/measure/decide/decide.ts";
import { type DescribedModule, describeInputs, describeTable } from "../../lib/module/describe.ts";
import { formatDeclaration } from "../../lib/module/declare.ts";
import { Network } from "../../lib/network.ts";
import type { CategoryColumn, TableColumn } from "../../lib/table/columns/columns.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";
import type { Row } from "../../lib/table/model/row_cells.ts";
import { hasNpm } from "../helpers/npm.ts";
import { outcomeOf } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";
import { kindsModel } from "../serve/served_fixture.ts";
import { distributionsOf } from "../table/model/distributions_fixture.ts";
import { networkOf, withDistributions } from "./model_fixture.ts";

const TYPESCRIPT = "typescript@5.9.3";
const OPTIONS = "--strict --noEmit --module nodenext --target es2022 --lib es2022,dom".split(" ");

const PROGRAM = `
import { type Output, predict, type Row } from "./orders.mjs";
import { predict as predictPrice, type Row as PricedRow } from "./prices.mjs";
import { predict as predictDigit } from "./digits.mjs";
import { type Explanation, explain as explainRating, predict as predictRating } from "./ratings.mjs";

const row: Row = {
  ...{ ordered: new Date(0), delivered: "2024-01-31", time: null, price: "€1,200.00", discount: 0.2 },
  ...{ payment: "card", article: null, weight: 3.5, balance: null, gift: true, stars: 4, note: null },
};
const { label, probability, probabilities, remarks } = predict(row);
const returned: "kept" | "returned" | undefined = label;
const known: Output | undefined = returned;
const share: number | undefined = probabilities?.kept ?? probability;
const texts: string[] = remarks.map(({ text }) => text);
predict({ ...row, payment: "Card" });
// @ts-expect-error -- columns are missing
predict({ payment: "Card" });
// @ts-expect-error -- a column that may have no value takes null
predict({ ...row, note: undefined });
// @ts-expect-error -- no columns
predict({});
// @ts-expect-error -- no known category
predict({ ...row, payment: "bitcoin" });
// @ts-expect-error -- a text among plain numbers
predict({ ...row, stars: "4" });
// @ts-expect-error -- an object
predict({ ...row, price: { euros: 3 } });
// @ts-expect-error -- no such column
predict({ ...row, paymnt: "card" });
// @ts-expect-error -- a boolean among numbers
predict({ ...row, price: true });
// @ts-expect-error -- no row
predict([1, 2]);
// @ts-expect-error -- no quantity
predict(row).value?.toFixed();

const price: PricedRow = {
  ...{ ordered: "1.2.2024", delivered: "2024-02-03", time: "8:05 pm", discount: 0.1 },
  ...{ payment: "cash", article: "A-105", weight: 3, balance: 4, gift: "no", stars: 5, note: "ring bell" },
};
const { value, interval } = predictPrice(price);
const cents: number | undefined = value && 100 * value + (interval?.high ?? 0);
// @ts-expect-error -- a value is missing that a row has to have
predictPrice({ ...price, stars: null });
// @ts-expect-error -- a column is missing
predictPrice({ stars: 5 });
// @ts-expect-error -- no classes
predictPrice(price).label?.length;

predictRating({ level: 2, "is new": true });
predictRating({ level: "2", "is new": "false" });
const why: Explanation | undefined = explainRating({ level: 2, "is new": null });
const columns: ("level" | "is new")[] | undefined = why?.contributions.map(({ column }) => column);
const rated: "a" | "b" | undefined = why?.of;
// @ts-expect-error -- a number that is not known
predictRating({ level: 4, "is new": true });

predictDigit(new ImageData(28, 28));
predictDigit(new Uint8Array(784));
const digit: "0" | "1" | undefined = predictDigit(Array.from({ length: 784 }, () => 0)).label;
// @ts-expect-error -- a text
predictDigit("3");
export { cents, columns, digit, known, rated, share, texts };
`;

/** A model of categories that are numbers and truth values. */
function ratings(): DescribedModule {
  const column = (name: string, values: readonly string[]): CategoryColumn => ({
    kind: "category",
    name,
    values,
    gaps: "mean",
  });
  const columns: readonly TableColumn[] = [
    column("level", ["1", "2", "3"]),
    column("is new", ["false", "true"]),
  ];
  const network = new Network([5, 2], { outputActivation: "softmax", cost: "logLikelihood" });
  const target = { kind: "class", name: "rating", classes: ["a", "b"] } as const;
  const table = { version: 2, columns, target } as const;
  const rows = Array.from({ length: 30 }, (_, k) => ({
    level: `${1 + k % 3}`,
    "is new": `${k % 2 === 0}`,
  }));
  const distributions = distributionsOf(table, rows);
  return describeTable(new TableModel(network, table, { distributions }), "float32", true);
}

function digits(): DescribedModule {
  return describeInputs({
    network: new Network([784, 2], { outputActivation: "softmax", cost: "logLikelihood" }),
    problem: "classification",
    names: ["0", "1"],
    detector: undefined,
    areBytes: true,
    normalizeWidth: null,
  }, "float32");
}

testsWhere(await hasNpm())("tsc takes right rows and refuses wrong ones", async ({ path }) => {
  const orders = await networkOf({ target: "returned", without: ["refund"] });
  const prices = await networkOf({
    target: "price",
    gaps: "drop",
    without: ["refund", "returned"],
  });
  const modules = {
    orders: describeTable(withDistributions(orders), "float32"),
    prices: describeTable(withDistributions(prices), "float32"),
    ratings: ratings(),
    digits: digits(),
  };
  for (const [name, described] of Object.entries(modules)) {
    await Deno.writeTextFile(join(path, `${name}.d.mts`), formatDeclaration(described));
  }
  await Deno.writeTextFile(join(path, "program.mts"), PROGRAM);
  await Deno.writeTextFile(join(path, "package.json"), '{ "private": true }');
  const run = (program: string, ...args: string[]) =>
    outcomeOf(
      new Deno.Command(program, { args, cwd: path, stdout: "piped", stderr: "piped" }).spawn(),
    );
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
  assertEquals((await run("npm", "install", ...quiet, TYPESCRIPT)).code, 0);
  const { stdout } = await run("npx", "--no", "--", "tsc", ...OPTIONS, "program.mts");
  assertEquals(stdout, "");
});

Deno.test("the types of a model with sets have them, and of others do not", () => {
  const { network, table } = kindsModel();
  const promised = { value: 0.9, low: 0.8, high: 1 };
  const sets = { coverage: 0.9, bound: 0.5, promised, classes: [promised, promised] };
  const textOf = (decision?: Decision) =>
    formatDeclaration(describeTable(new TableModel(network, table, { decision }), "float32"));
  assertStringIncludes(textOf({ sets }), "  readonly set?: readonly Output[];\n");
  assertEquals(textOf().includes("set?"), false);
});

Deno.test("the types quote the levels of small columns alone, and have an example", () => {
  const column = (name: string, values: readonly string[]): CategoryColumn => ({
    kind: "category",
    name,
    values,
    gaps: "mean",
  });
  const names = Array.from({ length: 21 }, (_, k) => `C${k + 10}`).sort();
  const columns = [
    column("sky", ["clear", "odd"]),
    column("customer", names),
    column("n", ["1", "2"]),
  ];
  const target = { kind: "class", name: "t", classes: ["a", "b"] } as const;
  const table = { version: 1, columns, target } as const;
  const network = new Network([25, 2], { outputActivation: "softmax", cost: "logLikelihood" });
  const rows = Array.from({ length: 210 }, (_, k) => ({
    sky: "clear",
    customer: names[k % 21]!,
    n: ["1", "2"][k % 2]!,
  }));
  const textOf = (rows: readonly Row[]) => {
    const distributions = distributionsOf(table, rows);
    return formatDeclaration(
      describeTable(new TableModel(network, table, { distributions }), "float32"),
    );
  };
  const all = textOf([...rows, ...Array.from({ length: 5 }, () => ({ ...rows[0]!, sky: "odd" }))]);
  assertStringIncludes(all, '"sky": "clear" | "odd" | null;');
  assertStringIncludes(all, '"customer": string | null;');
  assertStringIncludes(all, '"n": "1" | 1 | "2" | 2 | null;');
  assertStringIncludes(all, ' * predict({"sky":"clear","customer":null,"n":"1"});');
  const rare = textOf([...rows, { ...rows[0]!, sky: "odd", n: "1" }]);
  assertStringIncludes(rare, '"sky": string | null;');
  assertEquals(rare.includes("odd"), false);
  const few = textOf(rows.slice(0, 5));
  assertStringIncludes(few, '"n": string | number | null;');
});
