/** A server of predictions as a Hono app: it needs the web platform only, so that every runtime of Hono serves it. @module */

import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { type Defaults, withDefaults } from "../checks/options.ts";
import { quoted } from "../checks/texts.ts";
import type { RowAnswer, RowService } from "./row_service.ts";
import { now } from "./clock.ts";
import { csvRows } from "./csv_rows.ts";
import { isList, jsonRows, parseOneRow } from "./json_rows.ts";
import { type Limits, limitsOf, SEVERAL_HOSTS } from "./limits.ts";
import { modelMetrics } from "./metrics.ts";
import { type Models, ServedModels } from "./models.ts";
import { openApi } from "./openapi.ts";
import { PAGE_PATHS, pageFile } from "./page.ts";
import { AnswerText } from "./pieces.ts";
import { Refusal, refuse, UnreadableRow } from "./refusal.ts";
import { Server } from "./server.ts";

/** A server. It is a Hono app: `new Hono().mount("/predictions", app.fetch)` makes it a part of another. */
export interface App {
  /** Answers a request, as runtimes call it. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Answers a request that is made of its parts, for tests. */
  readonly request: (path: string, init?: RequestInit) => Response | Promise<Response>;
}

/** How requests are answered. */
export interface AppOptions {
  /** The limits of a request. */
  readonly limits?: Partial<Limits> | undefined;
  /** The bearer token that a request needs, except for the probes and for the page, which asks for it. Default: none */
  readonly token?: string | undefined;
  /** The origins whose pages may ask, such as `https://shop.example`. Default: none */
  readonly origins?: readonly string[] | undefined;
  /** Whether a row with a missing or an unknown column gets 422 instead of a remark. Default: false */
  readonly strict?: boolean | undefined;
  /** Whether the server is ready for requests; while it is not, each answer ends its connection. Default: always */
  readonly isReady?: (() => boolean) | undefined;
  /** Gets what went wrong in the server itself. Default: nobody does */
  readonly onError?: ((error: unknown) => void) | undefined;
}

const DEFAULTS = {
  limits: {},
  token: undefined,
  origins: [],
  strict: false,
  isReady: () => true,
  onError: undefined,
} as const satisfies Defaults<AppOptions>;

/**
 * Makes a server of models: predictions of rows as JSON or CSV, a document of OpenAPI, a page to try them, metrics for
 * Prometheus.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { createApp } from "@inkling/inkling/serve";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([2, 2], { outputActivation: "softmax" });
 * network.classNames = ["cold", "warm"];
 * const app = createApp({ weather: { network } }); // Deno.serve(app.fetch), or export default app
 *
 * const response = await app.request("/predict", {
 *   method: "POST",
 *   headers: { "content-type": "application/json" },
 *   body: "[[0, 1], [1, 0]]",
 * });
 * assertEquals((await response.json()).length, 2);
 * ```
 *
 * @param models by name; in a map they may be replaced while they are service
 * @throws {TypeError} if one is no model, or an option is unknown
 * @throws {RangeError} if a limit is not above 0, or the token cannot stand in a header
 */
export function createApp(models: Models, given: AppOptions = {}): App {
  const options = withDefaults("serve models", given, DEFAULTS);
  const { token, origins, isReady, onError } = options;
  const limits = limitsOf(options.limits);
  const server = new Server(new ServedModels(models, options.strict), limits, { token, isReady });
  const app = new Hono();
  app.use(async (context, next) => {
    const start = now();
    await next();
    if (!isReady()) context.header("connection", "close");
    const { req: { routePath: path }, res: { status } } = context;
    server.metrics.addRequest(path === "/*" ? "other" : path, status, (now() - start) / 1000);
  });
  app.use(async ({ req }, next) => {
    if (req.header("host")?.includes(",")) throw new Refusal(400, SEVERAL_HOSTS); // joined by a runtime
    await next();
  });
  if (origins.length > 0) app.use(cors({ origin: [...origins] }));
  app.onError((error) => {
    if (error instanceof Refusal) return error.response;
    onError?.(error);
    return refuse(500, "Cannot answer: the server failed");
  });
  app.notFound(({ req: { path } }) =>
    refuse(
      404,
      `Cannot find ${quoted(path)} by this method: expected POST /predict, or GET /openapi.json, ` +
        "/health or /metrics",
    )
  );
  addPredictRoutes(app, server);
  app.all("/v2/*", ({ req: { path } }) =>
    refuse(
      410,
      `Cannot answer ${quoted(path)}: the Open Inference Protocol is not supported; ` +
        "use POST /predict for rows, GET /openapi.json for their columns, GET /health for probes",
    ));
  addRoutesOn(app, server, token !== undefined);
  return app;
}

/** Adds what the server shows of itself: a document, a page, its health, its metrics. */
function addRoutesOn(app: Hono, server: Server, hasToken: boolean): void {
  const { models, limits, guard, metrics } = server;
  app.get("/openapi.json", ({ req }) => {
    guard.check(req.raw);
    return Response.json(openApi(models.all, { limits, hasToken }));
  });
  for (const path of PAGE_PATHS) app.get(path, () => pageFile(path));
  app.get("/health", () => {
    const isReady = server.isReady();
    const health = {
      status: isReady ? "ready" : "stopping",
      models: Object.fromEntries(
        models.all.map(({ name, version, problem }) => [name, { version, problem }]),
      ),
    };
    return Response.json(health, { status: isReady ? 200 : 503 });
  });
  app.get("/metrics", ({ req }) => {
    guard.check(req.raw);
    return new Response(metrics.text(modelMetrics(models.all)), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  });
}

/** Adds the routes to an app. */
function addPredictRoutes(
  app: Hono,
  { models, guard, bodies, work, metrics }: Server,
): void {
  const predict = async ({ req }: Context): Promise<Response> => {
    guard.check(req.raw);
    const { name, service } = models.choose(req.param("name"));
    const explains = isAsked(req.query("explain"));
    const type = bodyTypeOf(req.raw);
    if (type !== "json" && !(type === "csv" && service.columns.length > 0)) {
      throw new Refusal(
        415,
        "Cannot read the body: expected the content type application/json or, for tables, text/csv",
      );
    }
    return await bodies.use(req.raw, async (text, turns) => {
      const { isOne, rows } = type === "csv"
        ? { isOne: false, rows: csvRows(text, service.columns) }
        : rowsIn(text, service);
      const answered = new AnswerText();
      const refused: UnreadableRow[] = []; // if no row is left, the request is refused
      let count = 0;
      if (!isOne) answered.add("[");
      const take = (answers: readonly RowAnswer[]) => {
        metrics.addAnswers(name, answers);
        if (answers.length > 0) {
          answered.add((count > 0 ? "," : "") + JSON.stringify(answers).slice(1, -1));
        }
        count += answers.length;
        refused.push(
          ...answers.filter((answer) =>
            answer instanceof UnreadableRow && (isOne || answer.status === 422)
          ) as UnreadableRow[],
        );
      };
      await (explains
        ? work.explain(service, rows, turns, take)
        : work.answer(service, rows, turns, take));
      if (count > 0 && refused.length === count) {
        throw new Refusal(refused[0]!.status, refused[0]!.error);
      }
      if (!isOne) answered.add("]");
      return answered.response();
    });
  };
  app.post("/predict", predict);
  app.post("/models/:name/predict", predict);
}

/**
 * Whether a path ends in `?explain`.
 * @throws {Refusal} if it has another value
 */
function isAsked(value: string | undefined): boolean {
  if (value === undefined || value === "false") return false;
  if (value === "" || value === "true") return true;
  throw new Refusal(400, `Cannot use explain=${quoted(value)}: expected ?explain alone`);
}

/** The rows of a JSON text, and whether it is one row: an object, or a list of numbers where rows are such lists. */
function rowsIn(text: string, { columns }: RowService) {
  const isOne = !isList(text) || columns.length === 0 && isListOfNumbers(text);
  return { isOne, rows: isOne ? parseOneRow(text) : jsonRows(text) };
}

function isListOfNumbers(text: string): boolean {
  return /^\s*\[\s*[^\s[\]{"]/.test(text);
}

/** Whether a body is JSON or CSV; `undefined` of other types. */
function bodyTypeOf({ headers }: Request): "json" | "csv" | undefined {
  const type = headers.get("content-type") ?? "";
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) return "json";
  return /^text\/csv\b/i.test(type) ? "csv" : undefined;
}
