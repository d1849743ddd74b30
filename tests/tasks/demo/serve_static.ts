/** The files of the page on a web server that knows nothing of them. @module */

import type { SiteFiles } from "../../../tasks/demo/site_files.ts";

/** Serves them as any web server does, without headers of its own, in the folder `page/`. */
export function serveStatic(files: SiteFiles): Deno.HttpServer<Deno.NetAddr> {
  const types: Record<string, string> = {
    html: "text/html",
    js: "text/javascript",
    css: "text/css",
  };
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, ({ url }) => {
    const path = new URL(url).pathname.replace(/^\/page\//, "") || "index.html";
    const type = types[path.split(".").at(-1)!] ?? "application/octet-stream";
    const file = files.get(path) as Uint8Array<ArrayBuffer> | undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    return new Response(file, { headers: { "content-type": type } });
  });
}
