/** The first page of the site: what this is, one live picture, and three ways in. @module */

import { html } from "../../../lib/document/html.ts";
import type { Framed } from "./frame.ts";
import { BOOK } from "./guides.ts";

/** What makes a model in any folder. */
const ANYWHERE = `npm install PATH/dist/inkling-commands.tgz
npx inkling train --csv orders.csv --target returned`;

/**
 * The first page.
 * @param first the first chapter's file; undefined if there is no course
 */
export function frontPage(first: string | undefined): Framed {
  return {
    file: "index.html",
    title: "Inkling",
    description:
      "Neural networks that you can take apart: a course that runs in the browser, a model " +
      "of your table by one command, and a library in TypeScript.",
    policy: "chapter",
    script: `${BOOK}/book.js`,
    layout: "front",
    content: html`
      <div class="intro">
        <h1>Neural networks that you can take apart</h1>
        <p class="lead">Inkling trains fully connected networks from scratch, in TypeScript. One seed
      gives the same bytes everywhere: in this page, on your machine, next year.</p>
      </div>
      <ink-boundary autoplay compact>
        <p class="hint">A network learns to tell two classes of points apart.</p>
      </ink-boundary>
      <ul class="ways">
        <li>
          <h2><a href="${first ?? "readme.html"}">Learn how it works</a></h2>
          <p>${first === undefined
            ? "From the first command to the code of the tutorial, which is short."
            : "A course from one neuron to honest results: pictures that learn, code that runs in " +
              "the page, exercises that check themselves."}</p>
        </li>
        <li>
          <h2><a href="docs/your-data.html">Use your table</a></h2>
          <p>A CSV file becomes a model with a report, which shows how far to trust it.
      <a href="page/index.html">Or try it in the page</a>.</p>
        </li>
        <li>
          <h2><a href="docs/library.html">Build with the library</a></h2>
          <p>For Deno, Node and browsers, without native code. <a href="reference/index.html">The
      reference</a> has every function.</p>
        </li>
      </ul>
      <div class="commands">
        <div>
          <p id="in-checkout">The tutorial’s network, in a checkout</p>
          <pre class="copy" tabindex="0"
            aria-labelledby="in-checkout"><code>npx --yes deno@2.9.6 task train</code></pre>
        </div>
        <div>
          <p id="anywhere">A model of your table, in any folder
      (<a href="docs/install.html">how to install</a>)</p>
          <pre class="copy" tabindex="0"
            aria-labelledby="anywhere"><code>${ANYWHERE}</code></pre>
        </div>
      </div>
    `,
  };
}
