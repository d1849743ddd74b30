import { assertEquals } from "@std/assert";
import { type Color, pngUri, rgbUri } from "../../lib/formats/png.ts";
import { findChromium, openPage } from "../engine/chromium.ts";

const chromium = await findChromium();
const palette: Color[] = [[0, 0, 0, 0], [255, 0, 0, 255], [0, 128, 255, 255]];
const pixels = [0, 1, 2, 2, 1, 1]; // three in a row: the last half byte is unused

/** What Chromium makes of a picture of 3 × 2 pixels: red, green, blue and opacity of each. */
async function decoded(uri: string): Promise<unknown> {
  const page = `<!doctype html><title>PNG</title><script type="module">
    const image = new Image();
    image.src = "${uri}";
    await image.decode();
    const canvas = new OffscreenCanvas(3, 2).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, 3, 2);
    await fetch("/found", { method: "POST", body: JSON.stringify([...data]) });
  </script>`;
  return await openPage(chromium!, { "/": ["text/html", page] });
}

Deno.test("Chromium decodes a picture to the pixels it was made of, by palette and in color", {
  ignore: chromium === undefined,
}, async () => {
  assertEquals(await decoded(await pngUri(pixels, 3, palette)), pixels.flatMap((k) => palette[k]!));
  const samples = Uint8Array.from({ length: 18 }, (_, k) => 14 * k);
  const expected = Array.from(
    { length: 6 },
    (_, k) => [...samples.subarray(3 * k, 3 * k + 3), 255],
  );
  assertEquals(await decoded(await rgbUri(samples, 3)), expected.flat());
});
