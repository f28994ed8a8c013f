import pytest

from papergraph.extractors.repositories import canonical_url, kind_of, links, role_of

AB = "https://github.com/a/b"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (f"Code: {AB}.", [AB]),
        (f"Code ({AB}).", [AB]),
        (f"Code [{AB}], and more", [AB]),
        (f'Code "{AB}"; more', [AB]),
        (f"Code at~{AB}", [AB]),
        (f"Code: {AB}!", [AB]),
        (f"Code: {AB}... more", [AB]),
        (f"Code: {AB} .", [AB]),
        (f"<{AB}>", [AB]),
        (f"{AB}。中文", [AB]),
        (f"{AB}\u200b.", [AB]),
        (f"{AB}.git.", [AB]),
        (f"{AB}/tree/main/sub.", [AB]),
        (f"{AB}/blob/master/README.md#usage", [AB]),
        (f"{AB}?tab=readme", [AB]),
        (f"{AB}.Extensive experiments show", [AB]),
        ("It is at https://a.edu.We show", ["https://a.edu"]),
        ("It is at https://www.a-b.de.The tree is", ["https://www.a-b.de"]),
        ("It is at www.lab.edu.In this paper", ["https://www.lab.edu"]),
        ("It is at HTTPS://A.EDU.We show", ["https://a.edu"]),
        ("It is at https://a.org. The tree is", ["https://a.org"]),
        ("https://www.github.com/a/b.git", [AB]),
        ("www.github.com/a/b", [AB]),
        ("github.com/a/b", [AB]),
        ("our code (github.com/a/b) is open", [AB]),
        ("git@github.com:a/b.git", [AB]),
        ("HTTPS://GitHub.com/a/b", [AB]),
        ("https;//github.com/a/b", [AB]),
        ("https//github.com/a/b", [AB]),
        ("https:/github.com/a/b", [AB]),
        ("https: //github.com/a/b", [AB]),
        ("http s://github.com/a/b", [AB]),
        ("https://github. com/a/b", [AB]),
        (f"\\url{{{AB}}}.", [AB]),
        (f"{{{AB}}}{{{AB}}}.", [AB]),
        (f"\\href{{{AB}}}{{here}}", [AB]),
        (f"{AB}{AB}", [AB]),
        (f"{AB},https://github.com/a/c", [AB, "https://github.com/a/c"]),
        (f"{AB} and https://github.com/a/c.", [AB, "https://github.com/a/c"]),
        (f"{AB}\\footnote{{x}}", [AB]),
        ("https://github.com/a/b\\_c", [f"{AB}_c"]),
        ("https://github.com/a/b.js.", [f"{AB}.js"]),
        ("https://github.com/a.", ["https://github.com/a"]),
        ("github.com/a/efficient- NLP-multistage-training", ["https://github.com/a/efficient-NLP-multistage-training"]),
        ("https://github.com/a/ my-repo is ours", ["https://github.com/a/my-repo"]),
        ("https://github.com/a/b and its docs", [AB]),
        ("https://raw.githubusercontent.com/a/b/main/x.py", [AB]),
        ("https://gitlab.com/a/b", ["https://gitlab.com/a/b"]),
        ("huggingface.co/a/b-7b", ["https://huggingface.co/a/b-7b"]),
        (
            "https://anonymous.4open.science/r/X-12/README.md{here.}",
            ["https://anonymous.4open.science/r/X-12/README.md"],
        ),
        ("https://a.github.io/b/.", ["https://a.github.io/b/"]),
        ("a.github.io", ["https://a.github.io"]),
        ("https://doi.org/10.5281/zenodo.123", ["https://doi.org/10.5281/zenodo.123"]),
        ("http://example.org/~user/x_y.html).", ["http://example.org/~user/x_y.html"]),
        ("https://arxiv.org/abs/1706.03762", []),
        ("https://github.com", []),
        ("node.js and en.wikipedia.org and and/or e.g./i.e.", []),
        ("by 01.AI", []),
        ("a ratio of 3.5/4.2 at 10.2ms/it", []),
        ("", []),
    ],
)
def test_urls_are_found_and_made_canonical(text: str, urls: list[str]) -> None:
    assert [link.url for link in links(text)] == urls


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        (f"Code ({AB}).", AB),
        ("github.com/a/two- parts-here.", "github.com/a/two- parts-here"),
        (f"{AB}/tree/main.", f"{AB}/tree/main"),
    ],
)
def test_a_mention_is_the_url_as_written(text: str, mention: str) -> None:
    (link,) = links(text)
    assert text[link.start : link.end] == mention


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (AB, "code"),
        ("https://gitlab.inria.fr/a/b", "code"),
        ("https://anonymous.4open.science/r/x", "code"),
        ("https://huggingface.co/a", "hub"),
        ("https://kaggle.com/datasets/a", "hub"),
        ("https://a.github.io", "page"),
        ("https://zenodo.org/record/1", "page"),
        ("https://doi.org/10.5281/zenodo.1", "page"),
        ("https://doi.org/10.1145/1", ""),
        ("https://openreview.net/forum?id=1", ""),
    ],
)
def test_hosts_are_told_apart(url: str, kind: str) -> None:
    assert kind_of(url) == kind


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("Our code is available at ", "own"),
        ("Code: ", "own"),
        ("Code and models are released at ", "own"),
        ("The project page is ", "own"),
        ("We build on the code of ", "other"),
        ("Our implementation is based on fairseq (", "other"),
        ("We use the library ", "other"),
        ("We build on fairseq. Our code is at ", "own"),
        (f"We compare with {AB}. Code is available at ", "own"),
        ("Based on X, our code is released at ", "own"),
    ],
)
def test_the_words_before_say_whose_it_is(before: str, role: str) -> None:
    text = f"{before}https://github.com/x/y"
    assert role_of(text, len(before)) == role


def test_canonical_is_a_fixed_point() -> None:
    for raw in ("www.github.com/A/b.git", "hf.co/a", "http://example.org/a/", "git@github.com:a/b.git"):
        once = canonical_url(raw)
        assert canonical_url(once) == once
