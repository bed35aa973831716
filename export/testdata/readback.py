"""Reads exports with programs that know nothing of this one. Usage: readback.py FOLDER

Prints what each reader found, one line a format; fails where one cannot read. Needs networkx,
pyld, stix2, frictionless, pyarrow, bibtexparser; nothing is fetched.
"""

import json
import os
import sys

import bibtexparser
import frictionless
import networkx as nx
import pyarrow.parquet as parquet
import stix2
from pyld import jsonld

TERMS = {  # the terms of http://www.w3.org/ns/anno.jsonld that the export uses
    "oa": "http://www.w3.org/ns/oa#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
    "id": "@id", "type": "@type", "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody",
    "DataPositionSelector": "oa:DataPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "classifying": "oa:classifying", "tagging": "oa:tagging", "linking": "oa:linking",
    "exact": "oa:exact", "start": "oa:start", "end": "oa:end", "format": "dc:format", "value": "rdf:value",
}


def context(url, options):
    if url != "http://www.w3.org/ns/anno.jsonld":
        raise ValueError("unknown context " + url)
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def main(folder):
    at = lambda name: os.path.join(folder, name)
    with open(at("cytoscape")) as f:
        g = nx.cytoscape_graph(json.load(f))
    print("cytoscape", type(g).__name__, g.number_of_nodes(), g.number_of_edges())
    g = nx.read_graphml(at("graphml"), force_multigraph=True)
    print("graphml", type(g).__name__, g.number_of_nodes(), g.number_of_edges())
    with open(at("jsonld")) as f:
        quads = jsonld.to_rdf(json.load(f), {"documentLoader": context})["@default"]
    annotations = {q["subject"]["value"] for q in quads if q["object"]["value"].endswith("oa#Annotation")}
    words = [q for q in quads if q["predicate"]["value"].endswith("oa#exact")]
    print("jsonld", len(annotations), len(words))
    with open(at("stix")) as f:
        bundle = stix2.parse(f.read(), allow_custom=False)
    print("stix", len(bundle.objects))
    with open(at("bibtex")) as f:
        parse = getattr(bibtexparser, "parse_string", None) or (lambda s: bibtexparser.loads(s))
        print("bibtex", len(parse(f.read()).entries))
    for kind in "csv", "parquet":
        package = at(os.path.join(kind, "datapackage.json"))
        if kind == "csv":
            report = frictionless.validate(package)
            if not report.valid:
                raise SystemExit(report.flatten(["title", "message"]))
        with open(package) as f:
            resources = json.load(f)["resources"]
        rows = 0
        for r in resources:
            path = at(os.path.join(kind, r["path"]))
            rows += parquet.read_table(path).num_rows if kind == "parquet" else sum(1 for _ in frictionless.Resource(path=path).read_rows())
        print(kind, len(resources), rows)


main(sys.argv[1])
