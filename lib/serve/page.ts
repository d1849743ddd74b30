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
      id: "predict",
      title: "Predict",
      content: markup(html`
        <div class="two">
          <div id="result" aria-live="polite">
            <h3>It predicts</h3>
            <p id="verdict">–</p>
            <p id="sentence" class="hint">Nothing asked yet.</p>
            <ul id="remarks"></ul>
            <div id="bars"></div>
            <div id="reasons"></div>
          </div>
          <form id="form"><p id="models"><label for="model">Model</label> <select id="model"></select></p>
        <div id="fields"></div>
        <p id="explain" hidden><label><input type="checkbox" checked> With reasons</label></p>
        <button>Predict</button></form>
        </div>
        <details>
          <summary>The answer as JSON</summary>
          <pre id="answer" class="copy"></pre>
        </details>
      `),
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

/** The models show when the server has answered, which may ask for a token first. It looks like the page of a table. */
const CSS = `${STYLE}
body:not(.open) :is(nav, main) { display: none; }
.two { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 24px 32px; margin-top: 20px; }
#result { position: sticky; top: 0; align-self: start; overflow-wrap: anywhere; }
#verdict { font-size: 40px; font-weight: 650; line-height: 1.1; }
#remarks { margin: 12px 0 0; padding: 8px 12px 8px 28px; border-left: 3px solid var(--error); }
#remarks:empty { display: none; }
:is(#bars, #reasons) h3 { margin-top: 20px; }
.name { display: flex; justify-content: space-between; gap: 12px; margin-top: 8px; font-size: 15px; }
.track { position: relative; height: 14px; border-radius: 3px; background: var(--panel); overflow: hidden; }
.track i { position: absolute; height: 100%; background: var(--muted); }
.winner { font-weight: 700; }
.winner + .track i { background: var(--accent); }
#fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr)); gap: 20px 24px; }
.field { display: grid; grid-template-columns: minmax(40%, 1fr) auto; gap: 4px 8px; align-items: center; align-content: start; }
.field label { font-weight: 550; overflow-wrap: anywhere; }
.field small { color: var(--muted); }
.field small + small { text-align: right; }
.field input:not([type="range"]), .field select { width: 7rem; }
.field .whole, .field [type="range"] { grid-column: 1 / -1; }
[type="range"] { padding: 0; accent-color: var(--accent); }
input:not([type]), input[type="password"], select, button, textarea {
  font: inherit; min-height: 36px; min-width: 0; padding: 4px 10px; color: var(--ink); background: var(--page);
  border: 1px solid var(--rule-strong); border-radius: 8px;
}
textarea { width: 100%; min-height: 8rem; }
button { margin-top: 16px; min-height: 44px; padding: 4px 20px; font-weight: 600; cursor: pointer; }
#form button { color: var(--page); background: var(--accent); border-color: var(--accent); }
[hidden] { display: none; }
.copy { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
@media screen and (max-width: 700px) { .two { grid-template-columns: minmax(0, 1fr); } #result { position: static; } }
`;

const SCRIPT =
  `const ids = ["model", "models", "form", "fields", "answer", "command", "unlock", "token", "explain", "reasons", "verdict",
  "sentence", "remarks", "bars"];
const [model, models, form, fields, answer, command, unlock, token, explain, reasons, verdict, sentence, remarks, bars] =
  ids.map((id) => document.getElementById(id));
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
  models.hidden = paths.length === 1;
  show();
}
const postOf = () => api.paths[model.value].post;
const contentOf = () => postOf().requestBody.content["application/json"];
const explains = () => !explain.hidden && explain.querySelector("input").checked;
const pathOf = () => "." + model.value + (explains() ? "?explain" : "");
function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
let inputs = new Map();
function show() {
  const [schema] = contentOf().schema.oneOf;
  const example = contentOf().examples.row.value;
  inputs = new Map();
  explain.hidden = postOf().parameters === undefined;
  fields.replaceChildren();
  if (schema.properties === undefined) {
    const input = make("textarea", { id: "field 0", value: JSON.stringify(example) });
    inputs.set("", { input, type: ["array"] });
    fields.append(make("div", {}, make("label", { htmlFor: input.id }, "Numbers"), input));
  }
  for (const [name, column] of Object.entries(schema.properties ?? {})) {
    const input = inputOf(column, String(example[name] ?? ""));
    input.id = "field " + inputs.size;
    inputs.set(name, { input, type: column.type });
    const label = make("label", { htmlFor: input.id, title: column.description }, name);
    fields.append(make("div", { className: "field" }, label, input, ...partsOf(column, name, input)));
  }
  showCommand();
}
function inputOf({ type, examples, "x-closed": isClosed }, value) {
  if (!isClosed) return make("input", { value, placeholder: "missing", autocomplete: "off" });
  const select = make("select", {}, ...type.includes("null") ? [new Option("(nothing)", "")] : []);
  for (const level of examples) select.append(new Option(level, level));
  select.value = value;
  return select;
}
function partsOf({ examples, "x-range": range, "x-closed": isClosed }, name, input) {
  if (range !== undefined) {
    const [min, max, step] = range;
    const slider = make("input", { type: "range", min, max, step, value: input.value, ariaLabel: name + ", slider" });
    slider.addEventListener("input", () => input.value = slider.value);
    input.addEventListener("input", () => slider.value = input.value);
    return [slider, make("small", {}, String(min)), make("small", {}, String(max))];
  }
  if (isClosed || examples.length < 2) return [];
  const list = make("datalist", { id: input.id + " levels" }, ...examples.map((value) => new Option(value, value)));
  input.setAttribute("list", list.id);
  return [list];
}
function row() {
  const list = inputs.get("");
  if (list?.type[0] === "array") return JSON.parse(list.input.value);
  return Object.fromEntries([...inputs].map(([name, { input: { value }, type }]) =>
    [name, value === "" ? null : type[0] === "number" && value.trim() !== "" && Number.isFinite(+value) ? +value : value]));
}
function showCommand() {
  const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
  const header = api.security === undefined ? "" : " -H 'authorization: Bearer TOKEN'";
  const url = new URL(pathOf(), location.href).href;
  try {
    command.textContent = "curl " + quoted(url) + header + " -H 'content-type: application/json' -d " + quoted(JSON.stringify(row()));
  } catch {}
}
const percent = (value) => (100 * value).toFixed(1) + " %";
const short = (value) => String(Number(value.toPrecision(4)));
const signed = (text) => text.startsWith("-") ? "\u2212" + text.slice(1) : "+" + text;
/** A name and its number above a bar, from a start in percent. */
function barOf(name, text, start, size, isWinner = false) {
  const fill = make("i");
  [fill.style.left, fill.style.width] = [start + "%", size + "%"];
  return [
    make("div", { className: isWinner ? "name winner" : "name" }, make("span", {}, name), make("span", {}, text)),
    make("div", { className: "track" }, fill),
  ];
}
function showAnswer({ label, probabilities, values = {}, interval, set, remarks: all = [], error, explanation }) {
  const sorted = Object.entries(probabilities ?? {}).sort(([, a], [, b]) => b - a);
  const quantities = Object.entries(values).map(([name, value]) => name + " " + short(value));
  const rest = sorted.map(([name, value]) => name + " " + percent(value)).slice(0, 2).join(", next ");
  verdict.textContent = label !== undefined ? String(label) : probabilities ? "" : quantities.join(", ") || "–";
  sentence.textContent = error ?? (set
    ? "The set: " + set.join(", ") + "."
    : interval
    ? "Between " + short(interval.low) + " and " + short(interval.high) + "."
    : label === undefined ? "" : rest + ".");
  remarks.replaceChildren(...all.map(({ text }) => make("li", {}, text)));
  const rows = sorted.slice(0, 12).flatMap(([name, value]) =>
    barOf(name, percent(value), 0, 100 * value, name === String(label)));
  bars.replaceChildren(...rows.length > 0 ? [make("h3", {}, "Probabilities"), ...rows] : []);
  reasons.replaceChildren(...explanation === undefined ? [] : reasonsOf(explanation, probabilities ? percent : short));
}
function reasonsOf({ of, base, answer, contributions }, text) {
  const most = Math.max(...contributions.map(({ contribution }) => Math.abs(contribution))) || 1;
  return [
    make("h3", {}, "Why " + of + " " + text(answer)),
    ...contributions.flatMap(({ column, value, contribution }) => {
      const size = 50 * Math.abs(contribution) / most;
      const name = column + " (" + (value === "" ? "missing" : value) + ")";
      return barOf(name, signed(text(contribution)), contribution < 0 ? 50 - size : 50, size);
    }),
    make("p", { className: "hint" }, "These add up from " + text(base) + ", the average for " + of + "."),
  ];
}
form.addEventListener("input", showCommand);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const headers = { ...headersOf(), "content-type": "application/json" };
  try {
    const response = await fetch(pathOf(), { method: "POST", headers, body: JSON.stringify(row()) });
    const given = await response.json();
    showAnswer(given);
    const { explanation, ...others } = given;
    answer.textContent = JSON.stringify(others, null, 2);
  } catch (error) {
    showAnswer({ error: String(error) });
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
