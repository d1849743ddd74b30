"""scikit-learn's MLPClassifier; one call of partial_fit is one shuffled epoch. Its outputs are always softmax with
log-likelihood, so W1 and I1 differ in that, and W1 in a rate of 0.5.

    python3 packages/lab/bench/peers/peer_sklearn.py W1|W3|I1 [--threads N] [--epochs N]
"""

from common import WORKLOADS, arguments, load, time_inference, time_training

given = arguments(["W1", "W3", "I1"])

import warnings

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
workload = WORKLOADS[given.workload]
classifier = MLPClassifier(
    tuple(workload["sizes"][1:-1]),
    activation="relu" if workload["relu"] else "logistic",
    solver="sgd",
    alpha=0,
    batch_size=min(workload["batch"], given.images),
    learning_rate_init=0.1 if given.workload == "W3" else 0.5,
    momentum=workload.get("momentum", 0),
    nesterovs_momentum=False,
    random_state=0,
)
images, labels, test_images, test_labels = load(given.data)


def epoch(size):
    classifier.partial_fit(images[:size], labels[:size], classes=np.arange(10))


who = f"scikit-learn {sklearn.__version__} (softmax)"
if given.workload == "I1":
    epoch(10_000)
    time_inference(given, who, classifier.predict_proba, test_images)
else:
    time_training(given, who, epoch, lambda: classifier.score(test_images, test_labels))
