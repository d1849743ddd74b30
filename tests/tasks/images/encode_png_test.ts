import { assertEquals } from "@std/assert";
import { type Color, pngUri } from "../../../tasks/images/encode_png.ts";
import { findChromium, openPage } from "../../engine/chromium.ts";

const chromium = await findChromium();
const palette: Color[] = [[0, 0, 0, 0], [255, 0, 0, 255], [0, 128, 255, 255]];
const pixels = [0, 1, 2, 2, 1, 1]; // three in a row: the last half byte is unused

Deno.test("a picture is a small PNG file in a URI", async () => {
  const uri = await pngUri(pixels, 3, palette);
  const bytes = Uint8Array.fromBase64(uri.replace("data:image/png;base64,", ""));
  assertEquals([...bytes.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  assertEquals(new DataView(bytes.buffer).getUint32(16), 3);
  // The checksum of the last chunk is the same in every PNG file.
  assertEquals(bytes.subarray(-4).toHex(), "ae426082");
});

Deno.test({
  name: "Chromium decodes a picture to the pixels it was made of",
  ignore: chromium === undefined,
  fn: async () => {
    const uri = await pngUri(pixels, 3, palette);
    const page = `<!doctype html><title>PNG</title><script type="module">
      const image = new Image();
      image.src = "${uri}";
      await image.decode();
      const canvas = new OffscreenCanvas(3, 2).getContext("2d");
      canvas.drawImage(image, 0, 0);
      const { data } = canvas.getImageData(0, 0, 3, 2);
      await fetch("/found", { method: "POST", body: JSON.stringify([...data]) });
    </script>`;
    const found = await openPage(chromium!, { "/": ["text/html", page] });
    assertEquals(found, pixels.flatMap((k) => palette[k]!));
  },
});
