#!/usr/bin/env python3
"""What halving is worth: whole searches beside the training of every candidate in full, on the same candidates. A table of docs/results/search.md.

usage: /usr/bin/python3 bench/peers/search_value.py DATA OUT --images 8500,1500,10000 --size 28 [--channels 1] [--classes 10] [--searches 5] [--candidates 27] [--rungs 4] [--epochs 27] [--final 27] [--width 12] [--workers 2] [--json FILE] [-- OPTIONS OF run]

Search i and its reference have the seed i, and so the same candidates, split and order. Both choose a network by its validation accuracy after the longest trainings, train it once
more, the reference for at least as many epochs (up to a tenth more, which the table tells: for the reference, not for the search), and look at the test images once. What has ended is not run again, and what was stopped goes on: the same command continues.
regret: how much better, by the reference's own validation accuracy, its choice is than the network that the search chose.
"""
import argparse
import json
import pathlib
import subprocess
import sys

from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[2]
RANDWIRE = ["dotnet", str(ROOT / "artifacts" / "bin" / "RandWire.Cli" / "release" / "randwire.dll")]
SPACE = "ws(k=2|4|6,p=0|0.25|0.5|0.75|1,width={0}) er(p=0.2|0.4|0.6|0.8,width={0}) ba(m=1|2|3|5|7,width={0})"


def study(options, folder, seed, schedule, budget, more):
    """The results of a finished study."""
    folder = folder.with_name(f"{folder.name}-of-{options.candidates}-rungs-{options.rungs}-epochs-{options.epochs}-{options.final}-width-{options.width}-size-{options.size}")
    if (folder / "results.json").exists():
        return json.loads((folder / "results.json").read_text())
    command = [*RANDWIRE, "run", str(options.data), "--preset", "tiny", "--space", SPACE.format(options.width), "--trials", str(options.candidates), "--schedule", schedule, "--seeds", "1",
               "--seed", str(seed), "--workers", str(options.workers), "--scores", "none", "--quiet", "--out", str(folder), "--size", str(options.size), "--budget", f"{budget / 1e9:.3f}GMAC", *more]
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stderr}")
    return json.loads((folder / "results.json").read_text())


def search_of(options, seed, more):
    """Halving. Candidates differ by a tenth, so the budget holds more than the usual one's cost, which lengthens the final training a little."""
    train, validation, test = options.images
    epochs, count = 0, options.candidates
    for rung in range(options.rungs):
        epochs += count * options.epochs // 3 ** (options.rungs - 1 - rung)
        count = -(-count // 3)
    budget = options.image_cost * (1.15 * epochs * (3 * train + validation) + (options.final + 0.5) * 3 * (train + validation) + test)
    return study(options, options.out / f"search-{seed}", seed, f"halving(rungs={options.rungs},epochs={options.epochs})", budget, more)


def reference_of(options, seed, search, more):
    """Every candidate in full, within exactly what that costs, and a final training of at least the search's epochs whoever wins."""
    train, validation, test = options.images
    costs = [trial["multiplyAdds"] for trial in search["trials"]]
    budget = options.epochs * sum(costs) * (3 * train + validation) + max(costs) * ((final_epochs(search) + 0.1) * 3 * (train + validation) + test)
    # What is measured of the machine before is part of the budget, and the least plan counts the dearest candidate.
    return study(options, options.out / f"reference-{seed}", seed, f"none(epochs={options.epochs})", budget * 1.002, more)


def final_epochs(results):
    return len(results["final"]["runs"][0]["curve"])


def longest(results):
    """By network: validation accuracy of those that were trained longest."""
    most = max(rung["epochs"] for trial in results["trials"] for rung in trial["rungs"])
    return {trial["network"]: rung["validationTop1"] for trial in results["trials"] for rung in trial["rungs"] if rung["epochs"] == most and rung["status"] == "Finished"}


def searched(results):
    return sum(rung["multiplyAdds"] for trial in results["trials"] for rung in trial["rungs"])


def image_cost(options):
    """Multiply-adds of a candidate and an image: all have nearly the same."""
    network = ["--preset", "tiny", "--channels", str(options.width), "--size", str(options.size), "--image-channels", str(options.channels), "--classes", str(options.classes)]
    return json.loads(subprocess.run([*RANDWIRE, "cost", *network, "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout)["multiplyAddsConvFc"]


def interval(values):
    mean = sum(values) / len(values)
    half = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values) if len(values) > 1 else float("nan")
    return f"{100 * mean:+.2f} ± {100 * half:.2f}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    for name, usual in (("searches", 5), ("candidates", 27), ("rungs", 4), ("epochs", 27), ("final", 27), ("width", 12), ("workers", 2), ("channels", 1), ("classes", 10)):
        parser.add_argument("--" + name, type=int, default=usual)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--images", type=lambda text: tuple(int(part) for part in text.split(",")), required=True, help="training, validation and test images, as run tells them")
    parser.add_argument("--json", type=pathlib.Path)
    own, more = (sys.argv[1:], []) if "--" not in sys.argv else (sys.argv[1:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:])
    options = parser.parse_args(own)
    options.out.mkdir(parents=True, exist_ok=True)
    options.image_cost = image_cost(options)
    print(f"{options.images[0]:,} training, {options.images[1]:,} validation and {options.images[2]:,} test images; candidates of about {options.image_cost / 1e6:.2f} MMAC an image; "
          f"{options.candidates} candidates, {options.rungs} rungs, {options.epochs} epochs at most, then {options.final}", flush=True)
    print("| search | share of the reference's multiply-adds | validation, search | reference | rank among the reference's | regret, points | test, search | reference | epochs of the final training |\n|---|---|---|---|---|---|---|---|---|", flush=True)
    rows = []
    for seed in range(1, options.searches + 1):
        search = search_of(options, seed, more)
        if len(search["trials"]) != options.candidates:
            raise SystemExit(f"search {seed}: {len(search['trials'])} candidates instead of {options.candidates}; the budget was too small")
        reference = reference_of(options, seed, search, more)
        full, found = longest(reference), longest(search)
        chosen = max(found, key=found.get)
        if not set(found) <= set(full):
            raise SystemExit(f"search {seed}: the reference has other candidates")
        if len(full) != options.candidates:
            raise SystemExit(f"search {seed}: {len(full)} of the reference's {options.candidates} candidates finished")
        row = dict(seed=seed, share=searched(search) / searched(reference), validation=found[chosen], reference=max(full.values()), rank=1 + sum(value > full[chosen] for value in full.values()),
                   regret=max(full.values()) - full[chosen], test=search["final"]["runs"][0]["test"]["top1"], referenceTest=reference["final"]["runs"][0]["test"]["top1"],
                   seconds=[search["elapsedSeconds"], reference["elapsedSeconds"]], multiplyAdds=[search["usedMultiplyAdds"], reference["usedMultiplyAdds"]],
                   epochs=[final_epochs(search), final_epochs(reference)])
        rows.append(row)
        print(f"| {seed} | {row['share']:.3f} | {row['validation']:.2%} | {row['reference']:.2%} | {row['rank']} of {len(full)} | {100 * row['regret']:.2f} | {row['test']:.2%} | {row['referenceTest']:.2%} | {row['epochs'][0]}, {row['epochs'][1]} |", flush=True)
    print(f"\ntest accuracy, search less reference: {interval([row['test'] - row['referenceTest'] for row in rows])} points; regret {interval([row['regret'] for row in rows])} points; "
          f"share {sum(row['share'] for row in rows) / len(rows):.3f}; {sum(sum(row['seconds']) for row in rows) / 3600:.2f} hours")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
