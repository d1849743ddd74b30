/**
 * How the presets train, so that a curve is there before a visitor trains: loaded with the charts. The same settings give the
 * same numbers everywhere; `tests/ghosts_test.ts` trains to compare. @module
 */

import type { PRESETS } from "./settings.ts";
import type { Ghost } from "./train_panel.ts";

/** After each epoch: how many of 10,000 validation images are right, and the cost of training in units of 0.0001. */
export const GHOSTS: { readonly [preset in keyof typeof PRESETS]: readonly [string, string] } = {
  tutorialPreset: [
    "9135 9279 9391 9358 9411 9461 9485 9473 9505 9516 9534 9534 9524 9544 9561 9565 9550 " +
    "9548 9568 9564 9557 9577 9579 9543 9551 9554 9560 9573 9581 9553",
    "1620 705 594 538 489 464 435 418 398 382 373 359 347 339 327 323 317 308 303 299 288 " +
    "281 278 277 269 264 261 255 251 248",
  ],
  chapterPreset: [
    "9598 9675 9703 9725 9755 9755 9743 9737 9759 9731 9731 9773 9761 9782 9769 9747 9763 " +
    "9759 9748 9756 9772 9753 9756 9767 9770 9789 9777 9738 9775 9780",
    "5193 2708 2187 1933 1770 1646 1582 1543 1504 1474 1432 1430 1405 1401 1373 1354 1356 " +
    "1343 1327 1341 1324 1296 1320 1295 1300 1296 1301 1288 1305 1278",
  ],
  reluPreset: [
    "9589 9669 9701 9716 9738 9758 9763 9745 9775 9742",
    "2417 1125 800 624 493 375 295 232 190 144",
  ],
  adamPreset: [
    "9565 9679 9710 9707 9748 9742 9723 9751 9745 9754",
    "2822 1306 928 699 553 450 362 292 241 203",
  ],
  flatPreset: [
    "9142 9246 9151 9260 9190",
    "3855 3134 2991 2920 2869",
  ],
};

/** The epochs of a preset, for charts. */
export function ghostOf(preset: keyof typeof PRESETS): Ghost[] {
  const [correct, cost] = GHOSTS[preset].map((text) => text.split(" ").map((n) => Number(n) / 1e4));
  return correct!.map((validation, k) => ({ number: k + 1, validation, cost: cost![k]! }));
}
