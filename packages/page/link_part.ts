/** Links of the page of digits: opened, and made. @module */

import type { DigitPart, Example } from "./digit_part.ts";
import { copyText, setText } from "./elements.ts";
import { formatLink, parseLink } from "./link.ts";
import { readForm, writeForm } from "./settings_form.ts";

/** Shows what the link in the address has, or why it is not used; whether there is a drawing now. */
export function openLink(part: DigitPart, examples: readonly Example[]): boolean {
  const linked = parseLink(location.hash, examples.length);
  setText("link-error", typeof linked === "string" ? linked : "");
  if (typeof linked !== "object") return false;
  const { settings, strokes, example } = linked;
  writeForm(settings);
  if (strokes !== undefined) part.restore(strokes);
  else if (example !== undefined) part.choose(examples[example]!);
  return (strokes ?? example) !== undefined;
}

/** Shows a link to the drawing and the settings as the page's address, and copies it. */
export async function copyLink(part: DigitPart): Promise<void> {
  const settings = readForm();
  if (settings === undefined) return; // what is wrong is shown beside its field
  const link = formatLink({ settings, ...part.drawn });
  setText("link-error", link === undefined ? "The drawing is too large for a link." : "");
  if (link === undefined) return;
  history.replaceState(null, "", `#${link}`);
  await copyText("link", location.href, () => "It is the address");
}
