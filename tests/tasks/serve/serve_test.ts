/** `deno task serve` as a process, with its own permissions. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { runTask, startTask } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { kindsModel, ROW } from "../../serve/served_fixture.ts";

const test = testsWith("read", "write", "run", "net");

/** Files of a model and of a token in a folder. */
async function written(path: string, text = ""): Promise<[file: string, token: string]> {
  const [file, token] = [join(path, "kinds.safetensors"), join(path, "token")];
  await Deno.writeFile(file, kindsModel().save());
  await Deno.writeTextFile(token, text);
  return [file, token];
}

/** The server of a file of weights, and the first lines that it prints. */
async function serve(file: string, words: readonly string[]) {
  const child = startTask(["serve", file, "--port", "0", ...words]);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let printed = "";
  while (printed.split("\n").length < 3) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`Cannot serve: ${await new Response(child.stderr).text()}`);
    printed += value;
  }
  const address = /http:\/\/\S+?:\d+/.exec(printed)![0];
  return {
    printed,
    address,
    end: async () => {
      child.kill("SIGTERM");
      await reader.cancel();
      return { stderr: await new Response(child.stderr).text(), ...await child.status };
    },
  };
}

test("a file of weights is served until SIGTERM, by its token alone", async ({ path }) => {
  const [file, token] = await written(path, "s3cret\n");
  const server = await serve(file, ["--token-file", token, "--cors", "https://shop.example"]);
  assertMatch(server.printed, /^Serves kinds at http:\/\/127.0.0.1:\d+ \(Ctrl-C ends\)\ncurl http/);
  assertEquals(server.printed.includes("s3cret"), false);
  const headers = { "content-type": "application/json", origin: "https://shop.example" };
  const init = { method: "POST", headers, body: JSON.stringify(ROW) };
  const refused = await fetch(`${server.address}/predict`, init);
  assertEquals([refused.status, await refused.json()], [401, {
    error: "Cannot answer without the token: expected Authorization: Bearer …",
  }]);
  for (const accepted of ["gzip", "identity"]) {
    const page = await fetch(`${server.address}/page.js`, {
      headers: { "accept-encoding": accepted },
    });
    assertEquals(page.headers.get("vary"), "Origin, accept-encoding");
    assertMatch(await page.text(), /await open\(\);\n$/);
  }
  const given = { ...init, headers: { ...headers, authorization: "Bearer s3cret" } };
  const response = await fetch(`${server.address}/predict`, given);
  assertEquals(response.headers.get("access-control-allow-origin"), "https://shop.example");
  const { caution: _, ...expected } = kindsModel().predict(ROW);
  assertEquals(await response.json(), JSON.parse(JSON.stringify(expected)));
  const { code, stderr } = await server.end();
  assertEquals([code, stderr], [130, ""]);
});

/** Sends a row again and again on one connection, until an answer announces the end; how many were answered, or what was lost. */
async function keepAsking(address: string, onAnswer: () => void): Promise<number | string> {
  const { hostname, port } = new URL(address);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const body = JSON.stringify(ROW);
  const request = new TextEncoder().encode(
    `POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
  const buffer = new Uint8Array(65_536);
  for (let answered = 1;; answered++) {
    let text = "";
    try {
      await connection.write(request);
      while (!/\r\n\r\n.*\]\}$/s.test(text)) { // an answer ends with its remarks
        const count = await connection.read(buffer);
        if (count === null) return `request ${answered} got ${JSON.stringify(text)}`;
        text += new TextDecoder().decode(buffer.subarray(0, count));
      }
    } catch (error) {
      return `request ${answered} got ${error}`;
    }
    if (!text.startsWith("HTTP/1.1 200 ")) return text;
    if (/\r\nconnection: close\r\n/i.test(text)) return answered;
    onAnswer();
  }
}

test("SIGTERM loses no request of eight kept connections under load", async ({ path }) => {
  const [file] = await written(path);
  const server = await serve(file, ["--grace-seconds", "20"]);
  const busy = Promise.withResolvers<void>();
  let answers = 0;
  const onAnswer = () => ++answers === 1000 && busy.resolve();
  const clients = Array.from({ length: 8 }, () => keepAsking(server.address, onAnswer));
  await busy.promise;
  const { code, stderr } = await server.end();
  const outcomes = await Promise.all(clients);
  assertEquals(outcomes.filter((outcome) => typeof outcome === "string"), []);
  assert(outcomes.every((count) => Number(count) > 1));
  assertEquals([code, stderr], [130, ""]);
});

test("a server that all may reach without a token warns", async ({ path }) => {
  const [file, token] = await written(path, "s3cret");
  const stderrOf = async (words: readonly string[]) =>
    (await (await serve(file, ["--host", "0.0.0.0", ...words])).end()).stderr;
  assertEquals(await stderrOf(["--token-file", token]), "");
  assertMatch(await stderrOf([]), /^Warning: .*0\.0\.0\.0.*--token-file/);
});

test("words that cannot be read end the command with a sentence", async ({ path }) => {
  const [file, token] = await written(path, "two words");
  for (
    const [words, code, error] of [
      [[], 2, /^error: Which run\? /],
      [["--port", "70000"], 2, /port/],
      [["--cors", "shop.example"], 2, /expected an origin such as https:\/\/shop.example/],
      [["--host", "::"], 2, /host/],
      [["--max-rows", "0"], 2, /max-rows/],
      [["--grace-seconds", "-1"], 2, /grace-seconds/],
      [[file], 2, /two models with the name kinds/],
      [["--token-file", token], 1, /expected a token of ASCII characters without spaces/],
    ] as const
  ) {
    const operands = words.length === 0 ? [] : [file];
    const outcome = await runTask(["serve", ...operands, ...words]);
    assertEquals(outcome.code, code, words.join(" "));
    assertMatch(outcome.stderr, error);
  }
});
