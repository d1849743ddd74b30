/** The page served for a test, by a process or in this one. */

import { join } from "@std/path";
import { type Limits, serveSite } from "../../../tasks/demo/serve_site.ts";
import type { SiteFiles } from "../../../tasks/demo/site_files.ts";
import { waitForLine } from "../../helpers/lines.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { trained } from "../../helpers/outcomes.ts";
import { startTask, temporaryFolder } from "../../helpers/run_task.ts";

/** A served page with the run that its network is of. */
export interface Served extends AsyncDisposable {
  /** Where the page is. */
  readonly address: string;
}

/** Trains a small network for two epochs, or none, and serves the page with it. */
export async function serveDemo(
  { network = true, withData = true }: { network?: boolean; withData?: boolean } = {},
): Promise<Served> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const data = await mnistData();
  const runs = join(folder.path, "runs");
  if (network) {
    // One that is sure of its digits after two epochs.
    const settings = ["epochs=2", "sizes=[784,100,10]", "cost=crossEntropy"];
    const start = ["initializer=scaledNormal", "learningRate=0.5"];
    await trained(runs, "small", ["--data", data], ...settings, ...start);
  }
  const words = ["--data", data, "--runs", runs, ...withData ? [] : ["--without-data"]];
  return await served(words, stack.move());
}

/** Serves the page for a run that there is. */
export async function serveRun(run: string): Promise<Served> {
  return await served([run], new AsyncDisposableStack());
}

/** Serves the page; what the stack holds ends with it. */
async function served(words: readonly string[], owned: AsyncDisposableStack): Promise<Served> {
  await using stack = owned;
  const process = startTask(["demo", ...words, "--port", "0"]);
  stack.defer(async () => {
    process.kill("SIGINT");
    await process.stderr.cancel();
    await process.status;
  });
  const { match: [address] } = await waitForLine(process.stdout, /http:\S+/);
  const rest = stack.move();
  return { address, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

/**
 * Serves files in this process.
 * @param port 0 for any that is free
 */
export async function serve(
  files: SiteFiles,
  { port = 0, limits }: { port?: number; limits?: Limits } = {},
): Promise<Served & { readonly port: number }> {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<string>();
  const done = serveSite(files, port, controller.signal, resolve, limits);
  const address = await promise;
  return {
    address,
    port: Number(new URL(address).port),
    async [Symbol.asyncDispose]() {
      controller.abort();
      await done;
    },
  };
}

/** Serves files as any web server does, without headers of its own, in the folder `page/`. */
export function serveStatic(
  files: SiteFiles,
  { port = 0 }: { port?: number } = {},
): Served & { readonly port: number } {
  const types: Record<string, string> = {
    html: "text/html",
    js: "text/javascript",
    css: "text/css",
  };
  const options = { hostname: "127.0.0.1", port, onListen() {} };
  const server = Deno.serve(options, async ({ url }) => {
    const path = new URL(url).pathname.replace(/^\/page\//, "") || "index.html";
    const type = types[path.split(".").at(-1)!] ?? "application/octet-stream";
    const file = files.get(path);
    if (file === undefined) return new Response(null, { status: 404 });
    const content = "path" in file ? await Deno.readFile(file.path) : file;
    return new Response(content, { headers: { "content-type": type } });
  });
  const { port: taken } = server.addr;
  return {
    address: `http://127.0.0.1:${taken}/page/`,
    port: taken,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
