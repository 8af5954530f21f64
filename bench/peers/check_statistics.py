"""What SciPy and R make of fixed data: the values that the tests hold RandWire's statistics to.

usage: /usr/bin/python3 bench/peers/check_statistics.py [--check]

Writes test/RandWire.Tests/Search/Files/statistics.json: data, expected values, and the versions that computed them. --check computes anew and compares with what is written,
to 1e-9 (1e-5 for the variance components, which lme4 finds by search). SciPy computes t, Wilcoxon, McNemar's binomial, trimmed means, rank correlations, powers and, from the very
resamples that RandWire draws (its random numbers are written here once more), bootstrap intervals; R computes Wilcoxon again, Holm, McNemar's chi-square, and variance components by lme4.
Exit code 0: all agree, or SciPy or R is not installed (a line SKIPPED says so); 1: something differs.
"""
import argparse
import json
import math
import pathlib
import shutil
import subprocess
import sys
import warnings

try:
    import numpy
    import scipy
    from scipy import stats
except ImportError as error:
    print(f"SKIPPED: {error}; install Debian's python3-scipy and run with /usr/bin/python3")
    sys.exit(0)

FILE = pathlib.Path(__file__).resolve().parents[2] / "test" / "RandWire.Tests" / "Search" / "Files" / "statistics.json"
LIMIT, LIMIT_OF_SEARCH = 1e-9, 1e-5
RESAMPLES = 1000
MASK = (1 << 64) - 1


class Seed:
    """RandWire.Engine.Seed: SplitMix64's finalizer over a key and a counter."""

    def __init__(self, key):
        self.key = key & MASK

    @staticmethod
    def mix(z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    @classmethod
    def of(cls, number):
        return cls(cls.mix((number & MASK) ^ 0x52616E6457697265))

    def child(self, number):
        return Seed(self.mix((self.key + 0x9E3779B97F4A7C15 * (number + 1)) & MASK))

    def bits(self, counter):
        return self.mix((self.mix(self.key ^ 0xD1B54A32D192ED03) + 0x9E3779B97F4A7C15 * (counter + 1)) & MASK)

    def below(self, counter, bound):
        return (self.bits(counter) * bound) >> 64

    def normal(self, counter):
        u, v = (1.0 - (self.bits(2 * counter) >> 11) / 2**53), (self.bits(2 * counter + 1) >> 11) / 2**53
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)


class Draws(numpy.random.RandomState):
    """What SciPy's bootstrap draws, from RandWire's numbers: group after group, as they are asked for."""

    def __init__(self, seed):
        super().__init__(0)
        self.of_randwire, self.group = seed, 0

    def randint(self, low, high=None, size=None, dtype=int):
        resamples, count = size
        group = self.of_randwire.child(self.group)
        self.group += 1
        return numpy.array([[group.child(b).below(i, count) for i in range(count)] for b in range(resamples)], dtype=int)


def values(seed, count, digits=None):
    found = [Seed.of(seed).normal(i) for i in range(count)]
    return [round(value, 9 if digits is None else digits) for value in found]


def shifted(numbers, factor, offset, seed, digits=9):
    return [round(factor * value + offset + 0.7 * Seed.of(seed).normal(i), digits) for i, value in enumerate(numbers)]


def bootstrap(data, statistic, seed, method, **options):
    found = stats.bootstrap(data, statistic, n_resamples=RESAMPLES, method=method, vectorized=False, random_state=Draws(Seed.of(seed)), **options)
    return [found.confidence_interval.low, found.confidence_interval.high]


def pairs():
    a, coarse = values(1, 12), values(2, 30, 1)
    return [
        (a, shifted(a, 0.9, 0.4, 3)), (a[:5], shifted(a[:5], 1, -0.5, 4)), (a[:3], shifted(a[:3], 0.5, 0, 5)),
        (coarse, shifted(coarse, 1, 0.2, 6, 1)), (values(7, 49), values(8, 49)), (values(9, 60), shifted(values(9, 60), 0.8, 0.2, 10)),
        ([0.7312, 0.7298, 0.7350, 0.7401, 0.7277, 0.7333], [0.7290, 0.7276, 0.7350, 0.7390, 0.7299, 0.7301])]


def of_pairs(first, second):
    differences = [round(a - b, 12) for a, b in zip(first, second)]
    plain = len({abs(d) for d in differences}) == len(differences) and 0 not in differences
    exact = plain and len(differences) < 50
    t = stats.ttest_rel(first, second)
    half = stats.t.ppf(0.975, len(differences) - 1) * stats.sem(differences)
    wilcoxon = stats.wilcoxon(differences, mode="exact" if exact else "approx", correction=not exact)
    return {
        "first": first, "second": second, "t": t.statistic, "tP": t.pvalue, "low": numpy.mean(differences) - half, "high": numpy.mean(differences) + half,
        "exact": exact, "wilcoxonP": wilcoxon.pvalue}


def correlations():
    a, coarse = values(11, 40), values(12, 25, 0)
    return [(a, shifted(a, 0.8, 0, 13)), (coarse, shifted(coarse, -0.6, 0, 14, 0)), (a[:8], shifted(a[:8], 0.2, 0, 15))]


def of_correlation(first, second, seed):
    a, b, indices = numpy.array(first), numpy.array(second), numpy.arange(len(first))
    result = {"first": first, "second": second, "seed": seed, "tau": stats.kendalltau(a, b).correlation, "rho": stats.spearmanr(a, b).correlation}
    # With few or coarse values resamples equal the data's own statistic, where SciPy 1.10 counts ties otherwise than later ones do.
    if len(first) >= 40:
        result["tauInterval"] = bootstrap((indices,), lambda i: stats.kendalltau(a[i], b[i]).correlation, seed, "BCa")
        result["rhoInterval"] = bootstrap((indices,), lambda i: stats.spearmanr(a[i], b[i]).correlation, seed, "BCa")
    return result


def of_sample(sample, seed):
    trimmed = lambda x: stats.trim_mean(x, 0.25)
    return {
        "values": sample, "seed": seed, "interquartileMean": trimmed(sample),
        "meanPercentile": bootstrap((sample,), numpy.mean, seed, "percentile"), "meanBca": bootstrap((sample,), numpy.mean, seed, "BCa"),
        "trimmedPercentile": bootstrap((sample,), trimmed, seed, "percentile"),
        "deviationBca": bootstrap((sample,), lambda x: numpy.std(x, ddof=1), seed, "BCa")}


def of_improvement(first, second, seed):
    def probability(*groups):
        half = len(groups) // 2
        return numpy.mean([stats.mannwhitneyu(a, b).statistic / (len(a) * len(b)) for a, b in zip(groups[:half], groups[half:])])
    return {"first": first, "second": second, "seed": seed, "probability": probability(*first, *second),
            "interval": bootstrap((*first, *second), probability, seed, "percentile")}


def check_of_few():
    """RandWire gives no interval where many resamples have no correlation: SciPy gives none either, R leaves them out."""
    a, b, indices = numpy.array([1.0, 2, 3]), numpy.array([1.0, 3, 2]), numpy.arange(3)
    if not all(math.isnan(end) for end in bootstrap((indices,), lambda i: stats.spearmanr(a[i], b[i]).correlation, 1, "BCa")):
        sys.exit("SciPy gives an interval for a rank correlation of three pairs, of whose resamples one in nine has none.")


def power(seeds, difference, deviation, level):
    freedom, shift = 2 * seeds - 2, math.sqrt(seeds / 2) * difference / deviation
    limit = stats.t.ppf(1 - level / 2, freedom)
    return stats.nct.sf(limit, freedom, shift) + stats.nct.cdf(-limit, freedom, shift)


def of_power(difference, deviation, wanted, level):
    seeds = next(n for n in range(2, 100000) if power(n, difference, deviation, level) >= wanted)
    return {"difference": difference, "deviation": deviation, "power": wanted, "level": level, "seeds": seeds, "powerThere": power(seeds, difference, deviation, level)}


def designs():
    """Unbalanced, with missing levels: (name, settings, what lme4 is asked)."""
    def nested(seed, shape, sizes):
        runs, at, draw = [], 0, Seed.of(seed)
        for s, graphs in enumerate(shape):
            of_setting, at = 0.3 * draw.normal(at), at + 1
            for g, seeds in enumerate(graphs):
                of_graph, at = sizes[0] * draw.normal(at), at + 1
                for _ in range(seeds):
                    runs.append([f"s{s}", f"g{g}", round(92 + of_setting + of_graph + sizes[1] * draw.normal(at), 6)])
                    at += 1
        return runs
    shape = [[1, 2, 3], [2, 2], [4, 1, 1, 2, 3], [1], [3, 3, 3, 1], [2, 5], [1, 1, 2], [2, 2, 2, 2]]
    return {
        "three levels": (nested(21, shape, (0.4, 0.2)), "(1 | setting/graph)"),
        "balanced": (nested(22, [[3] * 4] * 6, (0.2, 0.3)), "(1 | setting/graph)"),
        "graphs do not matter": (nested(27, [[3] * 4] * 6, (0.0, 0.3)), "(1 | setting/graph)"),
        "one seed a graph": (nested(23, [[1] * n for n in (5, 3, 7, 4, 1, 6)], (0.25, 0.1)), "(1 | setting)"),
        "one graph a setting": (nested(24, [[n] for n in (2, 3, 1, 4, 3, 2, 5)], (0.3, 0.2)), "(1 | setting)"),
        "one setting": (nested(25, [[2, 3, 1, 4, 2, 3]], (0.4, 0.2)), "(1 | graph)")}


def of_r(program):
    done = subprocess.run(["Rscript", "--vanilla", "-"], input=program, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"Rscript failed:\n{done.stderr}")
    return json.loads(done.stdout)


def vector(numbers):
    return "c(" + ", ".join(f'"{x}"' if isinstance(x, str) else repr(float(x)) for x in numbers) + ")"


def r_values():
    """One R program, whose output is JSON."""
    lines = ['suppressPackageStartupMessages(library(lme4))', 'one <- function(x) sprintf("%.17g", x)', 'many <- function(x) paste0("[", paste(one(x), collapse = ", "), "]")',
             'parts <- character()', 'say <- function(name, text) parts <<- c(parts, paste0("\\"", name, "\\": ", text))',
             'say("r", paste0("\\"", getRversion(), "\\"")); say("lme4", paste0("\\"", packageVersion("lme4"), "\\""))']
    for number, (first, second) in enumerate(pairs()):
        # R's ranks see the last bits; the data have at most nine digits.
        lines.append(f'say("wilcoxon{number}", many(suppressWarnings(unlist(wilcox.test(round({vector(first)} - {vector(second)}, 12))[c("statistic", "p.value")]))))')
    for number, p in enumerate(HOLM):
        lines.append(f'say("holm{number}", many(p.adjust({vector(p)}, "holm")))')
    for number, (b, c) in enumerate(MCNEMAR):
        lines.append(f'say("mcnemar{number}", many(unlist(mcnemar.test(matrix(c(100, {b}, {c}, 100), 2))[c("statistic", "p.value")])))')
    for number, (difference, deviation, wanted, level) in enumerate(POWERS):
        lines.append(f'say("power{number}", one(power.t.test(delta = {difference}, sd = {deviation}, power = {wanted}, sig.level = {level}, strict = TRUE, tol = 1e-10)$n))')
    for name, (runs, random) in designs().items():
        settings, graphs, numbers = zip(*runs)
        lines.append(f'd <- data.frame(setting = {vector(settings)}, graph = {vector(graphs)}, value = {vector(numbers)})')
        lines.append(f'm <- suppressMessages(lmer(value ~ 1 + {random}, d, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10), check.conv.singular = "ignore")))')
        lines.append(f'say("{name}", many(c(fixef(m), {{ v <- as.data.frame(VarCorr(m)); v$vcov[match(c("setting", "graph:setting", "graph", "Residual"), v$grp)] }})))')
    lines.append('cat("{", paste(parts, collapse = ", "), "}")')
    return of_r("\n".join(lines).replace('"%.17g", x)', '"%.17g", ifelse(is.na(x), -1, x))', 1))


HOLM = [[0.01, 0.04, 0.03, 0.005], [0.5, 0.6, 0.9], [0.02], [0.04, 0.04, 0.001, 0.2, 0.8, 0.012]]
MCNEMAR = [(12, 3), (40, 61), (5, 5), (0, 9), (151, 150)]
POWERS = [(0.5, 0.26, 0.8, 0.05), (0.1, 0.26, 0.8, 0.05), (1.0, 0.1, 0.9, 0.05), (0.3, 1.0, 0.8, 0.01), (0.02, 0.26, 0.8, 0.05)]


def compute():
    check_of_few()
    r = r_values()
    result = {
        "versions": {"scipy": scipy.__version__, "numpy": numpy.__version__, "R": r["r"], "lme4": r["lme4"]}, "resamples": RESAMPLES,
        "pairs": [dict(of_pairs(*pair), wilcoxon=r[f"wilcoxon{number}"][0], wilcoxonPOfR=r[f"wilcoxon{number}"][1]) for number, pair in enumerate(pairs())],
        "holm": [{"p": p, "corrected": r[f"holm{number}"]} for number, p in enumerate(HOLM)],
        "mcnemar": [{"onlyFirst": b, "onlySecond": c, "exactP": stats.binomtest(min(b, c), b + c).pvalue, "chiSquare": r[f"mcnemar{number}"][0], "chiSquareP": r[f"mcnemar{number}"][1]}
                    for number, (b, c) in enumerate(MCNEMAR)],
        "samples": [of_sample(values(31, 30), 41), of_sample([round(math.exp(x), 9) for x in values(32, 23)], 42)],
        "improvements": [of_improvement([values(51, 6)], [shifted(values(52, 5), 1, 0.5, 53)], 61),
                         of_improvement([values(54, 5, 1), values(55, 4, 1)], [values(56, 5, 1), values(57, 6, 1)], 62)],
        "correlations": [of_correlation(*pair, 71 + number) for number, pair in enumerate(correlations())],
        "powers": [of_power(*case) for case in POWERS], "variances": []}
    for number, case in enumerate(result["powers"]):
        if math.ceil(r[f"power{number}"] - 1e-6) != case["seeds"]:
            sys.exit(f"SciPy says that {case['seeds']} seeds are needed, and R says {r[f'power{number}']}.")
    for case in result["pairs"]:
        if abs(case["wilcoxonP"] - case.pop("wilcoxonPOfR")) > LIMIT:
            sys.exit(f"SciPy and R differ in Wilcoxon's test of {case['first']} and {case['second']}.")
    for name, (runs, _) in designs().items():
        mean, setting, both, graph, residual = r[name]
        result["variances"].append({"name": name, "runs": runs, "mean": mean, "setting": setting, "graph": max(both, graph), "residual": residual})
    return json.loads(json.dumps(result, default=float))


def differences(found, written, path=""):
    """Lines that say where two trees of numbers differ."""
    if isinstance(written, dict) and isinstance(found, dict):
        if set(found) != set(written):
            return [f"{path}: members differ: {sorted(set(found) ^ set(written))}"]
        return [line for name in written if name != "versions" for line in differences(found[name], written[name], f"{path}.{name}")]
    if isinstance(written, list) and isinstance(found, list):
        if len(found) != len(written):
            return [f"{path}: {len(found)} and {len(written)} entries"]
        return [line for number, pair in enumerate(zip(found, written)) for line in differences(*pair, f"{path}[{number}]")]
    if isinstance(written, float) and isinstance(found, float):
        limit = LIMIT_OF_SEARCH if ".variances" in path else LIMIT
        return [] if abs(found - written) <= limit * max(1, abs(written)) else [f"{path}: {found!r} now, {written!r} written"]
    return [] if found == written else [f"{path}: {found!r} now, {written!r} written"]


def lines(result):
    """JSON with one case a line."""
    parts = []
    for name, value in result.items():
        body = "[\n" + ",\n".join("    " + json.dumps(one) for one in value) + "\n  ]" if isinstance(value, list) else json.dumps(value)
        parts.append(f'  "{name}": {body}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    # A few pairs by the normal approximation, and powers beyond what SciPy's noncentral t can see: asked for on purpose.
    warnings.simplefilter("ignore")
    if not shutil.which("Rscript"):
        print("SKIPPED: Rscript is not here; install Debian's r-base-core and r-cran-lme4")
        return 0
    result = compute()
    if not arguments.check:
        FILE.write_text(lines(result))
        print(f"wrote {FILE.name}: {result['versions']}")
        return 0
    wrong = differences(result, json.loads(FILE.read_text()))
    print("\n".join(wrong) if wrong else f"OK: {FILE.name} is what SciPy {scipy.__version__}, R {result['versions']['R']} and lme4 {result['versions']['lme4']} compute")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
