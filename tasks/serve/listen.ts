/** Serves an app until it is stopped, and then until what runs is answered. @module */

import { createServer, type IncomingMessage } from "node:http";
import { Server, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { SEVERAL_HOSTS } from "../../lib/serve/limits.ts";
import { limitConnections, listenError } from "../system/connections.ts";

/** How many clients the server takes, and how long it waits for them, in milliseconds. */
export interface ConnectionLimits {
  /** The most connections at once; one more ends the one that has been still for longest. */
  readonly connections: number;
  /** How long the head of a request may take to come in. */
  readonly head: number;
  /** How long a whole request may take to come in. */
  readonly request: number;
  /** How long a connection stays open without a request. */
  readonly idle: number;
  /** How long requests that run may take to end once the server stops. */
  readonly drain: number;
  /** How long a connection without a request stays open then: a request may be on its way. */
  readonly quiet: number;
}

/** A connection takes a file handle, of which a system may give a process 1024. */
export const CONNECTIONS: ConnectionLimits = {
  connections: 900,
  head: 10_000,
  request: 30_000,
  idle: 60_000,
  drain: 30_000,
  quiet: 1000,
};

/** Where an app is served. */
export interface Address {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The names of the host that requests may have; any if `undefined`. */
  readonly names?: ReadonlySet<string> | undefined;
}

/**
 * Serves an app until the signal is aborted: it takes no new connection then, and ends once what runs is answered. The app has
 * to end connections by its answers from then on.
 * @param onListen called with the port
 * @throws {Error} if the port is taken
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port, names }: Address,
  signal: AbortSignal,
  onListen: (port: number) => void,
  limits: ConnectionLimits = CONNECTIONS,
): Promise<void> {
  signal.throwIfAborted();
  const server = createServer({
    headersTimeout: limits.head,
    requestTimeout: limits.request,
    connectionsCheckingInterval: limits.head / 4,
    keepAliveTimeout: limits.idle,
  });
  const moved = limitConnections(server, limits.connections);
  const answer = getRequestListener(fetch, { hostname: "localhost" });
  const open = new Set<Socket>();
  const asked = new Set<Socket>(); // and not yet answered
  server.on("connection", (connection: Socket) => {
    open.add(connection);
    connection.on("close", () => open.delete(connection));
  });
  server.on("request", (request, response) => {
    const { socket } = request;
    moved(socket);
    asked.add(socket);
    response.on("close", () => asked.delete(socket));
    const refuse = (status: number, error: string) => {
      response.writeHead(status, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify({ error }));
    };
    if (hasSeveralHosts(request)) return refuse(400, SEVERAL_HOSTS);
    if (names !== undefined && !names.has(hostOf(request))) return refuse(421, FOREIGN_HOST);
    answer(request, response);
  });
  server.on(
    "clientError",
    ({ code }: Error & { code?: string }, socket) =>
      socket.end(code === "ERR_HTTP_REQUEST_TIMEOUT" ? LATE : UNREADABLE),
  );
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", (error) => reject(listenError(port, error)));
  server.on("close", () => resolve());
  server.listen(port, host, () => onListen((server.address() as { port: number }).port));
  let quiet: ReturnType<typeof setInterval> | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;
  const drain = () => {
    Server.prototype.close.call(server); // that of HTTP resets connections whose request is on its way
    const endStill = () => {
      for (const connection of open) if (!asked.has(connection)) connection.destroy();
    };
    quiet = setInterval(endStill, limits.quiet);
    late = setTimeout(() => server.closeAllConnections(), limits.drain);
  };
  signal.addEventListener("abort", drain, { once: true });
  try {
    await closed;
  } finally {
    clearInterval(quiet);
    clearTimeout(late);
    server.close(); // ends what HTTP checks from time to time
  }
}

/** An answer of HTTP to what is no request, before it is one. */
function refusal(status: string, error: string): string {
  const body = JSON.stringify({ error });
  return `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`;
}

const LATE = refusal("408 Request Timeout", "Cannot wait for the request: it did not come in time");
const UNREADABLE = refusal("400 Bad Request", "Cannot read the request: it is not HTTP");

const FOREIGN_HOST =
  "Cannot answer for another host: expected localhost; behind a proxy the server " +
  "needs a token, or --host 0.0.0.0";

/** Whether the header `Host` is there twice (RFC 9112, section 3.2), of which Node keeps the first. */
function hasSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((name, k) => k % 2 === 0 && /^host$/i.test(name)).length > 1;
}

/** The name in the header `Host`, without the port. */
function hostOf({ headers: { host = "" } }: IncomingMessage): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}
