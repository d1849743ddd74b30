/** A server of predictions in one's own program: rows as CSV in, answers out. */

import { createApp } from "@inkling/inkling/serve";
import { TableModel } from "@inkling/inkling/table";
import { readFile } from "node:fs/promises";

const csv = await readFile(new URL("iris.csv", import.meta.url), "utf8");
const app = createApp({ iris: await TableModel.fit(csv, { target: "species", folds: 0 }) });
const init = { method: "POST", headers: { "content-type": "text/csv" }, body: csv.slice(0, 85) };
const answers = await (await app.request("/predict", init)).json();
console.log(answers.map(({ label, error }) => label ?? error).join(", "));
