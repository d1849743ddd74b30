/** Small pictures in a terminal: a character is two pixels, one above the other. @module */

/** From here on a pixel is ink where there are no greys. */
const INK = 0.4;

/** The greys of a terminal with 256 colours: the first, and how many. */
const [FIRST_GREY, GREYS] = [232, 24];

/**
 * Draws pixels.
 *
 * @param pixels row by row, 0 to 1
 * @param width of a row
 * @param greys whether to draw greys, light on dark, by the terminal's colours; otherwise ink or nothing
 */
export function halfBlocks(pixels: Float32Array, width: number, greys: boolean): string {
  const lines: string[] = [];
  for (let top = 0; top < pixels.length; top += 2 * width) {
    const pairs = Array.from({ length: width }, (_, x) => [
      pixels[top + x] ?? 0,
      pixels[top + width + x] ?? 0,
    ]);
    const line = pairs.map(([upper, lower]) =>
      greys
        ? `\x1b[38;5;${grey(upper!)};48;5;${grey(lower!)}m▀`
        : " ▀▄█"[Number(upper! >= INK) + 2 * Number(lower! >= INK)]
    ).join("");
    lines.push(greys ? `${line}\x1b[0m` : line.trimEnd());
  }
  return lines.join("\n");
}

function grey(value: number): number {
  return FIRST_GREY + Math.min(GREYS - 1, Math.floor(value * GREYS));
}
