/** Classes come back in the type that they came in: false is false, and not a text, which would be true. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { createApp } from "@inkling/inkling/serve";
import { Network } from "../../../lib/network.ts";
import { formatDeclaration } from "../../../lib/module/declare.ts";
import { describeTable } from "../../../lib/module/describe.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { done, trained } from "../../helpers/outcomes.ts";
import { granted } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { exportsOf, moduleTextOf } from "../../module/model_fixture.ts";
import { sender } from "../../serve/served_fixture.ts";
import { CLASSES, networkFor } from "./described_fixture.ts";

const ignore = !granted("read");

const OPTIONS = { target: "answer", folds: 0, epochs: 40, coverage: 0.9 } as const;

/** Rows with an answer for low numbers, and one for high ones. */
function rowsOf<T>(answers: readonly T[]): { x: number; color: string; answer: T }[] {
  return Array.from({ length: 90 }, (_, k) => ({
    x: k % 30,
    color: ["red", "blue"][k % 2]!,
    answer: answers[k % 30 < 15 ? 0 : 1]!,
  }));
}

/** Models of these rows; each is trained once. */
const truth = lazy(() => TableModel.fit(rowsOf([false, true]), OPTIONS));
const fractions = lazy(() => TableModel.fit(rowsOf([10, 9.5]), { ...OPTIONS, kind: "class" }));

function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}

const LOW = { x: 1, color: "red" };

Deno.test("truth values and numbers are the labels of the library, before and after a file", async () => {
  const model = await truth();
  const label: boolean | undefined = model.predict(LOW).label;
  assertEquals(label, false);
  const { probabilities, set } = model.predict({ ...LOW, x: 29 });
  assertEquals(Object.keys(probabilities!), ["false", "true"]);
  assertEquals(set, [true] as const);
  assertEquals(TableModel.load(model.save()).predict([LOW])[0]!.label, false);
  const number: number | undefined = (await fractions()).predict(LOW).label;
  assertEquals(number, 10);
});

Deno.test("texts stay texts, whatever they look like; of CSV they are what they look like", async () => {
  const labelOf = async (answers: readonly string[]) =>
    (await TableModel.fit(rowsOf(answers), OPTIONS)).predict(LOW).label;
  assertEquals(await labelOf(["false", "true"]), "false");
  assertEquals(await labelOf(["7", "8"]), "7");
  const ofCsv = async (answers: readonly string[]) => {
    const lines = rowsOf(answers).map((row) => Object.values(row).join());
    const model = await TableModel.fit(["x,color,answer", ...lines].join("\n"), OPTIONS);
    return model.predict({ x: "1", color: "red" }).label;
  };
  assertEquals(await ofCsv(["false", "true"]), false);
  assertEquals(await ofCsv(["7", "8.5"]), 7);
  assertEquals(await ofCsv(["007", "008"]), "007");
  assertEquals(await ofCsv(["False", "True"]), "False");
  assertEquals(await ofCsv(["1", "one"]), "1");
  const mixed = await TableModel.fit(rowsOf([false, "true"]), OPTIONS);
  assertEquals(mixed.predict(LOW).label, "false");
});

Deno.test("a file without the type answers with texts, as before", () => {
  const classes = ["0", "false", "true"];
  const table = { ...CLASSES, target: { kind: "class", name: "feels", classes } } as const;
  const network = new Network(networkFor(3, "softmax").sizes, { outputActivation: "softmax" });
  const old = TableModel.load(new TableModel(network, table).save());
  const row = { time: 1e9, sky: "clear", wind: "north" };
  assertEquals(typeof old.predict([row])[0]!.label, "string");
});

Deno.test("the server answers in the type, and its documents say so", async () => {
  const models = {
    truth: await truth(),
    numbers: await fractions(),
    whole: await TableModel.fit(rowsOf([10, 9]), { ...OPTIONS, kind: "class" }),
  };
  const send = sender({}, models);
  const app = createApp(models);
  const api = await (await app.request("/openapi.json")).json();
  const types = { truth: "boolean", numbers: "number", whole: "number" };
  const labels = { truth: [false, true], numbers: [10, 9.5], whole: [10, 9] };
  for (const name of ["truth", "numbers", "whole"] as const) {
    const { answer } = await send(`/models/${name}/predict`, LOW);
    assertEquals(answer.label, labels[name][0]);
    assertEquals(answer.set.includes(answer.label), true);
    const { responses } = api.paths[`/models/${name}/predict`].post;
    const [schema] = responses[200].content["application/json"].schema.oneOf;
    const found = { type: types[name], enum: labels[name] };
    assertEquals(schema.properties.label, found);
    assertEquals(schema.properties.set.items, found);
  }
});

Deno.test("a module answers in the type, and its types say so", { ignore }, async () => {
  const model = await truth();
  const described = describeTable(model, "float32", true);
  const { predict, explain } = await exportsOf(await moduleTextOf(described));
  assertEquals([predict(LOW).label, predict(LOW).set], [false, model.predict(LOW).set]);
  assertEquals(explain!(LOW).of, "false");
  const declared = formatDeclaration(described);
  assertStringIncludes(declared, "export type Label = false | true;\n");
  assertStringIncludes(declared, "  readonly label: Label | undefined;\n");
  assertStringIncludes(declared, "  readonly set?: readonly Label[];\n");
  assertStringIncludes(declared, 'export type Output = "false" | "true";\n');
});

testsWith("read", "write", "run")("the command answers in the type", async ({ path }) => {
  const [csv, json] = [join(path, "a.csv"), join(path, "a.json")];
  const lines = rowsOf([false, true]).map((row) => Object.values(row).join());
  await Deno.writeTextFile(csv, ["x,color,answer", ...lines].join("\n"));
  await Deno.writeTextFile(json, JSON.stringify(rowsOf(["false", "true"])));
  for (const [file, expected] of [[csv, false], [json, "false"]] as const) {
    const words = ["--table", file, "--target", "answer", "--folds", "0", "--coverage", "0.9"];
    const run = await trained(path, "run", words, "epochs=40");
    const row = ["predict", run, "--row", JSON.stringify(LOW)] as const;
    const { classes, rows: [{ prediction, set }] } = JSON.parse(
      (await done(...row, "--json")).stdout,
    );
    assertEquals([prediction, set.includes(expected)], [expected, true]);
    assertEquals(classes.includes(expected), true);
    assertEquals(JSON.parse((await done(...row, "--jsonl")).stdout).label, expected);
    assertStringIncludes((await done(...row)).stdout, "\n1,red,false,");
  }
});

Deno.test("a network of quantities answers with values, and of classes with a label", () => {
  const [one] = networkFor(1, "linear").predict([[0, 0, 1, 0, 1, 0]]);
  assertEquals([one!.label, one!.probability], [undefined, undefined]);
  assertEquals([one!.value, one!.values], [one!.outputs[0], [...one!.outputs]]);
  const [two] = networkFor(2, "linear").predict([[0, 0, 1, 0, 1, 0]]);
  assertEquals([two!.value, two!.values], [undefined, [...two!.outputs]]);
  const [known] = networkFor(3, "softmax").predict([[0, 0, 1, 0, 1, 0]]);
  assertEquals([known!.value, known!.values], [undefined, undefined]);
  if (known!.label !== undefined) assertEquals(known!.probability.toFixed, (1).toFixed);
  else assertEquals(known!.values.length, 0);
});
