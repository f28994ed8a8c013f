"""Long texts of one thing over and over, on which a careless pattern takes the square of their length."""

from collections.abc import Iterator


def nasty_texts(size: int) -> Iterator[tuple[str, str]]:
    """Yield texts of about `size` characters with their names."""
    yield "parentheses", "(" * size
    yield "closed parentheses", "()" * (size // 2)
    yield "one word", "a" * size
    yield "capitals", "A" * size
    yield "acronyms", "AB (CD) " * (size // 8)
    yield "definitions", "alpha beta gamma (ABG) " * (size // 23)
    yield "dots", "." * size
    yield "host without end", "a." * (size // 2)
    yield "links", "https://github.com/a/b " * (size // 23)
    yield "schemes", "https://" * (size // 8)
    yield "slashes", "/" * size
    yield "hyphens", "a-" * (size // 2)
    yield "digits", "1/" * (size // 2)
    yield "blanks", " " * size
    yield "lines", "\n" * size
    yield "combining", "e\u0301" * (size // 2)
    yield "known names", "BERT on ImageNet with LoRA and CIFAR-10. " * (size // 41)
    yield "one sentence of names", "BERT ImageNet LoRA " * (size // 19)
    yield "quotes", "\"'" * (size // 2)
    yield "latex", "\\a{" * (size // 3)
    yield "braces", "{https://a.io/" * (size // 14)
    yield "colons", "A: " * (size // 3)
    yield "no blanks", "FooNet,BarNet;" * (size // 14)
