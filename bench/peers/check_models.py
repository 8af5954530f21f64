#!/usr/bin/env python3
"""The Gaussian process of --strategy gp beside scikit-learn's, and its expected improvement beside SciPy's normal, on fixed points.

usage: /usr/bin/python3 bench/peers/check_models.py [--check]

Writes test/RandWire.Tests/Search/Files/models.json, which GaussianProcessOracleSpecs holds against ours; --check says whether the file still is what scikit-learn says. exp(-d / l), d the squared distance of one-hot
codes, is scikit-learn's RBF with the length sqrt(l / 2). Exit code 0: all agree, or scikit-learn is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import json
import pathlib
import sys

try:
    import numpy
    from scipy import stats
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF
except ImportError as error:
    print(f"SKIPPED: {error}; install Debian's python3-sklearn and run with /usr/bin/python3")
    sys.exit(0)

FILE = pathlib.Path(__file__).resolve().parents[2] / "test" / "RandWire.Tests" / "Search" / "Files" / "models.json"
NOISE = 0.01


def one_hot(points, sizes):
    return numpy.array([[1.0 if value == choice else 0.0 for choice, size in zip(point, sizes) for value in range(size)] for point in points])


def case(number):
    random = numpy.random.default_rng(number)
    sizes = [[5] * 6, [2, 3, 7], [4] * 12][number % 3]
    count = [8, 30, 60][number // 3]
    points, asked = (numpy.unique(random.integers(0, sizes, (many, len(sizes))), axis=0) for many in (count, 12))
    values = random.normal(size=len(points))
    values = (values - values.mean()) / values.std()
    lengths = []
    for length in (2, 3, 4, 6, 8, 11, 16):
        process = GaussianProcessRegressor(RBF(numpy.sqrt(length / 2)), alpha=NOISE, optimizer=None).fit(one_hot(points, sizes), values)
        mean, deviation = process.predict(one_hot(asked, sizes), return_std=True)
        best = values.max()
        lead = (mean - best) / deviation
        lengths.append(dict(length=length, logLikelihood=process.log_marginal_likelihood_value_, mean=mean.tolist(), deviation=deviation.tolist(),
                            improvement=(deviation * (lead * stats.norm.cdf(lead) + stats.norm.pdf(lead))).tolist()))
    return dict(points=points.tolist(), values=values.tolist(), asked=asked.tolist(), lengths=lengths)


def differs(one, other):
    if isinstance(one, dict):
        return one.keys() != other.keys() or any(differs(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) != len(other) or any(differs(a, b) for a, b in zip(one, other))
    return abs(one - other) > 1e-9 * max(1, abs(one))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    made = dict(noise=NOISE, cases=[case(number) for number in range(9)])
    if not options.check:
        FILE.write_text(json.dumps(made) + "\n")
        return 0
    if differs(made, json.loads(FILE.read_text())):
        print(f"{FILE.name} is not what scikit-learn says")
        return 1
    print(f"{FILE.name} is what scikit-learn says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
