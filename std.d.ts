/**
 * Types of the few functions that we use of Deno's standard library. `deno.json` maps its names to the npm package
 * `deno-std`, which republishes the library's JavaScript without its types.
 */

declare module "@std/assert" {
  export function assert(value: unknown, message?: string): asserts value;
  export function assertAlmostEquals(
    actual: number,
    expected: number,
    tolerance?: number,
    message?: string,
  ): void;
  export function assertEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertGreater<T>(actual: T, expected: T, message?: string): void;
  export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void;
  export function assertInstanceOf<T>(
    actual: unknown,
    // deno-lint-ignore no-explicit-any
    type: abstract new (...args: any[]) => T,
    message?: string,
  ): asserts actual is T;
  export function assertLess<T>(actual: T, expected: T, message?: string): void;
  export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void;
  export function assertMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertNotEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertNotMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertRejects<E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    // deno-lint-ignore no-explicit-any
    errorClass: abstract new (...args: any[]) => E,
    messageIncludes?: string,
  ): Promise<E>;
  export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): void;
  export function assertStringIncludes(actual: string, expected: string, message?: string): void;
  export function assertThrows<E extends Error = Error>(
    fn: () => unknown,
    // deno-lint-ignore no-explicit-any
    errorClass: abstract new (...args: any[]) => E,
    messageIncludes?: string,
  ): E;
}

declare module "@std/async/delay" {
  export function delay(ms: number, options?: { signal?: AbortSignal }): Promise<void>;
}

declare module "@std/async/retry" {
  export interface RetryOptions {
    multiplier?: number;
    maxTimeout?: number;
    maxAttempts?: number;
    minTimeout?: number;
    isRetriable?: (error: unknown) => boolean;
    signal?: AbortSignal;
  }
  /** Thrown when the attempts are used up; its `cause` is the last error. */
  export class RetryError extends Error {}
  export function retry<T>(fn: () => Promise<T> | T, options?: RetryOptions): Promise<T>;
}

declare module "@std/cli/parse-args" {
  export interface ParseOptions {
    string?: readonly string[];
    boolean?: readonly string[];
    collect?: readonly string[];
    unknown?: (argument: string, key?: string, value?: unknown) => unknown;
  }
  export function parseArgs(
    args: readonly string[],
    options?: ParseOptions,
  ): { _: (string | number)[]; [key: string]: unknown };
}

declare module "@std/csv" {
  export interface ParseOptions {
    separator?: string;
    comment?: string;
  }
  /** The rows of a table, each a list of its fields. */
  export function parse(
    text: string,
    options?: ParseOptions & { skipFirstRow?: false },
  ): string[][];
  /** The rows as objects, by the names in the first row. */
  export function parse(
    text: string,
    options: ParseOptions & { skipFirstRow: true },
  ): Record<string, string>[];
}

declare module "@std/fmt/bytes" {
  export function format(
    bytes: number,
    options?: { maximumFractionDigits?: number },
  ): string;
}

declare module "@std/path" {
  export const SEPARATOR: "/" | "\\";
  export function basename(path: string, suffix?: string): string;
  export function dirname(path: string): string;
  export function extname(path: string): string;
  export function fromFileUrl(url: string | URL): string;
  /** Of a pattern of names such as `*.csv`. */
  export function globToRegExp(glob: string): RegExp;
  export function join(...paths: string[]): string;
  export function normalize(path: string): string;
  export function relative(from: string, to: string): string;
  export function resolve(...paths: string[]): string;
}

declare module "@std/streams" {
  export { LimitedBytesTransformStream } from "@std/streams/limited-bytes-transform-stream";
  export { toBytes } from "@std/streams/to-bytes";
  /** Cuts text into lines, without what ends them. */
  export class TextLineStream extends TransformStream<string, string> {
  }
  /** All text of a stream; bytes are UTF-8. */
  export function toText(
    stream: ReadableStream<string> | ReadableStream<Uint8Array>,
  ): Promise<string>;
}

declare module "@std/streams/limited-bytes-transform-stream" {
  /** Ends the stream, or fails with a RangeError if `error` is set, before there are more than `size` bytes. */
  export class LimitedBytesTransformStream extends TransformStream<Uint8Array, Uint8Array> {
    constructor(size: number, options?: { error?: boolean });
  }
}

declare module "@std/streams/to-bytes" {
  /** All bytes of a stream. */
  export function toBytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>>;
}
