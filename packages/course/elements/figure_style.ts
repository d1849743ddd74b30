/** The style of figures, inside their shadows; colors are the page's, or those of a light page elsewhere. @module */

const STYLE = `
:host {
  display: block; margin: 24px 0; padding: 16px; border: 1px solid var(--rule, #e4e7eb); border-radius: 8px;
  color: var(--ink, #1a1d21); background: var(--page, #fff);
}
:host([compact]) :is(label, .names) { display: none; }
.controls { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; font-size: 15px; }
button, select {
  font: inherit; min-height: 36px; padding: 4px 12px; border: 1px solid var(--rule-strong, #8b93a1); border-radius: 6px;
  color: inherit; background: var(--panel, #f5f6f8);
}
button.play { min-width: 6em; font-weight: 600; }
:focus-visible { outline: 2px solid var(--accent, #1d5fbf); outline-offset: 2px; }
label { display: inline-flex; flex-wrap: wrap; gap: 6px; align-items: center; }
output { min-width: 3ch; font-variant-numeric: tabular-nums; }
.stage { margin-top: 12px; overflow-x: auto; }
.stage svg, .stage canvas { display: block; max-width: 100%; }
/* Drawings are as wide as there is room; their letters are not. */
.chart text { font-size: 14px; }
.stage > .chart text, .field text { font-size: 9px; }
.chart text, .field text { fill: var(--muted, #5a6270); font-variant-numeric: tabular-nums; }
.charts { display: flex; flex-wrap: wrap; gap: 16px; }
.charts > * { flex: 1 1 260px; min-width: 0; }
.chart p { margin: 0 0 4px; font-size: 15px; font-weight: 600; }
.stage .names { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: center; margin: 4px 0; font-size: 15px; font-weight: normal; }
.names span { display: inline-flex; gap: 6px; align-items: center; }
.field { position: relative; max-width: min(100%, 72vh); }
.field canvas { position: absolute; }
.field svg { position: relative; }
.pixels { width: 100%; image-rendering: pixelated; border-radius: 4px; }
.state { margin: 8px 0 0; font-size: 15px; color: var(--muted, #5a6270); font-variant-numeric: tabular-nums; }
@media (max-width: 700px) { .stage > .chart text, .field text { font-size: 14px; } }
@media (max-width: 480px) { .stage .chart text, .field text { font-size: 18px; } }
@media print {
  :host { break-inside: avoid; }
  .controls { display: none; }
}
`;

const made = new Map<string, CSSStyleSheet>();

/** The sheet of a style, one for all elements of a page. */
export function sheetOf(style: string): CSSStyleSheet {
  let found = made.get(style);
  if (found === undefined) {
    made.set(style, found = new CSSStyleSheet());
    found.replaceSync(style);
  }
  return found;
}

/** The sheet of all figures. */
export function sheet(): CSSStyleSheet {
  return sheetOf(STYLE);
}
