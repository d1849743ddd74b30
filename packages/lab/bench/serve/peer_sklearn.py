"""FastAPI with scikit-learn: peer_sklearn.py MODEL.npz TABLE.json PORT; POST /predict takes a row or a list.

The pipeline gets the weights, means, deviations and categories of our run.
"""

import json
import sys

import numpy
import pandas
import uvicorn
from fastapi import FastAPI
from penguins import Penguin
from sklearn.compose import ColumnTransformer
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

arrays = dict(numpy.load(sys.argv[1]))
with open(sys.argv[2]) as file:
    table = json.load(file)
columns = table["columns"]
classes = table["target"]["classes"]
texts = [column for column in columns if column["kind"] == "category"]
numbers = [column for column in columns if column["kind"] == "number"]

layers = len(arrays) // 2
hidden = tuple(len(arrays[f"layers.{k}.bias"]) for k in range(layers - 1))
pipeline = make_pipeline(
    ColumnTransformer([
        ("texts", OneHotEncoder(categories=[column["values"] for column in texts],
                                handle_unknown="ignore", sparse_output=False),
         [column["name"] for column in texts]),
        ("numbers", StandardScaler(), [column["name"] for column in numbers]),
    ]),
    MLPClassifier(hidden, max_iter=1),
)
some = pandas.DataFrame([{column["name"]: column["values"][-1] if column["kind"] == "category"
                          else column["mean"] for column in columns}] * len(classes))
pipeline.fit(some, classes)
scaler = pipeline[0].named_transformers_["numbers"]
scaler.mean_ = numpy.array([column["mean"] for column in numbers])
scaler.scale_ = numpy.array([column["deviation"] for column in numbers])
offsets, at = {}, 0
for column in columns:
    width = len(column["values"]) if column["kind"] == "category" else 1
    offsets[column["name"]] = list(range(at, at + width))
    at += width
order = [k for column in texts + numbers for k in offsets[column["name"]]]
network = pipeline[1]
network.coefs_ = [arrays[f"layers.{k}.weight"].T.astype(numpy.float64) for k in range(layers)]
network.coefs_[0] = network.coefs_[0][order]
network.intercepts_ = [arrays[f"layers.{k}.bias"].astype(numpy.float64) for k in range(layers)]
app = FastAPI()


@app.post("/predict")
async def predict(given: Penguin | list[Penguin]):
    rows = given if isinstance(given, list) else [given]
    probabilities = pipeline.predict_proba(pandas.DataFrame([row.model_dump() for row in rows]))
    answers = [{"label": classes[row.argmax()], "probabilities": dict(zip(classes, row.tolist()))}
               for row in probabilities]
    return answers if isinstance(given, list) else answers[0]


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[3]), access_log=False, log_level="warning")
