"""When are two written names the same string but for their writing? `fold` says so.

Folding takes away letter case, accents, hyphens, blanks, plurals and British spelling, and nothing that makes
another thing: digits, versions and suffixes stay. Which *different* strings name one thing is the lexicon's knowledge
and `papergraph.graph`'s decision.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from papergraph.extractors.forms import plurals

_GREEK_NAMES = "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega"
_GREEK = {ord(c): n for c, n in zip("αβγδεζηθκλμνξπρστφχψω", _GREEK_NAMES.split(), strict=True)}
_GREEK |= {ord(chr(c).upper()): n.capitalize() for c, n in _GREEK.items()}

_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*|[+#*]+")
_BRITISH = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("yse", "yze"),
    ("yser", "yzer"),
    ("iser", "izer"),
    ("our", "or"),
    ("oural", "oral"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ourhood", "orhood"),
    ("elling", "eling"),
    ("elled", "eled"),
    ("tre", "ter"),
)
_BRITISH_ENDINGS = tuple(british for british, _ in _BRITISH)
_BRITISH_STEMS = frozenset(
    """behavi col neighb fav hum lab vap harm hon tum rum cen fil me mod cancel travel chann tunn sign pan optim
    minim maxim real general regular normal local organ recogn summar token vector parallel quant categor
    character random standard initial penal special visual stylis styl binar stabil util personal memor factor
    discret linear emphas synthes equal neutral factual modul serial virtual polar anonym harmon canonical
    marginal featur anal catal paral diar priorit capital central decentral commun conceptual contextual critic
    custom digit econom final formal global hybrid hypothes ideal item legal lexical magnet material mechan
    mobil modern monet orthogonal orthonormal parametr privat public rational revolution scal sensit social
    structural subsid symbol system synchron temporal union urban verbal victim vocal weapon dual""".split()
)


_OTHER_BRITISH = {
    "colourisation": "colorization",
    "colourization": "colorization",
    "defence": "defense",
    "artefact": "artifact",
    "grey": "gray",
    "fibre": "fiber",
    "ageing": "aging",
    "judgement": "judgment",
    "haemorrhage": "hemorrhage",
    "leukaemia": "leukemia",
    "paediatric": "pediatric",
    "foetal": "fetal",
}


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Return the key under which spellings of one name coincide.

    Numbers keep their dots and words their order, so that versions and sizes stay apart.

    >>> fold("Graph Neural Networks") == fold("graph-neural network")
    True
    >>> fold("GPT-3.5") == fold("GPT-35"), fold("CIFAR-10") == fold("CIFAR 10")
    (False, True)
    >>> fold("token summarisation"), fold("β-VAE"), fold("LMs")
    ('tokensummarization', 'betavae', 'lm')
    """
    if len(name) > 3 and name.isascii() and name.isalpha() and name.islower():
        return _spelling(name)
    return "".join(_parts(name))  # and not the last piece: the pieces of a long text take the square of its length


def fold_pieces(name: str) -> list[str]:
    """Return what `fold` has after each word of the name; the last is `fold(name)`.

    >>> fold_pieces("ResNet-50 models")
    ['resnet', 'resnet50', 'resnet50model']
    """
    return list(accumulate(_parts(name)))


def _parts(name: str) -> list[str]:
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).translate(_GREEK)
    parts: list[str] = []
    for word in _WORD.findall(name):
        if len(word) == 3 and word[2] == "s" and word[:2].isupper():
            part = word[:2].lower()
        elif len(word) <= 3 or word[-1] == "S":
            part = word.lower()
        else:
            part = _spelling(word)
        if parts and word[0].isdigit() and parts[-1][-1].isdigit():
            part = "_" + part  # "1 000" is not "1000", and "16/32" not "1632"
        parts.append(part)
    return parts


@lru_cache(maxsize=1 << 17)
def _spelling(word: str) -> str:
    return _american(_singular(word.lower()))


def _singular(word: str) -> str:
    word = plurals().get(word, word)  # and on: "biases" is to meet "bias", and "least squares" "least square"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _american(word: str) -> str:
    for british, american in _BRITISH if word.endswith(_BRITISH_ENDINGS) else ():
        if word.endswith(british) and word[: -len(british)] in _BRITISH_STEMS:
            return word[: -len(british)] + american
    return _OTHER_BRITISH.get(word, word)
