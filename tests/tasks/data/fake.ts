/**
 * A small data set, servers that misbehave and a terminal that remembers, for the tests of fetching.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { formatIdx } from "../../../lib/formats/idx.ts";
import type { CatalogueEntry, CatalogueFile } from "../../../lib/digits/mnist.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import type { Context } from "../../../tasks/data/origin.ts";
import type { Terminal } from "../../../tasks/cli/print.ts";
import { Progress } from "../../../tasks/cli/progress.ts";
import { terminalText, type Text } from "../../../tasks/cli/styled.ts";

/** Six training images, of which a pickle keeps one for validation, and two test images. */
export const COUNTS = { training: 5, validation: 1, test: 2 } as const;

/** The pixels of `count` images, no two rows the same; `start` differs from set to set. */
export function fakePixels(count: number, start: number): Uint8Array {
  return Uint8Array.from({ length: count * 784 }, (_, i) => (start + i * 7 + (i >> 8)) % 256);
}

/** A catalogue entry of its own, and its files by name. */
export interface FakeDataset {
  /** What the catalogue would say. */
  readonly entry: CatalogueEntry;
  /** The decompressed files. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** A data set like MNIST but of a few kilobytes. */
export function fakeDataset(mirrors: readonly string[] = []): FakeDataset {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const add = (name: string, shape: number[], data: Uint8Array): CatalogueFile => {
    const bytes = new Uint8Array(formatIdx({ type: "uint8", shape, data }));
    files.set(name, bytes);
    return { name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  };
  const train = COUNTS.training + COUNTS.validation;
  const labels = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i);
  const entry: CatalogueEntry = {
    name: "fake",
    files: {
      trainImages: add("train-images-idx3-ubyte", [train, 28, 28], fakePixels(train, 0)),
      trainLabels: add("train-labels-idx1-ubyte", [train], labels(train)),
      testImages: add("t10k-images-idx3-ubyte", [COUNTS.test, 28, 28], fakePixels(COUNTS.test, 99)),
      testLabels: add("t10k-labels-idx1-ubyte", [COUNTS.test], labels(COUNTS.test)),
    },
    mirrors,
    classes: [..."0123456789"],
    shape: [28, 28],
    split: COUNTS,
  };
  return { entry, files };
}

/** Compresses. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A tar archive of files, or of what else the type flag `kind` stands for. */
export function tar(files: ReadonlyMap<string, Uint8Array>, kind = "0"): Uint8Array<ArrayBuffer> {
  const blocks = [...files].flatMap(([name, bytes]) => {
    const header = new Uint8Array(512);
    const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
    put(name, 0);
    put(bytes.length.toString(8).padStart(11, "0"), 124);
    put(kind, 156);
    put("ustar", 257);
    return [header, bytes, new Uint8Array(-bytes.length & 511)];
  });
  return Uint8Array.from([...blocks, new Uint8Array(1024)].flatMap((block) => [...block]));
}

/** A server on this machine that is gone at the end of the scope. */
export interface FakeServer extends AsyncDisposable {
  /** The folder of the files, with a slash at the end. */
  readonly url: string;
  /** The file names that were asked for, in order. */
  readonly requests: readonly string[];
}

/** Serves with a handler that is given the name asked for and how often it was asked for before. */
export function serve(
  handler: (name: string, before: number) => Response | Promise<Response>,
): FakeServer {
  const requests: string[] = [];
  const controller = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: controller.signal,
    onListen: () => {},
    onError: () => new Response(null, { status: 500 }),
  }, (request) => {
    const name = new URL(request.url).pathname.slice(1);
    const before = requests.filter((other) => other === name).length;
    requests.push(name);
    return handler(name, before);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    async [Symbol.asyncDispose](): Promise<void> {
      controller.abort();
      await server.finished;
    },
  };
}

/** Serves the files of a data set as mirrors do, with `.gz`; a handler may answer first. */
export function serveDataset(
  { files }: FakeDataset,
  handler: (name: string, before: number) => Response | Promise<Response | undefined> | undefined =
    () => undefined,
): FakeServer {
  return serve(async (name, before) => {
    const answer = await handler(name, before);
    if (answer !== undefined) return answer;
    const file = files.get(name.replace(/\.gz$/, ""));
    if (file === undefined || !name.endsWith(".gz")) return new Response(null, { status: 404 });
    return new Response(await gzip(file));
  });
}

/** Sends the same bytes to whoever connects and hangs up, as no HTTP library would. */
export function serveRaw(reply: string): AsyncDisposable & { readonly url: string } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const done = (async () => {
    for await (const connection of listener) {
      using _ = connection;
      await connection.read(new Uint8Array(4096));
      await connection.write(new TextEncoder().encode(reply));
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}/`,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      await done;
    },
  };
}

/** A body that sends some bytes and then nothing, for ever. */
export function stalling(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ start: (controller) => controller.enqueue(bytes) });
}

/** A body that sends some bytes every few milliseconds: so often, or for ever. */
export function dripping(
  bytes: number,
  milliseconds: number,
  times = Infinity,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return new ReadableStream({
    start(controller): void {
      timer = setInterval(() => {
        if (sent++ < times) return controller.enqueue(new Uint8Array(bytes));
        clearInterval(timer);
        controller.close();
      }, milliseconds);
    },
    cancel: () => clearInterval(timer),
  });
}

/** A terminal that remembers what was written, with a clock that is set by hand. */
export class FakeTerminal implements Terminal {
  /** What was written. */
  text = "";
  /** What `now` answers. */
  time = 0;

  /** Of 80 columns by default. */
  constructor(readonly redraws: boolean = false, readonly width: number = 80) {}

  columns(): number {
    return this.width;
  }

  now(): number {
    return this.time;
  }

  write(text: Text): void {
    this.text += terminalText(text);
  }
}

/** Progress that can be read, line by line. */
export function recorder(): { readonly progress: Progress; lines(): string[] } {
  const terminal = new FakeTerminal(false, Infinity);
  return { progress: new Progress(terminal), lines: () => terminal.text.split("\n").slice(0, -1) };
}

/** What a source needs besides the file. */
export const CONTEXT: Context = {
  signal: new AbortController().signal,
  stall: 1000,
  progress: recorder().progress,
};

/** Flats with an area, a zone and a price. */
export const FLATS: TableDescription = {
  version: 1,
  columns: [
    { kind: "number", name: "area", mean: 50, deviation: 10, gaps: "mean" },
    { kind: "category", name: "zone", values: ["center", "north"], gaps: "mean" },
  ],
  target: { kind: "class", name: "price", classes: ["high", "low"] },
};
