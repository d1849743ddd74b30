/** Test images to choose from, one of each digit at a time, for visitors who cannot draw. @module */

import { Dataset } from "../../mod.ts";
import { parseIdx } from "../../lib/formats/mod.ts";
import { withArticle } from "./confidence.ts";
import { create, element, onClick } from "./elements.ts";
import { paintInk } from "./paint.ts";
import type { Site } from "../../tasks/demo/site.ts";
import { fetchBytes } from "./site.ts";

const SIDE = 28;

/** Called with an image: its ink [28 × 28], its label and the picture of it. */
type OnChoose = (ink: Float32Array, label: number, picture: HTMLCanvasElement) => void;

/** Fetches the examples and shows the first of each digit. */
export async function showExamples(
  { images, labels }: NonNullable<Site["examples"]>,
  onChoose: OnChoose,
): Promise<void> {
  const files = await Promise.all([fetchBytes(images), fetchBytes(labels)]);
  const [pixels, digits] = files.map((file) => parseIdx(file));
  const examples = Dataset.fromIdx(pixels!, digits!);
  let turn = 0;
  const show = () => {
    const tiles = Array.from({ length: examples.classes }, (_, digit) => {
      const found = [...examples.labels.keys()].filter((k) => examples.labels[k] === digit);
      const start = found[turn % found.length]! * examples.features;
      const bytes = examples.inputs.subarray(start, start + examples.features);
      return tileOf(Float32Array.from(bytes, (byte) => byte / 255), digit, onChoose);
    });
    element("examples", HTMLElement).replaceChildren(...tiles);
    turn++;
  };
  onClick("more-examples", show);
  show();
}

function tileOf(ink: Float32Array, digit: number, onChoose: OnChoose): HTMLElement {
  const picture = create("canvas", { className: "paper", width: SIDE, height: SIDE });
  paintInk(picture, ink);
  const ariaLabel = `Test image of ${withArticle(digit)}`;
  const button = create("button", { type: "button", ariaLabel }, picture);
  button.addEventListener("click", () => onChoose(ink, digit, picture));
  return button;
}
