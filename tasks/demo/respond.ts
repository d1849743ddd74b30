/** The answers of the page's server: a file of the site, if the request names this machine as its host. @module */

import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { explain } from "../system/explain.ts";
import { packedFor } from "../system/packed.ts";
import type { SiteFile, SiteFiles } from "./site_files.ts";

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
};

/** What the page may load. The page has the same policy itself: other servers need not send it. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'";

/** The page may load nothing else, be shown in no other, be read by none, and use no device. */
const HEADERS = {
  "content-security-policy": `${POLICY}; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
  "cache-control": "no-store",
};

/** A `Host` header: a name or an address, and perhaps a port. */
const HOST = /^([\w.~-]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i;

/** The names of this machine. By any other name that leads here, a page from elsewhere could read the files (DNS rebinding). */
const NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

const CHUNK_BYTES = 65_536;

/** How a client's reading is watched. */
interface Watch {
  /** How long it may read nothing, in milliseconds. */
  readonly patience: number;
  /** Called when it has read something. */
  readonly onRead: () => void;
}

/** Answers one request; never throws. */
export async function respond(
  files: SiteFiles,
  request: IncomingMessage,
  response: ServerResponse,
  watch: Watch,
): Promise<void> {
  const refuse = (status: number, why: string) => {
    const text = new TextEncoder().encode(`${why}\n`);
    const about = { "content-type": "text/plain", "content-length": text.length };
    response.writeHead(status, { ...HEADERS, ...about, connection: "close" });
    response.end(request.method === "HEAD" ? undefined : text);
  };
  const [host = "", another] = request.headersDistinct["host"] ?? [];
  const [, machine] = another === undefined ? HOST.exec(host) ?? [] : [];
  const [, path] = /^\/([^?#]*)/.exec(request.url ?? "") ?? [];
  if (machine === undefined || path === undefined) {
    return refuse(400, "Expected a request for a file of the page");
  }
  if (!NAMES.has(machine.toLowerCase())) {
    return refuse(421, `Expected a name of this machine as the host: ${[...NAMES].join(", ")}`);
  }
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "Expected GET");
  const name = path === "" ? "index.html" : path;
  const file = files.get(name);
  if (file === undefined) return refuse(404, "There is no such file");
  try {
    const type = TYPES[name.split(".").at(-1)!] ?? "application/octet-stream";
    const packed = "path" in file
      ? undefined
      : await packedFor(file, request.headers["accept-encoding"]?.toString());
    const sent = packed?.bytes ?? file;
    const about = {
      "content-type": type,
      "content-length": "path" in sent ? (await Deno.stat(sent.path)).size : sent.length,
      ...packed && { "content-encoding": packed.encoding },
      ..."path" in file ? {} : { vary: "accept-encoding" },
    };
    const head = () => response.writeHead(200, { ...HEADERS, ...about });
    if (request.method === "HEAD") return void head().end();
    const chunks = await chunksOf(sent);
    head();
    await send(chunks, response, watch);
  } catch (error) {
    // Once the head is sent, the browser can only see that the file is not whole.
    if (response.headersSent) response.destroy();
    else refuse(500, explain(error));
  }
}

async function chunksOf(file: SiteFile): Promise<AsyncIterable<Uint8Array>> {
  if ("path" in file) return (await Deno.open(file.path)).readable;
  return (async function* () {
    for (let start = 0; start < file.length; start += CHUNK_BYTES) {
      yield file.subarray(start, start + CHUNK_BYTES);
    }
  })();
}

/** Sends as much as the client reads; ends with one that reads nothing for too long. */
async function send(
  chunks: AsyncIterable<Uint8Array>,
  response: ServerResponse,
  { patience, onRead }: Watch,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  for await (const chunk of chunks) {
    gone.signal.throwIfAborted();
    if (response.write(chunk)) continue;
    const timer = setTimeout(() => gone.abort(), patience);
    try {
      await once(response, "drain", { signal: gone.signal });
    } finally {
      clearTimeout(timer);
    }
    onRead();
  }
  response.end();
}
