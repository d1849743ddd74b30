/** The page to try a server: a form of the columns, made in the browser from the server's OpenAPI document. @module */

import { type Document, markup } from "../document/blocks.ts";
import { html } from "../document/html.ts";
import { bodyOf, htmlFile } from "../document/page.ts";
import { STYLE } from "../document/style.ts";

/** Nothing from elsewhere, and nothing inline. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src data:; base-uri 'none'; form-action 'none'";

const DOCUMENT: Document = {
  title: "Predictions",
  kind: "Inkling · predictions",
  heading: "Predictions",
  lead: "Fill in a row, and a model of this server answers.",
  header: markup(html`<form id="unlock" hidden>
<label>Token <input id="token" type="password" autocomplete="off" required></label>
<button>Show</button> <span id="refused" role="alert"></span></form>`),
  sections: [
    {
      id: "row",
      title: "Row",
      content: markup(html`<form id="form"><label>Model <select id="model"></select></label>
<div id="fields" class="fields"></div>
<p id="explain" hidden><label><input type="checkbox"> With reasons</label></p>
<button>Predict</button></form>`),
    },
    {
      id: "result",
      title: "Answer",
      content: markup(html`<pre id="answer" class="copy" aria-live="polite"></pre>
<ul id="reasons"></ul>`),
    },
    {
      id: "terminal",
      title: "The same from a terminal",
      content: markup(html`<pre id="command" class="copy"></pre>
<p id="link"><a href="openapi.json">openapi.json</a></p>`),
    },
  ],
};

const HTML = htmlFile({
  title: DOCUMENT.title,
  policy: POLICY,
  head: html`
    <link rel="stylesheet" href="page.css" />
    <script type="module" src="page.js"></script>
  `,
  body: bodyOf(DOCUMENT, html`<footer>Made by Inkling.</footer>`),
});

/** The models show when the server has answered, which may ask for a token first. */
const CSS = `${STYLE}
body:not(.open) :is(nav, main) { display: none; }
form { margin-top: 20px; }
form > label { display: inline-grid; }
button { margin-top: 12px; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 12px; margin: 16px 0; }
.fields label { display: grid; overflow-wrap: anywhere; }
textarea { min-height: 8rem; }
input, select, button, textarea { font: inherit; padding: 4px 8px; min-width: 0; }
.copy { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
.copy:empty { display: none; }
`;

const SCRIPT =
  `const [model, form, fields, answer, command, unlock, token, explain, reasons] = ["model", "form", "fields", "answer",
  "command", "unlock", "token", "explain", "reasons"].map((id) => document.getElementById(id));
let api;
const headersOf = () => token.value === "" ? {} : { authorization: "Bearer " + token.value };
async function open() {
  const response = await fetch("openapi.json", { headers: headersOf() });
  const { error, ...given } = await response.json();
  unlock.hidden = response.ok;
  document.body.classList.toggle("open", response.ok);
  document.getElementById("refused").textContent = token.value === "" ? "" : error ?? "";
  if (!response.ok) return;
  api = given;
  document.querySelector("h1").textContent = document.title = "Predictions: " + api.info.title;
  document.getElementById("link").hidden = api.security !== undefined;
  const paths = Object.keys(api.paths).filter((path) => path.startsWith("/models/"));
  model.replaceChildren(...paths.map((path) => new Option(decodeURIComponent(path.split("/")[2]), path)));
  show();
}
const postOf = () => api.paths[model.value].post;
const contentOf = () => postOf().requestBody.content["application/json"];
const explains = () => !explain.hidden && explain.querySelector("input").checked;
const pathOf = () => "." + model.value + (explains() ? "?explain" : "");
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
let inputs = new Map();
function show() {
  const [schema] = contentOf().schema.oneOf;
  const example = contentOf().examples.row.value;
  inputs = new Map();
  fields.replaceChildren();
  explain.hidden = postOf().parameters === undefined;
  if (schema.properties === undefined) {
    const input = make("textarea", { value: JSON.stringify(example) });
    inputs.set("", { input, type: ["array"] });
    fields.append(input);
  }
  for (const [name, { type, examples, description }] of Object.entries(schema.properties ?? {})) {
    const label = make("label", { textContent: name, title: description });
    const input = make("input", { value: example[name] ?? "", placeholder: "missing" });
    if (examples.length > 1) {
      const list = make("datalist", { id: "list " + inputs.size });
      for (const value of examples) list.append(new Option(value, value));
      input.setAttribute("list", list.id);
      label.append(list);
    }
    label.append(input);
    inputs.set(name, { input, type });
    fields.append(label);
  }
  showCommand();
}
function row() {
  const list = inputs.get("");
  if (list?.type[0] === "array") return JSON.parse(list.input.value);
  return Object.fromEntries([...inputs].map(([name, { input: { value }, type }]) =>
    [name, value === "" ? null : type[0] === "number" && value.trim() !== "" && Number.isFinite(+value) ? +value : value]));
}
function showCommand() {
  const quoted = (text) => "'" + text.replaceAll("'", "'\\\\''") + "'";
  const header = api.security === undefined ? "" : " -H 'authorization: Bearer TOKEN'";
  const url = new URL(pathOf(), location.href).href;
  try {
    command.textContent = "curl " + quoted(url) + header + " -H 'content-type: application/json' -d " + quoted(JSON.stringify(row()));
  } catch {}
}
function reasonsOf({ of, base, contributions }) {
  const text = (value) => String(Number(value.toPrecision(3)));
  return [...contributions.map(({ column, value, contribution }) =>
    column + (value === "" ? " (missing)" : " (" + value + ")") + ": " + (contribution < 0 ? "" : "+") + text(contribution)),
    "base, the mean answer of " + of + ": " + text(base)];
}
form.addEventListener("input", showCommand);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const headers = { ...headersOf(), "content-type": "application/json" };
  try {
    const response = await fetch(pathOf(), { method: "POST", headers, body: JSON.stringify(row()) });
    const { explanation, ...given } = await response.json();
    answer.textContent = JSON.stringify(given, null, 2);
    const lines = explanation === undefined ? [] : reasonsOf(explanation);
    reasons.replaceChildren(...lines.map((textContent) => make("li", { textContent })));
  } catch (error) {
    answer.textContent = String(error);
  }
});
model.addEventListener("change", show);
unlock.addEventListener("submit", (event) => {
  event.preventDefault();
  open();
});
await open();
`;

const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "/": ["text/html; charset=utf-8", HTML],
  "/page.css": ["text/css; charset=utf-8", CSS],
  "/page.js": ["text/javascript; charset=utf-8", SCRIPT],
};

/** The paths of the page's files. */
export const PAGE_PATHS: readonly string[] = Object.keys(FILES);

/** The answer with a file of the page. */
export function pageFile(path: string): Response {
  const [type, text] = FILES[path]!;
  return new Response(text, {
    headers: {
      "content-type": type,
      "content-security-policy": `${POLICY}; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}
