/** A server of predictions as a Hono app: it needs the web platform only, so that every runtime of Hono serves it. @module */

import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { checkOptions, type OptionNames } from "../checks/options.ts";
import { suggestion } from "../checks/meant.ts";
import { quoted } from "../table/cells.ts";
import type { RowAnswer } from "./answerer.ts";
import { Bodies } from "./body.ts";
import { now } from "./clock.ts";
import { csvRows } from "./csv_rows.ts";
import { Guard } from "./guard.ts";
import {
  inferenceRequest,
  inferenceResponse,
  modelMetadata,
  requestedOutputs,
} from "./inference.ts";
import { isList, jsonRows, parseJson, parseOneRow } from "./json_rows.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { Metrics, modelMetrics } from "./metrics.ts";
import { type FoundModel, type Models, ServedModels } from "./models.ts";
import { API_VERSION, openApi } from "./openapi.ts";
import { PAGE_PATHS, pageFile } from "./page.ts";
import { Refusal, refuse } from "./refusal.ts";
import { Work } from "./work.ts";

/** A server. It is a Hono app: `new Hono().mount("/predictions", app.fetch)` makes it a part of another. */
export interface App {
  /** Answers a request, as runtimes call it. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Answers a request that is made of its parts, for tests. */
  readonly request: (path: string, init?: RequestInit) => Response | Promise<Response>;
}

/** How requests are answered. */
export interface AppOptions {
  /** How much a request may ask for. */
  readonly limits?: Partial<Limits> | undefined;
  /** The bearer token that a request needs, except for the page, the document and the probes. Default: none */
  readonly token?: string | undefined;
  /** The origins whose pages may ask, such as `https://shop.example`. Default: none */
  readonly origins?: readonly string[] | undefined;
  /** Whether the server is ready for requests. Default: always */
  readonly isReady?: (() => boolean) | undefined;
  /** Gets what went wrong in the server itself. Default: nobody does */
  readonly onError?: ((error: unknown) => void) | undefined;
}

const OPTIONS = {
  limits: true,
  token: true,
  origins: true,
  isReady: true,
  onError: true,
} satisfies OptionNames<AppOptions>;

/**
 * Makes a server of models: predictions of rows as JSON or CSV, the Open Inference Protocol, a document of OpenAPI, a page
 * to try them, metrics for Prometheus.
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
 * @param models by name; in a map they may be replaced while they are served
 * @throws {TypeError} if one is no model, or an option is unknown
 * @throws {RangeError} if a limit is not above 0, or the token cannot stand in a header
 */
export function createApp(models: Models, options: AppOptions = {}): App {
  checkOptions("serve models", options, OPTIONS);
  const { token, origins = [], isReady = () => true, onError } = options;
  const limits = limitsOf(options.limits);
  const served = new ServedModels(models);
  const guard = new Guard(token);
  const bodies = new Bodies(limits);
  const work = new Work(limits);
  const metrics = new Metrics();
  const app = new Hono();

  const modelOf = (context: Context): FoundModel => {
    const name = context.req.param("name") ?? served.only;
    const { names } = served;
    if (name === undefined) {
      throw new Refusal(
        404,
        `Cannot choose a model: expected /models/NAME/predict, of ${names.join(", ")}`,
      );
    }
    const model = served.find(name);
    const version = context.req.param("version");
    if (model === undefined) {
      const hint = suggestion(name.slice(0, 60), names) || `: there are ${names.join(", ")}`;
      throw new Refusal(404, `Cannot find the model ${quoted(name)}${hint}`);
    }
    if (version === undefined || version === model.version) return model;
    throw new Refusal(
      404,
      `Cannot find version ${quoted(version)} of ${name}: it is ${model.version}`,
    );
  };

  app.use(async (context, next) => {
    const start = now();
    await next();
    const path = context.req.routePath;
    metrics.addRequest(path === "/*" ? "other" : path, context.res.status, (now() - start) / 1000);
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
      `Cannot find ${quoted(path)} by this method: expected POST /predict, GET /openapi.json, ` +
        "/health or /metrics, or a path of /v2",
    )
  );

  const predict = async (context: Context): Promise<Response> => {
    const { req: { raw: request } } = context;
    guard.check(request);
    const model = modelOf(context);
    const type = mediaTypeOf(request);
    if (type !== "json" && !(type === "csv" && model.answerer.columns.length > 0)) {
      throw new Refusal(
        415,
        "Cannot read the body: expected the content type application/json or, of tables, text/csv",
      );
    }
    return await bodies.use(request, async (text) => {
      const isOne = type === "json" && !isList(text) ||
        model.answerer.columns.length === 0 && isOneList(text);
      const rows = isOne
        ? [parseOneRow(text)]
        : type === "json"
        ? jsonRows(text)
        : csvRows(text, model.answerer.columns);
      const parts: string[] = [];
      await work.answer(model.answerer, rows, (answers) => {
        metrics.addAnswers(model.name, answers);
        if (isOne && "error" in answers[0]!) throw new Refusal(400, answers[0].error);
        if (answers.length > 0) parts.push(JSON.stringify(answers).slice(1, -1));
      });
      const body = isOne ? parts[0]! : `[${parts.join()}]`;
      return new Response(body, { headers: JSON_HEADERS });
    });
  };
  app.post("/predict", predict);
  app.post("/models/:name/predict", predict);

  const found = () => served.names.map((name) => served.find(name)!);
  app.get(
    "/openapi.json",
    () => Response.json(openApi(found(), { limits, hasToken: token !== undefined })),
  );
  for (const path of PAGE_PATHS) app.get(path, () => pageFile(path));

  app.get("/health", () => {
    const models = found().map(({ name, version, problem }) => [name, { version, problem }]);
    const status = isReady() ? "ready" : "stopping";
    return Response.json({ status, models: Object.fromEntries(models) }, {
      status: isReady() ? 200 : 503,
    });
  });
  app.get("/metrics", ({ req: { raw } }) => {
    guard.check(raw);
    return new Response(metrics.text(modelMetrics(found())), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  });

  const server = () => Response.json({ name: "inkling", version: API_VERSION, extensions: [] });
  const ready = () =>
    Response.json({ live: true, ready: isReady() }, { status: isReady() ? 200 : 503 });
  app.get("/v2", server);
  app.get("/v2/", server);
  app.get("/v2/health/live", () => Response.json({ live: true }));
  app.get("/v2/health/ready", ready);
  for (const path of ["/v2/models/:name", "/v2/models/:name/versions/:version"]) {
    app.get(path, (context) => {
      guard.check(context.req.raw);
      return Response.json(modelMetadata(modelOf(context)));
    });
    app.get(`${path}/ready`, (context) => {
      const { name } = modelOf(context);
      return Response.json({ name, ready: isReady() }, { status: isReady() ? 200 : 503 });
    });
    app.post(`${path}/infer`, async (context) => {
      const { req: { raw: request } } = context;
      guard.check(request);
      const model = modelOf(context);
      if (mediaTypeOf(request) !== "json") {
        throw new Refusal(415, "Cannot read the body: expected the content type application/json");
      }
      return await bodies.use(request, async (text) => {
        const given = inferenceRequest(parseJson(text));
        const outputs = requestedOutputs(model.answerer, given.outputs);
        const answers: RowAnswer[] = [];
        await work.answer(model.answerer, model.answerer.rowsOf(given.inputs), (some) => {
          metrics.addAnswers(model.name, some);
          answers.push(...some);
        });
        return Response.json(inferenceResponse(model, given, outputs, answers));
      });
    });
  }
  return app;
}

const JSON_HEADERS = { "content-type": "application/json" };

/** What a body is by its content type. */
function mediaTypeOf({ headers }: Request): "json" | "csv" | undefined {
  const type = headers.get("content-type") ?? "";
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) return "json";
  return /^text\/csv\b/i.test(type) ? "csv" : undefined;
}

/** Whether a text is a list of numbers, and not one of lists. */
function isOneList(text: string): boolean {
  return /^\s*\[\s*[^\s[\]{"]/.test(text);
}
