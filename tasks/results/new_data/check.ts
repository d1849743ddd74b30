/** A check of a run: whether it holds, `none` if nothing could be compared, and a sentence without the full stop. @module */

export interface Check {
  readonly outcome: "ok" | "failed" | "none";
  readonly text: string;
}

export const ok = (text: string): Check => ({ outcome: "ok", text });
export const failed = (text: string): Check => ({ outcome: "failed", text });
export const none = (text: string): Check => ({ outcome: "none", text });

const WORDS = { ok: "ok", failed: "FAILED", none: "–" } as const;

/** A paragraph of all checks; nothing without a check. */
export function checkLines(checks: readonly Check[]): string[] {
  const lines = checks.map(({ outcome, text }) => `${WORDS[outcome].padEnd(6)}  ${text}`);
  return lines.length === 0 ? [] : [lines.join("\n")];
}

/** @throws {Error} with all that does not hold */
export function throwFailed(checks: readonly Check[]): void {
  const texts = checks.flatMap(({ outcome, text }) => outcome === "failed" ? [text] : []);
  if (texts.length > 0) throw new Error(texts.join("; "));
}
