import { assertEquals } from "@std/assert";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { matrix } from "../../mod.ts";
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "../../lib/train/mod.ts";
import { sealed, statedHash } from "./sealed.ts";

/** The parameters of a 2-1-3 network, counted up from a number. */
const parametersFrom = (first: number) => ({
  weights: [matrix([[first], [first + 1]]), matrix([[first + 3, first + 4, first + 5]])],
  biases: [matrix([[first + 2]]), matrix([[first + 6, first + 7, first + 8]])],
});

const PLAIN: Checkpoint = {
  numerics: 3,
  epoch: 2,
  history: [],
  parameters: parametersFrom(1),
  optimizer: { steps: 0, moments: [] },
};

const FULL: Checkpoint = {
  ...PLAIN,
  history: [0.5, -0.25],
  optimizer: { steps: 12, moments: [parametersFrom(11), parametersFrom(21), parametersFrom(31)] },
  average: parametersFrom(41),
  best: parametersFrom(51),
};

Deno.test("the file's tensors and metadata name what they are, and the hash is over all of them", async () => {
  const { tensors, metadata } = parseSafetensors(await formatCheckpoint(FULL, { z: "1", a: "2" }));
  const layers = ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"];
  const prefixes = ["", "moments.0.", "moments.1.", "moments.2.", "average.", "best."];
  const names = prefixes.flatMap((prefix) => layers.map((name) => prefix + name));
  assertEquals([...tensors.keys()], names);
  const { sha256, ...rest } = metadata;
  assertEquals(rest, {
    z: "1",
    a: "2",
    format: "inkling-checkpoint-1",
    numerics: "3",
    epoch: "2",
    history: "[0.5,-0.25]",
    optimizerSteps: "12",
  });
  assertEquals(sha256, await statedHash(tensors, rest));
});

Deno.test("a file of the first numerics does not state them, and the least numbers are taken", async () => {
  const { tensors, metadata } = parseSafetensors(await formatCheckpoint(PLAIN));
  const { numerics: _, ...first } = metadata;
  assertEquals((await parseCheckpoint(await sealed(tensors, first))).checkpoint.numerics, 1);
  const least = { ...metadata, numerics: "1", epoch: "1", optimizerSteps: "0", history: "[]" };
  const { checkpoint } = await parseCheckpoint(await sealed(tensors, least));
  assertEquals(checkpoint, { ...PLAIN, numerics: 1, epoch: 1 });
});
