/** The menu of the site: all its pages in groups, which open without scripts. @module */

import { type Html, html } from "../../../lib/document/html.ts";
import { linkBetween } from "./guides.ts";

/** An entry: a page, and its title. */
export interface Entry {
  readonly title: string;
  readonly file: string;
}

/** A group of the menu: its lists, each with a heading if there are several. */
export interface Group {
  readonly name: string;
  readonly lists: readonly { readonly heading: string; readonly entries: readonly Entry[] }[];
}

/** The groups and lists; files in the order of the menu. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Learn: {
    "The course": [],
    "To try": [
      "page/index.html",
      "packages/page/README.html",
      "packages/course/notebooks.html",
      "packages/course/teach.html",
    ],
  },
  Guides: {
    Start: ["readme.html", "docs/install.html", "docs/coming-from.html"],
    Data: ["docs/your-data.html", "docs/mnist.html"],
    Train: ["docs/runs.html", "docs/sweeps.html", "docs/bad-result.html"],
    Use: [
      "docs/evaluate.html",
      "docs/predict.html",
      "docs/serve.html",
      "docs/ship.html",
      "docs/library.html",
    ],
  },
  Reference: {
    "The commands": [
      "docs/commands.html",
      "docs/config.html",
      "docs/formats.html",
      "docs/lab/statistics.html",
      "docs/glossary.html",
    ],
    "The library": [],
  },
  Project: {
    "What it does": [
      "docs/performance.html",
      "docs/lab/speed.html",
      "docs/lab/results.html",
      "docs/lab/experiments.html",
    ],
    "What it promises": ["docs/promises.html", "docs/security.html"],
    "How it is made": [
      "docs/architecture.html",
      "CONTRIBUTING.html",
      "docs/lab/how-to-add.html",
      "docs/lab/maintaining.html",
      "CHANGELOG.html",
    ],
  },
};

/** Titles of pages that are not made of Markdown, or are called otherwise in the menu. */
const TITLES: { readonly [file: string]: string } = {
  "readme.html": "Overview",
  "page/index.html": "Draw a digit",
};

/**
 * The menu of pages: what is in no list stands in one of its own, of the guides, so that nothing is left out.
 * @param course the contents and the chapters, in their order
 * @param guides the others
 * @param modules the pages of the reference
 */
export function menuOf(
  course: readonly Entry[],
  guides: readonly Entry[],
  modules: readonly Entry[],
): Group[] {
  const filled: { readonly [heading: string]: readonly Entry[] } = {
    "The course": course,
    "The library": modules,
  };
  const titles = new Map(guides.map(({ file, title }) => [file, title]));
  for (const [file, title] of Object.entries(TITLES)) titles.set(file, title);
  const listed = new Set(Object.values(GROUPS).flatMap((lists) => Object.values(lists).flat()));
  const others = guides.filter(({ file }) => !listed.has(file));
  return Object.entries(GROUPS).map(([name, lists]) => ({
    name,
    lists: [
      ...Object.entries(lists).map(([heading, files]) => ({
        heading,
        entries: filled[heading] ?? files.flatMap((file) => {
          const title = titles.get(file);
          return title === undefined ? [] : [{ title, file }];
        }),
      })),
      ...name === "Guides" ? [{ heading: "More", entries: others }] : [],
    ].filter(({ entries }) => entries.length > 0),
  }));
}

/** The bar of a page: the way to the first page, the groups, the search. */
export function menuBar(groups: readonly Group[], file: string): Html {
  const link = ({ title, file: to }: Entry) => {
    const current = to === file && html`
      aria-current="page"
    `;
    return html`
      <a href="${linkBetween(file, to)}" ${current}>${title}</a>
    `;
  };
  const parts = groups.map(({ name, lists }) => {
    const isHere = lists.some(({ entries }) => entries.some((entry) => entry.file === file));
    return html`
      <details name="site" ${isHere && html`
        class="current"
      `}>
        <summary>${name}</summary>
        <div class="lists">${lists.map(({ heading, entries }) =>
          html`
            <div>${heading !== "" && html`<p>${heading}</p>`}
            <ul>${entries.map((entry) => html`<li>${link(entry)}</li>\n`)}</ul></div>
          `
        )}</div>
      </details>
    `;
  });
  return html`
    <nav class="site" aria-label="Site">
    ${link({ title: "Inkling", file: "index.html" })}
    ${parts}
    ${link({ title: "Search", file: "search.html" })}
    </nav>
  `;
}
