/** What a body is by its content type. @module */

/** Whether a body is JSON or CSV; `undefined` of other types. */
export function bodyTypeOf({ headers }: Request): "json" | "csv" | undefined {
  const type = headers.get("content-type") ?? "";
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) return "json";
  return /^text\/csv\b/i.test(type) ? "csv" : undefined;
}
