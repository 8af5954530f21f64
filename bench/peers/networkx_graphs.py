#!/usr/bin/env python3
"""Compares RandWire's graphs, metrics and formats with NetworkX, and times both.

    python3 bench/peers/networkx_graphs.py [--quick] [--golden]

Needs NetworkX (Debian: python3-networkx) and the .NET SDK; without NetworkX it says SKIPPED and ends with 0.
Exit code 1 when anything differs. --golden prints the lines of test/RandWire.Tests/Graphs/GoldenGraphs.cs instead.
"""
import argparse
import hashlib
import json
import math
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import networkx as nx
except ImportError:
    print("SKIPPED: NetworkX is not installed (Debian: apt-get install python3-networkx)")
    sys.exit(0)

try:
    import pydot
except ImportError:
    pydot = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROJECT = ROOT / "bench" / "RandWire.GraphDump"
PROGRAM = ROOT / "artifacts" / "bin" / "RandWire.GraphDump" / "release" / "RandWire.GraphDump.dll"
EXTENSIONS = ("edges", "dot", "graphml", "gml", "json")


def barabasi_albert_from_isolated_nodes(n, m, seed):
    """barabasi_albert_graph as it was up to NetworkX 2.5, which the paper's graphs come from."""
    rng = random.Random(seed)
    graph = nx.empty_graph(m)
    targets = list(range(m))
    repeated = []
    for source in range(m, n):
        graph.add_edges_from(zip([source] * m, targets))
        repeated.extend(targets)
        repeated.extend([source] * m)
        if source == n - 1:
            break
        chosen = set()
        while len(chosen) < m:
            chosen.add(rng.choice(repeated))
        targets = chosen
    return graph


def networkx_graph(model, seed):
    name, inner = model[:-1].split("(")
    given = {key: float(value) if key == "p" else int(value) for key, value in (part.split("=") for part in inner.split(","))}
    if name == "er":
        return nx.gnp_random_graph(given["n"], given["p"], seed=seed)
    if name == "ba":
        return barabasi_albert_from_isolated_nodes(given["n"], given["m"], seed)
    if name == "ba-star":
        return nx.barabasi_albert_graph(given["n"], given["m"], seed=seed)
    if name == "ws":
        return nx.watts_strogatz_graph(given["n"], given["k"], given["p"], seed=seed)
    if name == "chain":
        return nx.path_graph(given["n"])
    if name == "complete":
        return nx.complete_graph(given["n"])
    return nx.connected_watts_strogatz_graph(given["n"], given["k"], given["p"], tries=200, seed=seed)


def edge_list(graph):
    edges = sorted((min(edge), max(edge)) for edge in graph.edges())
    return "%d\n%d\n%s" % (len(graph), len(edges), "".join("%d %d\n" % edge for edge in edges))


def digest(graph):
    return hashlib.sha256(edge_list(graph).encode()).hexdigest()


def dump(*arguments, lines=()):
    done = subprocess.run(["dotnet", str(PROGRAM), *map(str, arguments)], input="".join(line + "\n" for line in lines),
                          stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.split("\n")[:-1]


def fixed_cases():
    """The committed golden cases: odd seeds, limits of the parameters, growth of Python's sets, large graphs."""
    seeds = (0, 1, 7, -7, 2**32 - 1, 2**32, 2**32 + 5, 2**64 + 3, -(2**64) - 3, 10**40)
    models = ("er(n=40,p=0.3)", "ba(n=50,m=5)", "ba-star(n=50,m=5)", "ws(n=32,k=4,p=0.75)", "ws-connected(n=32,k=2,p=0.9)")
    cases = [(seed, model) for seed in seeds for model in models]
    cases += [(3, model) for model in (
        "er(n=2,p=0.5)", "er(n=17,p=0)", "er(n=17,p=1)", "er(n=700,p=0.004)", "er(n=700,p=0.9)",
        "ba(n=2,m=1)", "ba(n=16,m=15)", "ba(n=16,m=14)", "ba(n=400,m=350)", "ba-star(n=2,m=1)", "ba-star(n=16,m=15)", "ba-star(n=300,m=37)",
        "ws(n=3,k=2,p=1)", "ws(n=9,k=8,p=1)", "ws(n=10,k=8,p=1)", "ws(n=64,k=6,p=0)", "ws(n=64,k=6,p=1)", "ws(n=5,k=4,p=0.5)",
        "ws-connected(n=100,k=2,p=0.1)",
        "chain(n=1)", "chain(n=32)", "complete(n=1)", "complete(n=33)",
        "er(n=1,p=0.5)", "ws(n=1,k=1,p=0.5)", "ws(n=2,k=2,p=0.5)", "ws(n=9,k=9,p=0.5)", "ws-connected(n=5,k=5,p=0.5)")]
    return cases


def large_cases():
    return [(-5, "ba(n=100000,m=3)"), (6, "ba(n=100000,m=1)"), (2**70, "ba-star(n=100000,m=7)"), (8, "ba(n=20000,m=100)"),
            (4, "ba(n=60020,m=60000)"), (-(2**40), "ws(n=100000,k=4,p=0.75)"), (3, "ws(n=100000,k=10,p=1)"), (9, "er(n=3000,p=0.01)")]


def drawn_cases(count):
    rng = random.Random(20190602)
    for _ in range(count):
        seed = rng.randrange(-(2**70), 2**70)
        n = rng.choice((3, 4, 5, 7, 8, 9, 16, 31, 32, 33, 64, 100, 257, 600))
        m = rng.choice((1, min(2, n - 1), n // 2, n - 1, n - 2, rng.randrange(1, n)))
        k = rng.choice((2, 4, n - 1, n - 2, rng.randrange(2, n)))
        k = max(2, min(k - k % 2, n - 1 - (n - 1) % 2))
        p = rng.choice((0, 1, 0.25, 0.5, 0.75, rng.random(), 1e-3))
        yield seed, f"ba(n={n},m={m})"
        yield seed, f"ba-star(n={n},m={m})"
        yield seed, f"ws(n={n},k={k},p={p!r})"
        yield seed, f"er(n={n},p={p!r})"


def check_edges(cases):
    failures = 0
    for (seed, model), ours in zip(cases, dump("hash", lines=[f"{seed} {model}" for seed, model in cases]), strict=True):
        if ours != digest(networkx_graph(model, seed)):
            failures += 1
            print(f"DIFFERS: {model} seed {seed}")
    print(f"edges: {len(cases) - failures} of {len(cases)} graphs equal")
    return failures


def close(ours, theirs):
    if ours is None or theirs is None:
        return ours is theirs
    return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-12)


def networkx_metrics(graph):
    connected = nx.is_connected(graph)
    dag = nx.DiGraph()
    dag.add_nodes_from(range(len(graph)))
    dag.add_edges_from((min(edge), max(edge)) for edge in graph.edges())
    return {
        "edges": graph.number_of_edges(),
        "components": nx.number_connected_components(graph),
        "averageClustering": nx.average_clustering(graph),
        "transitivity": nx.transitivity(graph),
        "averageShortestPath": nx.average_shortest_path_length(graph) if connected else None,
        "diameter": nx.diameter(graph) if connected else None,
        "longestPath": nx.dag_longest_path_length(dag),
        "width": max(len(layer) for layer in nx.topological_generations(dag)),
        "inputs": sum(degree == 0 for _, degree in dag.in_degree()),
        "outputs": sum(degree == 0 for _, degree in dag.out_degree()),
    }


def check_metrics(cases):
    failures = 0
    for (seed, model), line in zip(cases, dump("metrics", lines=[f"{seed} {model}" for seed, model in cases]), strict=True):
        ours, graph = json.loads(line), networkx_graph(model, seed)
        wrong = [f"{name} {ours[name]} != {value}" for name, value in networkx_metrics(graph).items() if not close(ours[name], value)]
        if ours["degrees"] != [graph.degree(node) for node in range(len(graph))]:
            wrong.append("degrees")
        if wrong:
            failures += 1
            print(f"DIFFERS: {model} seed {seed}: {', '.join(wrong)}")
    print(f"metrics: {len(cases) - failures} of {len(cases)} graphs equal to 1e-12")
    return failures


def check_small_world(cases):
    """Sigma and omega, draw for draw. NetworkX asks a flow algorithm after each swap whether the graph hangs together: seconds to minutes a graph."""
    failures = 0
    for (seed, model), line in zip(cases, dump("smallworld", lines=[f"{seed} {model}" for seed, model in cases]), strict=True):
        graph = nx.Graph()
        graph.add_nodes_from(range(len(networkx_graph(model, seed))))
        graph.add_edges_from(sorted((min(edge), max(edge)) for edge in networkx_graph(model, seed).edges()))
        ours, theirs = [float(number) for number in line.split()], [nx.sigma(graph, seed=1), nx.omega(graph, seed=1)]
        if not all(map(close, ours, theirs)):
            failures += 1
            print(f"DIFFERS: {model} seed {seed}: {ours} != {theirs}")
    print(f"small worlds: {len(cases) - failures} of {len(cases)} graphs have NetworkX's sigma and omega to 1e-12")
    return failures


def read_by_peers(path):
    """What NetworkX, or Graphviz for DOT, finds in a file that RandWire wrote; None without a reader."""
    kind = path.suffix
    if kind == ".edges":
        return path.read_text()
    if kind == ".graphml":
        return edge_list(nx.read_graphml(path, node_type=int))
    if kind == ".gml":
        return edge_list(nx.read_gml(path, label="id"))
    if kind == ".json":
        # NetworkX looks for "links" up to 3.3 and for "edges" since.
        data = json.loads(path.read_text())
        found = {edge_list(nx.node_link_graph({**data, "links": data[member]})) for member in ("links", "edges")}
        return found.pop() if len(found) == 1 else "two graphs"
    if pydot is not None:
        found = pydot.graph_from_dot_file(str(path))[0]
        names = [node.get_name() for node in found.get_nodes()]
        graph = nx.Graph()
        graph.add_nodes_from(int(name) if name.isdecimal() else name for name in names)
        graph.add_edges_from((int(edge.get_source()), int(edge.get_destination())) for edge in found.get_edges())
        if any(isinstance(node, str) for node in graph):
            return "pydot finds more nodes"
    if shutil.which("gvpr") is None:
        return None
    graph = nx.Graph()
    script = 'N{print("n ",$.name)} E{print("e ",$.tail.name," ",$.head.name)}'
    for line in subprocess.run(["gvpr", script, str(path)], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines():
        kind, *names = line.split()
        if kind == "n":
            graph.add_node(int(names[0]))
        else:
            graph.add_edge(int(names[0]), int(names[1]))
    return edge_list(graph)


def write_by_networkx(graph, folder, name):
    nx.write_graphml(graph, folder / f"{name}.graphml")
    nx.write_gml(graph, folder / f"{name}.gml")
    (folder / f"{name}.json").write_text(json.dumps(nx.node_link_data(graph), indent=1))
    return [folder / f"{name}.{extension}" for extension in ("graphml", "gml", "json")]


def check_formats():
    failures = checked = 0
    cases = [(1, "ws(n=32,k=4,p=0.75)"), (2, "er(n=20,p=0.05)"), (3, "ba(n=40,m=3)"), (1, "er(n=5,p=0)")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number, (seed, model) in enumerate(cases):
            graph = networkx_graph(model, seed)
            dump("write", folder, f"ours{number}", lines=[f"{seed} {model}"])
            for extension in EXTENSIONS:
                found = read_by_peers(folder / f"ours{number}.{extension}")
                if found is None:
                    print("skipped: DOT is not read back, Graphviz's gvpr is missing")
                    continue
                checked += 1
                if found != edge_list(graph):
                    failures += 1
                    print(f"DIFFERS: {model} seed {seed} written as {extension}")
            theirs = write_by_networkx(graph, folder, f"theirs{number}")
            for path, ours in zip(theirs, dump("read", lines=map(str, theirs)), strict=True):
                checked += 1
                if ours != digest(graph):
                    failures += 1
                    print(f"DIFFERS: {model} seed {seed} read from NetworkX's {path.suffix}")
    print(f"formats: {checked - failures} of {checked} files equal")
    return failures


def time_both(count):
    model = "ws(n=32,k=4,p=0.75)"
    ours = float(dump("time", 10000, model)[0])
    start = time.perf_counter()
    for seed in range(count):
        networkx_metrics(networkx_graph(model, seed))
    theirs = (time.perf_counter() - start) * 10000 / count
    scaled = "" if count == 10000 else f" (from {count})"
    print(f"time: 10000 {model} graphs with orientation and metrics on {os.cpu_count()} processors: "
          f"RandWire {ours:.2f} s, NetworkX {nx.__version__} {theirs:.1f} s{scaled}, {theirs / ours:.0f} times")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="no large graphs; NetworkX is timed on 500 graphs")
    parser.add_argument("--golden", action="store_true", help="print seed, model and SHA-256 of NetworkX's edge lists, and end")
    parser.add_argument("--no-build", action="store_true", help="the program is built already")
    options = parser.parse_args()
    if options.golden:
        for seed, model in fixed_cases() + large_cases():
            print(f"{seed} {model} {digest(networkx_graph(model, seed))}")
        return 0
    if not options.no_build:
        subprocess.run(["dotnet", "build", str(PROJECT), "-c", "Release", "-v", "q", "-nologo"], check=True, stdout=sys.stderr)
    cases = fixed_cases() + list(drawn_cases(50 if options.quick else 150))
    failures = check_edges(cases if options.quick else cases + large_cases())
    failures += check_metrics(fixed_cases() + list(drawn_cases(10)))
    failures += check_small_world([(5, "ws(n=10,k=4,p=0.75)")] if options.quick else [(1, "ws(n=16,k=4,p=0.25)"), (1, "ws(n=32,k=4,p=0.75)"), (2, "ba(n=20,m=3)"), (7, "er(n=24,p=0.3)")])
    failures += check_formats()
    time_both(500 if options.quick else 10000)
    print("FAILED" if failures else "OK")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
