/** Which language the page is in. @module */

/**
 * The language that is asked for, or was chosen before, or comes first among those that the reader prefers.
 * @param search of the address, such as `?lang=de`
 * @param preferred as `navigator.languages` has them
 */
export function languageOf(
  search: string,
  stored: string | null,
  preferred: readonly string[],
): "en" | "de" {
  const asked = new URLSearchParams(search).get("lang");
  const all = [asked, stored, ...preferred.map((language) => language.split("-")[0])];
  return all.find((language) => language === "en" || language === "de") ?? "en";
}
