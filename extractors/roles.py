"""Is what a paper names its own contribution, or something that it uses or compares with? Features that tell.

Binary logistic regression over them, with the weights of `weights/roles.tsv`.
"""

from bisect import bisect_left, bisect_right

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.candidates import Candidate, Span, written
from papergraph.extractors.cues import last_before
from papergraph.extractors.words import shape

WINDOW = 25
"""How many tokens before a mention, in its sentence, a cue may stand."""
COMPARED = 8
"""How many tokens before a mention a word of comparison may stand ("outperforms X", "baselines such as X")."""


def role_features(a: Analysis, c: Candidate, letter: str) -> list[str]:
    """Return the features that tell a paper's own contribution from what it uses."""
    first = c.spans[0]
    names = [f"k={letter}", f"c={min(len(c.spans), 5)}", f"l={'1' if c.entries else '0'}"]
    if c.entries:
        names.append("l=a" if any("ambiguous" in e.marks for e in c.entries) else "l=clear")
    if is_headline(a, first):
        names += ("headline", f"headline&{letter}")
    elif first.i < a.title_tokens:
        names += ("title", f"title&{letter}")
    else:
        names.append("notitle")
    if c.short:
        names.append(f"def&{letter}")
    for s in c.spans[:6]:
        names += place_cues(a, s)
        names += _neighbours(a, s)
    names += _course(a, c)
    names.append(f"df={min(c.term[0].bit_length() - 1, 8) if c.term else 0}")
    names.append(f"sh={shape(written(a, first).replace(' ', '_'))[:4]}")
    return list(dict.fromkeys(names))


def place_cues(a: Analysis, s: Span) -> tuple[str, ...]:
    """Return what the sentence says before a mention: proposing, the authors, comparing; nothing in a title."""
    if s.cues is None:
        s.cues = _place_cues(a, s) if s.i >= a.title_tokens else ()
    return s.cues


def _place_cues(a: Analysis, s: Span) -> tuple[str, ...]:
    low, high = a.sentence_of(s.i)
    begin = max(low, s.i - WINDOW)
    names = []
    proposing = last_before(a.cues.proposing, s.i, begin)
    own = last_before(a.cues.own, s.i, begin) >= 0
    if proposing >= 0:
        distance = "near" if s.i - proposing <= 3 else "mid" if s.i - proposing <= 9 else "far"
        names.append(f"proposing={distance}{'we' if own else ''}")
    elif own:
        names.append("own")
    if is_compared(a, s):
        names.append("comparing")
    place = "start" if low in a.sentences[:3] else "end" if high >= len(a.rows) else "middle"
    return (*names, f"p={place}")


def _neighbours(a: Analysis, s: Span) -> list[str]:
    if s.i < a.title_tokens:
        return []
    texts = a.words.texts
    low, high = a.sentence_of(s.i)
    before = texts[a.rows[s.i - 1]].lower() if s.i > low else "^"
    after = texts[a.rows[s.j]].lower() if s.j < high else "$"
    two_before = texts[a.rows[s.i - 2]].lower() if s.i - 1 > low else "^"
    two_after = texts[a.rows[s.j + 1]].lower() if s.j + 1 < high else "$"
    names = [f"b={before}", f"a={after}", f"bb={two_before} {before}", f"aa={after} {two_after}"]
    if before == "^":
        names.append("subject")
    verb = last_before(a.cues.proposing, s.i, max(low, s.i - WINDOW))
    if verb >= 0:
        names.append(f"verb={texts[a.rows[verb]].lower()}")
    return names


def _course(a: Analysis, c: Candidate) -> tuple[str, ...]:
    """Return in which sentences of the abstract a name comes first and last."""
    begins = a.sentences[bisect_left(a.sentences, a.title_tokens) :]
    body = [s for s in c.spans if s.i >= a.title_tokens]
    if not begins or not body:
        return ()
    first, last = (bisect_right(begins, s.i) - 1 for s in (body[0], body[-1]))
    quarter, left = 4 * first // len(begins), len(begins) - 1 - last
    return f"first={min(first, 5)}", f"quarter={quarter}", f"last={min(left, 3)}", f"over={min(last - first, 4)}"


def is_headline(a: Analysis, s: Span) -> bool:
    """Say whether a mention is what a title says before its colon or dash."""
    behind = a.words.texts[a.rows[s.j]] if s.j < len(a.rows) else ""
    return s.i == 0 < a.title_tokens and behind in (":", "-", "–", "—")


def is_compared(a: Analysis, s: Span) -> bool:
    """Say whether a mention stands behind a cue of comparison."""
    low, _ = a.sentence_of(s.i)
    return last_before(a.cues.comparing, s.i, max(low, s.i - COMPARED)) >= 0
