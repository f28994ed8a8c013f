"""URLs of code, models, data and project pages: found through the dirt of copied abstracts, made canonical, told apart.

Every way in which a URL was seen broken has a place in `_URL` or in `_mend`. Whether it is the paper's own is read from
the words before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOP_LEVELS = """
    com org net io ai dev app edu gov eu cn de uk fr jp kr ch ca nl it es se at au us in me co cc ly gl gle ms xyz
    tech info science site page cloud ml sh to sg tw hk il br ru be dk fi no pl pt cz gr ie nz za tv pub ac wiki
    space online live run so fm team zone systems research community foundation health earth bio art design
""".split()
_TLD = f"(?:{'|'.join(_TOP_LEVELS)})"
_HOST = rf"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,62}})\.){{1,6}}{_TLD}\b"
_WHOLE = re.compile(rf"(?i)(?<![:/])/(?!/)|\.{_TLD}\Z")
"""What a URL before a glued sentence has: a path, or the end of a host."""
_IN = r"[^\s<>\"“”`{}|^。，、；：（）【】「」《》\u200b\u200c\u200d\ufeff]"  # what may stand in a path
_SCHEME = r"(?:h\s?t\s?t\s?p\s?s?|hxxps?|ftp)\s?(?:[:;]\s{0,2}/\s?/?|//)\s?(?:https?://)?"
_URL = re.compile(
    rf"""(?xi)
    (?P<scheme>{_SCHEME})
        (?P<rest>[\w\[\]-]+(?:\.\s?[\w-]+)+(?::\d+)?(?:[/?\#]{_IN}*)?)
    | (?<![\w@./~-])~?(?P<bare>
        (?:www\.)?(?:github|gitlab|bitbucket|gitee|codeberg
            |huggingface|sourceforge|modelscope|4open)
            \.\s?(?:com|org|co|cn|science|net)\s?/{_IN}+
        | (?:git@)(?:github|gitlab)\.com:[\w.-]+/{_IN}+
        | www\.{_HOST}(?:/{_IN}*)?
        | {_HOST}/{_IN}+
        | [\w-]+\.(?:github|gitlab|gitee)\.io\b
    )
    """
)
_TORN_REST = re.compile(r"(?i) ((?!https?[:;/])[a-z0-9](?:(?!https?[:;/])[\w./-])*)")
_HINTS = (":/", ";//", "s//", "git@", "www.", "http")
_DOMAIN = re.compile(r"\.(?:com|org|net|io|ai|co|science|dev|edu|ly)\b")
_TRAILING = ".,;:!?'\"”’»*…~_-"
_PAIRS = {")": "(", "]": "["}
_CODE_HOSTS = re.compile(
    r"(?i)(?:^|\.)(?:github\.com|githubusercontent\.com|gitlab\.[\w.]+|bitbucket\.org|gitee\.com|codeberg\.org"
    r"|sourceforge\.net|git\.[\w.-]+|sr\.ht|4open\.science|code\.google\.com|codeocean\.com|gitcode\.(?:com|net))$"
    r"|^gitlab\."
)
_HUBS = re.compile(
    r"(?i)(?:^|\.)(?:huggingface\.co|hf\.co|modelscope\.cn|tfhub\.dev|kaggle\.com|civitai\.com|ollama\.com"
    r"|replicate\.com)$"
)
_PAPERS = re.compile(
    r"(?i)(?:^|\.)(?:arxiv\.org|doi\.org|openreview\.net|aclanthology\.org|aclweb\.org|semanticscholar\.org"
    r"|creativecommons\.org)$"
)
_DATA_DOI = re.compile(r"(?i)^/?10\.(?:5281|6084|7910|5061|17632|57967)/")
_OTHERS = re.compile(
    r"""(?xi)
    (?<![\w-])(?: build(?:s|ing)?\ (?:up)?on | built\ (?:up)?on | based\ on | adapted\ from | adopted\ from
        | modified\ from
        | forked\ from | fork\ of | taken\ from | borrowed\ from | provided\ by | developed\ by | following | using
        | uses? | used | via\ the | implemented\ (?:in|with|on|using) | on\ top\ of | extend(?:s|ing)?\ (?:the\ )?code
        | derived\ from | official\ implementation\ of | downloaded\ from | thanks\ to | compared\ (?:to|with)
        | originally | original | third[- ]party | library | integrated\ (?:into|in) | baselines? | their ) \b
    """
)
_OWN = re.compile(
    r"""(?xi)
    \b(?: available | released? | releasing | open[- ]?sourced? | accessible | ours? | published | homepage | website
        | project\ page | made\ public | found | obtained | this\ paper | this\ work ) \b
    """
)


@dataclass(frozen=True, slots=True)
class Link:
    """A URL in a text: where it stands, its canonical form, its kind (code, hub, page) and whose it is (own, other)."""

    start: int
    end: int
    url: str
    kind: str
    role: str


def links(text: str) -> Iterator[Link]:
    """Yield the links of a text in order, each URL once.

    >>> [(x.url, x.kind, x.role) for x in links("Code: {https://www.github.com/a/b.git}.")]
    [('https://github.com/a/b', 'code', 'own')]
    """
    small = text.lower()
    if not any(hint in small for hint in _HINTS) and not _DOMAIN.search(small):
        return
    seen: set[str] = set()
    free = 0  # a URL that was mended may have taken the beginning of the next one
    for found in _URL.finditer(text):
        for start, stop in _pieces(text, found):
            url = canonical_url(text[start:stop], after=text[stop : stop + 80]) if start >= free else ""
            kind = kind_of(url) if url else ""
            key = url.casefold().rstrip("/")
            if not kind or key in seen:
                continue
            seen.add(key)
            free = stop + _mended(text, start, stop)
            yield Link(start, free, url, kind, role_of(text, start))


def _pieces(text: str, found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Split two URLs written without a blank between, and take off what is no part of a URL at the end."""
    group = "rest" if found["rest"] else "bare"
    begin = found.start() if group == "rest" else found.start("bare")
    end = found.end(group)
    inner = re.search(r"(?i)(?<!web/)(?<!\d/)https?://", text[found.start(group) + 4 : end])
    if inner and "archive.org" not in text[begin:end]:
        cut = found.start(group) + 4 + inner.start()
        yield begin, _trim(text, begin, cut)
        yield cut, _trim(text, cut, end)
        return
    yield begin, _trim(text, begin, end)


def _trim(text: str, begin: int, end: int) -> int:
    """Return where the URL really ends: before closing punctuation, and before a sentence glued to it."""
    stop = text.find("\\", begin, end)
    while stop != -1 and text[stop + 1 : stop + 2] in "_%#&~":  # an escaped underscore of LaTeX is part of it
        stop = text.find("\\", stop + 2, end)
    if stop != -1:
        end = stop
    while end > begin:
        last = text[end - 1]
        if last in "_-~" and re.match(r"\s[\w-]+", text[end : end + 3]) and _continuation(text, begin, end):
            break
        if last in _TRAILING or (
            last in _PAIRS and text.count(last, begin, end) > text.count(_PAIRS[last], begin, end)
        ):
            end -= 1
            continue
        break
    glued = re.search(r"[.,;:]\s?[A-Z][a-z]*$|[.)\]][,;:.][A-Za-z]+$|\)[A-Za-z].*$|,https?$", text[begin:end])
    whole = glued and _WHOLE.search(text[begin : begin + glued.start()])
    if glued and whole and re.match(r"\s+[a-z(]", text[end : end + 3]):
        end = begin + glued.start()
    return end


def _continuation(text: str, begin: int, end: int) -> re.Match[str] | None:
    """Match the rest of a URL that a blank tore apart behind a `-`, `_` or `/`."""
    rest = _TORN_REST.match(text, end)
    if not rest:
        return None
    last, word = text[end - 1], rest[1].rstrip(".,;:")
    url = text[begin:end]
    depth = url.split("//")[-1].count("/")
    ends_text = not re.match(r"[ ]+\w", text[rest.start(1) + len(word) :].lstrip(".,;:)") or "")
    looks_like_path = bool(re.search(r"[-_/\d]|[a-z][A-Z]", word))
    if last in "-_":
        return rest if looks_like_path or ends_text else None
    if last == "/" and depth <= 2:
        return rest if looks_like_path or ends_text else None
    return None


def _mended(text: str, start: int, end: int) -> int:
    rest = _continuation(text, start, end)
    return len(rest[0].rstrip(".,;:")) if rest else 0


def canonical_url(raw: str, *, after: str = "") -> str:
    """Return the canonical form of a URL as written, or an empty text where it is none.

    A GitHub URL is `https://github.com/OWNER/NAME`; any other keeps scheme, host and path. `after` is the text behind
    it, from which a URL torn by a blank is mended.

    >>> canonical_url("github.com/a/efficient-", after=" NLP-training")
    'https://github.com/a/efficient-NLP-training'
    """
    torn = _continuation(raw + after, 0, len(raw)) if after else None
    text = raw + (torn[1].rstrip(".,;:") if torn else "")
    text = re.sub(r"\\([_%#&~])", r"\1", text)
    head = re.match(rf"(?i)\s*{_SCHEME}", text)
    scheme = "https"
    if head:
        scheme = re.split(r"[:;/]", re.sub(r"\s", "", head[0]))[0].lower().replace("hxxp", "http")
        text = text[head.end() :]
    text = re.sub(r"\s", "", re.sub(r"^git@([\w.]+):", r"\1/", text))
    host, slash, path = text.partition("/")
    if not slash and (cut := re.search(r"[?#]", host)):
        host, path = host[: cut.start()], host[cut.start() :]
    host = host.lower().rstrip(".")
    if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?", host) or (not head and host.startswith("e.g")):
        return ""
    if host.removeprefix("www.") in ("github.com", "raw.githubusercontent.com"):
        return _github(path)
    path = re.sub(r"\.git/?$", "", path) if _CODE_HOSTS.search(host) else path
    if _CODE_HOSTS.search(host) or _HUBS.search(host):
        host = host.removeprefix("www.")
    return f"{scheme}://{host}{slash}{path}"


def _github(path: str) -> str:
    parts = [p for p in re.split(r"[?#]", path, maxsplit=1)[0].split("/") if p]
    if not parts or not re.fullmatch(r"[\w.-]+", parts[0]):
        return ""
    if len(parts) == 1:
        return f"https://github.com/{parts[0]}"
    name = re.match(r"[\w.-]*", parts[1])
    repository = (name[0] if name else "").rstrip(".")
    repository = repository.removesuffix(".git").rstrip(".")
    return f"https://github.com/{parts[0]}/{repository}" if repository else f"https://github.com/{parts[0]}"


def kind_of(url: str) -> str:
    """Return `code`, `hub` or `page`; an empty text for a link to a paper, which is no repository.

    >>> kind_of("https://huggingface.co/a/b"), kind_of("https://arxiv.org/abs/1706.03762")
    ('hub', '')
    """
    host, _, path = url.partition("://")[2].partition("/")
    host = host.partition(":")[0]
    if _PAPERS.search(host):
        return "page" if host.endswith("doi.org") and _DATA_DOI.match(path) else ""
    if _CODE_HOSTS.search(host):
        return "code"
    return "hub" if _HUBS.search(host) else "page"


def role_of(text: str, start: int) -> str:
    """Say from the words before a URL whether it is the paper's `own` or somebody `other`'s.

    >>> role_of("We build on the code of https://", 24)
    'other'
    """
    floor = max(0, start - 160)
    before = text[floor:start]
    cut = max((m.end() for m in re.finditer(r"[.!?]\s+(?=[A-Z])|\n|;\s|https?://\S+", before)), default=0)
    clause = before[cut:]
    other = max((m.end() for m in _OTHERS.finditer(clause)), default=-1)
    own = max((m.end() for m in _OWN.finditer(clause)), default=-1)
    return "other" if other > own else "own"
