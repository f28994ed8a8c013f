"""Where sentences begin, found over arrays of word flags.

A sentence ends at a full stop, question or exclamation mark (with what closes behind it) before a word with a capital,
a digit or an opening sign, unless the full stop belongs to an abbreviation; the title is a sentence of its own, and so
is each line.
"""

import numpy as np
import numpy.typing as npt

from papergraph.extractors.flags import ABBREVIATION, BLANK, CLOSER, LINE_BREAK, SENTENCE_END, START_UPPER


def sentence_starts(flags: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Return for each token whether a sentence begins with it, from the flags of a run of texts.

    >>> from papergraph.extractors.flags import flags_of
    >>> sentence_starts(np.array([flags_of(w, "") for w in "It works . We win .".split()], np.int32)).tolist()
    [True, False, False, True, False, False]
    """
    n = len(flags)
    end = (flags & SENTENCE_END) != 0
    abbreviated = np.zeros(n, bool)
    abbreviated[1:] = (flags[:-1] & ABBREVIATION) != 0
    end &= ~abbreviated
    closer = (flags & CLOSER) != 0
    ended = end.copy()
    for _ in range(2):  # "(as shown.)" and "so.')": at most two signs close behind the stop
        ended[1:] |= ended[:-1] & closer[1:]
    line_break = (flags & LINE_BREAK) != 0
    starts = np.zeros(n, bool)
    upper = (flags & START_UPPER) != 0
    starts[1:] = (ended[:-1] & upper[1:] & ~closer[1:]) | line_break[:-1]
    blank = ((flags & BLANK) != 0) & ~line_break
    starts[1:] |= np.concatenate(([False], ended[:-2])) & blank[:-1] & upper[1:] if n > 2 else False
    starts[:1] = True
    return starts
