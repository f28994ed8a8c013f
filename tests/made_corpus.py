"""A few papers with real sentences, for ranking: three themes, with the entities that are literally in their texts."""

from papergraph.extractors.lexicons import lexicon_of
from papergraph.extractors.records import Evidence, Kind, Mention, Paper, Source
from papergraph.graph.assemble import assemble
from papergraph.graph.tables import PaperGraph
from papergraph.graph.wording import sentence_spans

PAPERS = (
    (
        "lora",
        "Low-rank adapters for tuning language models",
        "Tuning every weight of a language model is costly. We propose RankTune, which learns low-rank adapters "
        "beside frozen weights. On GLUE it matches full tuning. Our code is at https://github.com/made/ranktune.",
        2021,
    ),
    (
        "qlora",
        "Quantized adapters make tuning cheap",
        "Large models need much memory when tuned. We combine RankTune with four-bit weights, so that low-rank "
        "adapters are learnt on one device. Results on GLUE and MMLU stay the same.",
        2023,
    ),
    (
        "prefix",
        "Tuning prefixes instead of weights",
        "We introduce PrefixFit, which learns prompts in front of a frozen language model. It comes near RankTune on "
        "GLUE with fewer weights.",
        2022,
    ),
    (
        "bird",
        "Birds in the dark: acoustic monitoring of migration",
        "Migrating birds call at night. We use ConvNet to detect calls in recordings of NightCalls. Recall improves by "
        "12 percent over the older detector.",
        2021,
    ),
    (
        "bat",
        "Acoustic monitoring of bats with small microphones",
        "Bats call in ultrasound. We use ConvNet on recordings of small microphones to detect their calls at night.",
        2022,
    ),
    (
        "whale",
        "Listening for whales",
        "Whale song carries far. We apply AudioFormer to recordings of hydrophones and detect calls of five species.",
        2023,
    ),
    ("proof", "A note on sums of primes", "", 2020),
)
NAMES: tuple[tuple[Kind, str, str, tuple[str, ...]], ...] = (
    ("method", "RankTune", "used", ()),
    ("method", "PrefixFit", "proposed", ()),
    ("method", "ConvNet", "used", ()),
    ("method", "AudioFormer", "used", ()),
    ("dataset", "GLUE", "used", ()),
    ("dataset", "MMLU", "used", ()),
    ("dataset", "NightCalls", "used", ()),
    ("task", "acoustic monitoring", "addressed", ()),
    ("repository", "https://github.com/made/ranktune", "own", ()),
)


def corpus(*, only: tuple[str, ...] = ()) -> PaperGraph:
    """Return the graph of the papers, or of some of them."""
    papers = [
        Paper(i, title, abstract, ("Ann Writer",), year, sources=(Source("made.jsonl", n),))
        for n, (i, title, abstract, year) in enumerate(PAPERS, 1)
        if not only or i in only
    ]
    return assemble(papers, [m for p in papers for m in mentions_in(p)], lexicon=lexicon_of([]))


def mentions_in(paper: Paper) -> list[Mention]:
    """Return the entities that are literally in a paper."""
    found = []
    for kind, name, role, aliases in NAMES:
        at = paper.text.lower().find(name.lower())
        if at < 0:
            continue
        low, high = max(s for s in sentence_spans(paper.text, len(paper.title)) if s[0] <= at)
        evidence = Evidence(paper.id, at, at + len(name), low, high, "made", 0.9)
        found.append(Mention(kind, name, role, evidence, aliases=aliases))
    return found
