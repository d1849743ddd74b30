/** The inside of a network: its layers with their activations, and the weights into a unit. @module */

import { createEngine } from "../../lib/engine/create.ts";
import { Network } from "../../lib/network.ts";
import { relevanceOf } from "../../lib/measure/activations.ts";
import { areProbabilities } from "../../tasks/demo/sure.ts";
import { probability } from "./bars.ts";
import { contextOf, create, element, setHidden, setText } from "./elements.ts";
import type { LiveParameters } from "./messages.ts";
import {
  type Column,
  columnsOf,
  drawNetwork,
  type Size,
  type Unit,
  unitAt,
} from "./network_drawing.ts";
import { largestSize, paint, paintWeights } from "./paint.ts";
import type { Settings } from "./settings.ts";

/** The side of an image, the side of the strip of other weights, and the space between two images, in pixels of a canvas. */
const [SIDE, STRIP, SPACE] = [28, 168, 1];

/** The most units of the first layer that have an image below the charts. */
const MAX_IMAGES = 100;

export class NetworkView {
  readonly #canvas = element("network", HTMLCanvasElement);
  readonly #layer = element("unit-layer", HTMLSelectElement);
  readonly #unit = element("unit", HTMLInputElement);
  readonly #image = create("canvas");
  #network: Network | undefined;
  /** The network of the page's own that becomes what the worker's is. */
  #live: Network | undefined;
  /** What is on the paper, and what the network makes of it once that is known. */
  #inputs: Float32Array | undefined;
  #activations: readonly Float32Array[] | undefined;
  #columns: readonly Column[] = [];
  #size: Size = { width: 0, height: 0 };
  #frame: number | undefined;

  constructor() {
    const plan = () => this.#plan();
    new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.#canvas;
      this.#size = { width, height };
      this.#canvas.width = Math.round(width * devicePixelRatio);
      this.#canvas.height = Math.round(height * devicePixelRatio);
      plan();
    }).observe(this.#canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", plan);
    for (const type of ["pointermove", "pointerdown"] as const) {
      this.#canvas.addEventListener(type, ({ offsetX, offsetY }) => {
        if (this.#columns.length > 0) this.#choose(unitAt(this.#columns, offsetX, offsetY));
      });
    }
    this.#layer.addEventListener("input", () => {
      this.#choose({ layer: this.#layer.selectedIndex, unit: 0 });
    });
    this.#unit.addEventListener("input", plan);
  }

  /** Shows a network from now on. */
  use(network: Network, name: string): void {
    const isLike = String(network.sizes) === String(this.#network?.sizes);
    this.#network = network;
    this.#activations = undefined;
    setText("inside-network", name[0]!.toUpperCase() + name.slice(1));
    if (isLike) return this.#plan();
    this.#layer.replaceChildren(...network.weights.map((_, l) => new Option(this.#nameOf(l))));
    this.#choose({ layer: 0, unit: 0 });
  }

  /** Shows the network that training with settings begins with. */
  begin({ sizes, activation, outputActivation, cost, initializer, seed }: Settings, name: string) {
    const functions = { activation, outputActivation, cost, initializer, seed };
    this.#live = new Network(sizes, { ...functions, engine: createEngine("reference") });
    this.use(this.#live, name);
  }

  /** Shows what the network that began has become. */
  update({ weights, biases }: LiveParameters, name: string): void {
    const live = this.#live!;
    for (const [l, values] of weights.entries()) {
      live.weights[l]!.values.set(values);
      live.biases[l]!.values.set(biases[l]!);
    }
    this.use(live, name);
    showImages(live);
  }

  /** Shows what runs through: an image [28 × 28], or nothing if undefined. */
  read(inputs: Float32Array | undefined): void {
    [this.#inputs, this.#activations] = [inputs, undefined];
    this.#plan();
  }

  #nameOf(layer: number): string {
    return layer === this.#network!.weights.length - 1 ? "Outputs" : `Layer ${layer + 1}`;
  }

  #choose({ layer, unit }: Unit): void {
    this.#layer.selectedIndex = layer;
    this.#unit.max = String(this.#network!.sizes[layer + 1]);
    this.#unit.value = String(unit + 1);
    this.#plan();
  }

  #plan(): void {
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = undefined;
    const [network, inputs] = [this.#network, this.#inputs];
    if (network === undefined || this.#size.width === 0) return; // or it is not shown yet
    if (inputs !== undefined) this.#activations ??= relevanceOf(network, inputs).activations;
    const colors = colorsOf();
    const [red = 0, green = 0, blue = 0] = colors.ink.match(/\d+/g)!.map(Number);
    this.#image.width = this.#image.height = SIDE; // empty
    if (inputs !== undefined) paint(this.#image, (k) => [red, green, blue, 255 * inputs[k]!]);
    const chosen = { layer: this.#layer.selectedIndex, unit: this.#unit.valueAsNumber - 1 };
    const probable = areProbabilities(network.outputActivation.name);
    this.#columns = columnsOf(network.sizes, this.#size, chosen);
    const context = contextOf(this.#canvas);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    const textOf = probable ? probability : decimal;
    const [activations, image] = [this.#activations, this.#image];
    const area = { columns: this.#columns, size: this.#size };
    drawNetwork(context, { network, activations, image, chosen, colors, textOf, ...area });
    this.#canvas.ariaLabel = `The layers of the network, ${network.sizes.join("-")}`;
    this.#showUnit(network, chosen, colors);
  }

  /** Shows the weights into a unit: of pixels as an image, of other units as a strip of bars. */
  #showUnit(network: Network, { layer, unit }: Unit, colors: ReturnType<typeof colorsOf>): void {
    const { rows, columns } = network.weights[layer]!;
    const weights = weightsInto(network, layer, unit);
    const isImage = rows === SIDE * SIDE;
    const canvas = element("unit-weights", HTMLCanvasElement);
    canvas.width = canvas.height = isImage ? SIDE : STRIP;
    if (isImage) paintWeights(canvas, weights, SIDE, 0, 0);
    else drawStrip(contextOf(canvas), weights, colors);
    const isOutput = layer === network.weights.length - 1;
    const name = isOutput ? `Output ${unit}` : `Unit ${unit + 1} of ${columns}`;
    const activation = this.#activations?.[layer]?.[unit];
    const state = activation === undefined ? "" : `activation ${decimal(activation)}, `;
    const from = isImage ? "pixel" : `unit of ${this.#nameOf(layer - 1).toLowerCase()}`;
    setText("unit-name", name);
    setText("unit-facts", `${state}bias ${decimal(network.biases[layer]!.values[unit]!)}`);
    setText("unit-kind", `${rows} weights, one for each ${from}`);
    canvas.ariaLabel = `The weights into ${name.toLowerCase()}, ${this.#nameOf(layer)}`;
    this.#unit.ariaValueText = name;
  }
}

function weightsInto({ weights }: Network, layer: number, unit: number): Float32Array {
  const { rows, columns, values } = weights[layer]!;
  return Float32Array.from({ length: rows }, (_, k) => values[k * columns + unit]!);
}

/** Shows the weights into each unit of the first layer as an image, or into the first of many. */
function showImages(network: Network): void {
  setHidden(false, "training-units");
  const canvas = element("units", HTMLCanvasElement);
  const units = network.sizes[1]!;
  const shown = Math.min(units, MAX_IMAGES);
  const across = Math.min(shown, canvas.clientWidth < 480 ? 6 : shown < 40 ? 10 : 20);
  const step = SIDE + SPACE;
  const [width, height] = [across * step, Math.ceil(shown / across) * step];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  for (let unit = 0; unit < shown; unit++) {
    const [left, top] = [unit % across * step, Math.floor(unit / across) * step];
    paintWeights(canvas, weightsInto(network, 0, unit), SIDE, left, top);
  }
  const all = shown < units ? `the first ${shown} of ${units}` : `all ${units}`;
  canvas.ariaLabel = `First-layer weights of ${all} units, as pictures`;
}

/** Draws signed values as bars up and down from the middle, the largest as long as there is room. */
function drawStrip(
  context: CanvasRenderingContext2D,
  values: Float32Array,
  { plus, minus }: ReturnType<typeof colorsOf>,
): void {
  const [width, scale] = [STRIP / values.length, STRIP / 2 / largestSize(values)];
  for (const [k, value] of values.entries()) {
    context.fillStyle = value > 0 ? plus : minus;
    context.fillRect(k * width, STRIP / 2, Math.max(1, 0.8 * width), -value * scale);
  }
}

/** A number with two decimals. */
function decimal(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** The colors of the page, as the elements that have them show them. */
function colorsOf() {
  const colorOf = (selector: string) =>
    getComputedStyle(document.querySelector(`#inside ${selector}`)!).color;
  return {
    ink: colorOf("h2"),
    muted: colorOf(".note"),
    plus: colorOf(".first"),
    minus: colorOf(".second"),
    card: getComputedStyle(element("inside", HTMLElement)).backgroundColor,
  };
}
