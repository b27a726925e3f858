"""What may import what, and other habits of the code that a glance at its syntax tells."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import index

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("index", "assistant")
    for path in sorted((ROOT / package).rglob("*.py"))
}
# Where a package is imported by another name than its distribution's.
DISTRIBUTIONS = {
    "faiss": "faiss-cpu",
    "rank_bm25": "rank-bm25",
    "docx": "python-docx",
    "pptx": "python-pptx",
    "oxmsg": "python-oxmsg",
    "webvtt": "webvtt-py",
    "sklearn": "scikit-learn",
    "PIL": "pillow",
}
INTERFACES = ("assistant.app", "assistant.cli", "assistant.start", "index.cli")
MAY_PRINT = re.compile(r"(cli|__main__|start|command)$")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def nodes(module: str) -> tuple[ast.AST, ...]:
    """All of the module's syntax: several rules look through it."""
    return tuple(ast.walk(tree(module)))


@cache
def imports(module: str) -> frozenset[str]:
    """What the module imports, as "package.module.name" or "package.module"."""
    found: set[str] = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


@cache
def modules_imported(module: str) -> frozenset[str]:
    """Which of our own modules it imports."""
    return frozenset(
        name if name in MODULES else name.rpartition(".")[0]
        for name in imports(module)
        if name in MODULES or name.rpartition(".")[0] in MODULES
    )


def layer(*stems: str) -> list[str]:
    return [name for stem in stems for name in MODULES if name == f"index.{stem}" or name.startswith(f"index.{stem}.")]


LOWEST = layer("models", "errors", "text", "settings", "unzipping")
MIDDLE = layer(
    "loaders",
    "paragraphs",
    "lexical",
    "parts_file",
    "growth",
    "grouped_rows",
    "postings",
    "posting_lists",
    "row_sets",
    "row_loops",
    "merging",
    "ranking",
    "blockfile",
    "vectors",
    "vector_parts",
    "sketches",
    "refinements",
    "refinement_loops",
    "faiss_library",
    "embed",
    "packing",
    "bert_layers",
    "precision",
    "micro_batches",
    "bundled_e5",
    "tasks",
    "meetings",
)
UPPER = set(
    layer("library", *(f"library_{part}" for part in ("adding", "base", "changing", "contents", "folders")))
    + layer("library_searching", "library_tasks", "search")
    + layer("store", "store_documents", "store_paragraphs", "store_rows", "store_vectors")
    + layer("caches", "files", "cli", "without_model", "batch")
    + layer(
        "kept",
        "task_lines",
        "tasks_cli",
        "meeting_list",
        "meetings_cli",
        "library_file",
        "salvage",
        "checking",
        "repair",
        "compacting",
        "backup",
        "swapping",
        "care_cli",
    )
)


def test_all_modules_are_looked_at() -> None:
    assert {"index", "index.library", "index.loaders.plain", "assistant.ask", "assistant.ui.cards"} <= set(MODULES)
    assert len(LOWEST) == 5
    assert len(MIDDLE) > 10


@pytest.mark.parametrize("module", [name for name in MODULES if name.split(".")[0] == "index"])
def test_index_knows_nothing_of_the_assistant(module: str) -> None:
    assert [name for name in imports(module) if name.split(".")[0] == "assistant"] == []


@pytest.mark.parametrize("module", [name for name in MODULES if name.split(".")[0] == "assistant"])
def test_the_assistant_uses_only_what_index_exports(module: str) -> None:
    used = {name for name in imports(module) if name.split(".")[0] == "index"}
    assert used <= {f"index.{name}" for name in index.__all__}


def test_index_exports_what_it_says() -> None:
    assert sorted(index.__all__) == sorted(set(index.__all__))
    assert [name for name in index.__all__ if not hasattr(index, name)] == []


@pytest.mark.parametrize("module", LOWEST)
def test_the_lowest_modules_import_only_each_other(module: str) -> None:
    assert modules_imported(module) - set(LOWEST) == set()


@pytest.mark.parametrize("module", MIDDLE)
def test_the_parts_know_nothing_of_the_library(module: str) -> None:
    assert modules_imported(module) & UPPER == set()
    assert "index" not in modules_imported(module)


def test_no_module_imports_in_a_circle() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"in a circle: {' -> '.join((*path, module))}"
        if module not in done:
            for other in modules_imported(module):
                visit(other, (*path, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("interface", INTERFACES)
def test_interfaces_are_imported_by_nobody(interface: str) -> None:
    package = interface.split(".")[0]
    importers = {module for module in MODULES if interface in modules_imported(module)}
    assert importers <= {f"{package}.__main__", *(f"{package}.{name}" for name in ("cli",) if "start" in interface)}


@pytest.mark.parametrize("module", MODULES)
def test_only_pinned_packages_are_imported(module: str) -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].strip() for line in lines if line and not line.startswith("#")}
    used = {name.split(".")[0] for name in imports(module)} - {"index", "assistant"} - set(sys.stdlib_module_names)
    assert {DISTRIBUTIONS.get(name, name.replace("_", "-")) for name in used} <= pinned


HELPERS = [path for path in sorted((ROOT / "tests").rglob("*.py")) if not path.name.startswith("test_")]


@pytest.mark.parametrize("path", HELPERS, ids=[path.relative_to(ROOT).as_posix() for path in HELPERS])
def test_what_a_benchmark_or_a_soak_imports_is_there(path: Path) -> None:
    """They run for hours or need what isn't here, so that no test would import some of them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("index", "assistant"):
            module = importlib.import_module(str(node.module))
            lacking = [each.name for each in node.names if not hasattr(module, each.name)]
            assert [name for name in lacking if f"{node.module}.{name}" not in MODULES] == []


def broad(module: str) -> Iterator[int]:
    """The lines that catch everything and don't raise it again."""
    for node in nodes(module):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {kind.id for kind in kinds if isinstance(kind, ast.Name)}
            raises = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if (node.type is None or names & {"Exception", "BaseException"}) and not raises:
                yield node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_no_broad_except(module: str) -> None:
    assert list(broad(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_no_pickle(module: str) -> None:
    assert {name.split(".")[0] for name in imports(module)} & {"pickle", "joblib", "dill", "shelve", "marshal"} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if not MAY_PRINT.search(name)])
def test_only_the_command_line_prints(module: str) -> None:
    calls = [node.func for node in nodes(module) if isinstance(node, ast.Call)]
    assert not any(isinstance(called, ast.Name) and called.id == "print" for called in calls)
    assert not {"sys.stdout", "sys.stderr"} & {
        f"{node.value.id}.{node.attr}"
        for node in nodes(module)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


@pytest.mark.parametrize("module", MODULES)
def test_no_unsafe_html(module: str) -> None:
    names = {node.arg for node in nodes(module) if isinstance(node, ast.keyword)}
    assert "unsafe_allow_html" not in names


def undocumented(module: str) -> Iterator[str]:
    """Public functions and classes, and the library's methods, without a docstring. A protocol's methods need none."""
    if ast.get_docstring(tree(module)) is None and MODULES[module].read_text(encoding="utf-8").strip():
        yield module
    for node in tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if ast.get_docstring(node) is None:
                yield node.name
            bases = {base.id for base in getattr(node, "bases", []) if isinstance(base, ast.Name)}
            looked_into = isinstance(node, ast.ClassDef) and "Protocol" not in bases and module.startswith("index")
            for inner in node.body if looked_into else []:
                public = isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
                if isinstance(inner, ast.FunctionDef) and public and ast.get_docstring(inner) is None:
                    yield f"{node.name}.{inner.name}"


@pytest.mark.parametrize("module", MODULES)
def test_what_is_public_says_what_it_does(module: str) -> None:
    assert list(undocumented(module)) == []
