/** The style of pages. @module */

/** The colors in light and in dark mode: text and lines keep WCAG's contrasts in both, which a test computes. */
export const PALETTES = {
  light: {
    page: "#ffffff",
    panel: "#f5f6f8",
    ink: "#1a1d21",
    muted: "#5a6270",
    rule: "#e4e7eb",
    "rule-strong": "#8b93a1",
    accent: "#1d5fbf",
    error: "#c23a2b",
    "series-1": "#1d5fbf",
    "series-2": "#b3560b",
    "series-3": "#12755b",
    "series-4": "#8a3ea8",
    "series-5": "#a3264d",
    "series-6": "#5b6700",
  },
  dark: {
    page: "#13161a",
    panel: "#1c2026",
    ink: "#e8eaed",
    muted: "#a3acb9",
    rule: "#2b3139",
    "rule-strong": "#6f7987",
    accent: "#7db2f5",
    error: "#e06c5f",
    "series-1": "#7db2f5",
    "series-2": "#f0a35e",
    "series-3": "#5cc8a5",
    "series-4": "#cf9bea",
    "series-5": "#f38ba5",
    "series-6": "#c3cc5a",
  },
} as const;

function variables(palette: { readonly [name: string]: string }): string {
  return Object.entries(palette).map(([name, color]) => `--${name}: ${color};`).join(" ");
}

/**
 * A shadow at the right edge of a table shows that it continues there. At the table's end a piece of background, which
 * scrolls with the table, covers the shadow.
 */
const EDGE_BACKGROUND = `
    linear-gradient(to left, var(--page) 50%, transparent) right / 28px 100% no-repeat local,
    linear-gradient(to left, color-mix(in srgb, var(--rule-strong) 50%, transparent), transparent) right / 14px 100% no-repeat`;

/** The background of the column that stays at the left while a table scrolls: the others fade away beneath it. */
const STICKY_BACKGROUND = "linear-gradient(to left, transparent, var(--page) 8px)";

export const STYLE = `
:root { color-scheme: light dark; ${variables(PALETTES.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(PALETTES.dark)} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
.page { max-width: 992px; margin: 0 auto; padding: 56px 32px 96px; }
.eyebrow { margin: 0; color: var(--muted); font-size: 14px; }
h1 { margin: 4px 0 0; font-size: 36px; line-height: 1.2; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 23px; line-height: 1.3; letter-spacing: -0.01em; }
h3 { margin: 0; font-size: 16px; line-height: 1.4; }
p { margin: 8px 0 0; max-width: 68ch; text-wrap: pretty; }
.lead { margin-top: 10px; font-size: 18px; color: var(--muted); }
.hint { color: var(--muted); font-size: 15px; }
a { color: var(--accent); text-underline-offset: 3px; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
code { overflow-wrap: anywhere; }
td code { overflow-wrap: inherit; }
.whole { white-space: nowrap; }
header p { max-width: none; }
.key-numbers { display: flex; flex-wrap: wrap; gap: 26px 36px; margin: 32px 0 0; padding: 28px 0; border-block: 1px solid var(--rule); }
.key-numbers div { flex: 1 1 100px; max-width: 190px; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.key-numbers dt { color: var(--muted); font-size: 14px; line-height: 1.45; }
.key-numbers dd { margin: 0; font-size: 26px; line-height: 1.25; font-weight: 600; letter-spacing: -0.015em; white-space: nowrap; }
.key-numbers .big { flex: 0 0 100%; max-width: none; flex-direction: row-reverse; align-items: center; gap: 32px; }
.key-numbers .big dt { font-size: 16px; max-width: 52ch; }
.key-numbers .big dd { font-size: 64px; line-height: 1; letter-spacing: -0.03em; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 20px 0 0; padding: 0; list-style: none; font-size: 15px; }
nav a { display: inline-block; padding: 4px 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { margin-top: 64px; scroll-margin-top: 24px; }
.grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 36px 48px; margin-top: 28px; }
.grid.three { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 32px; }
.beside { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 8px 36px; margin-top: 20px; }
.beside + p { margin-top: 20px; }
.beside > * { min-width: 0; max-width: 100%; }
.beside > .scroll { flex: 1 1 360px; }
figure { margin: 0; min-width: 0; }
figure + figure, figure:has(+ figure) { display: flex; flex-direction: column; justify-content: space-between; }
figcaption { margin-bottom: 10px; }
figcaption p { margin-top: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 14px; color: var(--muted); }
.legend li { display: flex; align-items: center; gap: 7px; overflow-wrap: anywhere; }
.legend svg { flex: none; }
.chart { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; margin-top: 20px; background: ${EDGE_BACKGROUND}; }
.scroll th:first-child, .scroll td:first-child { position: sticky; left: 0; background: ${STICKY_BACKGROUND}; }
.scroll:focus-visible, .wide:focus-visible, .copy:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 15px; --gap: 14px; --first-gap: 14px; }
th, td { padding: 6px var(--gap); text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; vertical-align: baseline; }
th { font-weight: 600; white-space: normal; overflow-wrap: break-word; max-width: 24ch; }
thead th { color: var(--muted); font-weight: 500; font-size: 14px; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; padding-left: 0; padding-right: var(--first-gap); }
th:last-child, td:last-child { padding-right: 0; }
.classes, .results { --gap: 10px; --first-gap: 10px; }
.trials { --gap: 9px; --first-gap: 9px; font-size: 14px; }
.trials thead th { font-size: 13px; }
.results th { max-width: 18ch; }
.results tbody th { min-width: 12ch; }
.classes tbody th { white-space: nowrap; }
.left td, .left thead th { text-align: left; }
.left td { white-space: normal; overflow-wrap: break-word; max-width: 26ch; }
.pairs td, .pairs tbody th { max-width: none; }
.pairs td { overflow-wrap: anywhere; }
.left tbody th { font-weight: 500; }
.best { color: var(--accent); }
.matrix { display: grid; grid-template: auto auto / auto minmax(0, 1fr); gap: 0 8px; color: var(--muted); font-size: 13px; }
.matrix .above { grid-column: 2; text-align: center; }
.matrix .side { writing-mode: vertical-rl; transform: rotate(180deg); text-align: center; }
.matrix .scroll { margin-top: 4px; color: var(--ink); }
.confusion { width: auto; font-size: 13px; }
.scroll .confusion { border-spacing: 2px; }
.confusion th, .confusion td { padding: 0; min-width: 40px; height: 34px; text-align: center; vertical-align: middle; border: 0; border-radius: 4px; }
.confusion th:first-child { text-align: right; padding-right: 10px; min-width: 0; }
.confusion td { background: color-mix(in srgb, var(--error) var(--heat, 0%), var(--panel)); }
.confusion td.right { background: color-mix(in srgb, var(--accent) 22%, var(--page)); font-weight: 600; letter-spacing: -0.03em; }
.confusion.named thead th { writing-mode: vertical-rl; transform: rotate(180deg); height: 92px; padding: 6px 0; line-height: 38px; text-align: left; }
.confusion.named th, .confusion.named td { min-width: 38px; }
.confusion td.none { color: var(--muted); }
details { margin-top: 20px; }
summary { cursor: pointer; color: var(--accent); font-size: 15px; padding: 4px 0; width: fit-content; }
.folded { margin-top: 0; border-top: 1px solid var(--rule); }
.folded > details { margin: 0; padding: 12px 0; }
:not(.folded) + .folded { margin-top: 64px; }
.folded h2 { display: inline; font-size: 18px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 18px; margin: 24px 0 0; padding: 0; list-style: none; }
.cards li { padding: 16px; border: 1px solid var(--rule); border-radius: 10px; font-size: 14px; line-height: 1.45; break-inside: avoid; overflow-wrap: anywhere; }
.cards img { display: block; width: 100%; height: 140px; object-fit: contain; object-position: left; image-rendering: pixelated; }
.cards p { margin: 12px 0 0; }
.cards strong { display: block; font-size: 16px; }
.cards p span { color: var(--muted); }
.bars { display: flex; gap: 3px; margin-top: 12px; }
.bars span { flex: 1; display: flex; flex-direction: column; justify-content: flex-end; height: 62px; }
.bars i { display: block; min-height: 1px; }
.rows { display: grid; gap: 5px; margin-top: 12px; }
.rows span { display: flex; flex-direction: column-reverse; }
.rows i { display: block; height: 6px; min-width: 1px; }
.bars b, .rows b { font-weight: 400; font-size: 12px; line-height: 1.4; color: var(--muted); }
.bars b { text-align: center; }
@media screen and (prefers-color-scheme: dark) { .ink { filter: invert(1); } }
.close { display: grid; grid-template-columns: repeat(auto-fill, minmax(72px, 1fr)); gap: 10px; margin: 24px 0 0; padding: 0; list-style: none; }
.close img { display: block; width: 100%; height: auto; background: var(--panel); border-radius: 4px; image-rendering: pixelated; }
.close p { margin: 0; }
.close span { display: block; color: var(--muted); font-size: 12px; text-align: center; }
.copy { max-height: 26em; overflow: auto; margin: 16px 0 0; padding: 16px 20px; border-radius: 10px; background: var(--panel); font: 13.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; user-select: all; }
.above { margin-top: 32px; }
.wide { overflow-x: auto; margin-top: 20px; }
.wide .chart { min-width: 720px; }
.halo text { paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; }
.share { display: block; height: 10px; min-width: 1px; background: var(--series-1); }
.shares { max-width: 720px; }
.shares td:last-child { width: 50%; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.swatch { display: inline-block; width: 0.8em; height: 0.8em; border-radius: 2px; vertical-align: -0.05em; }
footer { margin-top: 80px; padding-top: 20px; border-top: 1px solid var(--rule); color: var(--muted); font-size: 14px; }
@media screen and (max-width: 820px) { .grid.three { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media screen and (max-width: 700px) {
  .page { padding: 32px 20px 64px; }
  h1 { font-size: 29px; }
  .lead { font-size: 17px; }
  .key-numbers { display: block; padding: 22px 0 16px; }
  .key-numbers div { max-width: none; flex-direction: row; align-items: baseline; justify-content: space-between; gap: 20px; padding: 5px 0; }
  .key-numbers dd { font-size: 18px; }
  .key-numbers .big { flex-direction: column-reverse; align-items: flex-start; gap: 10px; padding: 0 0 14px; }
  .key-numbers .big dd { font-size: 52px; }
  .grid, .grid.three { grid-template-columns: minmax(0, 1fr); gap: 32px; }
  section { margin-top: 52px; }
  table, .results { font-size: 14px; --gap: 7px; --first-gap: 14px; }
  .classes { font-size: 13.5px; --gap: 5px; --first-gap: 5px; }
  th, .results th { max-width: 16ch; }
  .beside { display: block; }
  .scroll .confusion { table-layout: fixed; width: 100%; max-width: 420px; border-spacing: 1px; font-size: 10.5px; }
  .confusion th, .confusion td, .confusion.named th, .confusion.named td { min-width: 0; height: 30px; }
  .confusion td.corner { width: 2em; }
  .confusion th:first-child { padding-right: 6px; }
  .confusion.named td.corner { width: 7em; }
  .confusion.named thead th { height: 80px; line-height: 28px; font-size: 12px; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
  .cards li { padding: 12px; }
  .cards img { height: 110px; }
  .bars { gap: 2px; }
  .close { grid-template-columns: repeat(auto-fill, minmax(58px, 1fr)); gap: 8px; }
}
@media print {
  @page { margin: 14mm 16mm; }
  body { font-size: 10pt; line-height: 1.4; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .page { max-width: none; padding: 0; }
  h1 { font-size: 22pt; }
  h2 { font-size: 15pt; }
  h3 { font-size: 11pt; }
  p { margin-top: 4pt; max-width: none; }
  .lead { margin-top: 4pt; font-size: 12pt; }
  .hint, .eyebrow { font-size: 9.5pt; }
  .legend { font-size: 9pt; }
  nav, summary:not(:has(h2)) { display: none; }
  .folded summary { list-style: none; color: inherit; break-after: avoid; }
  section { margin-top: 20pt; }
  figure, tr, p, .close li, .matrix, .beside > .scroll, .grid .scroll { break-inside: avoid; }
  .cards { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 10pt; }
  .cards li { padding: 8pt; font-size: 9pt; }
  .cards strong { font-size: 10pt; }
  .cards img { height: 80px; }
  h2, h3, figcaption, thead, section > .hint { break-after: avoid; }
  thead { display: table-header-group; }
  .copy { max-height: none; white-space: pre-wrap; }
  .scroll { overflow: visible; margin-top: 10pt; background: none; }
  .scroll th:first-child, .scroll td:first-child { position: static; background: none; }
  .grid { gap: 14pt 24pt; margin-top: 12pt; }
  figcaption { margin-bottom: 4pt; }
  .grid.three { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .beside { gap: 8pt 24pt; }
  .key-numbers { gap: 8pt 16pt; margin-top: 12pt; padding: 10pt 0; }
  .key-numbers dt, .key-numbers .big dt { font-size: 9pt; }
  .key-numbers dd { font-size: 15pt; }
  .key-numbers .big dd { font-size: 32pt; }
  table { font-size: 9pt; }
  th, td { padding: 3pt 6pt; }
  thead th { font-size: 8.5pt; }
  .confusion { font-size: 8pt; }
  .scroll .confusion { border-spacing: 1px; }
  .confusion th, .confusion td { min-width: 24px; height: 24px; padding: 0; }
  .confusion.named thead th { height: 60pt; line-height: 24px; white-space: nowrap; }
  footer { margin-top: 24pt; padding-top: 8pt; font-size: 9pt; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

/** The style of pages for an element of the class `drawn`: nothing around that element changes. */
export const SCOPED_STYLE = `@scope (.drawn) {${STYLE.replaceAll(/:root|\bbody(?= \{)/g, ":scope")}
:scope { padding: 8px 16px 16px; border-radius: 6px; }
}`;
