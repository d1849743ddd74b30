/** What a cell draws: HTML that its worker posts. @module */

/** The elements of printed documents. A worker may post others, which are left out. */
const ELEMENTS = new Set(
  [
    ..."b br code dd details div dl dt figcaption figure h3 i img li p pre span strong".split(" "),
    ..."summary table tbody td th thead tr ul wbr circle g path svg text".split(" "),
  ],
);

const STYLE = /<style>([^]*?)<\/style>/;

/**
 * An element of HTML, and the style that comes with it: the policy of the page allows styles in sheets alone.
 * @param html of a printer of documents, in whose texts quotation marks are escaped
 */
export function drawn(html: string): { readonly element: HTMLElement; readonly style: string } {
  const style = STYLE.exec(html)?.[1] ?? "";
  const markup = html.replace(STYLE, "").replaceAll(' style="', ' data-style="');
  const { body } = new DOMParser().parseFromString(markup, "text/html"); // which runs nothing
  for (const element of body.querySelectorAll("*")) {
    if (!ELEMENTS.has(element.localName)) element.remove();
  }
  const element = document.createElement("div");
  element.append(...body.childNodes);
  for (const styled of element.querySelectorAll<HTMLElement>("[data-style]")) {
    styled.style.cssText = styled.dataset["style"]!;
  }
  return { element, style };
}
