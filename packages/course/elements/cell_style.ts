/** The style of cells, besides that of figures. @module */

export const CELL_STYLE = `
textarea {
  display: block; box-sizing: border-box; width: 100%; padding: 8px 12px; border: 1px solid var(--rule-strong, #8b93a1);
  border-radius: 6px; font: 14px/1.5 ui-monospace, monospace; color: inherit; background: var(--panel, #f5f6f8);
  resize: vertical; tab-size: 2;
}
.controls { margin-top: 8px; }
button:disabled { opacity: 0.55; }
.keys { color: var(--muted, #5a6270); }
.output {
  margin-top: 12px; max-height: 30em; overflow: auto; padding: 8px 12px; border-left: 3px solid var(--accent, #1d5fbf);
  font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
.output img { display: block; max-width: 100%; background: #fff; }
.warn, .error { font-weight: 600; }
.error { color: var(--error, #c23a2b); }
@media (hover: none) { .keys { display: none; } }
@media print {
  :host { padding: 8px; }
  textarea { font-size: 7.5pt; resize: none; }
}
`;
