"""The helpers that are bound in every check beside Python's own names.

- ``raises("ValueError")`` holds when its block, or ``raises("ValueError", f, -1)`` when that call,
  makes the learner's code raise that exception or one derived from it. In
  ``with raises("ValueError") as error:`` the exception's text is in ``error.text`` afterwards.
- ``output_of(f)(1, 2)`` calls ``f(1, 2)`` and gives all it printed, line ends included; prompts
  of ``input()`` are not output, as in a notebook.
- ``with with_input("3", "4"):`` answers ``input()`` in the calls of its block, one line each, in
  order; ``with_input("3", "4")(f)(x)`` does so for one call.
- ``with with_seed(7):`` makes chance (``random``, and numpy's) begin at the same place in the
  learner's code; ``with_seed(7)(f)(x)`` does so for one call.
- ``same_as_solution(f, given(st.integers()))`` holds when ``f`` gives what the solution's gives, on
  inputs that Hypothesis makes up (``from hypothesis import strategies as st``); the smallest on
  which they differ is shown. ``examples=100`` inputs are tried for at most ``seconds=2``;
  ``tolerance`` and ``exact`` are those of ``expect``.
- ``code`` is the answer's own source, to be asked what it uses: ``assert not code.calls("sum")``
  (:class:`jupyter_tutor.checks.answer_code.Code`).

- ``expect(f(1), expected)`` on a line of its own, or after ``assert``, holds when the two are the
  same: like ``==``, but it allows for the rounding of floats wherever they are, takes no `True`
  for 1, and names the first difference. ``tolerance=0.01`` allows for more, ``exact=True`` for
  nothing, not even another type of number; with ``unordered=True`` the outermost lists may be in
  any order, and with ``index=False`` the labels of a table's rows do not count. A query's result
  may be compared with its rows, ``[("tea", 3)]``, with its columns, ``{"n": [3]}``, or with a table
  (:mod:`jupyter_tutor.checks.comparing`).
- ``expect(axes, plot(kind="bar", title="Sales", x=["tea", "jam"], y=[3, 2]))`` holds when a plot of
  matplotlib's shows that, and ``expect(drawing_of(f)(x), plot(…))`` when ``f(x)`` draws it
  (:mod:`jupyter_tutor.checks.comparing.wanted`). A chart of altair's may also be compared with
  another, or with a dictionary of the parts of its specification that matter.

They reach the learner's code only through a :class:`Bench`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from jupyter_tutor.checks.answer_code import Code
from jupyter_tutor.checks.comparing import Options
from jupyter_tutor.checks.comparing.wanted import WantedPlot
from jupyter_tutor.checks.record import Call, CheckFailedError, Failure, LearnerError
from jupyter_tutor.checks.wording import did_not_raise

HELPERS = frozenset(
    {
        "raises",
        "output_of",
        "with_input",
        "with_seed",
        "code",
        "drawing_of",
        "expect",
        "plot",
        "same_as_solution",
        "given",
    }
)
"""The names an author can use without importing them."""


class Bench(Protocol):
    """What runs a check, as the helpers see it."""

    @property
    def source(self) -> str:
        """The answer cell as the learner wrote it."""
        ...

    @property
    def calls(self) -> list[Call]:
        """Every call of the learner's code so far, the last one last."""
        ...

    def printing(self, target: Any) -> Callable[..., str]:
        """Return a function that calls the learner's ``target`` and gives what it printed."""
        ...

    @property
    def learner_names(self) -> frozenset[str]:
        """The names that stand for the learner's objects."""
        ...

    def drawing(self, target: Any) -> Callable[..., Any]:
        """Return a function that calls the learner's ``target`` and gives what it drew on."""
        ...

    def judged(self) -> None:
        """Note that something of the learner's was judged."""
        ...

    def given_up(self, failure: Failure) -> CheckFailedError:
        """Return what to raise for a failure; nothing that catches it makes the check pass."""
        ...

    def seeded(self, number: int) -> None:
        """Make chance begin at the same place in the learner's code."""
        ...

    def same_as_solution(
        self, function: Any, inputs: "Inputs", *, examples: int, seconds: float, options: Options
    ) -> None:
        """Give up unless the learner's function does what the solution's does."""
        ...

    def scripted(self, lines: tuple[str, ...]) -> Any:
        """Return a context manager within which ``input()`` reads these lines."""
        ...


class Raises:
    """The block of ``with raises(…)``; ``text`` is the exception's own text afterwards."""

    def __init__(self, bench: Bench, wanted: str) -> None:
        self._bench = bench
        self._wanted = wanted
        self._before = 0
        self.text = ""

    def __enter__(self) -> "Raises":
        self._before = len(self._bench.calls)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        if error is not None and not isinstance(error, LearnerError):
            return False
        self._bench.judged()
        if isinstance(error, LearnerError):
            if error.raised.is_a(
                self._wanted, of_learner=self._wanted in self._bench.learner_names
            ):
                self.text = error.raised.text
                return True
            raise self._bench.given_up(did_not_raise(error.call, self._wanted)) from None
        made = self._bench.calls[self._before :]
        raise self._bench.given_up(did_not_raise(made[-1] if made else None, self._wanted))


def vocabulary(bench: Bench) -> dict[str, Any]:
    """Return the helpers, by name, for one run of a check."""

    def raises(wanted: str | type[BaseException], *call: Any, **kwargs: Any) -> Raises | None:
        block = Raises(bench, _exception_name(wanted))
        if not call:
            return block
        with block:
            call[0](*call[1:], **kwargs)
        return None

    def output_of(function: Any) -> Callable[..., str]:
        return bench.printing(function)

    def drawing_of(function: Any) -> Callable[..., Any]:
        return bench.drawing(function)

    def expect(*_values: Any, **_options: Any) -> None:
        # What stands as a statement or after assert asks the bench; nothing else comes here.
        raise TypeError("expect(...) stands on a line of its own, or after assert")

    def same_as_solution(
        function: Any,
        inputs: Inputs,
        *,
        examples: int = 100,
        seconds: float = 2.0,
        tolerance: float | None = None,
        exact: bool = False,
    ) -> None:
        if not isinstance(inputs, Inputs):
            raise TypeError("same_as_solution takes a function and given(...)")
        options = Options(exact=exact, tolerance=tolerance, bools=not exact)
        bench.same_as_solution(
            function, inputs, examples=examples, seconds=seconds, options=options
        )

    return {
        "drawing_of": drawing_of,
        "expect": expect,
        "plot": WantedPlot,
        "given": _given,
        "same_as_solution": same_as_solution,
        "raises": raises,
        "output_of": output_of,
        "with_input": _WithInput.on(bench),
        "with_seed": _WithSeed.on(bench),
        "code": Code(bench.source, bench.given_up),
    }


class _WithInput:
    def __init__(self, bench: Bench, lines: tuple[str, ...]) -> None:
        if any(type(line) is not str or "\n" in line for line in lines):
            raise TypeError('with_input takes one text per line, as in with_input("3", "4")')
        self._bench = bench
        self._lines = lines
        self._block: Any = None

    @classmethod
    def on(cls, bench: Bench) -> Callable[..., "_WithInput"]:
        def with_input(*lines: str) -> _WithInput:
            return cls(bench, lines)

        return with_input

    def __enter__(self) -> None:
        self._block = self._bench.scripted(self._lines)
        self._block.__enter__()

    def __exit__(self, *error: object) -> None:
        self._block.__exit__(*error)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return call


class _WithSeed:
    def __init__(self, bench: Bench, number: int) -> None:
        if type(number) is not int or number < 0:
            raise TypeError("with_seed takes a whole number, as in with_seed(7)")
        self._bench = bench
        self._number = number

    @classmethod
    def on(cls, bench: Bench) -> Callable[[int], "_WithSeed"]:
        return lambda number: cls(bench, number)

    def __enter__(self) -> None:
        self._bench.seeded(self._number)

    def __exit__(self, *error: object) -> None:
        """Chance goes on from where it is."""

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return call


@dataclass(frozen=True, slots=True)
class Inputs:
    """What ``given(…)`` gives: a Hypothesis strategy for each parameter, by place or by name."""

    placed: tuple[Any, ...]
    named: dict[str, Any]


def _given(*placed: Any, **named: Any) -> Inputs:
    if not placed and not named:
        raise TypeError("given takes a strategy for each parameter, as in given(st.integers())")
    return Inputs(placed, named)


def _exception_name(wanted: str | type[BaseException]) -> str:
    if isinstance(wanted, type) and issubclass(wanted, BaseException):
        wanted = wanted.__name__
    if type(wanted) is not str or not wanted.isidentifier():
        raise TypeError('raises takes the name of an exception, as in raises("ValueError")')
    return wanted
