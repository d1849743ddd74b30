/** The site on this machine, for a browser on it. @module */

import { reasonOf } from "../system/explain.ts";
import type { SiteFile, SiteFiles } from "./site_files.ts";

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
};

/** The page may load nothing else. Other servers need not send these headers: the page says most of them itself. */
const HEADERS = {
  "content-security-policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Only this machine reaches it. */
const HOST = "127.0.0.1";

/**
 * Serves files until the signal is aborted.
 *
 * @param port 0 for any that is free
 * @param onListen is told the address
 * @throws {Error} if the port is taken
 */
export async function serveSite(
  files: SiteFiles,
  port: number,
  signal: AbortSignal,
  onListen: (address: string) => void,
): Promise<void> {
  const options = {
    hostname: HOST,
    port,
    signal,
    onListen: (address: Deno.NetAddr) => onListen(`http://${HOST}:${address.port}/`),
  };
  let server: Deno.HttpServer;
  try {
    server = Deno.serve(options, (request) => respond(files, request));
  } catch (error) {
    const taken = error instanceof Deno.errors.AddrInUse;
    const why = taken ? "something else uses it; --port 0 takes one that is free" : reasonOf(error);
    if (why === undefined) throw error;
    throw new Error(`Cannot serve on port ${port}: ${why}`, { cause: error });
  }
  await server.finished;
}

async function respond(files: SiteFiles, request: Request): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("GET is wanted\n", { status: 405, headers: HEADERS });
  }
  const path = new URL(request.url).pathname.slice(1) || "index.html";
  const file = files.get(path);
  if (file === undefined) {
    return new Response("There is no such file\n", { status: 404, headers: HEADERS });
  }
  const type = TYPES[path.split(".").at(-1)!] ?? "application/octet-stream";
  const body = request.method === "HEAD" ? null : await bodyOf(file);
  return new Response(body, { headers: { ...HEADERS, "content-type": type } });
}

async function bodyOf(file: SiteFile): Promise<BodyInit> {
  return "path" in file ? (await Deno.open(file.path)).readable : file;
}
