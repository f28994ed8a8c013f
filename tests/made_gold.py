"""Papers with made annotations and predictions, in the schema of `papergraph extract`."""

from typing import Any

GOLD: list[dict[str, Any]] = [
    {
        "id": "a",
        "methods": [
            {"name": "FooNet", "aliases": ["Foo Network"], "kind": "named", "role": "proposed"},
            {"name": "LSTM", "aliases": ["long short-term memory"], "kind": "technique", "role": "used"},
            {"name": "BERT", "aliases": [], "kind": "named", "role": "used"},
        ],
        "datasets": [
            {"name": "CIFAR-10", "aliases": [], "role": "used"},
            {"name": "FooBench", "aliases": [], "role": "introduced"},
        ],
        "repositories": [{"url": "https://github.com/A/b", "kind": "code", "role": "own"}],
        "tasks": [{"name": "parsing", "aliases": []}],
        "metrics": [{"name": "F1 score", "aliases": ["F1"]}],
    },
    {
        "id": "b",
        "methods": [{"name": "GPT-4", "aliases": [], "kind": "named", "role": "used"}],
        "datasets": [],
        "repositories": [],
        "tasks": [{"name": "graph classification", "aliases": []}, {"name": "node classification", "aliases": []}],
        "metrics": [],
    },
    {
        "id": "c",
        "methods": [{"name": "Café", "aliases": [], "kind": "named", "role": "proposed"}],
        "datasets": [{"name": "SQuAD", "aliases": [], "role": "used"}],
        "repositories": [],
        "tasks": [],
        "metrics": [],
    },
]

PREDICTED: list[dict[str, Any]] = [
    {
        "id": "a",
        "methods": [
            {"name": "foo networks", "aliases": [], "kind": "technique", "role": "proposed"},
            {"name": "long short-term memory", "aliases": ["LSTM"], "kind": "technique", "role": "used"},
            {"name": "LSTM", "aliases": [], "kind": "named", "role": "used"},
            {"name": "bert", "aliases": [], "kind": "named", "role": "proposed"},
        ],
        "datasets": [
            {"name": "CIFAR10", "aliases": [], "role": "introduced"},
            {"name": "ImageNet", "aliases": [], "role": "used"},
        ],
        "repositories": [
            {"url": "http://www.github.com/a/B.git", "kind": "code", "role": "own"},
            {"url": "https://github.com/c/d", "kind": "code", "role": "other"},
        ],
        "tasks": [{"name": "Parsing", "aliases": []}],
        "metrics": [{"name": "F1", "aliases": []}],
    },
    {
        "id": "c",
        "methods": [{"name": "CAFE", "aliases": [], "kind": "named", "role": "used"}],
        "datasets": [{"name": "squad", "aliases": [], "role": "used"}],
        "repositories": [],
        "tasks": [],
        "metrics": [{"name": "accuracy", "aliases": []}],
    },
    {"id": "unknown", "methods": [{"name": "X", "aliases": [], "kind": "named", "role": "used"}]},
]
