import { assert, assertEquals, assertThrows } from "@std/assert";
import { createEngine, matrix, optimizers } from "../../mod.ts";
import type { Rule } from "../../lib/engine/mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";

const engine = createEngine("reference");

/** A rule that notes what it is asked for, and whose step is the first of its scalars. */
function notingRule(): { rule: Rule; asked: [number, number, boolean][] } {
  const asked: [number, number, boolean][] = [];
  const rule: Rule = {
    name: "noting",
    moments: 2,
    scalars(learningRate, step, decays) {
      asked.push([learningRate, step, decays]);
      return [0.1];
    },
    update(w, g, [first, second], [scalar]) {
      for (let k = 0; k < w.length; k++) {
        first![k]! += g[k]!;
        second![k] = w[k]!;
        w[k]! -= scalar!;
      }
    },
  };
  return { rule, asked };
}

Deno.test("an optimizer is made of a name, of options, or of a rule, which it takes as it is", () => {
  assertEquals(new Optimizer().rule.name, "sgd");
  assertEquals(new Optimizer("adam").rule.name, "adam");
  assertEquals(new Optimizer({ name: "nesterov", momentum: 0.5 }).rule.name, "nesterov");
  const { rule } = notingRule();
  assert(new Optimizer(rule).rule === rule);
  const error = assertThrows(() => new Optimizer("adem"), RangeError);
  assert(error.message.startsWith('Cannot find the optimizer "adem": there are sgd, '));
});

Deno.test("plain stochastic gradient descent alone is applied in place, and no copy of it", () => {
  assertEquals(new Optimizer("sgd").inPlace(), true);
  assertEquals(new Optimizer("momentum").inPlace(), false);
  assertEquals(new Optimizer({ ...optimizers.sgd() }).inPlace(), false);
  assertEquals(new Optimizer("sgd").inPlace(1), false);
});

Deno.test("steps are counted from 1, with decay unless it is left out, and scalars are float32", () => {
  const { rule, asked } = notingRule();
  const optimizer = new Optimizer(rule);
  const [w, gradient] = [matrix([[1, 2]]), matrix([[0.5, 0.25]])];
  assertEquals(optimizer.memoryOf(w), undefined);
  optimizer.step(engine, w, gradient, 3);
  optimizer.step(engine, w, gradient, 4, false);
  assertEquals(asked, [[3, 1, true], [4, 2, false]]);
  const { fround } = Math;
  const rate = fround(0.1);
  const once = [1, 2].map((value) => fround(value - rate));
  assertEquals([...w.values], once.map((value) => fround(value - rate)));
  const { moments, steps } = optimizer.memoryOf(w)!;
  assertEquals(steps, 2);
  assertEquals(moments.map(({ rows, columns }) => [rows, columns]), [[1, 2], [1, 2]]);
  assertEquals(moments.map(({ values }) => [...values]), [[1, 0.5], once]);
});

Deno.test("what was remembered is copied, and gone on from", () => {
  const optimizer = new Optimizer(notingRule().rule);
  const w = matrix([[1, 2], [3, 4]]);
  const moments = [matrix([[1, 2], [3, 4]]), matrix([[5, 6], [7, 8]])];
  optimizer.restore(engine, w, { moments, steps: 7 });
  const memory = optimizer.memoryOf(w)!;
  assertEquals(memory, { moments, steps: 7 });
  for (const [k, moment] of memory.moments.entries()) assert(moment !== moments[k]);
  optimizer.step(engine, w, matrix([[1, 1], [1, 1]]), 1);
  assertEquals(optimizer.memoryOf(w)!.steps, 8);
  assertEquals([...moments[0]!.values], [1, 2, 3, 4]);
  assertEquals([...memory.moments[0]!.values], [2, 3, 4, 5]);
});
