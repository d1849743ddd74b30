/**
 * A server of predictions for every runtime of Hono: Deno, Node, Cloudflare Workers, Bun and others.
 *
 * @module
 */

export { type App, type AppOptions, createApp } from "./app.ts";
export { LIMITS, type Limits } from "./limits.ts";
export type { ArrayModel, ArrayPredictor } from "./array_service.ts";
export type { Model, Models, ServedModel } from "./models.ts";
