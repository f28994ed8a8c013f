from collections.abc import Callable, Iterable

import pytest

from papergraph.extractors.readers import listing
from papergraph.extractors.records import Paper, Rejected, Source

from .pages import HEAD_A, HEAD_B, LONG, listings, page_a, page_b, records

Page = Callable[[Iterable[tuple[str, str]]], str]

TWO = [("FooNet: A Small Parser", LONG), ("Do Large Parsers Help?", LONG.replace("FooNet", "BarNet"))]
LAYOUTS = [pytest.param(page_a, id="layout A"), pytest.param(page_b, id="layout B")]


@pytest.mark.parametrize("page", LAYOUTS)
def test_titles_and_abstracts_take_turns(page: Page) -> None:
    assert listings(page(TWO)) == TWO


def test_a_paper_knows_the_line_of_its_title() -> None:
    assert [p.sources for p in records(page_a(TWO)) if isinstance(p, Paper)] == [
        (Source("page.txt", 3),),
        (Source("page.txt", 5),),
    ]


@pytest.mark.parametrize("page", LAYOUTS)
@pytest.mark.parametrize("missing", [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)], ids=str)
def test_a_listing_without_an_abstract_is_kept_with_an_empty_one(page: Page, missing: tuple[int, ...]) -> None:
    three = [*TWO, ("Treebanks of Small Languages", LONG)]
    wanted = [(title, "" if i in missing else abstract) for i, (title, abstract) in enumerate(three)]
    assert listings(page(wanted)) == wanted


@pytest.mark.parametrize("page", LAYOUTS)
@pytest.mark.parametrize(
    "title",
    [
        "RWKV",
        "Why?",
        "Is Attention Enough? When Is It Not?",
        "Explaining Code Models Before They Are Used in Practice: What Do They Learn? When Do They Fail to Work?",
        "Attention, Please!",
        "iFormer: Inverting What Transformers Attend To",
        "pi_0: A Policy",
        "GPT-4 vs. People: Who Wins?",
        "May the Force of Many Be With Us",
        "Mars 2020 in Pictures",
        "Decoder 2",
        "New Ways to Parse",
        "Papers With Tables",
        "1984: A Corpus",
        "A " + "Very " * 26 + "Long Title",
    ],
)
@pytest.mark.parametrize("abstract", [LONG, ""], ids=["with abstract", "bare"])
def test_titles_of_any_form_stay_titles(page: Page, title: str, abstract: str) -> None:
    wanted = [TWO[0], (title, abstract), TWO[1]]
    assert listings(page(wanted)) == wanted


@pytest.mark.parametrize("page", LAYOUTS)
@pytest.mark.parametrize(
    "abstract",
    [
        "We study this.",
        "This paper has been withdrawn by its authors.",
        "A note on trees. It ends well.",
        "Code: https://github.com/foo/bar",
        LONG + " The code is at https://github.com/foo/bar",
        LONG.rstrip("."),
        "Is this the end of parsing? " + LONG,
        LONG + " Is this the end?",
    ],
)
def test_abstracts_of_any_form_stay_abstracts(page: Page, abstract: str) -> None:
    wanted = [TWO[0], ("A Title", abstract), TWO[1]]
    assert listings(page(wanted)) == wanted


@pytest.mark.parametrize("page", LAYOUTS)
@pytest.mark.parametrize(
    "cut", ["A parser, FooNet", "sorted by hand.", "It makes fewer", "and on four", "earlier parsers"]
)
def test_an_abstract_split_over_two_lines_is_one_abstract(page: Page, cut: str) -> None:
    head, _, tail = LONG.partition(cut)
    got = listings(page([TWO[0], ("A Title", f"{head}\n{cut}{tail}"), TWO[1]]))
    assert [title for title, _ in got] == [TWO[0][0], "A Title", TWO[1][0]]
    assert " ".join(got[1][1].split()) == LONG


@pytest.mark.parametrize(
    "line",
    [
        "Mar 11",
        "Nov 3, 2025",
        "11 March 2025",
        "Tue, Mar 11",
        "2025-03-11",
        "byAK and the research community",
        "byXX and the research community",
        "by AK and the research community",
        "Subscribe",
        "Get trending papers in your email inbox!",
        "Get trending papers in your email inbox once a day!",
        "new",
        "42",
        "1.2k",
        "·",
        "   ",
        "\t",
        "\ufeff",
    ],
)
def test_what_is_no_paper_is_passed_over_anywhere(line: str) -> None:
    first, second = TWO
    page = f"{HEAD_A}{first[0]}\n{line}\n{first[1]}\n{line}\n{second[0]}\n{second[1]}\n{line}\n"
    assert listings(page) == TWO


@pytest.mark.parametrize("first", LAYOUTS)
@pytest.mark.parametrize("second", LAYOUTS)
def test_pages_written_one_behind_the_other_are_read_through(first: Page, second: Page) -> None:
    assert listings(first(TWO) + "\ufeff" + second(TWO[::-1])) == TWO + TWO[::-1]


@pytest.mark.parametrize(
    "title",
    ["FooNet", "iFormer: Small Letters First", '"Why" in Quotes', "3D Parsing", "$k$-Means", "Ω-Nets", "Éclair"],
)
def test_subscribe_is_cut_off_the_first_title(title: str) -> None:
    assert listings(page_a([(title, LONG)])) == [(title, LONG)]


@pytest.mark.parametrize("title", ["Subscribers and Their Churn", "Subscribed: A Study", "Subscribe to Learn"])
def test_a_title_that_begins_like_subscribe_is_whole(title: str) -> None:
    head, _, _ = HEAD_A.rpartition("Subscribe")
    assert listings(f"{head}{title}\n{LONG}\n") == [(title, LONG)]


@pytest.mark.parametrize("head", [HEAD_A, HEAD_B])
def test_a_page_of_furniture_alone_holds_no_papers(head: str) -> None:
    assert records(head) == []


@pytest.mark.parametrize("ending", ["\r\n", "\n", "  \n", " \r\n"])
def test_line_endings_and_trailing_blanks_do_not_show(ending: str) -> None:
    assert listings(page_b(TWO).replace("\n", ending)) == TWO


def test_a_page_listed_twice_gives_each_listing_twice() -> None:
    assert len(listings(page_a(TWO + TWO))) == 4  # joining is another module's business


def test_an_abstract_without_a_title_is_set_aside() -> None:
    got = records(f"{LONG}\n{TWO[0][0]}\n{LONG}\n")
    assert got[0] == Rejected(
        "page.txt", 1, "an abstract without a title above it; put its title on the line before", LONG
    )
    assert isinstance(got[1], Paper)


def test_a_line_that_is_not_utf_8_costs_only_itself() -> None:
    page = page_a(TWO).encode().replace(b"FooNet, is", b"Caf\xe9, is", 1)
    got = records(page)
    assert [type(r).__name__ for r in got] == ["Rejected", "Paper", "Paper"]
    assert got[0].line == 4  # type: ignore[union-attr]
    assert (got[1].title, got[1].abstract) == (TWO[0][0], "")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (page_a(TWO), True),
        (page_b(TWO), True),
        ("\n" * 40 + page_b(TWO), True),
        ("\ufeff" + page_a(TWO), True),
        (f"A Title\n{LONG}\nAnother Title\n{LONG}\n", True),
        (f"A Bare Title\nA Title\n{LONG}\n", True),
        (f"{LONG}\n{LONG}\n{LONG}\n", False),
        ("numpy>=1.26\nscipy\n", False),
        ("Dear all,\nthe meeting is at noon.\n", False),
        ("", False),
    ],
)
def test_a_listing_page_is_recognised_by_its_head(head: str, known: bool) -> None:
    assert listing.recognises(head) is known
