/** How many clients a server takes at the same time. @module */

import type { Server } from "node:http";
import type { Socket } from "node:net";
import { reasonOf } from "./explain.ts";

/** Ends the connection still for longest where they are too many; call the result when one moves. */
export function limitConnections(server: Server, most: number): (connection: Socket) => void {
  const connections = new Set<Socket>(); // the first has been still for longest
  const move = (connection: Socket) => {
    if (connections.delete(connection)) connections.add(connection);
  };
  server.on("connection", (connection: Socket) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    if (connections.size <= most) return;
    const [stillest] = connections;
    connections.delete(stillest!);
    stillest!.destroy();
  });
  return move;
}

/** Why a server cannot listen. */
export function listenError(port: number, error: Error & { code?: string }): Error {
  const taken = error.code === "EADDRINUSE";
  const why = taken ? "something else uses it; --port 0 takes a free port" : reasonOf(error);
  return new Error(`Cannot serve on port ${port}: ${why ?? error.message}`, { cause: error });
}
