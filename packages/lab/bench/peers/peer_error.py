"""What scikit-learn's and PyTorch's fully connected networks get wrong on test, and after how many seconds.

    python3 packages/lab/bench/peers/peer_error.py WHO [--dataset fashion-mnist] [--epochs 40] [--threads N]

The network, the optimizer, the schedule, the label smoothing and the averaging of `torch` are those of
packages/lab/configs/modern-1000-500.json; `torch-deformed` deforms the images as well, a batch at a time, as digits may be, and
`torch-mirrored` as clothes may be. `sklearn` is MLPClassifier with the same layers, and its defaults otherwise: Adam at 0.001,
batches of 200. All train on all 60,000 images, so nothing validates, and look at test once, after the last epoch. Prints a
line of JSON. Evaluating and loading are outside the time, deforming is inside.
"""

import argparse
import json
import time
from functools import partial

from common import load, prepare

parser = argparse.ArgumentParser()
parser.add_argument("who", choices=["sklearn", "torch", "torch-deformed", "torch-mirrored"])
parser.add_argument("--dataset", default="mnist", help="the folder in --data that has the four IDX files")
parser.add_argument("--data", default="data")
parser.add_argument("--hidden", default="1000,500", help="the hidden layers")
parser.add_argument("--epochs", type=int, default=40)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--images", type=int, default=60_000, help="training images")
given = parser.parse_args()
prepare(given.threads)

images, labels, test_images, test_labels = load(given.data, given.dataset)
images, labels = images[: given.images], labels[: given.images]
hidden = tuple(int(size) for size in given.hidden.split(","))


def with_sklearn():
    import warnings

    import sklearn
    from sklearn.neural_network import MLPClassifier

    warnings.filterwarnings("ignore")  # that it may not have converged
    classifier = MLPClassifier(hidden, max_iter=given.epochs, random_state=given.seed, tol=0, n_iter_no_change=given.epochs)
    start = time.perf_counter()
    classifier.fit(images, labels)
    seconds = time.perf_counter() - start
    return f"scikit-learn {sklearn.__version__}", seconds, 1 - classifier.score(test_images, test_labels)


def with_torch(change, said):
    import torch
    import torch.nn.functional as F
    from torch import nn

    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    sizes = (784, *hidden, 10)
    modules = []
    for m, n in zip(sizes, sizes[1:]):
        linear = nn.Linear(m, n)
        nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
        nn.init.zeros_(linear.bias)
        modules += [linear, nn.ReLU()]
    network = nn.Sequential(*modules[:-1])
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999)
    )
    x, y = torch.from_numpy(images), torch.from_numpy(labels)
    batch = 128
    steps = given.epochs * -(-len(x) // batch)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.002, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.002, total_steps=steps)

    start = time.perf_counter()
    for _ in range(given.epochs):
        for chosen in torch.randperm(len(x)).split(batch):
            inputs = change(x[chosen])
            optimizer.zero_grad()
            F.cross_entropy(network(inputs), y[chosen], label_smoothing=0.05).backward()
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
    seconds = time.perf_counter() - start
    with torch.inference_mode():
        answers = average(torch.from_numpy(test_images)).argmax(dim=1)
    error = (answers != torch.from_numpy(test_labels)).float().mean().item()
    return f"PyTorch {torch.__version__}{said}", seconds, error


def deform(pixels, *, rotation, scale, shear=0, elastic=None, mirrored=False):
    """Images moved by up to a pixel, rotated and sheared by up to so many degrees, scaled by up to such a fraction, elastically
    deformed with σ and α (Simard, Steinkraus and Platt 2003), and every other one mirrored, by chance."""
    import math

    import torch
    import torch.nn.functional as F

    def uniform(bound, *shape):
        return (2 * torch.rand(*shape) - 1) * bound

    n = len(pixels)
    angle, lean = uniform(math.radians(rotation), n), torch.tan(uniform(math.radians(shear), n))
    across, down = 1 + uniform(scale, n), 1 + uniform(scale, n)
    if mirrored:
        across *= 1 - 2 * torch.randint(2, (n,))
    cos, sin = torch.cos(angle), torch.sin(angle)
    rows = [cos / across, -sin / down + lean, uniform(2 / 28, n), sin / across, cos / down, uniform(2 / 28, n)]
    grid = F.affine_grid(torch.stack(rows, 1).view(n, 2, 3), (n, 1, 28, 28), align_corners=False)
    if elastic is not None:
        sigma, alpha = elastic
        reach = torch.arange(-3 * sigma, 3 * sigma + 1, dtype=torch.float32)
        gauss = torch.exp(-(reach**2) / (2 * sigma**2))
        gauss /= gauss.sum()
        noise = uniform(1, 2 * n, 1, 28, 28)
        noise = F.conv2d(noise, gauss.view(1, 1, 1, -1), padding=(0, 3 * sigma))
        noise = F.conv2d(noise, gauss.view(1, 1, -1, 1), padding=(3 * sigma, 0))
        grid = grid + noise.view(2, n, 28, 28).permute(1, 2, 3, 0) * (alpha * 2 / 28)
    return F.grid_sample(pixels.view(n, 1, 28, 28), grid, align_corners=False).view(n, 784)


PEERS = {
    "sklearn": with_sklearn,
    "torch": lambda: with_torch(lambda pixels: pixels, ""),
    "torch-deformed": lambda: with_torch(partial(deform, rotation=12, scale=0.12, shear=5, elastic=(5, 30)), ", deformed"),
    "torch-mirrored": lambda: with_torch(partial(deform, rotation=5, scale=0.05, mirrored=True), ", mirrored"),
}
who, seconds, error = PEERS[given.who]()
print(
    json.dumps(
        {
            "who": who,
            "dataset": given.dataset,
            "hidden": hidden,
            "epochs": given.epochs,
            "images": given.images,
            "threads": given.threads,
            "seed": given.seed,
            "seconds": round(seconds, 1),
            "error": round(error, 4),
        }
    )
)
