/** Tries to import what no lock holds, and prints what came of it. */

const WEB = "https://esm.sh/is-odd@3.0.1";
/** Named by variables: what `import` names itself, `deno check` looks up. */
const [JSR, NPM] = ["jsr:@std/ulid@1.0.0", "npm:secret-is-odd@3.0.1"];

/** Starts a module as a worker; fails where it cannot be loaded. */
function start(url: string): Promise<void> {
  const worker = new Worker(url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
}

const tries: { readonly [name: string]: () => Promise<unknown> } = {
  web: () => import(WEB),
  inner: () => import(`data:text/javascript,import "${WEB}"`),
  worker: () => start(`data:text/javascript,import "${WEB}"; postMessage(1)`),
  jsr: () => import(JSR),
  npm: () => import(NPM),
};
for (const [name, attempt] of Object.entries(tries)) {
  console.log(`${name} ${await attempt().then(() => "came", () => "refused")}`);
}
