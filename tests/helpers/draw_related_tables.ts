/** Tables as CSV text whose rows belong together. @module */

import { RandomStream } from "../../lib/numerics/random.ts";

/** Patients with 12 visits each. Whether a patient is sick is a coin toss, and its measurements vary little. */
export function patientsTable(patients = 300): string {
  const random = new RandomStream(11, "data");
  const rows = Array.from({ length: patients }, (_, patient) => {
    const own = [130 + 12 * random.normal(), 210 + 25 * random.normal(), 78 + 12 * random.normal()];
    const [height, age] = [170 + 9 * random.normal(), 30 + 50 * random.uniform()];
    const sick = random.below(2) === 0 ? "no" : "yes";
    return Array.from({ length: 12 }, () => {
      const measured = own.map((value) => (value + random.normal()).toFixed(1));
      const cells = [`P${patient}`, ...measured, height.toFixed(1), age.toFixed(1), sick];
      return [random.uniform(), cells.join(",")] as const;
    });
  }).flat().sort(([a], [b]) => a - b).map(([, row]) => row);
  return ["patient,pressure,cholesterol,weight,height,age,sick", ...rows, ""].join("\n");
}

/** The hours of a sensor whose power drifts, in weather that changes slowly. */
export function sensorTable(): string {
  const random = new RandomStream(12, "data");
  let [drift, pressure, moisture] = [0, 0, 0];
  const rows = Array.from({ length: 1500 }, (_, hour) => {
    drift += 0.3 * random.normal();
    pressure = 0.995 * pressure + 0.5 * random.normal();
    moisture = 0.998 * moisture + 0.3 * random.normal();
    const load = random.uniform();
    const time = new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 16);
    const power = 5 * drift + 3 * load + random.normal();
    return [time, ...[load, pressure, moisture, power].map((value) => value.toFixed(3))].join();
  });
  return ["time,load,pressure,moisture,power", ...rows, ""].join("\n");
}

/** A table without its first column. */
export function withoutFirst(csv: string): string {
  return csv.replaceAll(/^[^,\n]*,/gm, "");
}
