import { assertEquals } from "@std/assert";
import {
  type ValidationRun,
  validationRunText,
} from "../../../../tasks/lab/reproduce/validation_runs.ts";

const RUN: ValidationRun = {
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

Deno.test("a validation run has a line for the page, and one with the keys for the config", () => {
  assertEquals(
    validationRunText(RUN),
    "- ours: trial `0123456789abcdef`, validation error 0.44 % (0.33 to 0.59) of 10,000 images; " +
      "25 epochs of 50,000 images, seed 1, 1 min 41 s, 2026-11-26, weights `4369eed0b6d3`\n" +
      '"chosen":{"trial":"0123456789abcdef","error":0.0044}',
  );
});

Deno.test("the line of a validation run names CBLAS, since its bytes are of one machine", () => {
  assertEquals(
    validationRunText({ ...RUN, engine: "blas" }).includes("1 min 41 s with CBLAS,"),
    true,
  );
});
