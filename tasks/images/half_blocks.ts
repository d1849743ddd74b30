/** Small pictures in a terminal: a character is two pixels, one above the other. @module */

import { grayLevels } from "../../lib/pictures/example.ts";
import { joined, styled, type Text } from "../cli/styled.ts";

const [FIRST_GRAY, GRAYS] = [232, 24];

/** Its other colors: the first, and how bright the six levels of red, green and blue are. */
const [FIRST_COLOR, LEVELS] = [16, [0, 95, 135, 175, 215, 255]] as const;

/** How many steps find the level between dark and light. */
const LEVEL_STEPS = 10;

interface HalfBlockOptions {
  readonly width: number;
  /** 3 of a color picture, red, green and blue; 1 of a gray one. */
  readonly channels: 1 | 3;
  /** Whether to draw by the terminal's grays and colors; otherwise only light pixels are drawn. */
  readonly colors: boolean;
}

/** Draws a picture of pixels [height, width, channels], 0 to 1. */
export function halfBlocks(
  pixels: Float32Array,
  { width, channels, colors }: HalfBlockOptions,
): Text {
  const grays = grayLevels(pixels, channels);
  const level = colors ? 0 : levelBetween(grays);
  const colorAt = (pixel: number) => {
    const gray = Math.min(GRAYS - 1, Math.floor((grays[pixel] ?? 0) * GRAYS));
    if (channels === 1 || pixel >= grays.length) return FIRST_GRAY + gray;
    const color = pixels.subarray(3 * pixel, 3 * pixel + 3);
    return FIRST_COLOR + color.reduce((code, value) => 6 * code + nearestLevel(255 * value), 0);
  };
  const isLight = (pixel: number) => Number((grays[pixel] ?? 0) > level);
  const lines: Text[] = [];
  for (let top = 0; top < grays.length; top += 2 * width) {
    const blocks = Array.from({ length: width }, (_, x) => {
      const [upper, lower] = [top + x, top + x + width];
      return colors
        ? styled`\x1b[38;5;${colorAt(upper)};48;5;${colorAt(lower)}m▀`
        : " ▀▄█"[isLight(upper) + 2 * isLight(lower)]!;
    });
    lines.push(colors ? styled`${joined(blocks, "")}\x1b[0m` : blocks.join("").trimEnd());
  }
  return joined(lines, "\n");
}

/**
 * The level between what is dark in a picture and what is light: as far from the mean of the one as from that of the other
 * (Ridler and Calvard 1978). So dark on light is seen, light on dark, and what has little contrast.
 */
function levelBetween(grays: Float32Array): number {
  const mean = (values: Float32Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  let level = (grays.reduce((a, b) => Math.min(a, b)) + grays.reduce((a, b) => Math.max(a, b))) / 2;
  for (let step = 0; step < LEVEL_STEPS; step++) {
    const [dark, light] = [
      grays.filter((value) => value <= level),
      grays.filter((value) => value > level),
    ];
    if (dark.length === 0 || light.length === 0) break; // of one level throughout
    level = (mean(dark) + mean(light)) / 2;
  }
  return level;
}

/** The index of the nearest of the six levels. */
function nearestLevel(value: number): number {
  const distances = LEVELS.map((level) => Math.abs(level - value));
  return distances.indexOf(Math.min(...distances));
}
