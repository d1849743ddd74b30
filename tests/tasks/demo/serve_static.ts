/** The files of the page on a web server of any kind. @module */

import type { SiteFiles } from "../../../tasks/demo/site_files.ts";

/** Serves them as any web server does, without headers of its own, in the folder `page/`. */
export function serveStatic(files: SiteFiles): Deno.HttpServer<Deno.NetAddr> {
  const types: Record<string, string> = {
    html: "text/html",
    js: "text/javascript",
    css: "text/css",
  };
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async ({ url }) => {
    const path = new URL(url).pathname.replace(/^\/page\//, "") || "index.html";
    const type = types[path.split(".").at(-1)!] ?? "application/octet-stream";
    const file = files.get(path);
    if (file === undefined) return new Response(null, { status: 404 });
    const content = "path" in file ? await Deno.readFile(file.path) : file;
    return new Response(content, { headers: { "content-type": type } });
  });
}
