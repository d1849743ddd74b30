/** What the routes of a server share. @module */

import { Bodies } from "./body.ts";
import { Guard } from "./guard.ts";
import type { Limits } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import type { ServedModels } from "./models.ts";
import { Work } from "./work.ts";

/** The models of a server, and what keeps its requests within limits. */
export class Server {
  readonly models: ServedModels;
  readonly limits: Limits;
  readonly guard: Guard;
  readonly bodies: Bodies;
  readonly work: Work;
  readonly metrics: Metrics = new Metrics();
  /** Whether it takes requests. */
  readonly isReady: () => boolean;

  /** @throws {RangeError} if the token cannot stand in a header */
  constructor(
    models: ServedModels,
    limits: Limits,
    { token, isReady }: { readonly token?: string | undefined; readonly isReady: () => boolean },
  ) {
    this.models = models;
    this.limits = limits;
    this.guard = new Guard(token);
    this.bodies = new Bodies(limits);
    this.work = new Work(limits);
    this.isReady = isReady;
  }

  /** An answer with the status of a probe. */
  probe(value: object): Response {
    return Response.json(value, { status: this.isReady() ? 200 : 503 });
  }
}
