/** The style of `<ink-backprop>`, besides that of figures. @module */

export const BACKPROP_STYLE = `
:host { display: flex; flex-direction: column; }
.state { order: 1; min-height: 3em; }
.stage { order: 2; }
.columns { display: flex; flex-wrap: wrap; gap: 16px 24px; margin-top: 12px; }
.drawing { flex: 1 1 400px; min-width: 0; }
.side { flex: 1 1 320px; min-width: 0; }
/* More particular than what all figures have: the drawing is in pixels. */
.stage .drawing text { fill: var(--ink, #1a1d21); font: 13px system-ui, sans-serif; text-anchor: middle; font-variant-numeric: tabular-nums; }
[data-part] { cursor: pointer; }
.unit rect { fill: var(--panel, #f5f6f8); stroke: var(--rule-strong, #8b93a1); }
.unit.lit rect { stroke: var(--accent, #1d5fbf); stroke-width: 3; }
.unit.chosen rect { stroke-dasharray: none; fill: var(--page, #fff); }
.stage .unit.chosen text, .stage .drawing .label.chosen { font-weight: 700; }
.stage .drawing .beside { fill: var(--muted, #5a6270); }
.edge { opacity: 0.45; }
.edge.lit, .edge.chosen { opacity: 1; }
.plus { stroke: var(--series-1, #1d5fbf); }
.minus { stroke: var(--series-2, #b3560b); stroke-dasharray: 6 4; }
.label { paint-order: stroke; stroke: var(--page, #fff); stroke-width: 5px; stroke-linejoin: round; }
.formulas {
  min-height: 10.5em; font-size: 15px; line-height: 1.6; font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
.formulas div { white-space: pre-wrap; }
.formulas p, .code p { margin: 0 0 2px; font-size: 14px; color: var(--muted, #5a6270); }
.code p { margin-top: 8px; font-family: ui-monospace, monospace; }
.code code {
  display: block; position: relative; padding: 2px 6px 2px 38px; border-left: 4px solid transparent; text-indent: -16px;
  font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere;
}
.code .lit { border-color: var(--accent, #1d5fbf); background: var(--panel, #f5f6f8); font-weight: 600; }
.code .lit::before { content: "▸"; position: absolute; left: 10px; text-indent: 0; }
`;
