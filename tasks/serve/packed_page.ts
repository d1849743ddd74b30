/** The server's page, compressed: its files are the same as long as the server runs. @module */

import { PAGE_PATHS } from "../../lib/serve/page.ts";
import { packedFor } from "../system/packed.ts";

type Fetch = (request: Request) => Response | Promise<Response>;

/** Answers as `fetch` does, with the files of the page in an encoding that the browser takes. */
export function withPackedPage(fetch: Fetch): (request: Request) => Promise<Response> {
  const files = new Map<string, Uint8Array>();
  return async (request) => {
    const response = await fetch(request);
    const path = new URL(request.url).pathname;
    if (request.method !== "GET" || response.status !== 200 || !PAGE_PATHS.includes(path)) {
      return response;
    }
    const file = files.get(path) ?? await response.bytes();
    files.set(path, file);
    const headers = new Headers(response.headers);
    headers.append("vary", "accept-encoding");
    const packed = await packedFor(file, request.headers.get("accept-encoding"));
    if (packed !== undefined) headers.set("content-encoding", packed.encoding);
    return new Response(packed?.bytes ?? new Uint8Array(file), { headers });
  };
}
