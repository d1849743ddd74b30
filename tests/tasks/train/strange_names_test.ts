/** Columns and classes whose names mean something to JavaScript, from the table to the report. */

import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { done, jsonOf } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

/** Names that every object has, and words of the language. */
const NAMES = ["constructor", "toString", "valueOf", "__proto__", "hasOwnProperty", "if", "null"];

/** Rows whose last column, `class`, depends on the first two, one of which has texts. */
function strangeTable(rows: number): string {
  const random = new RandomStream(5, "data");
  const lines = Array.from({ length: rows }, () => {
    const numbers = NAMES.slice(2).map(() => random.normal().toFixed(3));
    const [number, name] = [random.normal(), NAMES[random.below(4)]!];
    const answer = number > 0.5 ? "constructor" : name === "valueOf" ? "__proto__" : "toString";
    return [number.toFixed(3), name, ...numbers, answer].join(",");
  });
  return [[...NAMES, "class"].join(","), ...lines, ""].join("\n");
}

test(
  "columns and classes may be called constructor",
  { needs: ["run", "net"] },
  async ({ path: folder }) => {
    const table = join(folder, "strange.csv");
    await Deno.writeTextFile(table, strangeTable(300));
    const data = [
      "--csv",
      table,
      "--target",
      "class",
      "--runs",
      folder,
      "--name",
      "valueOf",
      "--split=random",
    ];
    await done("train", ...data, "--set", "epochs=20");
    const run = join(folder, "valueOf");
    const page = await Deno.readTextFile(join(run, "report.html"));
    const labels = [...page.matchAll(/<text [^>]*text-anchor="end"[^>]*>([^<]*)<\/text>/g)];
    const drawn = labels.map(([, label]) => label!);
    for (const name of NAMES) assert(drawn.includes(name), `${name} is not among ${drawn}`);

    const again = join(folder, "again.html");
    await done("report", run, "--out", again);
    const evaluated = await jsonOf("evaluate", run);
    assertEquals(
      evaluated.columns.map(({ name }: { name: string }) => name).sort(),
      NAMES.toSorted(),
    );
    const predicted = parse((await done("predict", run, table)).stdout);
    const classes = ["__proto__", "constructor", "toString"];
    assertEquals(predicted[0]!.slice(NAMES.length), [
      "class",
      "prediction",
      ...classes.map((name) => `probability ${name}`),
      "caution",
    ]);
    const right = predicted.slice(1).filter((row) => row[NAMES.length] === row[NAMES.length + 1]);
    assert(right.length > 200, `${right.length} of 300 are right`);
    for (const format of ["onnx", "json"]) await done("export", run, "--format", format);
    await done("verify", run);
  },
);
