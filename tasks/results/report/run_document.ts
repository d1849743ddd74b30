/** The report of one run. @module */

import { quote } from "../../../lib/checks/texts.ts";
import { dataKindOf } from "../../../lib/config/user_data.ts";
import { histogramOf } from "../../../lib/measure/weight_statistics.ts";
import { problems } from "../../../lib/problem.ts";
import {
  familiesOf,
  firstNetworkOf,
  networksOf,
  parametersOf,
} from "../../../lib/ensemble/trained_model.ts";
import { decaysWeights } from "../../../lib/network/optimizers.ts";
import { histogramChart } from "../../../lib/charts/bar_chart.ts";
import { column, count, counted, duration, fourDigits, moment, percent } from "../../cli/format.ts";
import {
  breakable,
  chart,
  code,
  columns,
  columnTable,
  details,
  type Document,
  heading,
  hint,
  type Inline,
  type KeyNumber,
  keyNumbers,
  pairs,
  type Picture,
  pictures,
  prose,
  type Section,
  swatch,
  table,
  unbroken,
  whole,
} from "../../../lib/document/blocks.ts";
import { costName } from "../../run/functions.ts";
import { PROGRAM } from "../../system/installation.ts";
import { defaultsOf, flatten } from "./config_table.ts";
import { curvesSection, throughputSection } from "./curves_sections.ts";
import { observedSection } from "./observed_section.ts";
import { unitPictures } from "../evaluate/pictures.ts";
import { answerNumbers, titleNumbers, whatIsPredicted } from "./problem/headline.ts";
import { type Answered, ask } from "../evaluate/problem/answered.ts";
import type { ReportedRun } from "./problem/runs.ts";
import { answerSections } from "../evaluate/problem/sections.ts";
import { bestOfText, howItWent, retrainText, whatSplitsAre, whatWasTrained } from "./texts.ts";
import { truthSection } from "../problem/truth.ts";

/** The facts of the page from which `verify` makes it again. */
export const PAGE_FACTS = {
  split: "inkling:split",
  folder: "inkling:folder",
  written: "inkling:written",
} as const;

export async function runDocument(run: ReportedRun): Promise<Document> {
  const { name, summary, path, split, written } = run;
  const score = ask(titleNumbers, run);
  return {
    title: `${name}: ${score} · Inkling`,
    kind: "Inkling · training report",
    heading: name,
    summaryHeading: `${name}: ${score}`,
    lead: whatIsPredicted(run),
    header: [
      hint(`${whatWasTrained(run)} ${whatSplitsAre(run)}`),
      hint(howItWent(run)),
      summary.bestOf !== undefined && hint(bestOfText(summary.bestOf)),
      keyNumbers([
        ...ask(answerNumbers, run),
        ...epochNumbers(run),
        parameterNumber(run),
        { value: duration(summary.seconds, 1), label: "total time, including evaluation" },
      ]),
    ],
    sections: [
      summary.truth && truthSection(summary.truth, run.thresholds.length > 0),
      curvesSection(run),
      observedSection(run),
      membersSection(run),
      ...await ask(answerSections, { ...run, split: run.rows } as Answered),
      ...[
        await weightsSection(run),
        throughputSection(run),
        configSection(run),
        originSection(run),
      ].map((section) => ({ ...section, folded: run.isUserData })),
    ],
    origin: summary.versions.inkling,
    facts: {
      [PAGE_FACTS.split]: split,
      [PAGE_FACTS.folder]: path,
      [PAGE_FACTS.written]: written.toISOString(),
    },
  };
}

/** How many parameters there are, in all networks. */
function parameterNumber({ network }: ReportedRun): KeyNumber {
  const { length } = networksOf(network);
  const all = length > 1 ? ` in the file’s ${counted(length, "network")}` : "";
  return { value: count(parametersOf(network)), label: `weights and biases${all}` };
}

function epochNumbers({ summary: { epoch, epochs, best } }: ReportedRun): KeyNumber[] {
  if (typeof epoch !== "number") {
    return [{ value: count(epochs), label: "epochs until the last network stopped" }];
  }
  const kept = { value: String(epoch), label: `the epoch kept, of ${count(epochs)}` };
  if (best === null) return [kept];
  const reason = `with the ${
    "cost" in best ? "lowest validation cost" : "best validation accuracy"
  }`;
  return best.epoch === epoch ? [{ ...kept, label: `${kept.label}: the one ${reason}` }] : [
    kept,
    { value: String(best.epoch), label: `the epoch ${reason}` },
  ];
}

/** The families, a row for each; `undefined` for one network. */
function membersSection(
  { network, summary: { epoch, families }, config }: ReportedRun,
): Section | undefined {
  if (families === undefined || typeof epoch === "number") return undefined;
  if (networksOf(network).length !== epoch.length) return undefined; // of other weights
  let start = 0;
  const kept = families.map(({ members }) => {
    const own = epoch.slice(start, start += members);
    return [Math.min(...own), Math.max(...own)] as const;
  });
  return {
    id: "members",
    title: "Members",
    hint:
      `Each network was trained on ${
        config.folds - 1
      } of ${config.folds} folds. The two encodings of numbers are ` +
      `blended with the weights that gave the lowest out-of-fold ${
        config.cost === "logLikelihood" ? costName(config.cost) : "cost"
      }, and weight decay was chosen in the same way. The linear model is solved, with weight decay as its ridge, ` +
      "and is only for comparison.",
    content: columnTable("The families of members", [
      { head: "family", cells: families.map(({ name }) => name) },
      { head: "layers", cells: families.map(({ sizes }) => sizes.join("-")) },
      { head: "members", cells: families.map(({ members }) => count(members)) },
      { head: "weight decay", cells: families.map(({ weightDecay }) => fourDigits(weightDecay)) },
      { head: "weight", cells: families.map(({ weight }) => percent(weight, 0)) },
      {
        head: "epochs kept",
        cells: kept.map(([least, most]) =>
          most === 0 ? "solved" : least === most ? count(least) : `${least} to ${most}`
        ),
      },
    ]),
  };
}

const MAX_HISTOGRAMS = 6;

/** The first layer as pictures, if the inputs are pictures, and the distribution of each layer's weights. */
async function weightsSection(run: ReportedRun): Promise<Section> {
  const network = firstNetworkOf(run.network);
  const first = await picturesPart(run);
  const spreads = network.weights.map(({ values }) => histogramOf(values));
  const shape = (l: number) => `${network.sizes[l]} × ${network.sizes[l + 1]}`;
  const histograms = spreads.slice(0, MAX_HISTOGRAMS).map((spread, l) =>
    chart({
      title: `Layer ${l + 1}, ${shape(l)}`,
      svg: histogramChart(spread, {
        label: `Histogram of the ${count(spread.count)} weights of layer ${l + 1}: mean ` +
          `${fourDigits(spread.mean)}, standard deviation ${fourDigits(spread.deviation)}`,
      }),
    })
  );
  return {
    id: "weights",
    title: "Weights",
    only: ["page"],
    hint: [memberText(run), first.hint],
    content: [
      first.content,
      hint([
        "Weights near zero do little. A few very large ones can be a sign of overfitting, which an L2 ",
        "penalty reduces.",
        spreads.length > MAX_HISTOGRAMS &&
        ` The first ${MAX_HISTOGRAMS} of ${spreads.length} layers are shown.`,
        " The outermost bars include everything beyond the chart.",
      ]),
      columns(histograms, "grid three"),
      details(
        "All layers",
        columnTable("The weights of the layers", [
          { head: "layer", cells: spreads.map((_, l) => l + 1) },
          { head: "inputs × units", cells: spreads.map((_, l) => shape(l)) },
          { head: "weights", cells: spreads.map(({ count: size }) => count(size)) },
          ...(["mean", "deviation", "least", "most"] as const).map((head) => ({
            head,
            cells: column(spreads.map((spread) => spread[head])),
          })),
        ]),
      ),
    ],
  };
}

/** Which of several networks is shown. */
function memberText({ network, summary: { families } }: ReportedRun): string {
  const [family] = familiesOf(network);
  if (family === undefined || families === undefined) return "";
  const { name, members: [member] } = family;
  return `This is the first of ${count(networksOf(network).length)} networks: ${name}, trained ` +
    `without fold ${member!.fold + 1}. `;
}

/** The pictures of the first layer, and how to read them; without pictures, if inputs are none. */
async function picturesPart(run: ReportedRun): Promise<Pick<Section, "hint" | "content">> {
  const { data, config } = run;
  const network = firstNetworkOf(run.network);
  const drawn = await unitPictures(network, data);
  if (drawn === undefined) return { hint: "The distribution of the weights in each layer." };
  const { units, full, ...shown } = drawn;
  const classes = network.sizes.length === 2 && "classes" in run ? run.classes : undefined;
  const { l1, l2, optimizer } = config;
  const decays = l1 > 0 || l2 > 0 || decaysWeights(optimizer.name);
  const { isInk } = dataKindOf(config.dataset);
  const [ink, none] = isInk
    ? ["Ink", "At the edge, where images have no ink,"]
    : ["Light", "Where images are black,"];
  const all = shown.pictures.map(({ unit, uri }): Picture => {
    const name = String(classes?.[unit - 1] ?? unit);
    const what = classes === undefined ? "unit" : "output";
    const { width, height } = shown;
    return { uri, width, height, alt: `Weights into ${what} ${name}`, lines: [name] };
  });
  return {
    hint: [
      "Each picture is a unit of the first layer, with its weights laid out as the image. ",
      prose`${ink} on ${
        swatch("#2675d9")
      } blue raises the unit's sum, and ${ink.toLowerCase()} on ${
        swatch("#d96914")
      } orange lowers it. `,
      `Weights of ±${fourDigits(full)} and beyond have the full color. `,
      all.length < units
        ? `Of ${count(units)} units, the ${all.length} with the largest weights into the next ` +
          "layer, by their norm, are shown."
        : `All ${count(units)} units are shown.`,
      ` ${none} nothing is learned: weights keep their random start`,
      `${decays ? ", as far as the penalty lets them" : ""}. This noise is harmless.`,
    ],
    content: [pictures("close", all), heading("Distribution of the weights")],
  };
}

/** The keys of the config with their defaults; the whole config is folded away below those that differ. */
function configSection({ config, problem }: ReportedRun): Section {
  const usual = defaultsOf(config, problems[problem].kind);
  const rows = [...flatten(config)];
  const changed = rows.filter(([key, value]) => usual.has(key) && usual.get(key) !== value);
  const others = rows.filter(([key]) => !usual.has(key));
  const shown = (label: string, some: typeof rows) =>
    table({
      layout: "left pairs",
      label,
      head: ["key", "value", "default"],
      rows: some.map(([key, value]) => [breakable(key), code(value), code(usual.get(key) ?? "–")]),
    });
  const first = [...others, ...changed];
  return {
    id: "config",
    title: "Config",
    hint: first.length === 0
      ? `All ${rows.length} keys have their default values.`
      : `${first.length} of ${rows.length} keys differ from their defaults, which are shown beside them.`,
    content: [
      first.length > 0 && shown("Config, where it differs from the defaults", first),
      details("The whole config", shown("The whole config", rows)),
    ],
  };
}

function originSection(run: ReportedRun): Section {
  const { summary, path, written, noun, sizes, notes } = run;
  const { text, command } = retrainText(run);
  const hashOf = (what: string) => [`${what}, `, whole("SHA-256")];
  const rows: [Inline, string | number][] = [
    [hashOf("weights"), summary.weightsSha256],
    ...Object.entries(summary.data).map(([name, hash]): [Inline, string] => [hashOf(name), hash]),
    [`${noun}s`, Object.entries(sizes).map(([name, size]) => `${count(size)} ${name}`).join(", ")],
    ...notes.map((note): [Inline, string] => ["notes on the data", unbroken(note)]),
    ["seed", summary.seed],
    ["engine", `${summary.engine}, ${counted(summary.workers, "worker")}`],
    ...Object.entries(summary.versions),
    ["folder", path],
    ["written", moment(written)],
  ];
  return {
    id: "provenance",
    title: "Provenance",
    hint: [
      text,
      " ",
      code(command),
      ". The weights’ hash and the metrics above were recomputed for this page; ",
      code(`${PROGRAM} verify ${quote(path)}`),
      " checks every claim.",
    ],
    content: pairs("Hashes and versions", rows),
  };
}
