/** Twenty kinds of tables whose next rows are known: of units that come again, of new ones, later, or of any kind. @module */

import { day, type Draws, hour, isoWeek } from "./draws.ts";

/** A row of a table, by the names of its columns. */
type Row = Readonly<Record<string, string | number>>;

/** A kind of table, and by what its rows have to be split. */
export interface Scenario {
  readonly name: string;
  readonly target: string;
  /**
   * What is right: `random`, `order`, `time:COLUMN`, or `groups:COLUMN`. A plus after a column says that it stays an input. Several
   * are right where the next rows do not tell them apart.
   */
  readonly right: readonly string[];
  make(draws: Draws): readonly Row[];
}

const range = (count: number) => Array.from({ length: count }, (_, k) => k);
const yes = (is: boolean) => is ? "yes" : "no";
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

export const SCENARIOS: readonly Scenario[] = [
  {
    // Customers come once, rate a dozen products in some days, and are not seen again.
    name: "ratings by new customers",
    target: "stars",
    right: ["groups:customer"],
    make(draws) {
      const products = draws.normals(40, 0.7);
      return draws.shuffled(
        range(150).flatMap((customer) => {
          const [own, start, age] = [draws.normal(0, 1), draws.below(700), 18 + draws.below(60)];
          return draws.shuffled(range(40)).slice(0, 12).map((product) => ({
            customer: `C${10_000 + 7 * customer}`,
            product: `Product ${product + 1}`,
            date: day(start + draws.below(5)),
            age,
            price: round(draws.uniform(5, 80)),
            stars: round(3 + own + products[product]! + draws.normal(0, 0.5), 1),
          }));
        }),
      );
    },
  },
  {
    // All products are sold in all shops in all weeks: the next rows are of the next week.
    name: "shops by products by weeks",
    target: "units",
    right: ["time:week"],
    make(draws) {
      const [shops, products, market] = [
        draws.normals(12, 8),
        draws.normals(8, 10),
        draws.walk(26, 5),
      ];
      return draws.shuffled(
        range(26).flatMap((week) =>
          range(12).flatMap((shop) =>
            range(8).map((product) => {
              const isPromoted = draws.uniform() < 0.2;
              return {
                shop: `Shop ${shop + 1}`,
                product: `P-${product + 1}`,
                week: day(7 * week),
                promoted: yes(isPromoted),
                price: round(draws.normal(10, 1)),
                units: round(
                  60 + shops[shop]! + products[product]! + market[week]! + 8 * Number(isPromoted) +
                    draws.normal(0, 4),
                  0,
                ),
              };
            })
          )
        ),
      );
    },
  },
  {
    // The same players meet for years, and their form changes.
    name: "tennis matches",
    target: "winner",
    right: ["time:date", "random"],
    make(draws) {
      const strength = range(50).map(() => draws.normal(0, 1.5));
      const form = range(50).map(() => draws.walk(60, 0.25));
      return range(2400).map((match) => {
        const month = Math.floor(match / 40);
        const [first, other] = draws.shuffled(range(50)) as [number, number];
        const gap = strength[first]! + form[first]![month]! - strength[other]! -
          form[other]![month]!;
        return {
          date: day(Math.floor(match * 0.75)),
          surface: draws.pick(["clay", "grass", "hard"]),
          player1: `Player ${first + 1}`,
          player2: `Player ${other + 1}`,
          minutes: round(draws.normal(100, 25), 0),
          winner: draws.happens(gap) ? "player1" : "player2",
        };
      });
    },
  },
  {
    // Sensors drift by themselves until they are set to zero again.
    name: "sensors with maintenance",
    target: "error",
    right: ["time:time"],
    make(draws) {
      return draws.shuffled(
        range(14).flatMap((sensor) => {
          let drift = draws.normal(0, 2);
          return range(140).map((step) => {
            drift = draws.uniform() < 0.02 ? 0 : drift + draws.normal(0, 0.4);
            const heat = draws.normal(20, 5);
            return {
              sensor: `S${String(sensor + 1).padStart(2, "0")}`,
              time: hour(6 * step),
              heat: round(heat, 1),
              voltage: round(draws.normal(12, 0.2)),
              error: round(drift + 0.05 * (heat - 20) + draws.normal(0, 0.3), 3),
            };
          });
        }),
      );
    },
  },
  {
    // The same schools every year, each on a way of its own.
    name: "schools by years",
    target: "score",
    right: ["time:year"],
    make(draws) {
      return draws.shuffled(
        range(90).flatMap((school) => {
          const [own, way, poor] = [draws.normal(0, 6), draws.walk(14, 3), draws.uniform(5, 70)];
          return range(14).map((year) => ({
            school: `School ${school + 1}`,
            year: 2008 + year,
            pupils: 150 + draws.below(500),
            poor: round(poor + draws.normal(0, 4), 1),
            score: round(260 - 0.3 * poor + own + way[year]! + draws.normal(0, 3), 1),
          }));
        }),
      );
    },
  },
  {
    // A shop: about a third of the latest orders are of customers that it knows.
    name: "a shop with few returning customers",
    target: "returned",
    right: ["groups:customer"],
    make: (draws) => orders(draws, { customers: 500, orders: 3, days: 90 }),
  },
  {
    // A shop: most of the latest orders are of customers that it knows, and others come.
    name: "a shop with many returning customers",
    target: "returned",
    right: ["groups:customer"],
    make: (draws) => orders(draws, { customers: 250, orders: 7, days: 400 }),
  },
  {
    // Branches report weekly, and a quarter of the reports is missing.
    name: "branches by weeks with missing weeks",
    target: "turnover",
    right: ["time:week"],
    make(draws) {
      const [own, market] = [draws.normals(40, 20), draws.walk(60, 5)];
      return draws.shuffled(
        range(60).flatMap((week) =>
          range(40).filter(() => draws.uniform() > 0.25).map((branch) => ({
            branch: `B${100 + branch}`,
            week: day(7 * week),
            staff: 3 + draws.below(9),
            rain: round(Math.abs(draws.normal(0, 10)), 1),
            turnover: round(200 + own[branch]! + market[week]! + draws.normal(0, 6), 1),
          }))
        ),
      );
    },
  },
  {
    // The same stations every day, days written as 20210301.
    name: "weather stations by days",
    target: "temperature",
    right: ["time:day"],
    make(draws) {
      const [height, weather] = [range(20).map(() => draws.uniform(0, 1500)), draws.walk(90, 1.2)];
      return range(90).flatMap((at) =>
        range(20).map((station) => ({
          station: `Station ${station + 1}`,
          day: day(at).replaceAll("-", ""),
          humidity: round(draws.uniform(30, 100), 0),
          wind: round(Math.abs(draws.normal(0, 4)), 1),
          temperature: round(
            15 - 0.0065 * height[station]! + weather[at]! + draws.normal(0, 0.8),
            1,
          ),
        }))
      );
    },
  },
  {
    // A trial: visits by weeks since each patient's own start; the next patients are new.
    name: "a trial with visits by weeks",
    target: "remission",
    right: ["groups:patient"],
    make(draws) {
      return draws.shuffled(
        range(160).flatMap((patient) => {
          const [own, marker, age] = [
            draws.normal(0, 2),
            draws.normal(50, 10),
            20 + draws.below(60),
          ];
          return range(8).map((visit) => ({
            patient: 1001 + patient,
            week: 4 * visit,
            arm: patient % 2 === 0 ? "drug" : "placebo",
            age,
            marker: round(marker + draws.normal(0, 2), 1),
            dose: draws.pick([10, 20, 40]),
            remission: yes(draws.happens(own + 0.15 * visit - 0.5)),
          }));
        }),
      );
    },
  },
  {
    // Animals are weighed on the same days of their lives; the next ones are new.
    name: "growing rats",
    target: "weight",
    right: ["groups:rat"],
    make(draws) {
      return range(60).flatMap((rat) => {
        const [start, speed] = [draws.normal(200, 25), draws.normal(5, 1.2)];
        return range(11).map((week) => ({
          rat: rat + 1,
          day: 1 + 7 * week,
          diet: 1 + rat % 3,
          food: round(draws.normal(20, 3), 1),
          weight: round(start + speed * week + draws.normal(0, 3), 1),
        }));
      });
    },
  },
  {
    // Two eyes of a person.
    name: "both eyes of a person",
    target: "glaucoma",
    right: ["groups:person_id"],
    make(draws) {
      return draws.shuffled(
        range(450).flatMap((person) => {
          const [own, pressure, thickness] = [
            draws.normal(0, 3),
            draws.normal(16, 3),
            draws.normal(540, 30),
          ];
          return ["left", "right"].map((eye) => ({
            person_id: 5000 + person,
            eye,
            pressure: round(pressure + draws.normal(0, 0.5), 1),
            thickness: round(thickness + draws.normal(0, 3), 0),
            glaucoma: yes(draws.happens(own)),
          }));
        }),
      );
    },
  },
  {
    // Six crops of each picture; the next pictures are new.
    name: "crops of pictures",
    target: "label",
    right: ["groups:image"],
    make(draws) {
      return draws.shuffled(
        range(250).flatMap((image) => {
          const [label, parts] = [draws.pick(["cat", "dog", "bird"]), draws.normals(4)];
          return range(6).map(() => ({
            image: `img_${String(image * 37 % 1000).padStart(4, "0")}_${image}.jpg`,
            ...Object.fromEntries(
              parts.map((part, k) => [`f${k}`, round(part + draws.normal(0, 0.15), 3)]),
            ),
            label,
          }));
        }),
      );
    },
  },
  {
    // Houses that are sold once, at stable prices, in a file by date.
    name: "houses at stable prices",
    target: "price",
    right: ["random"],
    make(draws) {
      return range(1200).map((house) => {
        const [area, rooms, zip] = [
          draws.normal(110, 30),
          1 + draws.below(6),
          20_000 + draws.below(400),
        ];
        return {
          sold: day(Math.floor(house * 0.6)),
          zip,
          built: 1920 + draws.below(100),
          area: round(area, 0),
          rooms,
          price: round(50 + 2 * area + 10 * rooms + draws.normal(0, 25), 1),
        };
      });
    },
  },
  {
    // The same while prices rise and fall by the market.
    name: "houses in a moving market",
    target: "price",
    right: ["time:sold"],
    make(draws) {
      const market = draws.walk(120, 6);
      return draws.shuffled(
        range(1400).map(() => {
          const [at, area] = [draws.below(840), draws.normal(110, 25)];
          return {
            sold: day(at),
            area: round(area, 0),
            rooms: 1 + draws.below(6),
            garden: yes(draws.below(2) === 0),
            price: round(200 + area + market[Math.floor(at / 7)]! + draws.normal(0, 10), 1),
          };
        }),
      );
    },
  },
  {
    // Lots that are made one after the other, each of some days; the next lots are new.
    name: "lots of a factory",
    target: "defective",
    right: ["groups:lot"],
    make(draws) {
      return draws.shuffled(
        range(70).flatMap((lot) => {
          const [own, viscosity] = [draws.normal(0, 2), draws.normal(30, 4)];
          return range(26).map((piece) => ({
            lot: `L-${20_400 + lot}`,
            date: day(5 * lot + Math.floor(piece / 6)),
            line: draws.pick(["A", "B"]),
            viscosity: round(viscosity + draws.normal(0, 0.5), 1),
            speed: round(draws.normal(100, 10), 0),
            defective: yes(draws.happens(own - 1)),
          }));
        }),
      );
    },
  },
  {
    // Meter readings by the hour without a time, in their order.
    name: "a meter without a time",
    target: "load",
    right: ["order"],
    make(draws) {
      const level = draws.walk(1100, 1.5);
      return level.map((at, row) => ({
        voltage: round(draws.normal(230, 2), 1),
        machines: draws.below(8),
        shift: ["early", "late", "night"][Math.floor(row / 8) % 3]!,
        load: round(100 + at + 2 * draws.normal(), 1),
      }));
    },
  },
  {
    // Independent answers in a file by region, which has an effect.
    name: "a survey by regions",
    target: "satisfaction",
    right: ["random"],
    make(draws) {
      return range(16).flatMap((region) => {
        const own = draws.normal(0, 0.6);
        return range(90).map(() => {
          const [income, age] = [draws.normal(0, 1), 18 + draws.below(70)];
          return {
            region: `Region ${String.fromCharCode(65 + region)}`,
            age,
            income: round(2500 * Math.exp(0.4 * income), 0),
            children: draws.poisson(1.2),
            satisfaction: round(6 + own + 0.8 * income - 0.01 * age + draws.normal(0, 1), 1),
          };
        });
      });
    },
  },
  {
    // Every student answers every question; the next students are new.
    name: "an exam",
    target: "solved",
    right: ["groups:student"],
    make(draws) {
      const hard = draws.normals(14, 1.2);
      return draws.shuffled(
        range(140).flatMap((student) => {
          const [own, hours] = [draws.normal(0, 2), 5 + draws.below(30)];
          return range(14).map((question) => ({
            student: `s${String(student * 61 % 997).padStart(3, "0")}`,
            question: `Q${question + 1}`,
            hours,
            seconds: round(60 * Math.exp(draws.normal(0, 0.5)), 0),
            solved: yes(draws.happens(own - hard[question]!)),
          }));
        }),
      );
    },
  },
  {
    // Pharmacies by ISO weeks.
    name: "pharmacies by ISO weeks",
    target: "sold",
    right: ["time:week"],
    make(draws) {
      const [own, wave] = [draws.normals(30, 10), draws.walk(52, 5)];
      return draws.shuffled(
        range(52).flatMap((week) =>
          range(30).map((pharmacy) => ({
            pharmacy: `Pharmacy ${pharmacy + 1}`,
            week: isoWeek(week),
            price: round(draws.normal(8, 0.7)),
            doctors: draws.below(5),
            sold: round(80 + own[pharmacy]! + wave[week]! + draws.normal(0, 6), 0),
          }))
        ),
      );
    },
  },
];

/** Orders of customers who come at any time, order for some time, and leave. */
function orders(
  draws: Draws,
  { customers, orders, days }: Readonly<Record<"customers" | "orders" | "days", number>>,
): Row[] {
  return draws.shuffled(
    range(customers).flatMap((customer) => {
      const [own, start, style] = [draws.normal(0, 2.2), draws.below(900), draws.normal(60, 20)];
      return range(1 + draws.poisson(orders - 1)).map(() => ({
        customer: `K${100_000 + customer * 739 % 90_001}`,
        date: day(start + draws.below(days)),
        article: draws.pick(["shoes", "dress", "coat", "shirt"]),
        price: round(Math.abs(style + draws.normal(0, 8))),
        express: yes(draws.below(4) === 0),
        returned: yes(draws.happens(own - 0.3)),
      }));
    }),
  );
}
