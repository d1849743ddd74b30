/** What a user may type first. @module */

import { quote } from "../../lib/checks/mod.ts";

/** A longer row goes into a file. */
const MAX_ROW = 1000;

/** As much of an OpenAPI document as is read here. */
export interface Api {
  readonly paths: Readonly<
    Record<string, {
      readonly post: {
        readonly requestBody: {
          readonly content: {
            readonly "application/json": {
              readonly examples: { readonly row: { readonly value: unknown } };
            };
          };
        };
      };
    }>
  >;
}

/** A command that sends a row to the first of the paths. */
export function curlLine({ paths }: Api, address: string, hasToken: boolean): string {
  const [[path, { post }]] = Object.entries(paths) as [[string, Api["paths"][string]]];
  const row = JSON.stringify(post.requestBody.content["application/json"].examples.row.value);
  return [
    `curl ${quote(address + path)}`,
    ...hasToken ? ["-H 'Authorization: Bearer TOKEN'"] : [],
    "-H 'Content-Type: application/json'",
    `-d ${row.length > MAX_ROW ? "@row.json" : quote(row)}`,
  ].join(" ");
}
