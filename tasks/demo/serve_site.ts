/** Serves the site to browsers on this machine. @module */

import { createServer } from "node:http";
import { limitConnections, listenError } from "../system/connections.ts";
import { respond } from "./respond.ts";
import type { SiteFiles } from "./site_files.ts";

/** How many clients the server takes, and how long it waits for each. */
export interface Limits {
  /** The most connections at once; one more ends the one that has been still for longest. */
  readonly connections: number;
  /** How long a request may take to come in, in milliseconds. */
  readonly request: number;
  /** How long a client may read nothing of its file, in milliseconds. */
  readonly reading: number;
}

/** A connection takes up to two file handles, of which a system may give a process 1024. */
const LIMITS: Limits = { connections: 256, request: 10_000, reading: 30_000 };

/** Only this machine reaches it. */
const HOST = "127.0.0.1";

/** The answer to bytes that are no request. */
const BAD_REQUEST = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/**
 * Serves files until the signal is aborted.
 * @param port 0 for any that is free
 * @param onListen called with the address
 * @throws {Error} if the port is taken, or the signal is aborted already
 */
export async function serveSite(
  files: SiteFiles,
  port: number,
  signal: AbortSignal,
  onListen: (address: string) => void,
  limits: Limits = LIMITS,
): Promise<void> {
  signal.throwIfAborted();
  const server = createServer({
    headersTimeout: limits.request,
    requestTimeout: limits.request,
    connectionsCheckingInterval: limits.request / 4,
  });
  const moved = limitConnections(server, limits.connections);
  server.on("request", async (request, response) => {
    moved(request.socket);
    await respond(files, request, response, {
      patience: limits.reading,
      onRead: () => moved(request.socket),
    });
  });
  server.on("clientError", (_, socket) => socket.end(BAD_REQUEST));
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", (error) => reject(listenError(port, error)));
  server.on("close", () => resolve());
  server.listen(port, HOST, () => {
    const { port } = server.address() as { port: number };
    onListen(`http://${HOST}:${port}/`);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  signal.addEventListener("abort", close, { once: true });
  await closed;
}
