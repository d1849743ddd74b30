import { assertEquals } from "@std/assert";
import { type Trial, trialText } from "../../../tasks/reproduce/trials.ts";

const TRIAL: Trial = {
  name: "ours",
  trial: "0123456789abcdef",
  error: 0.0044,
  validation: { correct: 9956, size: 10_000, accuracy: 0.9956, cost: 0.1 },
  weightsSha256: "4369eed0b6d3".padEnd(64, "0"),
  ended: "2026-11-26",
  seconds: 101,
  engine: "wasm",
  seed: 1,
  epochs: 25,
  trainingSize: 50_000,
};

Deno.test("a trial's line has what the page needs, and its second the keys for the config", () => {
  assertEquals(
    trialText(TRIAL),
    "- ours: trial `0123456789abcdef`, validation error 0.44 % (0.33 to 0.59) of 10,000 images; " +
      "25 epochs of 50,000 images, seed 1, 1 min 41 s, 2026-11-26, weights `4369eed0b6d3`\n" +
      '"chosen":{"trial":"0123456789abcdef","error":0.0044}',
  );
});

Deno.test("a trial that CBLAS trained says so, since its bytes are of one machine", () => {
  assertEquals(trialText({ ...TRIAL, engine: "blas" }).includes("1 min 41 s with CBLAS,"), true);
});
