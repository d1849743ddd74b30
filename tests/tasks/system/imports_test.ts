/** No task can import what its lock does not hold, and an attempt does not leave this machine. */

import { assert, assertEquals } from "@std/assert";
import settings from "../../../deno.json" with { type: "json" };
import { LONG_TESTS } from "../../helpers/long.ts";
import {
  flagsOf,
  granted,
  outcomeOf,
  startScript,
  TASKS as ALL_TASKS,
  temporaryFolder,
} from "../../helpers/run_task.ts";

const ignore = !granted("read", "write", "run", "net");

/** The tasks that run in Deno. `locks` looks packages up, which is what it is for. */
const TASKS = Object.entries(ALL_TASKS)
  .filter(([name, { command }]) => command.includes("deno run ") && name !== "locks")
  .map(([name]) => name);

/** A registry and proxy that has nothing, and keeps the first line of each request. */
function loggingHost(): AsyncDisposable & { readonly url: string; readonly requests: string[] } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const answer = new TextEncoder().encode(
    "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
  );
  const done = (async () => {
    for await (const connection of listener) {
      const bytes = new Uint8Array(4096);
      const length = await connection.read(bytes) ?? 0;
      requests.push(new TextDecoder().decode(bytes.subarray(0, length)).split("\r\n")[0]!);
      await connection.write(answer);
      connection.close();
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    requests,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      await done;
    },
  };
}

/** What comes of all imports under flags, on an empty cache, and which requests leave the process. */
async function attempts(flags: readonly string[]) {
  await using host = loggingHost();
  await using cache = await temporaryFolder();
  const { url } = host;
  const { stdout, stderr } = await outcomeOf(
    startScript("tests/tasks/system/imports_fixture.ts", [], {
      flags,
      env: {
        DENO_DIR: cache.path,
        HTTPS_PROXY: url,
        HTTP_PROXY: url,
        NO_PROXY: "",
        JSR_URL: `${url}/jsr/`,
        NPM_CONFIG_REGISTRY: `${url}/npm/`,
      },
    }),
  );
  return { outcomes: stdout.trim().split("\n"), stderr, requests: host.requests };
}

const REFUSED = ["web", "inner", "worker", "jsr", "npm"].map((name) => `${name} refused`);

async function assertClosed(flags: readonly string[]): Promise<void> {
  const { outcomes, requests, stderr } = await attempts(flags);
  assertEquals(outcomes, REFUSED, stderr);
  assertEquals(requests, [], flags.join(" "));
}

for (const set of Object.keys(settings.permissions)) {
  Deno.test(
    `the set ${set} imports nothing from the web, from JSR, or of npm what the lock lacks`,
    {
      ignore,
    },
    async () => await assertClosed(["-q", "--cached-only", `-P=${set}`]),
  );
}

Deno.test("no task imports anything from the web, from JSR, or of npm what its lock lacks", {
  ignore: ignore || !LONG_TESTS,
}, async () => {
  for (const task of TASKS) await assertClosed([...flagsOf(task), "--cached-only"]);
});

Deno.test("a set alone closes the web and JSR, and asks for the names of packages", {
  ignore,
}, async () => {
  const open = await attempts(["-q", "--allow-read"]);
  for (const request of ["CONNECT esm.sh:443 ", "/jsr/@std/ulid/", "/npm/secret-is-odd "]) {
    assert(open.requests.some((line) => line.includes(request)), open.requests.join("\n"));
  }
  const { requests } = await attempts(["-q", "-P=read"]);
  assert(requests.length > 0);
  assertEquals(requests.filter((line) => !line.includes("/npm/secret-is-odd ")), []);
});
