/** Requests of Node's server as the web platform has them, and answers back. @module */

import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** A body up to this is read at once, which is faster than a stream. */
const SHORT_BYTES = 65_536;

/** Answers a request of Node by a function of the web platform. */
export async function answerBy(
  fetch: (request: Request) => Response | Promise<Response>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await fetch(await webRequest(request));
  response.writeHead(status, Object.fromEntries(headers));
  if (body === null) return void response.end();
  response.end(new Uint8Array(await new Response(body).arrayBuffer()));
}

async function webRequest(request: IncomingMessage): Promise<Request> {
  const { method = "GET", url = "/", rawHeaders } = request;
  const headers: [string, string][] = [];
  for (let k = 0; k < rawHeaders.length; k += 2) headers.push([rawHeaders[k]!, rawHeaders[k + 1]!]);
  const address = `http://host${url.startsWith("/") ? url : "/"}`;
  if (method === "GET" || method === "HEAD") return new Request(address, { method, headers });
  const isShort = Number(request.headers["content-length"]) <= SHORT_BYTES;
  const body = isShort
    ? await bytesOf(request)
    : Readable.toWeb(request) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Request(address, { method, headers, body });
}

function bytesOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    request.on("data", (chunk: Uint8Array<ArrayBuffer>) => chunks.push(chunk));
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0]! : joined(chunks)));
    request.on("error", reject);
  });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
