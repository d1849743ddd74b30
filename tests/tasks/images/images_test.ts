import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { readImage } from "../../../tasks/images/images.ts";
import { encodePng } from "../../helpers/encode_png.ts";
import { drawPicture, jpegFile } from "../../helpers/draw_pictures.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

const png = await encodePng({ width: 3, height: 2, depth: 8, colorType: 0, at: (x, y) => [x + y] });

test("an image is read whole", async ({ path: temporary }) => {
  const path = join(temporary, "image.png");
  await Deno.writeFile(path, png);
  const { width, height, data } = await readImage(path);
  assertEquals([width, height, data[4]], [3, 2, 1]);
});

test("JPEG is read too; a picture on its side is turned upright", async ({ path: temporary }) => {
  const path = join(temporary, "photo.jpg");
  const drawing = drawPicture("bar", 1, 40, 24);
  const levels: number[] = [];
  for (const orientation of [1, 6]) { // 6: the first row is at the right
    await Deno.writeFile(path, jpegFile(drawing, 95, orientation));
    const { width, height, data } = await readImage(path);
    assertEquals([width, height], orientation === 1 ? [40, 24] : [24, 40]);
    levels.push(data[orientation === 1 ? 0 : 4 * 23]!);
  }
  assertEquals(levels[0], levels[1]);
});
