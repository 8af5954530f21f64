#!/usr/bin/env python3
"""Reads graph files of other people with our reader and with NetworkX, igraph and Graphviz, and compares names, nodes and edges.

usage: graph_corpus.py FOLDER [--list]

FOLDER holds the files, in any tree. Files are compared as simple undirected graphs under the names of their nodes. Graphviz is asked through its
library libcgraph. What is missing (NetworkX, igraph, libcgraph) is said and left out. Exit code 1 when a file is read otherwise than by an oracle
that reads it, so that every such file must be explained in docs/results/graphs.md.
"""
import argparse
import collections
import ctypes
import ctypes.util
import json
import os
import pathlib
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "artifacts" / "bin" / "RandWire.GraphDump" / "release" / "RandWire.GraphDump.dll"
KINDS = {".dot": "dot", ".gv": "dot", ".graphml": "graphml", ".gml": "gml", ".json": "json", ".edgelist": "edges", ".edges": "edges", ".el": "edges",
         ".adjlist": "adjlist"}
NOT_READ = (".net", ".paj", ".gexf", ".gdf", ".vna", ".lgl", ".dl", ".ncol", ".g6", ".s6", ".mtx", ".tlp")
SECONDS = 60

warnings.simplefilter("ignore")
try:
    import networkx as nx
except ImportError:
    nx = None
try:
    import igraph
except ImportError:
    igraph = None
CGRAPH = ctypes.util.find_library("cgraph")


def networkx_graph(graph):
    names = [str(node) if not isinstance(node, tuple) else json.dumps(node, separators=(",", ":")) for node in graph]
    return names, [(str(a), str(b)) for a, b in ((edge[0], edge[1]) for edge in graph.edges())]


def by_networkx(path, kind):
    if kind == "graphml":
        return networkx_graph(nx.read_graphml(path))
    if kind == "gml":
        return networkx_graph(nx.read_gml(path, label="id"))
    if kind == "adjlist":
        return networkx_graph(nx.read_adjlist(path))
    if kind == "edges":
        try:
            return networkx_graph(nx.read_edgelist(path))
        except TypeError:
            return networkx_graph(nx.read_weighted_edgelist(path))
    data = json.loads(path.read_bytes())
    if "adjacency" in data:
        return networkx_graph(nx.adjacency_graph(data))
    if "elements" in data:
        return networkx_graph(nx.relabel_nodes(nx.cytoscape_graph(data), str))
    # Up to 3.3 NetworkX looks for "links", since then for "edges"; ids are "id" unless it is told otherwise.
    edges = "edges" if "links" not in data else "links"
    name = "key" if data["nodes"] and "key" in data["nodes"][0] else "id"
    return networkx_graph(nx.node_link_graph({**data, "links": data[edges]}, name=name))


def by_igraph(path, kind):
    if kind == "edges":
        graph = igraph.Graph.Read_Edgelist(str(path))
        names = [str(vertex.index) for vertex in graph.vs]
    else:
        graph = igraph.Graph.Read_GraphML(str(path)) if kind == "graphml" else igraph.Graph.Read_GML(str(path))
        names = [str(int(name)) if isinstance(name, float) and name.is_integer() else str(name) for name in graph.vs["id"]]
    return names, [(names[a], names[b]) for a, b in graph.get_edgelist()]


def by_graphviz(path, _):
    library, libc = ctypes.CDLL(CGRAPH), ctypes.CDLL(None)
    for function in ("agread", "agfstnode", "agnxtnode", "agfstout", "agnxtout"):
        getattr(library, function).restype = ctypes.c_void_p
    library.agread.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    for function, count in (("agfstnode", 1), ("agnxtnode", 2), ("agfstout", 2), ("agnxtout", 2), ("agnameof", 1), ("aghtmlstr", 1)):
        getattr(library, function).argtypes = [ctypes.c_void_p] * count
    library.agnameof.restype = ctypes.c_void_p
    libc.fopen.restype = ctypes.c_void_p
    library.agseterrf.argtypes = [ctypes.c_void_p]
    errors = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)(lambda _: 0)
    library.agseterrf(errors)
    stream = ctypes.c_void_p(libc.fopen(str(path).encode(), b"r"))
    graph = library.agread(stream, None)
    if not graph or library.agerrors():
        raise ValueError("Graphviz: syntax error")

    def name_of(node):
        pointer = library.agnameof(node)
        text = ctypes.string_at(pointer)
        try:
            text = text.decode()
        except UnicodeDecodeError:
            text = text.decode("latin-1")
        return f"<{text}>" if library.aghtmlstr(pointer) else text

    names, edges = [], []
    node = library.agfstnode(graph)
    while node:
        names.append(name_of(node))
        edge = library.agfstout(graph, node)
        while edge:
            # Agedge_s: the object (24 bytes), two links of two pointers, then the other node.
            edges.append((names[-1], name_of(ctypes.c_void_p.from_address(edge + 56).value)))
            edge = library.agnxtout(graph, edge)
        node = library.agnxtnode(graph, node)
    if library.agread(stream, None):
        raise ValueError("Graphviz: several graphs")
    return names, edges


def apart(reader, path, kind):
    """The reader's graph, read in a process of its own: some files crash or stop their readers."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            names, edges = reader(path, kind)
            found = (set(names), {tuple(sorted(edge)) for edge in edges if edge[0] != edge[1]})
            if len(found[0]) != len(names):
                found = "two nodes of one name"
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is an answer
            found = f"{type(error).__name__}: {error}".split("\n")[0][:150]
        with os.fdopen(send, "wb") as stream:
            pickle.dump(found, stream)
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as stream:
        content = stream.read()
    os.waitpid(child, 0)
    return pickle.loads(content) if content else "crashed or stopped"


def oracles_for(kind):
    found = []
    if kind == "dot":
        if CGRAPH:
            found.append(("Graphviz", by_graphviz))
    elif nx is not None:
        found.append(("NetworkX", by_networkx))
    if igraph is not None and kind in ("graphml", "gml"):
        found.append(("igraph", by_igraph))
    return found


def ours(paths):
    """One line of JSON for every path; files whose extension is an alias are read under the one that we know."""
    with tempfile.TemporaryDirectory() as name:
        asked = []
        for number, path in enumerate(paths):
            alias = {".el": ".edgelist", ".xml": ".graphml"}.get(path.suffix.lower())
            if alias:
                copy = pathlib.Path(name) / f"{number}{alias}"
                shutil.copyfile(path, copy)
                path = copy
            asked.append(str(path))
        done = subprocess.run(["dotnet", str(PROGRAM), "names"], input="".join(f"{path}\n" for path in asked), stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compared(reading, found):
    if isinstance(found, str):
        return "refused by both" if "refused" in reading else "only ours reads"
    if "refused" in reading:
        return "only ours refuses"
    nodes = set(reading["nodes"])
    edges = {tuple(sorted((reading["nodes"][a], reading["nodes"][b]))) for a, b in reading["edges"]}
    return "equal" if (nodes, edges) == found else "DIFFERS"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--list", action="store_true", help="one line for every file that is not equal")
    options = parser.parse_args()
    for name, present in (("NetworkX", nx), ("igraph", igraph), ("Graphviz's libcgraph", CGRAPH)):
        if not present:
            print(f"SKIPPED: {name} is not installed")
    every = sorted(path for path in options.folder.rglob("*") if path.is_file() and not path.is_symlink())
    kinds = dict(KINDS)
    paths = [path for path in every if path.suffix.lower() in kinds or (path.suffix.lower() == ".xml" and b"<graphml" in path.read_bytes()[:2000])]
    not_read = [path for path in every if path.suffix.lower() in NOT_READ]
    tally, unequal = collections.Counter(), 0
    for path, reading in zip(paths, ours(paths), strict=True):
        kind = kinds.get(path.suffix.lower(), "graphml")
        for oracle, reader in oracles_for(kind):
            found = apart(reader, path, kind)
            result = compared(reading, found)
            tally[kind, oracle, result] += 1
            unequal += result in ("DIFFERS", "only ours refuses")
            if options.list and result not in ("equal", "refused by both"):
                why = reading.get("refused", found if isinstance(found, str) else
                                  f"{len(reading.get('nodes', []))} nodes {len(reading.get('edges', []))} edges; {oracle}: {len(found[0])} {len(found[1])}")
                print(f"{result}: {path.relative_to(options.folder)} ({oracle}): {why.replace(str(path) + ' ', '').replace(str(path) + ': ', '')}")
    print(f"{'format':10}{'oracle':12}{'result':20}files")
    for (kind, oracle, result), count in sorted(tally.items()):
        print(f"{kind:10}{oracle:12}{result:20}{count}")
    print(f"{len(not_read)} files of formats that are not read: {dict(collections.Counter(path.suffix for path in not_read))}")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
