"""Functions that return whether something is so, and how to make each return only one answer."""

from __future__ import annotations

import ast
import functools
import gc
from collections import defaultdict
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Predicate(NamedTuple):
    """A function, method or property that is annotated ``-> bool``, by where its code begins."""

    file: Path
    line: int
    name: str


def predicates(root: Path) -> Iterator[Predicate]:
    """Yield all predicates below a folder by file and line; what has no body is none."""
    for path in sorted(root.rglob("*.py")):
        file = path.resolve()
        for name, node in _functions(_tree(file), ""):
            returned = ast.unparse(node.returns) if node.returns else ""
            if returned.strip("'") == "bool" and not all(map(_is_constant, node.body)):
                yield Predicate(file, _first_line(node), name)


class Loaded:
    """The functions below a folder, and all caches, that are in memory when this is made.

    ``codes`` has the predicate that each code object would be if it were one, by the object's id.
    """

    def __init__(self, root: Path) -> None:
        objects = gc.get_objects()
        self._caches = [one for one in objects if isinstance(one, functools._lru_cache_wrapper)]
        self._holders: dict[Predicate, list[FunctionType]] = defaultdict(list)
        self.codes: dict[int, Predicate] = {}
        for function in objects:
            if isinstance(function, FunctionType) and _is_in(root, function.__code__.co_filename):
                # A function in another one is made anew whenever that one runs.
                for code in _codes(function.__code__):
                    self.codes[id(code)] = _place(code)
                    self._holders[_place(code)].append(function)

    def switch(self, predicate: Predicate, value: bool) -> None:
        """Make a predicate return ``value`` in this process, whoever has imported it already.

        Its code is exchanged, not the function, so nobody keeps the old one. Raises LookupError
        where nothing that is loaded has the function.
        """
        tree = _tree(predicate.file)
        for name, node in _functions(tree, ""):
            if (name, _first_line(node)) == (predicate.name, predicate.line):
                # The rest stays behind it: the names that it takes from outside must be the same.
                node.body.insert(0, ast.Return(ast.Constant(value)))
        module = compile(ast.fix_missing_locations(tree), predicate.file, "exec")
        new = {_place(code): code for code in _codes(module)}
        if predicate not in self._holders:
            raise LookupError(f"{predicate} is not loaded")
        for function in self._holders[predicate]:
            function.__code__ = new[_place(function.__code__)]
        self.forget()

    def forget(self) -> None:
        """Empty every cache of a function."""
        for cache in self._caches:
            cache.cache_clear()


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _functions(node: ast.AST, above: str) -> Iterator[tuple[str, _Function]]:
    """Yield every function with its qualified name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Function):
            yield f"{above}{child.name}", child
            yield from _functions(child, f"{above}{child.name}.<locals>.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{above}{child.name}.")
        else:
            yield from _functions(child, above)


def _first_line(node: _Function) -> int:
    return min(one.lineno for one in (node, *node.decorator_list))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _place(code: CodeType) -> Predicate:
    return Predicate(_file(code), code.co_firstlineno, code.co_qualname)


def _file(code: CodeType) -> Path:
    return _resolved(code.co_filename)


@functools.cache
def _is_in(root: Path, name: str) -> bool:
    return root in _resolved(name).parents


@functools.cache
def _resolved(name: str) -> Path:
    return Path(name).resolve()
