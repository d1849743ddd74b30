/** The routes of the Open Inference Protocol, version 2. @module */

import type { Hono } from "hono";
import type { RowAnswer } from "./answerer.ts";
import { bodyTypeOf } from "./body_type.ts";
import {
  inferenceRequest,
  inferenceResponse,
  modelMetadata,
  requestedOutputs,
} from "./inference.ts";
import { parseJson } from "./json_rows.ts";
import { API_VERSION } from "./openapi.ts";
import { Refusal } from "./refusal.ts";
import type { Server } from "./server.ts";

/** Adds the routes to an app. */
export function addInferenceRoutes(app: Hono, server: Server): void {
  const { models, guard, bodies, work, metrics } = server;
  for (const path of ["/v2", "/v2/"]) {
    app.get(path, () => Response.json({ name: "inkling", version: API_VERSION, extensions: [] }));
  }
  app.get("/v2/health/live", () => Response.json({ live: true }));
  app.get("/v2/health/ready", () => server.probe({ live: true, ready: server.isReady() }));
  for (const path of ["/v2/models/:name", "/v2/models/:name/versions/:version"]) {
    app.get(path, ({ req }) => {
      guard.check(req.raw);
      return Response.json(modelMetadata(models.choose(req.param())));
    });
    app.get(`${path}/ready`, ({ req }) => {
      const { name } = models.choose(req.param());
      return server.probe({ name, ready: server.isReady() });
    });
    app.post(`${path}/infer`, async ({ req }) => {
      guard.check(req.raw);
      const model = models.choose(req.param());
      if (bodyTypeOf(req.raw) !== "json") {
        throw new Refusal(415, "Cannot read the body: expected the content type application/json");
      }
      return await bodies.use(req.raw, async (text) => {
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
}
