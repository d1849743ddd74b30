import { assertEquals } from "@std/assert";
import { Dataset } from "../../../lib/dataset.ts";
import { rareClass, shownMetric } from "../../../lib/measure/metric_choice.ts";
import { metricValue } from "../../../lib/measure/metric_table.ts";
import { truthOf } from "../../../lib/measure/verdict/truth.ts";
import { classTexts } from "../../../tasks/results/problem/rare.ts";

/** Rows of two classes, of which one in so many is a yes, and answers that find some of them. */
function drawn(every: number, found: (row: number) => boolean) {
  const labels = Array.from({ length: 400 }, (_, row) => row % every === 0 ? "yes" : "no");
  const data = Dataset.from({ inputs: labels.map(() => [0]), labels });
  const test = Uint32Array.from(labels, (_, row) => row);
  const yes = data.classNames!.indexOf("yes");
  const outputs = Float32Array.from({ length: 800 }, (_, k) => {
    const share = labels[k >> 1] === "yes" && found(k >> 1) ? 0.75 : 0.25;
    return k % 2 === yes ? share : 1 - share;
  });
  return { data, test, outputs };
}

const textsOf = ({ data, test, outputs }: ReturnType<typeof drawn>, isDecided = false) =>
  classTexts(truthOf({ test: outputs }, data, { test, classNames: data.classNames }), isDecided);

Deno.test("a class of fewer than a fifth of the rows is rare, and average precision is shown first", () => {
  const [tenth, half] = [10, 2].map((every) => drawn(every, () => true).data);
  assertEquals(rareClass(tenth!)?.share, 0.1);
  assertEquals(rareClass(half!), undefined);
  assertEquals([tenth!, half!].map((data) => shownMetric(data)), ["averagePrecision", "accuracy"]);
  assertEquals(shownMetric(tenth!, "f1"), "f1");
});

Deno.test("recall is the share of the rarer class that is found", () => {
  const { data, test, outputs } = drawn(10, (row) => row < 100);
  assertEquals(metricValue("recall", { outputs }, data, test), 0.25);
});

Deno.test("a rare class that is never found is no result, and one that is found is one", () => {
  assertEquals(textsOf(drawn(10, () => false)), [
    "Finding “yes” (10.0 % of rows) on the test rows: average precision 0.1000, recall 0.00 %, AUC 0.5000.",
    "Accuracy 90.00 % means little: always answering “no” gets 90.00 %.",
    "To choose what decides, use --metric averagePrecision, or --cost 'false alarm=1,miss=10'.",
  ]);
  assertEquals(textsOf(drawn(10, () => true), true), [
    "Finding “yes” (10.0 % of rows) on the test rows: average precision 1.0000, recall 100.00 %, AUC 1.0000.",
    "Accuracy is 100.00 %; always answering “no” gets 90.00 %.",
  ]);
});

Deno.test("two classes that are not rare have their AUC beside their accuracy", () => {
  assertEquals(textsOf(drawn(2, () => true)), [
    "Result on the test rows: 100.00 % right, AUC 1.0000.",
  ]);
});
