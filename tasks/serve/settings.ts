/** What the options of `serve` come to, and how its server is asked. @module */

import { quote } from "../../lib/checks/texts.ts";
import { UsageError, wholeNumber } from "../cli/arguments.ts";
import { findRun } from "../run/find_run.ts";
import { readNamed, readTextAtMost } from "../system/read_at_most.ts";
import { CONNECTIONS } from "./listen.ts";
import { modelName } from "./open_model.ts";

/** The most bytes of a file with a token. */
const MAX_TOKEN_BYTES = 10_000;

/** The names of this machine: by any other, a page from elsewhere could ask (DNS rebinding). */
const LOCAL_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

type NumberOption = "port" | "max-bytes" | "max-rows" | "max-seconds" | "grace-seconds";

/** The options of a server, as text. */
type ServeOptions =
  & { readonly [name in NumberOption | "host"]: string }
  & { readonly [name in "token-file" | "cors"]: string | undefined };

/** @throws {UsageError} if a number is out of range, or an origin is none */
export async function readServeSettings(options: ServeOptions) {
  const port = wholeNumber("port", options.port, { max: 65535 });
  const most = (name: "bytes" | "rows" | "seconds") =>
    wholeNumber(`max-${name}`, options[`max-${name}`], { min: 1 });
  const limits = { bytes: most("bytes"), rows: most("rows"), seconds: most("seconds") };
  const grace = wholeNumber("grace-seconds", options["grace-seconds"], { min: 0 });
  const origins = originsOf(options.cors);
  const token = await tokenOf(options["token-file"]);
  const { host } = options;
  const isLocal = host === "127.0.0.1";
  return {
    address: { host, port, names: isLocal && token === undefined ? LOCAL_NAMES : undefined },
    isOpen: !isLocal && token === undefined, // whoever reaches this machine may ask
    limits,
    token,
    origins,
    connections: { ...CONNECTIONS, request: limits.seconds * 1000, drain: grace * 1000 },
  };
}

/**
 * Runs by the names of their models.
 * @throws {UsageError} if two have the same name
 */
export async function runsByName(
  words: readonly string[],
  folder: string,
): Promise<Map<string, string>> {
  const runs = new Map<string, string>();
  for (const word of words) {
    const run = await findRun(word, folder);
    const name = modelName(run);
    if (runs.has(name)) throw new UsageError(`Cannot serve two models with the name ${name}`);
    runs.set(name, run);
  }
  return runs;
}

function originsOf(text: string | undefined): string[] {
  const origins = text?.split(",") ?? [];
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw new UsageError(
      `Cannot read --cors ${quote(origin)}: expected an origin such as https://shop.example`,
    );
  }
  return origins;
}

async function tokenOf(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const token = (await readNamed(file, MAX_TOKEN_BYTES, readTextAtMost)).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Error(`Cannot use ${file}: expected a token of ASCII characters without spaces`);
}

/** A longer row goes into a file. */
const MAX_ROW = 1000;

/** As much of an OpenAPI document as is read here. */
interface Api {
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
