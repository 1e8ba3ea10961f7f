"""Conditions: named and labelled facts about a record, shown in the page, the diagram and the refusal."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any, overload

from dienests.kernel.norms.basis import Basis
from dienests.kernel.procedures.items import Label


class Condition:
    """A fact: a bool on a record, this object on the class."""

    def __init__(self, label: Label, basis: Basis, function: Callable[[Any], bool]) -> None:
        self.label, self.basis, self.function, self.name = label, basis, function, function.__name__
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, record: None, owner: type) -> "Condition": ...
    @overload
    def __get__(self, record: object, owner: type) -> bool: ...
    def __get__(self, record: object | None, owner: type) -> "Condition | bool":
        return self if record is None else bool(self.function(record))

    def holds(self, record: object) -> bool:
        """Say whether the fact is true of this record."""
        return bool(self.function(record))

    def body(self) -> str:
        """Return the body without docstring, comments and layout: a change of meaning alone changes the digest."""
        return body_of(self.function)[0]

    def reads(self) -> frozenset[str]:
        """Return the names of everything that the body looks up on the record."""
        return body_of(self.function)[1]

    def __repr__(self) -> str:
        return f"<condition {self.name}>"


def condition(label: Label, basis: Basis) -> Callable[[Callable[[Any], bool]], Condition]:
    """Make a method of a record a labelled condition."""
    return lambda function: Condition(label, basis, function)


def conditions_of(record: type) -> dict[str, Condition]:
    """Return the conditions of a record by name, inherited ones too."""
    return {
        name: value
        for base in reversed(record.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, Condition)
    }


@cache
def body_of(function: Callable[[Any], Any]) -> tuple[str, frozenset[str]]:
    """Return the body of a function without docstring, comments and layout, and what it looks up on its record."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    statements = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    looked_up = frozenset(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    )
    return "\n".join(ast.unparse(statement) for statement in statements), looked_up
