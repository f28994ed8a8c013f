"""Papers as entries of a bibliography: BibTeX and RIS, with citation keys made from author, year and title."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from papergraph.graph.wording import stop_words

_ARXIV = re.compile(r"^(?:arxiv:)?(\d{4}\.\d{4,5})(?:v\d+)?$", re.IGNORECASE)
_DOI = re.compile(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation_keys(papers: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return a key for each paper's id; equal keys get a, b, c in the order of the ids.

    >>> citation_keys([{"id": "1", "title": "The LoRA paper", "authors": ["Edward J. Hu"], "year": 2021}])
    {'1': 'hu2021lora'}
    """
    by_key: dict[str, list[str]] = {}
    for paper in papers:
        by_key.setdefault(_key(paper), []).append(paper["id"])
    keys: dict[str, str] = {}
    for key, ids in by_key.items():
        for i, paper_id in enumerate(sorted(ids)):
            keys[paper_id] = key + (_letters(i) if len(ids) > 1 else "")
    return keys


def _letters(number: int) -> str:
    return (_letters(number // 26 - 1) if number >= 26 else "") + "abcdefghijklmnopqrstuvwxyz"[number % 26]


def _key(paper: Mapping[str, Any]) -> str:
    author = _ascii(family_name(paper["authors"][0])) if paper["authors"] else ""
    words = [_ascii(w) for w in re.findall(r"[^\W_]+", paper["title"])]
    telling = [w for w in words if w and w not in stop_words()] or [_ascii(paper["id"]) or "paper"]
    return f"{author}{paper['year'] or ''}{telling[0] if author else ''.join(telling[:3])}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def family_name(author: str) -> str:
    """Return the family name of "Given Family" or "Family, Given".

    >>> family_name("Ashish Vaswani"), family_name("Vaswani, Ashish")
    ('Vaswani', 'Vaswani')
    """
    return author.split(",", maxsplit=1)[0].strip() if "," in author else (author.split() or [""])[-1]


def bibtex(paper: Mapping[str, Any], key: str, *, note: str = "") -> str:
    r"""Return a paper as a BibTeX entry.

    >>> print(bibtex({"id": "2106.09685", "title": "A & B", "authors": [], "year": 2021, "url": "", "venue": ""}, "ab"))
    @misc{ab,
      title = {{A \& B}},
      year = {2021},
      eprint = {2106.09685},
      archiveprefix = {arXiv},
    }
    <BLANKLINE>
    """
    arxiv, doi = _ARXIV.match(paper["id"]), _DOI.match(paper["id"]) or _DOI.match(paper["url"])
    fields = {
        "title": f"{{{_tex(paper['title'])}}}",
        "author": " and ".join(_tex(a) for a in paper["authors"]),
        "year": str(paper["year"] or ""),
        "howpublished": _tex(paper["venue"]),
        "eprint": arxiv.group(1) if arxiv else "",
        "archiveprefix": "arXiv" if arxiv else "",
        "doi": doi.group(1) if doi else "",
        "url": paper["url"].replace("{", "%7B").replace("}", "%7D"),
        "note": _tex(note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"]) + "\n"


def _tex(text: str) -> str:
    return "".join(_ESCAPES.get(c, c) for c in " ".join(text.split()))


def ris(paper: Mapping[str, Any], *, note: str = "") -> str:
    r"""Return a paper as a RIS record.

    >>> ris({"id": "x", "title": "A", "authors": ["B, C"], "year": 2020, "url": "", "venue": "", "abstract": ""})
    'TY  - GEN\nID  - x\nTI  - A\nAU  - B, C\nPY  - 2020\nER  - \n\n'
    """
    doi = _DOI.match(paper["id"]) or _DOI.match(paper["url"])
    fields = [
        ("TY", "GEN"),
        ("ID", paper["id"]),
        ("TI", paper["title"]),
        *(("AU", author) for author in paper["authors"]),
        ("PY", str(paper["year"] or "")),
        ("T2", paper["venue"]),
        ("DO", doi.group(1) if doi else ""),
        ("UR", paper["url"]),
        ("AB", paper["abstract"]),
        ("N1", note),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}\n" for tag, value in fields if value]
    return "".join(lines) + "ER  - \n\n"
