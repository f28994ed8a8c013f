"""Graphs for the tests of the page, written as marked text: `[method:proposed:LoRA]` is a mention of LoRA."""

import re
from collections.abc import Sequence

from papergraph.extractors.lexicons import lexicon_of
from papergraph.extractors.records import KINDS, Evidence, Kind, Mention, Paper
from papergraph.graph.assemble import assemble
from papergraph.graph.tables import PaperGraph

MARK = re.compile(r"\[(method|dataset|repository|task|metric):(\w+):([^\]]+)\]")

Told = tuple[str, str, str, int | None]
"""A paper: id, title, marked abstract, year."""

LIBRARY: tuple[Told, ...] = (
    (
        "p-lora",
        "LoRA: Low-Rank Adaptation",
        "We propose [method:proposed:LoRA], which trains two thin matrices. With [method:used:GPT-3] it stays close to "
        "[method:compared:Adapters] on [dataset:used:GLUE] in [metric:reported:accuracy]. The code for "
        "[task:addressed:machine translation] is at [repository:own:https://github.com/example/lora].",
        2021,
    ),
    (
        "p-qlora",
        "QLoRA: Quantised Adapters",
        "[method:proposed:QLoRA] joins [method:used:LoRA] with four-bit weights. On [dataset:used:MMLU] its "
        "[metric:reported:accuracy] holds for [task:addressed:machine translation].",
        2023,
    ),
    (
        "p-bert",
        "BERT: Deep Encoders",
        "[method:proposed:BERT] reads both ways. It leads [dataset:used:GLUE] in [metric:reported:accuracy] for "
        "[task:addressed:question answering].",
        2019,
    ),
    (
        "p-squad",
        "A Hundred Thousand Questions",
        "We present [dataset:introduced:SQuAD] for [task:addressed:question answering].",
        2016,
    ),
    (
        "p-resnet",
        "Residual Learning of Images",
        "[method:proposed:Résnet] wins on [dataset:used:ImageNet]; see "
        "[repository:other:https://github.com/example/third].",
        2015,
    ),
    ("p-vit", "Images as Words", "[method:proposed:ViT] follows on [dataset:used:ImageNet].", 2020),
    ("p-alone", "A Paper without Names", "It stands by itself.", None),
)


def told_graph(papers: Sequence[Told] = LIBRARY, *, aliases: dict[str, tuple[str, ...]] | None = None) -> PaperGraph:
    """Return the graph of papers whose abstracts carry their mentions as marks."""
    written: list[Paper] = []
    mentions: list[Mention] = []
    for key, title, marked, year in papers:
        abstract, at, found = "", 0, []
        for match in MARK.finditer(marked):
            abstract += marked[at : match.start()]
            found.append((match[1], match[2], match[3], len(title) + 1 + len(abstract)))
            abstract += match[3]
            at = match.end()
        abstract += marked[at:]
        paper = Paper(key, title, abstract, ("Ada Writer", "Bo Reader"), year, url=f"https://example.org/{key}")
        written.append(paper)
        for label, role, name, start in found:
            kind: Kind = next(k for k in KINDS if k == label)
            low = max(paper.text.rfind(". ", 0, start) + 2, len(title) + 1)
            high = paper.text.find(". ", start + len(name))
            evidence = Evidence(
                key, start, start + len(name), low, high + 1 if high > 0 else len(paper.text), "cue", 0.9
            )
            subkind = {"method": "named", "repository": "code"}.get(label, "")
            mentions.append(Mention(kind, name, role, evidence, subkind, (aliases or {}).get(name, ())))
    return assemble(written, mentions, lexicon=lexicon_of(()))


def large_graph(papers: int, names: int, *, themes: int = 8) -> PaperGraph:
    """Return a graph of papers in themes, each naming a handful of methods and datasets of its theme."""
    told: list[Told] = []
    for i in range(papers):
        theme, shift = i % themes, i // themes
        own = [theme + themes * ((shift * (n + 1) * 7 + n * n) % max(1, names // themes)) for n in range(6)]
        said = " ".join(
            f"We use [{'dataset:used' if n % 3 == 0 else 'method:used'}:{'Set' if n % 3 == 0 else 'Net'}{n}]."
            for n in own
        )
        told.append((f"p{i:05}", f"Paper {i} on theme {theme}", said, 2010 + i % 15))
    return told_graph(told)
