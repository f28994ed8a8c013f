"""Gaps as a picture of points: the matrix of methods by datasets or tasks as PNG, the same as the SVG of `gaps_forms`.

The font is the one that Pillow carries, so that the same gaps give the same picture on every machine. It has the
letters of ASCII only: other letters are written with those (é as e, β as beta), what has no such form as "?".
"""

import io
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from papergraph.graph.gaps import GapsError
from papergraph.graph.gaps_forms import CELL, LEGEND, gap_strength

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

SCALE = 2
"""How many points a length of one in the SVG has here, so that letters are sharp on a dense screen."""
MARGIN = 6
LARGEST = 20_000
"""How many points the picture may be wide or high; beyond, viewers refuse it."""
TRIED, GAP, EMPTY, PAPER, INK, FAINT = (
    (0xCF, 0xE2, 0xF3),
    (0xE6, 0x91, 0x38),
    (0xF4, 0xF4, 0xF4),
    (255, 255, 255),
    (0, 0, 0),
    (0x44, 0x44, 0x44),
)
_PLAIN = {"×": "x", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "ø": "o", "Ø": "O", "ł": "l", "ß": "ss"}


def gaps_png(
    methods: Sequence[str], others: Sequence[str], counts: NDArray[np.int64], scores: NDArray[np.float64]
) -> bytes:
    """Return the matrix as PNG: blue cells are tried (with the number of papers), orange ones are gaps, by score.

    `counts` and `scores` are (methods, others), as `gaps.matrix` gives them. The same input gives the same bytes.

    Raises
    ------
    GapsError
        Where the picture would be larger than `LARGEST` points.
    """
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(12 * SCALE)
    cell, margin = CELL * SCALE, MARGIN * SCALE
    rows, columns = [ascii_letters(m) for m in methods], [ascii_letters(o) for o in others]
    slanted = [_slanted(name, font) for name in columns]
    left = 2 * margin + max((round(font.getlength(name)) for name in rows), default=0)
    above = 2 * margin + max((mask.height for mask in slanted), default=0)
    right = max((cell * j + cell // 2 + mask.width for j, mask in enumerate(slanted)), default=0)
    width = left + max(right, cell * len(columns), round(font.getlength(LEGEND))) + margin
    height = above + cell * len(rows) + 40 * SCALE
    if max(width, height) > LARGEST:
        raise GapsError(f"a picture of {width} by {height} points is too large; lower --top, or use --format svg")
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    for j, mask in enumerate(slanted):
        picture.paste(INK, (left + cell * j + cell // 2 - margin, above - margin - mask.height), mask)
    for i, name in enumerate(rows):
        middle = above + cell * i + cell // 2 - SCALE
        draw.text((left - margin, middle), name, fill=INK, font=font, anchor="rm")
        for j in range(len(columns)):
            _cell(draw, (left + cell * j, above + cell * i), int(counts[i, j]), float(scores[i, j]), font)
    draw.text((left, above + cell * len(rows) + 24 * SCALE), LEGEND, fill=FAINT, font=font, anchor="ls")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False, compress_level=9)
    return out.getvalue()


def ascii_letters(name: str) -> str:
    """Return a name with ASCII letters only.

    >>> ascii_letters("Poincaré β-VAE × 中")
    'Poincare beta-VAE x ?'
    """
    written = "".join(_PLAIN.get(c, c) for c in name)
    folded = (c for c in unicodedata.normalize("NFKD", written) if not unicodedata.combining(c))
    return "".join(c if " " <= c <= "~" else _spelled(c) for c in folded)


def _spelled(letter: str) -> str:
    words = unicodedata.name(letter, "").split()
    greek = words[:1] == ["GREEK"] and words[2:3] == ["LETTER"]
    if not greek:
        return "?"
    return words[3].capitalize() if words[1] == "CAPITAL" else words[3].lower()


def _slanted(name: str, font: "ImageFont.FreeTypeFont | ImageFont.ImageFont") -> "Image.Image":
    """Return a name that rises to the right by 45 degrees, as a mask."""
    from PIL import Image, ImageDraw

    flat = Image.new("L", (round(font.getlength(name)) + 2 * SCALE, 18 * SCALE), 0)
    ImageDraw.Draw(flat).text((SCALE, 9 * SCALE), name, fill=255, font=font, anchor="lm")
    return flat.rotate(45, expand=True, resample=Image.Resampling.BICUBIC)


def _cell(
    draw: "ImageDraw.ImageDraw",
    corner: tuple[int, int],
    papers: int,
    score: float,
    font: "ImageFont.FreeTypeFont | ImageFont.ImageFont",
) -> None:
    x, y = corner
    size = (CELL - 2) * SCALE
    colour = TRIED if papers else EMPTY
    if not papers and score > 0:
        share = gap_strength(score)
        red, green, blue = (round(share * gap + (1 - share) * 255) for gap in GAP)
        colour = red, green, blue
    draw.rectangle((x, y, x + size - 1, y + size - 1), fill=colour)
    if papers:
        draw.text((x + size // 2, y + size // 2), str(papers), fill=INK, font=font, anchor="mm")
