import { assertGreaterOrEqual } from "@std/assert";
import { OPACITY } from "../../lib/charts/marks.ts";
import { MAX_HEAT_PERCENT } from "../../lib/document/page.ts";
import { PALETTES } from "../../lib/document/style.ts";

/** WCAG 2.2, 1.4.3 and 1.4.11, level AA. */
const [TEXT, GRAPHICS] = [4.5, 3];

type Rgb = [number, number, number];

function rgb(color: string): Rgb {
  return [1, 3, 5].map((k) => parseInt(color.slice(k, k + 2), 16)) as Rgb;
}

/** What `color-mix(in srgb, over share, under)` gives. */
function mix(over: string, share: number, under: string): Rgb {
  const [a, b] = [rgb(over), rgb(under)];
  return a.map((value, k) => share * value + (1 - share) * b[k]!) as Rgb;
}

/** The relative luminance of WCAG. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((value) => value / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

for (const [mode, palette] of Object.entries(PALETTES)) {
  Deno.test(`text keeps WCAG's contrast in ${mode}`, () => {
    for (const name of ["ink", "muted", "accent"] as const) {
      for (const ground of ["page", "panel"] as const) {
        const found = contrast(rgb(palette[name]), rgb(palette[ground]));
        assertGreaterOrEqual(found, TEXT, `${name} on ${ground}: ${found}`);
      }
    }
    // The cells of a confusion matrix, up to the hottest.
    const cells = [
      mix(palette.error, MAX_HEAT_PERCENT / 100, palette.panel),
      mix(palette.accent, 0.22, palette.page),
    ];
    for (const cell of cells) {
      assertGreaterOrEqual(contrast(rgb(palette.ink), cell), TEXT, String(cell));
    }
  });

  Deno.test(`lines and bars keep WCAG's contrast in ${mode}`, () => {
    const names = Object.keys(palette).filter((name) => name.startsWith("series-"));
    for (const name of [...names, "error", "rule-strong"] as (keyof typeof palette)[]) {
      assertGreaterOrEqual(contrast(rgb(palette[name]), rgb(palette.page)), GRAPHICS, name);
    }
    const bar = mix(palette["series-1"], OPACITY, palette.page);
    assertGreaterOrEqual(contrast(bar, rgb(palette.page)), GRAPHICS, `bars: ${bar}`);
  });
}
