"""Why does a paper come near a question? The parts of its score by name, each with a sentence from both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from papergraph.graph.related_index import RelatedIndex
from papergraph.graph.related_profile import entities_of
from papergraph.graph.related_ranking import Profile, Ranking
from papergraph.graph.related_records import Question, Reason, Text
from papergraph.graph.text_features import FACETS, Features, is_pair, words_of
from papergraph.graph.wording import Vocabulary, sentence_spans, word_spans

Places = dict[tuple[int, ...], tuple[str, str]]
"""How and in which sentence a word or pair is written, by word numbers."""
PHRASES = 5
"""How many shared phrases are named; the rest is summed up."""
TELLING = 0.15
"""A phrase is named only if it weighs this much of the weightiest."""
NAMED = 6
"""How many shared entities are named."""
SUPPORTERS = 2
"""How many neighbours are named."""

KEPT = 2000
"""Of how many papers the words and entities are kept for the next question."""


@dataclass
class Explainer:
    """Gives the reasons of hits for one question; what it finds in the question's own texts is looked up once."""

    index: RelatedIndex
    question: Question
    profile: Profile
    _own_words: Places = field(init=False)
    _own_entities: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Read the question's own texts."""
        self._own_words, self._own_entities = {}, {}
        for row in (*self.question.like, *self.question.unlike):
            self._own_words = _places(self.index, row) | self._own_words
            self._own_entities = self.entity_sentences(row) | self._own_entities
        for text in self.question.texts:
            whole = f"{text.title}\n{text.abstract}"
            self._own_words = word_places(whole, len(text.title), self.index.text.vocabulary) | self._own_words
            self._own_entities |= _text_entities(self.index, text)

    def parts(self, ranking: Ranking, at: int) -> tuple[Reason, ...]:
        """Return the reasons of the hit at place `at` as totals, without looking into its text."""
        found = (
            Reason("more", "shared entities", float(ranking.entities[at])),
            Reason("more", "shared words", float(ranking.words[at])),
            Reason("topic", "the same themes", float(ranking.topics[at])),
            Reason("vector", "alike as sentence vectors", float(ranking.vectors[at])),
            Reason("neighbour", "near to its nearest papers", float(ranking.walk[at])),
        )
        return tuple(r for r in found if r.weight)

    def reasons(self, ranking: Ranking, at: int) -> tuple[Reason, ...]:
        """Return the reasons of the hit at place `at`, the weightiest of each kind first; they add up to its score."""
        row = int(ranking.rows[at])
        features, _ = self.index.text.vectors(np.array([row]), self.profile.facet)
        places = _places(self.index, row)
        found = [*self._entities(row), *self._phrases(features, places)]
        if ranking.topics[at]:
            found.append(Reason("topic", self._theme(features, places), float(ranking.topics[at])))
        if ranking.vectors[at]:
            found.append(Reason("vector", "alike as sentence vectors", float(ranking.vectors[at])))
        return (*found, *self._neighbours(ranking, row))

    def _entities(self, row: int) -> list[Reason]:
        vector = self.index.entity_rows(self.profile.facet)[[row]]
        shares = FACETS[self.profile.facet].entities * vector.data * self.profile.entities[vector.indices]
        shared = [(float(w), int(e)) for w, e in zip(shares, vector.indices, strict=True) if w]
        shared.sort(key=lambda s: (-abs(s[0]), s[1]))
        said = self.entity_sentences(row)
        found = []
        for weight, number in shared[:NAMED]:
            key = self.index.entities.keys[number]
            kind = self.index.entities.kinds[self.index.entities.kind[number]]
            name, own = self.index.names[number], self._own_entities.get(key, "")
            found.append(Reason(kind, name, weight, said.get(key, ""), own))
        return found + _summed(shared[NAMED:], "shared entities")

    def entity_sentences(self, row: int) -> dict[str, str]:
        """Return for each entity that a paper names, and for its family, the first sentence that says so."""
        return _entity_sentences(self.index, row)

    def _phrases(self, features: Features, places: Places) -> list[Reason]:
        codes, left, right = np.intersect1d(features.code, self.profile.codes, assume_unique=True, return_indices=True)
        weight = features.value[left] * self.profile.values[right]
        shares = {words_of(int(c)): float(w) for c, w in zip(codes, weight, strict=True)}
        shared = sorted(phrases(shares).items(), key=lambda s: (-abs(s[1]), s[0]))
        found = []
        named = [s for s in shared[:PHRASES] if abs(s[1]) >= TELLING * abs(shared[0][1])]
        for words, share in named:
            written = " ".join(self.index.text.written[w] for w in words)
            name, sentence = places.get(words, (written, ""))
            found.append(Reason("phrase", name, share, sentence, self._own_words.get(words, ("", ""))[1]))
        return found + _summed([(w, 0) for _, w in shared[len(named) :]], "shared words")

    def _theme(self, features: Features, places: Places) -> str:
        """Name the words of the hit that lie nearest to the question's topics without standing in it."""
        word = features.code[~is_pair(features.code)]
        value = features.value[: len(word)]
        known = (self.index.text.topic_row[word] >= 0) & ~np.isin(word, self.profile.codes)
        share = value[known] * (self.index.text.topics[self.index.text.topic_row[word[known]]] @ self.profile.topics)
        best = [int(w) for w, s in sorted(zip(word[known], share, strict=True), key=lambda x: (-x[1], x[0])) if s > 0][
            :3
        ]
        if not best:
            return "the same themes"
        return "kindred words: " + ", ".join(places.get((w,), (self.index.text.written[w], ""))[0] for w in best)

    def _neighbours(self, ranking: Ranking, row: int) -> list[Reason]:
        place = np.flatnonzero(ranking.close == row)
        if not len(place):
            return []
        line = ranking.support[[int(place[0])]]
        shared = sorted(
            ((float(w), int(c)) for w, c in zip(line.data, line.indices, strict=True) if w), key=lambda s: (-s[0], s[1])
        )
        found = []
        for weight, column in shared[:SUPPORTERS]:
            if column == 0:
                found.append(Reason("neighbour", "the query is among its own nearest", weight))
            else:
                paper = self.index.paper(int(ranking.close[column - 1]))
                found.append(Reason("neighbour", f"near {paper['id']} {paper['title']}", weight))
        rest = sum(w for w, _ in shared[SUPPORTERS:])
        return [*found, Reason("neighbour", f"near {len(shared) - SUPPORTERS} more papers", rest)] if rest else found


def phrases(shares: Mapping[tuple[int, ...], float]) -> dict[tuple[int, ...], float]:
    """Return shares by phrase: a pair takes in what its words add by themselves, unless another pair has them.

    >>> phrases({(1,): 0.2, (2,): 0.1, (3,): 0.05, (1, 2): 0.3})
    {(1, 2): 0.6, (3,): 0.05}
    """
    left = {words: share for words, share in shares.items() if len(words) == 1}
    found: dict[tuple[int, ...], float] = {}
    pairs = (words for words in shares if len(words) == 2)
    for words in sorted(pairs, key=lambda w: (-abs(shares[w]), w)):
        found[words] = round(shares[words] + sum(left.pop((w,), 0.0) for w in dict.fromkeys(words)), 9)
    return found | left


@lru_cache(maxsize=KEPT)
def _entity_sentences(index: RelatedIndex, row: int) -> dict[str, str]:
    text, _ = index.full_text(row)
    said: dict[str, str] = {}
    families = index.entities.families
    for mention in index.mentions(row):
        sentence = text[mention["sentence_start"] : mention["sentence_end"]]
        said.setdefault(mention["entity"], sentence)
    number = {key: i for i, key in enumerate(index.entities.keys) if key in said} if families.nnz else {}
    for key, i in number.items():
        for family in families.indices[families.indptr[i] : families.indptr[i + 1]]:
            said.setdefault(index.entities.keys[family], said[key])
    return said


@lru_cache(maxsize=KEPT)
def _places(index: RelatedIndex, row: int) -> Places:
    return word_places(*index.full_text(row), index.text.vocabulary)


def word_places(text: str, title_end: int, vocabulary: Vocabulary) -> Places:
    """Return how and in which sentence each word and pair of a text is first written, the abstract before the title."""
    found: Places = {}
    spans = sentence_spans(text, title_end)
    for begin, end in (*spans[1:], *spans[:1]):
        sentence = text[begin:end].strip()
        before: tuple[int, int, int] | None = None
        for low, high in word_spans(text, begin, end):
            number = vocabulary.number(text[low:high].lower())
            if number < 0:
                continue
            found.setdefault((number,), (text[low:high], sentence))
            if before:
                between = text[before[2] : low]
                plain = between.replace("-", " ").replace(" ", "").isalpha() or not between.strip(" -")
                written = text[before[1] : high] if plain else f"{text[before[1] : before[2]]} {text[low:high]}"
                found.setdefault((before[0], number), (written, sentence))
            before = (number, low, high)
    return found


def _text_entities(index: RelatedIndex, text: Text) -> dict[str, str]:
    whole = f"{text.title}\n{text.abstract}"
    said: dict[str, str] = {}
    for mention in text.mentions:
        for key, _ in entities_of(index, [mention]):
            said.setdefault(key, whole[mention.evidence.sentence_start : mention.evidence.sentence_end])
    return said


def _summed(rest: Sequence[tuple[float, int]], what: str) -> list[Reason]:
    return [Reason("more", f"{len(rest)} more {what}", sum(w for w, _ in rest))] if rest else []
