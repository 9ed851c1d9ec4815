"""Laws of the verdict: what means the same is judged the same."""

import ast
import keyword
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_tutor.authoring.source import read_course
from jupyter_tutor.core.questions import CodeQuestion
from tests.checks.conftest import Judged
from tests.checks.questions import question
from tests.driving.process import SYLLABI

# Each example is judged in processes of its own.
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def code_questions() -> Iterator[CodeQuestion]:
    course = read_course(SYLLABI / "python-foundations").course
    assert course is not None
    for lesson in course.lessons:
        for asked in lesson.questions:
            if isinstance(asked, CodeQuestion) and "def " in asked.solution:
                yield asked


QUESTIONS = {f"{asked.id}": asked for asked in code_questions()}
NAMES = st.from_regex("[a-z]{1,3}[0-9]{3}", fullmatch=True).filter(
    lambda n: not keyword.iskeyword(n)
)


def renamed(source: str, names: list[str]) -> str:
    """The same program with other names for what is local to its functions, laid out anew."""
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        local = [arg.arg for arg in function.args.args]
        stored = (n for n in ast.walk(function) if isinstance(n, ast.Name))
        local += [node.id for node in stored if isinstance(node.ctx, ast.Store)]
        known = dict(zip(dict.fromkeys(local), names, strict=False))
        for node in ast.walk(function):
            if isinstance(node, ast.Name):
                node.id = known.get(node.id, node.id)
            elif isinstance(node, ast.arg):
                node.arg = known.get(node.arg, node.arg)
    return ast.unparse(tree)


@pytest.mark.parametrize("name", QUESTIONS)
@FEW
@given(
    names=st.lists(NAMES, min_size=12, max_size=12, unique=True),
    blank=st.integers(0, 2),
    note=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20),
)
def test_names_and_layout_change_no_verdict(
    judged: Judged, name: str, names: list[str], blank: int, note: str
) -> None:
    asked = QUESTIONS[name]
    answer = "\n" * blank + renamed(asked.solution, names) + f"\n\n# {note}\n"
    earlier = "\n".join(asked.setup)
    report = judged(asked, f"{earlier}\n{answer}")
    assert (report.verdict, report.points) == ("correct", asked.points), (answer, report)


COUNTS = {"tea": 1, "milk": 2, "bread": 3, "jam": 4}
SHOP = question(
    f"def shop(): return {COUNTS!r}\ndef names(): return {set(COUNTS)!r}",
    f"assert shop() == {COUNTS!r}",
    f"assert names() == {set(COUNTS)!r}",
    "assert [names(), shop()] == [set(shop()), dict(shop().items())]",
    "expect(shop(), {'jam': 4, 'bread': 3, 'milk': 2, 'tea': 1})",
    "expect(list(names()), ['bread', 'jam', 'milk', 'tea'], unordered=True)",
)


@FEW
@given(order=st.permutations(sorted(COUNTS)), wrong=st.sampled_from([None, "tea", "jam"]))
def test_no_verdict_depends_on_the_order_of_a_dictionary_or_a_set(
    judged: Judged, order: list[str], wrong: str | None
) -> None:
    made = {name: COUNTS[name] + (name == wrong) for name in order}
    answer = f"def shop():\n    return {made!r}\ndef names():\n    return set({order!r})"
    report = judged(SHOP, answer)
    points = 1.0 if wrong is None else 0.6
    verdict = "correct" if wrong is None else "incorrect"
    assert (report.verdict, report.points) == (verdict, points), report
