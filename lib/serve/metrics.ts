/** What a server counts, as text that Prometheus reads (exposition format 0.0.4). @module */

import type { ColumnDrift } from "../measure/drift/drift_counter.ts";
import type { RowAnswer, RowService } from "./row_service.ts";

/** The ends of the histogram of latencies, in seconds. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Labels of a series by name. */
type Labels = Readonly<Record<string, string | number>>;

/** Numbers by their labels. */
class Series {
  readonly #values = new Map<string, number>();

  add(labels: Labels, value = 1): void {
    const key = labelText(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + value);
  }

  *lines(name: string): Generator<string> {
    for (const [labels, value] of this.#values) yield `${name}${labels} ${value}`;
  }
}

/** A metric family, as Prometheus calls the series of one name. */
interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram" | "untyped";
  readonly lines: Iterable<string>;
}

/** The requests of a path. */
class Requests {
  /** How many had each status. */
  readonly statuses = new Map<number, number>();
  /** How many took no longer than each of the buckets. */
  readonly counts: number[] = BUCKETS.map(() => 0);
  seconds = 0;
  count = 0;
}

/** Counts requests, rows and remarks. */
export class Metrics {
  readonly #requests = new Map<string, Requests>();
  readonly #rows = new Series();
  readonly #errors = new Series();
  readonly #remarks = new Series();

  /** Counts a request, by the pattern of its path. */
  addRequest(path: string, status: number, seconds: number): void {
    let requests = this.#requests.get(path);
    if (requests === undefined) this.#requests.set(path, requests = new Requests());
    const { statuses, counts } = requests;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    for (let k = BUCKETS.length - 1; k >= 0 && seconds <= BUCKETS[k]!; k--) counts[k]!++;
    requests.seconds += seconds;
    requests.count++;
  }

  /** Counts answers of a model. */
  addAnswers(model: string, answers: readonly RowAnswer[]): void {
    this.#rows.add({ model }, answers.length);
    for (const answer of answers) {
      if ("error" in answer) this.#errors.add({ model });
      else for (const { kind } of answer.remarks) this.#remarks.add({ model, kind });
    }
  }

  /** All that was counted, and more. */
  text(more: readonly MetricFamily[]): string {
    const all: MetricFamily[] = [
      {
        name: "inkling_requests_total",
        help: "Requests by the pattern of their path and the status of their answer.",
        type: "counter",
        lines: this.#counts("inkling_requests_total"),
      },
      {
        name: "inkling_request_seconds",
        help: "How long requests took, from their head to their answer.",
        type: "histogram",
        lines: this.#histogram("inkling_request_seconds"),
      },
      {
        name: "inkling_rows_total",
        help: "Rows of requests by model.",
        type: "counter",
        lines: this.#rows.lines("inkling_rows_total"),
      },
      {
        name: "inkling_row_errors_total",
        help: "Rows that could not be read.",
        type: "counter",
        lines: this.#errors.lines("inkling_row_errors_total"),
      },
      {
        name: "inkling_remarks_total",
        help: "Remarks on answers by their kind.",
        type: "counter",
        lines: this.#remarks.lines("inkling_remarks_total"),
      },
      ...more,
    ];
    return all.map(({ name, help, type, lines }) =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join("\n") + "\n"
    ).join("");
  }

  *#counts(name: string): Generator<string> {
    for (const [path, { statuses }] of this.#requests) {
      for (const [status, count] of statuses) yield metricLine(name, { path, status }, count);
    }
  }

  *#histogram(name: string): Generator<string> {
    for (const [path, { counts, seconds, count }] of this.#requests) {
      for (const [k, le] of BUCKETS.entries()) {
        yield metricLine(`${name}_bucket`, { path, le }, counts[k]!);
      }
      yield metricLine(`${name}_bucket`, { path, le: "+Inf" }, count);
      yield metricLine(`${name}_sum`, { path }, seconds);
      yield metricLine(`${name}_count`, { path }, count);
    }
  }
}

/** What models are, and how far their rows are from their training data. */
export function modelMetrics(
  models: readonly {
    readonly name: string;
    readonly version: string;
    readonly service: Pick<RowService, "problem" | "drift">;
  }[],
): MetricFamily[] {
  const info = "inkling_model_info";
  const [inputs, answers] = ["inkling_input_drift", "inkling_answer_drift"] as const;
  const drifts = models.flatMap(({ name, service: { drift } }) =>
    drift === undefined ? [] : [{ name, ...drift.result() }]
  );
  const linesOf = (metric: string, model: string, columns: readonly ColumnDrift[]) =>
    columns.flatMap(({ name: column, psi }) =>
      psi === null ? [] : [metricLine(metric, { model, column }, psi)]
    );
  return [
    {
      name: info,
      help: "The models that answer.",
      type: "gauge",
      lines: models.map(({ name: model, version, service: { problem } }) =>
        metricLine(info, { model, version, problem: problem.name }, 1)
      ),
    },
    {
      name: inputs,
      help: "Population stability index of each column's values since the model was opened, " +
        "against its training data.",
      type: "gauge",
      lines: drifts.flatMap(({ name, columns }) => linesOf(inputs, name, columns)),
    },
    {
      name: answers,
      help: "Population stability index of the answers since the model was opened.",
      type: "gauge",
      lines: drifts.flatMap((drift) => linesOf(answers, drift.name, drift.answers)),
    },
  ];
}

function metricLine(name: string, labels: Labels, value: number): string {
  return `${name}${labelText(labels)} ${value}`;
}

function labelText(labels: Labels): string {
  return `{${Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`).join()}}`;
}

/** A label's value without what would end it. */
function escape(value: string | number): string {
  return String(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
