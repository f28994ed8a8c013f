# What a developer does, by name; `just` alone lists it. `uv run just NAME` works where just is not installed.
default:
    @just --list

# All tests, doctests included; further arguments go to pytest.
test *args:
    uv run pytest {{args}}

# Form and lint, as they are checked.
lint:
    uv run ruff format --check .
    uv run ruff check .

# Put files into the form that `lint` checks.
format:
    uv run ruff format .
    uv run ruff check --fix .

# Both type checkers.
types:
    uv run mypy
    uv run pyright

# Speed, as ratios measured in one run.
bench *args:
    for file in $(ls benchmarks/*.py | grep -v synthetic); do echo "== $file"; uv run python "$file" {{args}}; done

# Rebuild the weights from annotated papers: just train dev.jsonl sentences.jsonl --abstracts abstracts.jsonl
train *args:
    uv run --group train python training/train.py {{args}}

# Take the README's picture of the page again.
picture:
    PAPERGRAPH_PICTURE=docs/picture.png uv run pytest tests/test_page_looks.py -k picture

# Write the README's outputs and the golden files anew, after a change of the extraction; look at `git diff` then.
golden:
    PAPERGRAPH_UPDATE=1 uv run pytest -q tests/test_readme.py tests/test_golden.py

# Everything, as a fresh machine would.
ci:
    .ci/run
