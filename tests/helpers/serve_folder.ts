/** Serves a folder as any web server does. */

import { join } from "@std/path";

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  json: "application/json",
  svg: "image/svg+xml",
};

/** Serves the files of a folder on this machine, until it is disposed of. */
export function serveFolder(folder: string): AsyncDisposable & { readonly address: string } {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async ({ url }) => {
    const path = decodeURIComponent(new URL(url).pathname).replace(/\/$/, "/index.html");
    const type = TYPES[path.split(".").at(-1)!] ?? "application/octet-stream";
    try {
      const content = await Deno.readFile(join(folder, path));
      return new Response(content, { headers: { "content-type": type } });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
  return {
    address: `http://127.0.0.1:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
