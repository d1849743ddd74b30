/** Is a model still good on later rows? `deno run --allow-read examples/new_data.ts` */

import { TableModel } from "@inkling/inkling/table";

const csv = await Deno.readTextFile(new URL("penguins.csv", import.meta.url));
const [head, ...lines] = csv.trim().split("\n");
const names = head!.split(",");
const rowOf = (line: string) => {
  const cells = line.split(",");
  return Object.fromEntries(names.map((name, k) => [name, cells[k] || null]));
};
const model = await TableModel.fit(csv, { target: "species", folds: 0 });

/** The same penguins, weighed in pounds: what a changed export does to a model. */
const later = lines.map(rowOf).map((row) => ({
  ...row,
  body_mass_g: row.body_mass_g && String(Math.round(Number(row.body_mass_g) / 453.6)),
}));
for (const [name, rows] of Object.entries({ before: lines.map(rowOf), later })) {
  const unlike = model.predict(rows).filter(({ caution }) => caution?.startsWith("unlike"));
  const { accuracy } = model.evaluate(rows);
  console.log(`${name}: accuracy ${accuracy!.toFixed(3)}, ${unlike.length} rows unlike training`);
}
