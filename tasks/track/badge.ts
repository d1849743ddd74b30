/** A badge: what shields.io's endpoint makes a picture of, see https://shields.io/badges/endpoint-badge. @module */

import type { Config } from "../../lib/config.ts";
import { dataName } from "../datasets/open_data.ts";
import { resultText } from "../problem/results.ts";
import { type Entry, isWhole, resultIn } from "./entry.ts";

/** The endpoint's schema. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: "brightgreen" | "yellow" | "red";
}

/** The badge of a run: green if all is well, yellow if it was cut off, red if a check failed. */
export function badgeOf(entry: Entry, { dataset }: Pick<Config, "dataset">): Badge {
  const { split, result } = resultIn(entry) ?? {};
  const name = result?.accuracy === undefined ? "" : " accuracy";
  return {
    schemaVersion: 1,
    label: `${dataName(dataset)} ${split ?? "run"}${name}`,
    message: result === undefined ? entry.ended : resultText(result),
    color: !entry.holds ? "red" : isWhole(entry) ? "brightgreen" : "yellow",
  };
}
