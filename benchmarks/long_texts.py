"""Does the time of extraction grow with the length of a text, whatever stands in it?

Prints for each kind of nasty text the time of a text of 250,000 characters over that of four of 62,500, and of one
megabyte over that of ordinary abstracts of the same length: `python benchmarks/long_texts.py [NAME]...`. A ratio near 1
is linear; 4 would be quadratic.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from papergraph.extractors.pipeline import extract, pipeline
from papergraph.extractors.records import Paper
from tests.nasty import nasty_texts

SIZE = 250_000
ORDINARY = (
    "We propose a network for parsing and evaluate it on two treebanks, where it makes fewer errors than before. "
)


def main() -> None:
    nlp = pipeline()

    def seconds(texts: list[str]) -> float:
        start = time.process_time()
        for _ in extract((Paper(str(i), "", text) for i, text in enumerate(texts)), nlp):
            pass
        return time.process_time() - start

    seconds([ORDINARY])
    plain = seconds([ORDINARY * 10] * (SIZE // len(ORDINARY) // 10))
    print(f"{'text':26}{'long / short':>14}{'long / ordinary':>18}")
    for (name, long), (_, short) in zip(nasty_texts(SIZE), nasty_texts(SIZE // 4), strict=True):
        if not sys.argv[1:] or name in sys.argv[1:]:
            quarter, whole = sum(seconds([short]) for _ in range(4)), seconds([long])
            print(f"{name:26}{whole / max(quarter, 1e-3):14.2f}{whole / plain:18.1f}", flush=True)


if __name__ == "__main__":
    main()
