/** Drawing in SVG, a unit a pixel, so that text keeps its size however wide a chart is. @module */

/** Empties a drawing and fits its units to its pixels. */
export function begin(svg: SVGSVGElement): { width: number; height: number } {
  const { width, height } = svg.getBoundingClientRect();
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return { width, height };
}

/** Adds an element with its attributes. */
export function add(
  parent: SVGElement,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  parent.append(made);
  return made;
}
