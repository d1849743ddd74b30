/** Downloads that detect failures, and report whether another attempt may succeed. @module */

import { duration } from "../cli/format.ts";
import { explain } from "../system/explain.ts";
import type { Context, OpenFile } from "./origin.ts";
import { TransientError, UnreachableError } from "./origin.ts";

/** Statuses of a busy server, besides the 500s: 408 too slow, 425 too early, 429 too often. */
const BUSY_STATUSES: readonly number[] = [408, 425, 429];

/** Statuses for "no such file"; S3 answers 403 for it. */
const ABSENT_STATUSES: readonly number[] = [403, 404, 410];

/** A server that sends less counts as stalled: a telephone line carries five times as much. */
const MIN_BYTES_PER_SECOND = 1000;

/** The longest wait that a server may ask for; after a longer one the next source is tried. */
const MAX_WAIT_MS = 60_000;

/** Opens a URL; `undefined` if the server has no such file. */
export async function openUrl(
  url: string,
  { signal, stall }: Pick<Context, "signal" | "stall">,
): Promise<OpenFile | undefined> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const either = AbortSignal.any([signal, controller.signal]);
  const limits = { milliseconds: stall, controller, signal: either };
  const response = await within(limits, () => request(url, either), () =>
    // Not transient: a firewall that drops packets would make another attempt wait as long.
    new Error(`the server does not answer within ${stall / 1000} s`));
  const problem = problemOf(response);
  if (problem !== undefined || response.body === null) {
    await response.body?.cancel();
    if (ABSENT_STATUSES.includes(response.status)) return undefined;
    throw problem ?? new Error("the server sent nothing");
  }
  const { headers } = response;
  const header = headers.get("content-length") ?? "";
  // If fetch decodes a Content-Encoding, the header counts the encoded bytes.
  const isLength = !headers.has("content-encoding") && /^\d+$/.test(header);
  const length = isLength ? Number(header) : undefined;
  return { location: url, length, body: guarded(response.body, limits, length) };
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TypeError)) throw new Error(explain(error), { cause: error });
    const { message } = error.cause instanceof Error ? error.cause : error;
    const detail = message.replace(/^.*client error \(\w+\): /s, "");
    // No such host, no server on the port, no trust in the certificate: this will not change in a few seconds.
    if (message.includes("(Connect)")) {
      throw new UnreachableError(`the server cannot be reached (${detail})`, { cause: error });
    }
    throw new TransientError(`the request failed (${detail})`, { cause: error });
  }
}

function problemOf({ ok, status, statusText, headers }: Response): Error | undefined {
  if (!ok) {
    const message = `the server answers ${status} ${statusText}`.trim();
    if (status < 500 && !BUSY_STATUSES.includes(status)) return new Error(message);
    const wait = retryAfter(headers) ?? 0;
    if (wait <= MAX_WAIT_MS) return new TransientError(message, { wait });
    return new Error(`${message}, and asks to wait ${duration(wait / 1000)}`);
  }
  // The page of a captive portal or a firewall, or the mirror has moved.
  if (headers.get("content-type")?.startsWith("text/html")) {
    return new Error("the server sent a web page instead of the file");
  }
  return undefined;
}

/**
 * Reads the header `Retry-After`: a number of seconds, or a date (RFC 9110, section 10.2.3).
 *
 * A date is on the server's clock, so it is compared with the server's `Date` where there is one: ours may be wrong.
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

interface Limits {
  readonly milliseconds: number;
  readonly controller: AbortController;
  readonly signal: AbortSignal;
}

/**
 * The body, with an error for a stall, a rate that is too low, a broken connection and a wrong length.
 *
 * A server that sends a byte now and then would never end. So it must reach the least rate in each period of waiting that is
 * as long as a stall. Time in which nobody reads, since the disk is slow, does not count.
 */
function guarded(
  body: ReadableStream<Uint8Array>,
  limits: Limits,
  length: number | undefined,
): ReadableStream<Uint8Array> {
  const { milliseconds, signal } = limits;
  const reader = body.getReader();
  let size = 0;
  let window = { waited: 0, size: 0 };
  const stalled = (): Error =>
    new TransientError(`the server sent nothing for ${milliseconds / 1000} s, after ${size} bytes`);
  return new ReadableStream({
    async pull(sink): Promise<void> {
      const began = performance.now();
      const { value } = await within(limits, () => reader.read(), stalled).catch((error) => {
        reader.cancel(error).catch(() => {}); // it may have ended already
        if (error instanceof TransientError || signal.aborted) throw error;
        throw new TransientError(`the connection broke after ${size} bytes`, { cause: error });
      });
      if (value === undefined) {
        if (length === undefined || size === length) return sink.close();
        throw new TransientError(`the server sent ${size} of ${length} bytes`);
      }
      size += value.length;
      window.size += value.length;
      window.waited += performance.now() - began;
      if (window.waited >= milliseconds) {
        const seconds = window.waited / 1000;
        if (window.size < MIN_BYTES_PER_SECOND * seconds) {
          // Not transient: it would most likely be as slow again, and as long in showing it.
          const error = new Error(
            `the server sent only ${window.size} bytes in ${duration(seconds)}`,
          );
          reader.cancel(error).catch(() => {});
          throw error;
        }
        window = { waited: 0, size: 0 };
      }
      sink.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/**
 * Waits for a step; aborts it with an error if it takes longer than its limit.
 *
 * The step alone may never end: a body whose response is no longer in memory does not learn that its request was aborted.
 */
async function within<T>(
  { milliseconds, controller, signal }: Limits,
  step: () => Promise<T>,
  late: () => Error,
): Promise<T> {
  signal.throwIfAborted();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  const timer = setTimeout(() => controller.abort(late()), milliseconds);
  signal.addEventListener("abort", end);
  try {
    return await Promise.race([step(), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
