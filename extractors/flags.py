"""What may a word be to a sentence or a name? One bit each, found once a word and asked by number ever after."""

from functools import cache

from papergraph.extractors.forms import nouns

START_UPPER = 1
SENTENCE_END = 2
CLOSER = 4
ABBREVIATION = 8
LINE_BREAK = 16
FIRST_PERSON = 32
PROPOSING = 64
COMPARING = 128
BLANK = 256
ACTING = 512
"""A form of a verb that names of tasks are made of, or its noun (`papergraph.extractors.forms.nouns`)."""
EDGE = 1024
"""At the edge of a span it is no part of the name."""
WALL = 2048
"""No name goes on over it."""
TAIL = 4096
"""Behind a name it says what sort of thing that is."""
MODIFIER = 8192
"""The first word of one of `MODIFIERS`."""
CONJUNCTION = 16384
DASH = 32768
COINED = 65536
"""By its form it may be a coined name."""
SORTING = 131072
"""One of `SORTS`."""
CONTENT = 262144
"""Of three characters or more, the first a letter, and no function word."""

MODIFIERS = frozenset(
    """pre-trained pretrained frozen vanilla plain simple large-scale modern popular conventional traditional classical
    state-of-the-art powerful efficient effective open-source original improved lightweight straightforward strong
    current typical common available""".split()
)
"""What may stand before a known name without being a part of it."""

SORTS = {
    word: sort
    for sort, words in {
        "data": """dataset datasets benchmark benchmarks corpus corpora annotations images videos samples instances
            annotated collection leaderboard testbed suite questions pairs""",
        "method": """model models method methods framework architecture network approach algorithm module technique
            optimizer loss system pipeline toolkit library strategy encoder""",
        "task": "task tasks problem setting challenge",
        "metric": "score metric metrics measure rate",
        "org": "university institute company conference workshop gpu gpus hardware license",
    }.items()
    for word in words.split()
}
"""Nouns that say what sort of thing a name is."""

_WORDS = {
    FIRST_PERSON: "we our this here us",
    PROPOSING: """propose proposes proposed proposing present presents presented presenting introduce introduces
        introduced introducing develop develops developed developing design designed devise devised call calls called
        name named dub dubbed term termed coin coined release releases released build built create created construct
        constructed contribute contributes namely namely, establish curate curated collect collected formulate
        formulated offer offers""",
    COMPARING: """outperform outperforms outperformed outperforming surpass surpasses surpassing surpassed exceed
        exceeds exceeding beat beats compared comparison comparable baseline baselines than against versus vs vs. over
        unlike rival rivals competitive competitors matching""",
    EDGE: """e.g. i.e. the a an our this these its their new novel proposed such and or of for in on with as by
        to via existing various several recent standard popular different other
        - – / , . : ; ( ) [ ] { } \\ " ' “ ” ’ ‘ `` '' ` & ~ = $ 's ’s""",
    TAIL: """model models method methods dataset datasets benchmark benchmarks corpus approach approaches framework
        frameworks architecture architectures algorithm algorithms technique techniques score scores scheme strategy
        strategies task tasks system systems variant variants baseline baselines family based style like module modules
        library training metric metrics layer layers block blocks backbone backbones series suite""",
    MODIFIER: " ".join(word.partition("-")[0] for word in MODIFIERS),
    CONJUNCTION: "and or & , /",
    SORTING: " ".join(SORTS),
    SENTENCE_END: ". ! ? .. ... … !! ?!",
    CLOSER: r"""' " ” ’ ) ] } ''""",
    WALL: """( ) [ ] { } : ; ? ! “ ” " `` '' \\""",
    DASH: "- – —",
}
_ABBREVIATIONS = frozenset(
    "al e.g i.e cf vs fig figs eq eqs sec tab resp approx ref refs no vol etc dr prof st".split()
)
_FUNCTION_WORDS = frozenset(
    """the for and with our that this these those which from its their they can not has have into than via both also
    such using based between over more new novel are was were been being had does did will would could should may
    might must where when while who whom whose what why how here there then thus hence therefore however although though
    because since until unless other others same each any all some many much most few several less least very
    too but yet nor about across after against along among around before behind below beside besides beyond despite
    during except inside onto off out outside per through throughout toward towards under upon within without only just
    still even well whether either neither instead rather quite often them itself themselves ours""".split()
)
_COINED = frozenset("Au Ad Mu Mk Md Ak Cu Cd ld".split())
"""Classes of words (`papergraph.extractors.words.word_class`) that a coined name may have."""


@cache
def _bits() -> dict[str, int]:
    """Return the bits of each listed word in lower case."""
    found = dict.fromkeys(nouns(), ACTING)
    for bit, words in _WORDS.items():
        for word in words.split():
            found[word] = found.get(word, 0) | bit
    return found


def flags_of(text: str, kind: str) -> int:
    """Return the bits (START_UPPER, SENTENCE_END, ...) of a word of a class (`papergraph.extractors.words.word_class`).

    >>> flags_of("propose", "lk") == PROPOSING | CONTENT, flags_of("Foo", "Cu") == START_UPPER | COINED | CONTENT
    (True, True)
    """
    lower = text.lower()
    bits = _bits().get(lower, 0)
    first = text[0]
    if first.isupper() or first.isdigit() or first in "\"'“‘([$\\{":
        bits |= START_UPPER
    if lower.rstrip(".") in _ABBREVIATIONS:
        bits |= ABBREVIATION
    if "\n" in text:
        bits |= LINE_BREAK
    if text.isspace():
        bits |= BLANK
    if len(lower) > 2 and lower[0].isalpha() and lower not in _FUNCTION_WORDS:
        bits |= CONTENT
    return bits | COINED if kind in _COINED else bits
