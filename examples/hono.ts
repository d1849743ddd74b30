/**
 * A table's rows in a server of your own, with Hono: `deno run --allow-read examples/hono.ts` asks it once;
 * `Deno.serve(app.fetch)` would serve it.
 */

import { TableModel } from "@inkling/inkling/table";
import { Hono } from "hono";

const csv = await Deno.readTextFile(new URL("penguins.csv", import.meta.url));
const model = await TableModel.fit(csv, { target: "species", folds: 0 });

const app = new Hono();
app.post("/species", async (context) => {
  const { label, probability, remarks } = model.predict(
    await context.req.json<Record<string, string>>(),
  );
  return context.json({ label, probability, remarks: remarks.map(({ text }) => text) });
});

const gentoo = JSON.parse('{"island":"Biscoe","bill_length_mm":46.5,"flipper_length_mm":213}');
const response = await app.request("/species", {
  method: "POST",
  body: JSON.stringify({ ...gentoo, year: 2008 }),
});
const { label, remarks } = await response.json();
console.log(label ?? "no prediction");
for (const remark of remarks) console.log(remark);
