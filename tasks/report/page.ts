/** The frame of a page, and its pieces. @module */

import { htmlFile } from "../document/html.ts";
import { Html, html, type Part } from "../charts/html.ts";
import type { LegendEntry } from "../charts/line_chart.ts";
import { STYLE } from "../document/style.ts";

/** The policy of a report: it loads nothing and runs no script. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A whole file. */
export function page(title: string, content: Html): string {
  return htmlFile({
    title,
    policy: POLICY,
    head: html`<style>${new Html(STYLE)}</style>`,
    body: html`
      <div class="page">
      ${content}
      </div>
    `,
  });
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** How to read the content. */
  readonly hint: Part;
  readonly content: Part;
  /** Whether only the heading shows at first. Default: false */
  readonly folded?: boolean;
}

/** The sections, after a list of links to them. */
export function sections(all: readonly Section[]): Html {
  return html`
    <nav aria-label="Sections">
      <ul>${all.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul>
    </nav>
    <main>${all.map(sectionOf)}</main>
  `;
}

/** One section; a link into its folded content unfolds it. */
function sectionOf({ id, title, hint, content, folded = false }: Section): Html {
  const heading = html`<h2 id="${id}-title">${title}</h2>`;
  const body = html`
    <p class="hint">${hint}</p>
    ${content}
  `;
  if (!folded) {
    return html`<section id="${id}" aria-labelledby="${id}-title">${heading}${body}</section>`;
  }
  return html`
    <section class="folded" aria-labelledby="${id}-title">
      <details>
        <summary>${heading}</summary>
        <div
          id="${id}">${body}</div>
      </details>
    </section>
  `;
}

/** A number in large letters, with its label. */
export interface KeyNumber {
  readonly value: string;
  readonly label: Part;
}

/** The essentials in large letters; the first is the largest. */
export function keyNumbers(all: readonly KeyNumber[]): Html {
  return html`<dl class="key-numbers">${
    all.map(({ value, label }, k) =>
      html`
        <div${k === 0 && new Html(' class="big"')}>
          <dt>${label}</dt>
          <dd>${value}</dd>
          </div>
      `
    )
  }</dl>`;
}

/** A chart with its heading, its legend, and how to read it. */
export function chartFigure(
  { title, hint, legend = [], chart }: {
    title: string;
    hint?: Part;
    legend?: readonly LegendEntry[];
    chart: Html;
  },
): Html {
  return html`
    <figure><figcaption><h3>${title}</h3>${hint !== undefined &&
      html`<p class="hint">${hint}</p>`}${legend.length > 0 &&
      html`<ul class="legend">${legend.map(legendEntry)}</ul>`}</figcaption>${chart}</figure>
  `;
}

function legendEntry({ name, ink: { color, dash }, upright, dot = false }: LegendEntry): Html {
  if (dot) {
    return html`<li><svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" fill="${color}"/></svg>${name}</li>`;
  }
  const dashes = dash.length > 0 && html`
    stroke-dasharray="${dash.join(" ")}"
  `;
  const [width, height, line] = upright ? [8, 16, "M4 0V16"] : [26, 8, "M0 4H26"];
  return html`<li><svg width="${width}" height="${height}" aria-hidden="true"><path d="${line}" stroke="${color}" stroke-width="${
    upright ? 1.5 : 2.5
  }"${dashes}/></svg>${name}</li>`;
}

/** A table; the first cell of a row is its heading. It scrolls by itself where it is too wide. */
export function table(
  { label, head, rows, kind = "" }: {
    label: string;
    head: readonly Part[];
    rows: readonly (readonly Part[])[];
    kind?: string;
  },
): Html {
  return html`
    <div class="scroll" role="group" tabindex="0" aria-label="${label}">
      <table${kind !== "" && html`
        class="${kind}"
      `}>
        <thead>
          <tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr>
        </thead>
        <tbody>${rows.map(([first, ...cells]) =>
          html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`
        )}</tbody>
        </table>
        </div>
  `;
}

/** A table of keys and values. */
export function pairs(label: string, rows: readonly (readonly [key: Part, value: Part])[]): Html {
  return table({
    kind: "left pairs",
    label,
    head: ["what", "value"],
    rows: rows.map(([key, value]) => [key, html`<span class="code">${value}</span>`]),
  });
}

/** Text to copy; a click selects it. */
export function copied(label: string, text: string): Html {
  return html`<pre class="copy" tabindex="0" role="group" aria-label="${label}">${text}</pre>`;
}

/** Details that are folded away at first. */
export function details(summary: string, content: Part): Html {
  return html`<details><summary>${summary}</summary>${content}</details>`;
}

/** The last lines of every page; `made` is the version of Inkling that made it. */
export function footer(made?: string): Html {
  return html`<footer>Made by Inkling${
    made !== undefined && ` ${made}`
  }. Everything is in this file: it can be mailed, archived and printed.</footer>`;
}
