/** Small pictures in a terminal: a character is two pixels, one above the other. @module */

/** From this value on, a pixel is drawn where there are no greys. */
const INK = 0.4;

/** The greys of a terminal with 256 colours: the first, and how many. */
const [FIRST_GRAY, GRAYS] = [232, 24];

/**
 * Draws pixels.
 *
 * @param pixels row by row, 0 to 1
 * @param width of a row
 * @param grays whether to draw greys, light on dark, by the terminal's colours; otherwise ink or nothing
 */
export function halfBlocks(pixels: Float32Array, width: number, grays: boolean): string {
  const lines: string[] = [];
  for (let top = 0; top < pixels.length; top += 2 * width) {
    const pairs = Array.from({ length: width }, (_, x) => [
      pixels[top + x] ?? 0,
      pixels[top + width + x] ?? 0,
    ]);
    const line = pairs.map(([upper, lower]) =>
      grays
        ? `\x1b[38;5;${gray(upper!)};48;5;${gray(lower!)}m▀`
        : " ▀▄█"[Number(upper! >= INK) + 2 * Number(lower! >= INK)]
    ).join("");
    lines.push(grays ? `${line}\x1b[0m` : line.trimEnd());
  }
  return lines.join("\n");
}

function gray(value: number): number {
  return FIRST_GRAY + Math.min(GRAYS - 1, Math.floor(value * GRAYS));
}
