/** Numbers as a report writes them. @module */

import * as cli from "../cli/format.ts";

export { column, count, counted, fourDigits } from "../cli/format.ts";

/** `97.16 %` in one piece; a dash where there is none. */
export function percent(fraction: number | null, decimals = 2): string {
  return unbroken(cli.percent(fraction, decimals));
}

/** `8.3 s`, `2 min 5 s` or `1 h 2 min`, each number in one piece with its unit. */
export function duration(seconds: number): string {
  return unbroken(cli.duration(seconds, 1));
}

/** Ties units to their numbers: no line ends between the two. */
export function unbroken(text: string): string {
  return text.replaceAll(/(?<=\d) /g, "\u00a0");
}

/**
 * How numbers up to this size are written on an axis, in the language of d3-format: rounded like its steps, with an
 * exponent only where the largest is very small or large. `~g` would write 10 as 1e+1 where steps are of 5.
 */
export function axisFormat(most: number): string {
  return cli.isPlain(most) ? "~r" : "~g";
}

/** `25 November 2026, 03:49 UTC` */
export function moment(date: Date): string {
  const day = date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
