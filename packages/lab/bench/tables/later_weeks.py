"""Sales of 60 stores over 124 weeks, of which the latest 20 are not learned from, and what XGBoost answers to these.

python3 later_weeks.py OUT WORLD...: from world 1000 on nothing is shared that drifts. It writes OUT/WORLD_learned.csv, OUT/WORLD_later.csv and OUT/WORLD_xgboost.json. Needs numpy and
xgboost (Debian: python3-numpy, python3-xgboost).
"""

import csv
import datetime
import json
import sys

import numpy
import xgboost

STORES, LEARNED, LATER = 60, 104, 20
STEADY = 1000
NAMES = ["store", "week", "size", "region", "holiday", "promo", "price", "sales"]
CATEGORIES = ["store", "size", "region", "holiday"]


def world_of(seed):
    """A world: stores differ, weeks have a season, holidays and a random walk that all stores share."""
    random = numpy.random.default_rng(7000 + seed)
    weeks = LEARNED + LATER
    store, week = numpy.tile(numpy.arange(STORES), weeks), numpy.repeat(numpy.arange(weeks), STORES)
    own = random.normal(100, 25, STORES)
    common = numpy.cumsum(random.normal(0, 1.5 if seed < STEADY else 0, weeks))
    size, region = random.choice(list("SML"), STORES), random.choice(list("nsew"), STORES)
    promo, price = random.random(len(week)) < 0.25, random.normal(10, 1, len(week))
    holiday = numpy.isin(week % 52, [13, 14, 20, 39, 50, 51])
    season = 12 * numpy.sin(2 * numpy.pi * week / 52)
    sales = own[store] + season + 25 * holiday + 18 * promo - 3 * (price - 10) + common[week]
    sales += random.normal(0, 6, len(week))
    first = datetime.date(2022, 1, 3)
    return [
        [f"Store {s + 1}", (first + datetime.timedelta(days=int(7 * w))).isoformat(), size[s], region[s]]
        + ["yes" if h else "no", str(int(p)), f"{c:.2f}", f"{y:.1f}"]
        for s, w, h, p, c, y in zip(store, week, holiday, promo, price, sales)
    ]


def inputs_of(rows, levels):
    """Numbers and categories as XGBoost takes them; a date is days, and the day of its year."""
    days = [datetime.date.fromisoformat(row[1]) for row in rows]
    columns = [[day.toordinal() for day in days], [day.timetuple().tm_yday for day in days]]
    columns += [[float(row[k]) for row in rows] for k in (5, 6)]
    columns += [[levels[k][row[k]] for row in rows] for k in levels]
    return numpy.array(columns).T


def answers_of(learned, later):
    """What XGBoost answers to later rows, with the store as a category."""
    levels = {
        k: {level: number for number, level in enumerate(sorted({row[k] for row in learned}))}
        for k in (NAMES.index(name) for name in CATEGORIES)
    }
    kinds = ["q"] * 4 + ["c"] * len(levels)
    matrix = lambda rows: xgboost.DMatrix(
        inputs_of(rows, levels),
        [float(row[-1]) for row in rows],
        feature_types=kinds,
        enable_categorical=True,
    )
    options = {"max_depth": 6, "eta": 0.05, "subsample": 0.8, "tree_method": "hist", "seed": 1, "nthread": 1}
    return xgboost.train(options, matrix(learned), 500).predict(matrix(later))


def write(path, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([NAMES, *rows])


out, *worlds = sys.argv[1:]
for world in map(int, worlds):
    rows = world_of(world)
    learned, later = rows[: STORES * LEARNED], rows[STORES * LEARNED :]
    shuffled = [learned[k] for k in numpy.random.default_rng(world).permutation(len(learned))]
    write(f"{out}/{world}_learned.csv", shuffled)
    write(f"{out}/{world}_later.csv", later)
    with open(f"{out}/{world}_xgboost.json", "w") as file:
        json.dump([float(answer) for answer in answers_of(learned, later)], file)
