/** The style of figures, inside their shadows; colors are the page's, or those of a light page elsewhere. @module */

const STYLE = `
:host {
  display: block; margin: 24px 0; padding: 16px; border: 1px solid var(--rule, #e4e7eb); border-radius: 8px;
  color: var(--ink, #1a1d21); background: var(--page, #fff);
}
:host([compact]) :is(label, .names, .own) { display: none; }
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
.state { margin: 8px 0 0; font-size: 15px; color: var(--muted, #5a6270); font-variant-numeric: tabular-nums; }
@media print { .controls { display: none; } }
`;

let made: CSSStyleSheet | undefined;

/** One sheet for all figures of a page. */
export function sheet(): CSSStyleSheet {
  if (made === undefined) {
    made = new CSSStyleSheet();
    made.replaceSync(STYLE);
  }
  return made;
}
