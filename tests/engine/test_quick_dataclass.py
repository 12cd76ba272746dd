"""The quick dataclass does what that of the standard library does."""

import copy
import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from typing import Any

import pytest

from engine import quick_dataclass


def define(dataclass: Callable[..., Any]) -> tuple[type[Any], ...]:
    """Define the same classes with a decorator."""

    @dataclass(frozen=True)
    class Nothing:
        """Has no fields."""

    @dataclass(frozen=True)
    class One:
        a: float

    @dataclass(frozen=True)
    class Point:
        x: int
        y: int = 2
        names: list[str] = field(default_factory=list)
        total: int = field(init=False)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("x is negative")
            object.__setattr__(self, "total", self.x + self.y)

    @dataclass(frozen=True)
    class Placed(Point):
        z: int = 5

        def __repr__(self) -> str:
            return "placed"

    @dataclass(frozen=True, eq=False)
    class Same:
        a: float

    return Nothing, One, Point, Placed, Same


QUICK, STANDARD = define(quick_dataclass.dataclass), define(dataclasses.dataclass)
Classes = tuple[type[Any], ...]


def outcome(do: Callable[[Classes], object], classes: Classes) -> object:
    """Return what something comes to, or the kind of error that it raises."""
    try:
        return do(classes)
    except Exception as error:
        return type(error)


def matched(value: object, classes: Classes) -> tuple[object, ...]:
    """Take a value apart by position."""
    point = classes[2]
    match value:
        case point(x, y):
            return x, y
    return ()


@pytest.mark.parametrize(
    "do",
    [
        lambda c: [repr(c[0]()), repr(c[1](1.5)), repr(c[2](1)), repr(c[3](1, z=4)), repr(c[4](a=2))],
        lambda c: [c[2](1).names, c[2](1, 3, ["a"]).names, c[2](y=4, x=3).total, c[3](1).z, c[3](1, 2, [], 9).z],
        lambda c: c[2](1).names is c[2](1).names,
        lambda c: [c[2](1) == c[2](1), c[2](1) == c[2](2), c[2](1) == c[3](1), c[1](1) == 1, c[0]() == c[0]()],
        lambda c: [c[4](1) == c[4](1), c[4](1) in {c[4](1)}, c[1](1) in {c[1](1)}, c[0]() in {c[0](): 1}],
        lambda c: (lambda nan: [c[1](nan) == c[1](nan), c[1](nan) in [c[1](nan)]])(float("nan")),
        lambda c: hash(c[2](1)),  # it holds a list
        lambda c: [replace(c[2](1), x=7).total, repr(replace(c[3](1), y=1)), replace(c[1](1), a=2).a],
        lambda c: replace(c[2](1), total=7),
        lambda c: replace(c[2](1), w=7),
        lambda c: matched(c[2](3, 4), c),
        lambda c: matched(c[3](3, 4), c),
        lambda c: [[one.name for one in fields(each)] for each in c],
        lambda c: [is_dataclass(each) for each in c],
        lambda c: dataclasses.asdict(c[3](1, 2, ["a"])),
        lambda c: copy.deepcopy(c[2](1, 2, ["a"])) == c[2](1, 2, ["a"]),
        lambda c: c[2](-1),
        lambda c: c[2](),
        lambda c: c[2](1, 2, [], 4),
        lambda c: c[2](1, x=1),
        lambda c: c[2](1, w=1),
        lambda c: c[0](1),
        lambda c: c[1](b=1),
        lambda c: setattr(c[1](1), "a", 2),
        lambda c: setattr(c[3](1), "x", 2),
        lambda c: setattr(c[4](1), "other", 2),
        lambda c: delattr(c[1](1), "a"),
    ],
)
def test_it_does_what_the_standard_one_does(do: Callable[[Classes], object]) -> None:
    assert outcome(do, QUICK) == outcome(do, STANDARD)


def test_a_wrong_field_is_named() -> None:
    _, one, point, *_ = QUICK
    with pytest.raises(TypeError, match=r"Point\(\) needs x"):
        point(y=1)
    with pytest.raises(TypeError, match=r"One\(\) takes a, each once"):
        one(1, 2)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'a'"):
        one(1).a = 2
