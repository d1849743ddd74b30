"""FastAPI with ONNX Runtime: peer_onnxruntime.py MODEL.onnx PORT; POST /predict takes a row or a list."""

import json
import sys

import numpy
import onnxruntime
import uvicorn
from fastapi import FastAPI
from penguins import Penguin

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options)
names = [(node.name, object if node.type == "tensor(string)" else numpy.float64)
         for node in session.get_inputs()]
classes = json.loads(session.get_modelmeta().custom_metadata_map["classNames"])
app = FastAPI()


@app.post("/predict")
async def predict(given: Penguin | list[Penguin]):
    rows = given if isinstance(given, list) else [given]
    inputs = {name: numpy.array([[getattr(row, name)] for row in rows], dtype)
              for name, dtype in names}
    labels, probabilities = session.run(None, inputs)
    answers = [{"label": label, "probabilities": dict(zip(classes, row))}
               for label, row in zip(labels.tolist(), probabilities.tolist())]
    return answers if isinstance(given, list) else answers[0]


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="warning")
