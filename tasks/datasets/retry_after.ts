/** How long a server that is busy asks to be left alone: the header `Retry-After`. @module */

/**
 * Reads the header: a number of seconds, or a date (RFC 9110, section 10.2.3).
 *
 * A date is on the server's clock, so it is compared with the server's `Date` where there is one: ours may be wrong.
 *
 * @param now by our clock, in milliseconds since 1970
 * @returns the wait in milliseconds, 0 for a date that is over; `undefined` if the server does not say, or not so that it can be read
 */
export function retryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(text)) return 1000 * Number(text);
  const date = Date.parse(text);
  if (!/[a-z]/i.test(text) || Number.isNaN(date)) return undefined;
  const there = Date.parse(headers.get("date") ?? "");
  return Math.max(0, date - (Number.isNaN(there) ? now : there));
}
