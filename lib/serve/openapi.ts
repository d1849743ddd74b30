/** The description of a server's paths (OpenAPI 3.1), made from the columns of its models. @module */

import type { JsonSchema, RowService } from "./row_service.ts";
import { type Limits, MAX_EXPLAINED_ROWS } from "./limits.ts";
import type { FoundModel } from "./models.ts";

/** The version of what requests and answers look like. */
const API_VERSION = "1";

const ERROR: JsonSchema = {
  type: "object",
  properties: { error: { type: "string", description: "Why, in a sentence." } },
  required: ["error"],
};

const REMARK: JsonSchema = {
  type: "object",
  properties: {
    kind: {
      enum: ["noPrediction", "novel", "unknownCategory", "unreadDate", "unsure"]
        .concat("missingColumn", "unknownColumn"),
    },
    column: { type: "string" },
    text: { type: "string" },
  },
  required: ["kind", "text"],
};

const INTERVAL: JsonSchema = {
  type: "object",
  properties: { low: { type: "number" }, high: { type: "number" } },
  required: ["low", "high"],
};

/** Why an answer is as it is. */
function reasonsSchema(columns: readonly string[], names: readonly string[]): JsonSchema {
  const number = { type: "number" };
  const contribution: JsonSchema = {
    type: "object",
    properties: {
      column: { type: "string", enum: columns },
      value: { type: "string" },
      contribution: { ...number, description: "What the column adds to the base." },
      error: { ...number, description: "Its standard error; 0 for up to 8 columns." },
    },
    required: ["column", "value", "contribution", "error"],
  };
  return {
    type: "object",
    description: "With ?explain: the base and all contributions sum to the answer.",
    properties: {
      of: { type: "string", enum: names },
      base: number,
      contributions: { type: "array", items: contribution },
      answer: number,
    },
    required: ["of", "base", "contributions", "answer"],
  };
}

/** An object with a value of each name. */
function byName(names: readonly string[], value: JsonSchema): JsonSchema {
  return { type: "object", properties: Object.fromEntries(names.map((name) => [name, value])) };
}

/** What the answer to a row is. */
export function answerSchema(
  { problem, outputNames: names, labels, hasIntervals, hasSets, hasReasons, columns }: RowService,
): JsonSchema {
  const number = { type: "number" };
  const label = { type: typeof labels[0], enum: labels };
  const probability = { type: "number", minimum: 0, maximum: 1 };
  const last = {
    remarks: { type: "array", items: REMARK },
    ...hasReasons && { explanation: reasonsSchema(columns, names) },
  };
  const properties = !problem.hasAccuracy
    ? {
      ...names.length === 1 && { value: number },
      values: byName(names, number),
      ...hasIntervals && {
        ...names.length === 1 && { interval: INTERVAL },
        intervals: byName(names, INTERVAL),
      },
      ...last,
    }
    : {
      ...problem.isOneHot && { label, probability },
      probabilities: byName(names, probability),
      values: byName(names, probability),
      ...hasSets && { set: { type: "array", items: label } },
      ...last,
    };
  const description = "The answer; for a row that cannot be predicted, only the remarks.";
  return { type: "object", description, properties, required: ["values", "remarks"] };
}

/** The document of a server. */
export function openApi(
  models: readonly FoundModel[],
  { limits, hasToken }: { readonly limits: Limits; readonly hasToken: boolean },
): object {
  const [only, ...others] = models;
  const paths = models.flatMap((model) => {
    const path = `/models/${encodeURIComponent(model.name)}/predict`;
    const operation = { post: predictOperation(model, limits) };
    const short = others.length === 0 && model === only;
    return [...short ? [["/predict", operation]] : [], [path, operation]];
  });
  return {
    openapi: "3.1.0",
    info: {
      title: models.map(({ name }) => name).join(", "),
      version: API_VERSION,
      description: "Predictions of neural networks that Inkling trained.",
    },
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Error: ERROR },
      ...hasToken && { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    },
    ...hasToken && { security: [{ token: [] }] },
  };
}

function predictOperation(
  { name, version, service }: FoundModel,
  { rows, bytes }: Limits,
): object {
  const { rowSchema: row, example, columns, hasReasons } = service;
  const answer = answerSchema(service);
  const error = { $ref: "#/components/schemas/Error" };
  const refusal = (description: string) => ({
    description,
    content: { "application/json": { schema: error } },
  });
  return {
    summary: `Predicts rows by ${name} (version ${version})`,
    ...hasReasons && {
      parameters: [{
        name: "explain",
        in: "query",
        allowEmptyValue: true,
        schema: { type: "boolean" },
        description: "Whether each answer has an explanation: what its columns add. Of " +
          `${Math.min(rows, MAX_EXPLAINED_ROWS)} rows at most.`,
      }],
    },
    requestBody: {
      required: true,
      description: `One row or a list: ${rows} rows and ${bytes} bytes at most.`,
      content: {
        "application/json": {
          schema: { oneOf: [row, { type: "array", items: row }] },
          examples: { row: { value: example }, rows: { value: [example, example] } },
        },
        ...columns.length > 0 && {
          "text/csv": {
            schema: { type: "string", description: "The first line names the columns." },
          },
        },
      },
    },
    responses: {
      200: {
        description:
          "The answer to the row, or a list with an answer to each row; an error for a row that " +
          "cannot be read.",
        content: {
          "application/json": {
            schema: { oneOf: [answer, { type: "array", items: { oneOf: [answer, error] } }] },
          },
        },
      },
      400: refusal("The body or its only row cannot be read."),
      401: refusal("The token is missing."),
      408: refusal("The body did not come in time."),
      413: refusal("There are too many bytes or rows."),
      422: refusal(
        "No row has a column of the model; with a strict server: a column is missing or unknown.",
      ),
      415: refusal("The content type is neither JSON nor CSV."),
      503: refusal("There are too many requests, or the rows take too long."),
    },
  };
}
