/** Trains on rows and on CSV text, with folds and without: the same hashes wherever it runs. */

import { weightsSha256 } from "../../../mod.ts";
import { TableModel } from "../../../lib/table/mod.ts";

/** What training comes to. */
export interface Fitted {
  /** The SHA-256 of the weights of each model. */
  readonly hashes: readonly string[];
  /** The answer of the last, read from its file, as JSON. */
  readonly answer: string;
}

/** Trains both, and reads the last model from its file. */
export async function fitted(): Promise<Fitted> {
  const rows = Array.from({ length: 60 }, (_, k) => ({
    day: new Date(Date.UTC(2025, k % 12, 1 + k % 28)),
    size: k % 9 === 4 ? null : (k * 7) % 30,
    color: ["red", "blue", "green"][k % 3]!,
    price: (k * 7) % 30 + 4 * (k % 3),
  }));
  const lines = rows.map(({ size, color, price }) => `${size ?? ""},${color},${price}`);
  const csv = ["size,color,price", ...lines].join("\r\n");
  const options = { target: "price", epochs: 3, hidden: [6] } as const;
  const models = [
    await TableModel.fit(csv, { ...options, folds: 0 }),
    await TableModel.fit(rows, { ...options, folds: 2 }),
  ];
  const hashes = await Promise.all(models.map(({ network }) => weightsSha256(network)));
  const loaded = TableModel.load(models[1]!.save());
  return { hashes, answer: JSON.stringify(loaded.predict({ size: 12, color: "rde" })) };
}
