/** Numbers as text, for terminals; reports and the page write theirs by the same functions. @module */

import { format as formatBytes } from "@std/fmt/bytes";
import { count, fourDigits, isPlain } from "../../lib/numerics/number_text.ts";

export { count, fourDigits };

/** A fraction in percent, without the sign: `97.16`. */
export function inPercent(fraction: number, decimals = 2): string {
  return (100 * fraction).toFixed(decimals).replace(/^-(?=[0.]*$)/, ""); // no -0.00
}

/** A fraction as `97.16 %`; a dash where there is none. */
export function percent(fraction: number | null, decimals = 2): string {
  return fraction === null ? "–" : `${inPercent(fraction, decimals)} %`;
}

/** A count of things: `1 epoch`, `3 epochs`. */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** A number of bytes, such as `47 MB`. */
export function bytes(n: number): string {
  return formatBytes(Math.max(0, Math.round(n)), { maximumFractionDigits: 1 });
}

/** A number of seconds as `8 s`, `2 min 5 s` or `1 h 2 min`; decimals only under a minute. */
export function duration(seconds: number, decimals = 0): string {
  const short = Math.max(0, seconds).toFixed(decimals);
  if (Number(short) < 60) return `${short} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** Numbers of a column, all with as many decimals as the one that needs most, so that their points line up. */
export function column(values: readonly (number | null | undefined)[]): string[] {
  const texts = values.map(fourDigits);
  const decimals = texts.map((text) => text.includes("e") ? 0 : text.split(".")[1]?.length ?? 0);
  const most = Math.max(0, ...decimals);
  return values.map((value, k) =>
    typeof value === "number" && isPlain(Math.abs(value)) ? value.toFixed(most) : texts[k]!
  );
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
