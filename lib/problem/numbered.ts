/** What has no name is called by its number. @module */

/** The numbers from 0 on, as texts. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, k) => String(k));
}
