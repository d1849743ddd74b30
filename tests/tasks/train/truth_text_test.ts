import { assertEquals } from "@std/assert";
import { truthText } from "../../../tasks/train/text.ts";
import { SMALL_TRUTH, TRUTH } from "../../helpers/drawn_truth.ts";

Deno.test("a terminal shows the network beside simpler models, the verdict and the notes", () => {
  assertEquals(truthText(TRUTH).split("\n"), [
    "Beside simpler models, on 750 test rows:",
    "  right, %          test   95 % interval  out of fold  spread  log loss, all rows  network better by",
    "  this network     87.20  84.60 to 89.40        88.10    1.20               0.309",
    "  constant answer  61.00  57.50 to 64.40        60.00    0.10               0.671      0.362 ± 0.015",
    "  linear model     86.00  83.30 to 88.30        86.00    1.40               0.343      0.034 ± 0.005",
    "  boosted trees    87.60  85.10 to 89.80        88.40    1.00               0.301     −0.008 ± 0.009",
    "Verdict: Better than a linear model by 0.0340 ± 0.0050 in log loss on 5,000 rows, 750 of them test rows.",
    "After training on 1,062, 2,125 and 4,250 rows, accuracy is 84.0 %, 86.0 % and 87.2 %.",
    "A < b.",
  ]);
});

Deno.test("what is not known of a model is a dash, and older files have the metric on the test rows", () => {
  assertEquals(truthText(SMALL_TRUTH).split("\n"), [
    "Beside simpler models, on 1 test row:",
    "  R²              test  network better by",
    "  this network  0.5000",
    "  another            –            −0.2500",
    "  linear model       –",
  ]);
});
