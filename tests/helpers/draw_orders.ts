/** A messy table of a shop, as people bring it: the same cells on every machine. @module */

import { RandomStream } from "../../lib/numerics/random.ts";
import { civilFromDays } from "../../lib/table/values/dates.ts";

/** The columns; `returned` is to be predicted, and `refund` gives it away. */
export const ORDER_COLUMNS = [
  "order_id",
  "ordered",
  "delivered",
  "time",
  "price",
  "discount",
  "payment",
  "article",
  "weight",
  "balance",
  "gift",
  "stars",
  "coupon",
  "note",
  "currency",
  "refund",
  "returned",
] as const;

const WORDS =
  "please leave the parcel at door ring bell twice call before delivery gift wrap fragile"
    .split(" ");

/**
 * Orders: late and dear ones of some articles come back, most of all with the word `fragile` in the note, and one in ten by
 * chance.
 * @returns a row of texts for each order, in the order of {@linkcode ORDER_COLUMNS}
 */
export function drawOrders(rows: number): string[][] {
  const random = new RandomStream(3, "data");
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)]!;
  const maybe = (text: string, oneIn: number) => random.below(oneIn) === 0 ? "" : text;
  return Array.from({ length: rows }, (_, k) => {
    const day = 19_000 + random.below(900);
    const { year, month, day: date } = civilFromDays(day);
    const cents = 100 + random.below(250_000);
    const article = random.below(400);
    const later = random.below(20);
    const words = Array.from({ length: 4 + random.below(6) }, () => pick(WORDS));
    const score = cents / 1000 + 6 * later + 20 * (article % 7) +
      (words.includes("fragile") ? 60 : 0) + (month === 12 ? 60 : 0);
    const isReturned = score > 280 !== (random.below(10) === 0);
    const delivered = civilFromDays(day + later);
    const two = (value: number) => String(value).padStart(2, "0");
    const hour = 1 + random.below(12);
    const balance = `${random.below(90)}.${two(random.below(100))}`;
    return [
      `O-${100_000 + k}`,
      `${date}.${month}.${year}`,
      maybe(`${delivered.year}-${two(delivered.month)}-${two(delivered.day)}`, 15),
      `${hour}:${two(random.below(60))} ${pick(["am", "pm"])}`,
      money(cents),
      `${random.below(7) * 5}%`,
      pick(["card", "card", "Card", "CARD ", "invoice", "Invoice", "cash"]),
      `A-${1000 + article}`,
      maybe(`${1 + random.below(30)}.${random.below(10)} kg`, 9),
      pick([balance, `(${balance})`, `\u2212${balance}`]),
      pick(["yes", "no", "No", "YES"]),
      maybe(String(1 + random.below(5)), 4),
      maybe("", 1),
      maybe(words.join(" "), 10),
      "EUR",
      isReturned ? money(cents) : "€0.00",
      isReturned ? "returned" : "kept",
    ];
  });
}

/** Cents as money: €1,234.50. */
function money(cents: number): string {
  const euros = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `€${euros}.${String(cents % 100).padStart(2, "0")}`;
}

/** The orders as CSV. */
export function ordersTable(rows: number): string {
  const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(",");
  return [ORDER_COLUMNS, ...drawOrders(rows)].map(quoted).join("\n") + "\n";
}
