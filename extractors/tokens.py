"""Tokens of a text: spaCy's English rules with a few more places to cut, each chunk between blanks worked out once.

spaCy's tokenizer treats what stands between two blanks by itself, and takes about ten microseconds for each chunk that
it has not kept; most chunks of a text have been met before, and most others are a plain word. `ChunkTokenizer` gives
the same tokens (a test compares them) from a table of chunks, and parts a heading from a text that it ran into.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add
from typing import Any, Protocol, cast

import spacy
from spacy.attrs import LOWER, NORM
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_suffix_regex
from spacy.vocab import Vocab

_INFIXES = (
    r"(?<=[\w.])[()\[\]{}](?=\S)",  # "Former(XF)", "AP_{50}"
    r"(?<=\w)/(?=\w)",  # "CIFAR-10/100", "GLUE/SuperGLUE"
    r"(?<=[A-Za-z0-9])[-–](?=[A-Za-z])",  # "7B-chat": the default cuts between letters only
    r"(?<=\w)[,;](?=[A-Za-z])",
    r"(?<=[a-z0-9])\.(?=[A-Z][a-z])",  # a full stop without its blank
)
_SUFFIXES = (r"(?<=[a-z][A-Z])\.",)  # "an MoE."
LONGEST_RUN = 128
"""How many characters without a blank go to the tokenizer at once; the longest of 4,900 real abstracts have 116."""
MOST_CHUNKS = 200_000
"""How many chunks are kept; then the table begins anew."""
_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
_PLAIN = re.compile(r"(\(?)([A-Za-z]{2,}(?:-[A-Za-z]{2,})*(?:-?[0-9]{1,9})?|[0-9]{1,9})(\)?)((?:'s)?)([,.;:]?)")
"""Words of letters, with hyphens between and a number at their end, and numbers: in brackets, or before a sign. These
need no tokenizer."""
_HEADING = re.compile(r"(?<=^Abstract)(?=[A-Z])|(?<=^ABSTRACT)(?=A\b|[A-Z][a-z])", re.MULTILINE)
"""Where a heading has run into the text that it stood above: "AbstractWe propose"."""
_HYPHEN = re.compile(r"(-)(?=[A-Za-z])")
"""Where such a word is cut; a number stays with what is before it."""

Chunk = tuple[tuple[str, ...], tuple[bool, ...]]
"""The tokens of a chunk, and whether a blank follows each: the last only."""


class SpacyTokenizer(Protocol):
    """What is used of `spacy.tokenizer.Tokenizer`, which is compiled and has no types."""

    vocab: Vocab
    rules: dict[str, Any] | None
    prefix_search: Callable[[str], Any]
    token_match: Callable[[str], Any]
    url_match: Callable[[str], Any]

    def __init__(self, vocab: Vocab, rules: dict[str, Any], **searches: Callable[[str], Any]) -> None:
        """Make a tokenizer."""
        ...

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text."""
        ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, signs among them, and where each begins."""

    text: str
    words: list[str]
    starts: list[int]


def tokens_of(doc: Doc) -> Tokens:
    """Return the tokens of a spaCy document."""
    return Tokens(doc.text, [token.text for token in doc], [token.idx for token in doc])


@dataclass
class ChunkTokenizer:
    """A spaCy tokenizer that looks chunks up; call it with a text, or ask for the bare tokens of one."""

    inner: SpacyTokenizer
    chunks: dict[str, Chunk] = field(default_factory=dict)

    def __call__(self, text: str) -> Doc:
        """Return the tokens of any text in linear time."""
        words, spaces = self._cut(text)
        return Doc(self.inner.vocab, words=words, spaces=spaces) if words else self._whole(text)

    def tokens(self, text: str) -> Tokens:
        """Return the same tokens without spaCy's knowledge of them, which takes half of the time."""
        words, spaces = self._cut(text)
        if not words:
            return tokens_of(self._whole(text))
        starts = list(accumulate(map(add, map(len, words), spaces), initial=0))
        starts.pop()
        return Tokens(text, words, starts)

    def _cut(self, text: str) -> tuple[list[str], list[bool]]:
        """Return the tokens and which of them a blank follows; none where the text must go to spaCy as a whole."""
        words: list[str] = []
        spaces: list[bool] = []
        find = self.chunks.get
        for chunk in text.split(" "):
            found = find(chunk) or self._add(chunk)
            if not found:
                return [], []
            words += found[0]
            spaces += found[1]
        spaces[-1] = False
        return words, spaces

    def _add(self, chunk: str) -> Chunk | None:
        """Return a new chunk's tokens; nothing where the text must go to spaCy as a whole.

        So it must where blanks are side by side, a chunk is too long, or a heading stands behind other blanks.
        """
        if not chunk or len(chunk) > LONGEST_RUN or chunk[0].isspace() or chunk[-1].isspace():
            return None
        if len(self.chunks) >= MOST_CHUNKS:
            self.chunks.clear()
        words = self._lines(chunk) or self._plain(chunk)
        if not words and _HEADING.search(chunk, len("Abstract") + 1):  # at its beginning it may be a name
            return None
        words = words or tuple(token.text for token in self.inner(chunk))
        found = words, (*[False] * (len(words) - 1), True)
        self.chunks[chunk] = found
        return found

    def _lines(self, chunk: str) -> tuple[str, ...]:
        """Return the tokens of a chunk over two lines, as where an abstract follows its title; else none."""
        before, line_break, after = chunk.partition("\n")
        if not line_break or after[:1].isspace() or before[-1:].isspace():
            return ()
        left, *right = (self.chunks.get(line) or self._add(line) for line in (before, *_HEADING.split(after)))
        return (*left[0], line_break, *(w for line in right if line for w in line[0])) if left and all(right) else ()

    def _plain(self, chunk: str) -> tuple[str, ...]:
        """Return the tokens of a chunk that no rule of spaCy's needs to look at; else none."""
        rules = self.inner.rules or {}
        word = chunk.rstrip(",.;:")
        if len(word) > 1 and len(chunk) - len(word) < 2 and word.isascii() and word.isalpha():  # as most are
            return () if chunk in rules or word in rules else (word, *chunk[len(word) :])
        found = _PLAIN.fullmatch(chunk)
        if not found:
            return ()
        opening, body, closing, owner, sign = found.groups()
        last = body.rpartition("-")[2]
        forms = (chunk, word, body, body + closing, body + owner, body + sign, last + sign)
        if not rules.keys().isdisjoint(forms):
            return ()
        return tuple(filter(None, (opening, *_HYPHEN.split(body), closing, owner, sign)))

    def _whole(self, text: str) -> Doc:
        """Tokenize a text at once, but cut long runs: spaCy takes the square of the length of a run without blanks."""
        cuts = {heading.end() for heading in _HEADING.finditer(text)} - {len("Abstract")}  # there it may be a name
        for run in _LONG_RUN.finditer(text):
            cuts.update(range(run.start() + LONGEST_RUN, run.end(), LONGEST_RUN))
        at, pieces = 0, []
        for cut in sorted(cuts):
            pieces.append(self.inner(text[at:cut]))
            at = cut
        rest = self.inner(text[at:])
        return Doc.from_docs([*pieces, rest], ensure_whitespace=False) or rest if pieces else rest


def blank_english(*, attributes: bool = False) -> Language:
    """Return `spacy.blank("en")` with the further places to cut.

    Of the properties that spaCy computes for each new word (its shape, whether it is like a number ...), which take a
    third of the tokenizer's time, words have the lower-case and the normal form only, unless `attributes` are wanted.
    """
    nlp = spacy.blank("en")
    usual = cast("SpacyTokenizer", nlp.tokenizer)
    # made anew, as each change of the usual one would load its rules again; without smileys of signs: "):" and "8)"
    # end a bracket
    inner = type(usual)(
        nlp.vocab,
        rules={chunk: rule for chunk, rule in (usual.rules or {}).items() if chunk[:1].isalnum() and ")" not in chunk},
        prefix_search=usual.prefix_search,
        suffix_search=compile_suffix_regex([*(nlp.Defaults.suffixes or ()), *_SUFFIXES]).search,
        infix_finditer=compile_infix_regex([*(nlp.Defaults.infixes or ()), *_INFIXES]).finditer,
        token_match=usual.token_match,
        url_match=usual.url_match,
    )
    if not attributes:
        vocab = cast("Any", nlp.vocab)  # the getters are not in its types
        vocab.lex_attr_getters = {k: get for k, get in vocab.lex_attr_getters.items() if k in (LOWER, NORM)}
    nlp.tokenizer = ChunkTokenizer(inner)
    return nlp


def chunk_tokenizer() -> ChunkTokenizer:
    """Return the tokenizer of `blank_english`."""
    return cast("ChunkTokenizer", blank_english().tokenizer)
