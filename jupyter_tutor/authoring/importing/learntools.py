"""learntools, as Kaggle's courses use it: a notebook of tasks, and a module that holds the rest.

A notebook's calls (`q1.check()`) say which cell answers which question. What is right, and the
hints, are read from the module's source. The notebooks of its authors also test that module: code
that has to pass is another right answer, code that has to fail one that waits for words.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyter_tutor.authoring.faults import Place, listed
from jupyter_tutor.authoring.importing import heads
from jupyter_tutor.authoring.importing.draft import Draft, DraftCell, kept
from jupyter_tutor.authoring.importing.foreign import ForeignCell, ForeignNotebook
from jupyter_tutor.authoring.importing.learntools_answer import (
    Answer,
    calls_in,
    make_answer,
    without_calls,
)
from jupyter_tutor.authoring.importing.learntools_checks import (
    NoCheckError,
    check_of,
    expected_values,
)
from jupyter_tutor.authoring.importing.learntools_module import (
    ExerciseModule,
    Problem,
    read_module,
)
from jupyter_tutor.authoring.importing.plain_code import plain_code
from jupyter_tutor.authoring.importing.points import give_points
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.lesson_head import slug
from jupyter_tutor.checks.names import parse, top_level_names
from jupyter_tutor.checks.origin import names_in

_IMPORT = re.compile(r"^\s*from\s+(?P<module>[\w.]+)\s+import\s+\*", re.MULTILINE)
_OURS = re.compile(r".*\b(?:learntools|binder)\b.*")
_PRINT = re.compile(r"\s*print\((?:\"[^\"]*\"|'[^']*')\)\s*")
_REMOVED = re.compile(r"\s*#%%RM\w*(?:\(\w*\))?%%")
_TESTED = re.compile(
    r"^\s*(?P<name>[A-Za-z_]\w*(?:\.[a-z])?)\.(?:assert_check_(?P<how>passed|failed)|check)\(\)\s*$"
)
_MACRO = re.compile(r"#\$\w+(?:\(\d*\))?\$")


def draft_learntools(notebook: ForeignNotebook, modules: Path | None) -> Draft:
    """Read a notebook and its module; raises ImportRefusedError when one of them is missing.

    ``modules`` is the folder that holds the package; None: it is looked for above the notebook.
    """
    roots = [modules] if modules is not None else list(notebook.path.resolve().parents)
    found: dict[str, Problem] = {}
    module: ExerciseModule | None = None
    for cell, name in _modules(notebook):
        module = read_module(name, roots, cell.place)
        found |= module.problems
    if module is None:
        raise ImportRefusedError(
            Place(file=notebook.file),
            "There is no exercise of learntools in this notebook.",
            "Name one that imports an exercise module: `from learntools.python.ex1 import *`.",
        )
    reader = _Reader(notebook, found, module)
    for cell in notebook.cells:
        reader.take(cell)
    reader.end()
    return reader.draft


def _modules(notebook: ForeignNotebook) -> Iterator[tuple[ForeignCell, str]]:
    """The exercise modules that a notebook imports."""
    for cell in notebook.cells:
        if cell.type == "code" and ("binder" in cell.source or "learntools" in cell.source):
            for name in _IMPORT.findall(cell.source):
                if not name.startswith("learntools.core"):
                    yield cell, name


class _Reader:
    def __init__(
        self, notebook: ForeignNotebook, problems: Mapping[str, Problem], module: ExerciseModule
    ) -> None:
        self.draft = Draft(notebook.file)
        self._problems = problems
        self._module = module
        self._names = tuple(problems)
        self._met: set[str] = set()
        self._learner: frozenset[str] = frozenset()
        self._known: set[str] = set()
        self._used: set[str] = set()
        self._start = 0
        self._passing: dict[str, list[str]] = {}
        self._failing: dict[str, list[str]] = {}
        self._points: dict[str, float | None] = {}
        for cell in notebook.cells:
            if cell.type == "code" and _REMOVED.match(cell.source):
                self._sort_tests(cell)

    def take(self, cell: ForeignCell) -> None:
        """Take the next cell."""
        if cell.type == "markdown":
            self._explain(cell)
        elif cell.type == "raw":
            self.draft.keep(cell)
        elif _REMOVED.match(cell.source):
            return
        else:
            self._code(cell)

    def end(self) -> None:
        """Tell of the problems that the notebook does not ask, and write down the points."""
        others = [name for name in self._names if name not in self._met]
        if others:
            what = f"The notebook never asks these problems of its module: {listed(others)}."
            fix = "Nothing need be done, unless a cell is missing."
            self.draft.change(Place(file=self.draft.file), what, fix)
        self._bring_along()
        give_points(self.draft, self._points)

    def _note(self, code: str) -> None:
        """Note what a piece of the lesson's code uses and defines."""
        tree = parse(code)
        if tree is not None:
            self._used |= names_in(tree)
            self._known.update(top_level_names(code, imports=True))

    def _bring_along(self) -> None:
        """Define what the lesson uses and only the module has, where the module was imported."""
        above = self._module.above
        wanted = sorted(self._used & set(above.names) - self._known)
        lines = above.lines_for(wanted, self._known)
        if not lines or any("learntools" in line for line in lines):
            return
        place = Place(file=self.draft.file)
        cell = DraftCell(type="code", text="\n\n".join(lines), place=place)
        self.draft.cells.insert(self._start, cell)
        what = (
            f"Its code uses names of the exercise module, which are defined now: {listed(wanted)}."
        )
        self.draft.change(place, what, "Look whether learners should see how they are made.")

    def _sort_tests(self, cell: ForeignCell) -> None:
        """Sort the code of a cell that tests the module by what it says has to come of it."""
        lines: list[str] = []
        for line in cell.source.split("\n")[1:]:
            tested = _TESTED.fullmatch(line)
            if tested is None or tested["name"] not in self._problems:
                lines.append(line)
                continue
            code = without_calls("\n".join(lines), self._names)
            if code.strip() and tested["how"] == "passed":
                self._passing.setdefault(tested["name"], []).append(code)
            elif code.strip() and tested["how"] == "failed":
                self._failing.setdefault(tested["name"], []).append(code)
            lines = []

    def _explain(self, cell: ForeignCell) -> None:
        if _MACRO.search(cell.source):
            what = "This text holds a placeholder that only their own tools fill in."
            self.draft.change(cell.place, what, "Write what belongs there, or take it out.")
        self.draft.explain(cell)

    def _code(self, cell: ForeignCell) -> None:
        calls = list(calls_in(cell.source, self._names))
        asked = next((name for name, method in calls if method == "check"), None)
        text = without_calls(cell.source, self._names)
        if any(_OURS.fullmatch(line) for line in text.split("\n")):
            self._start = len(self.draft.cells)
            lines = [line for line in text.split("\n") if not _OURS.fullmatch(line)]
            text = "\n".join(line for line in lines if not _PRINT.fullmatch(line)).strip("\n")
            text = text if any(map(_is_code, text.split("\n"))) else ""
        if asked is not None and asked not in self._met:
            self._ask(cell, asked, text)
            return
        told = next((name for name, method in calls if method == "solution"), None)
        if told is not None and told not in self._met and self._is_thought(told):
            self._think(cell, told)
            return
        if not calls or any(map(_is_code, text.split("\n"))):
            self.draft.show(cell, text)
            code = plain_code(text)
            if not isinstance(code, SyntaxError):
                self._note(code.text)

    def _is_thought(self, name: str) -> bool:
        return self._problems[name].kind == "thought"

    def _think(self, cell: ForeignCell, name: str) -> None:
        problem = self._problems[name]
        self._met.add(name)
        text = "\n\n".join([*(f"Hint: {hint}" for hint in problem.hints), problem.words])
        what = f"`{name}` is not checked by anything: learners think, and then see the solution."
        fix = "Make it a prose question with a rubric, or explain the solution in the text."
        self.draft.leave(cell, what, fix, text)
        self.draft.close()

    def _ask(self, cell: ForeignCell, name: str, stub: str) -> None:
        problem = self._problems[name]
        if problem.kind == "thought":
            if stub.strip():
                self.draft.show(cell, stub)
            self._think(cell, name)
            return
        self._met.add(name)
        right = [*self._passing.get(name, []), expected_values(problem, self._module)]
        answer = make_answer(stub, problem, [code for code in right if code], self._known)
        if answer is None:
            what = f"No code is the whole solution of `{name}`."
            fix = "Write the answer cell with its solution, from what is kept here."
            self._set_aside(cell, stub, what, fix, problem, "")
            return
        learner = self._learner | set(top_level_names(answer.solution))
        try:
            check = check_of(problem, self._module, learner, self._known)
        except (NoCheckError, RecursionError) as error:
            why = str(error) or "It is nested too deeply."
            what = f"`{name}` has no check that could be carried over. {why}"
            fix = "Write a check for it, from what is kept here."
            self._set_aside(cell, stub, what, fix, problem, answer.text)
            return
        self._learner = learner
        self._note(answer.solution)
        question = self.draft.ask(slug(name), cell)
        self._points[question] = None if problem.counts else 0.0
        self._answer(cell, question, answer)
        self.draft.check(question, check, cell)
        for hint in problem.hints:
            self.draft.add("hint", question, hint.strip("\n"), cell)
        self._wrong(cell, name, question)

    def _answer(self, cell: ForeignCell, question: str, answer: Answer) -> None:
        if answer.given is not None:
            self.draft.show(cell, answer.given)
            what = f"The code that learners are to change stands above the answer of `{question}`."
            self.draft.change(cell.place, what, "Look whether the prompt says so.")
        self.draft.add("answer", question, answer.text, cell)
        for alternative in answer.alternatives:
            self.draft.add("alternative", question, alternative, cell)

    def _wrong(self, cell: ForeignCell, name: str, question: str) -> None:
        """Keep the wrong answers that their authors tried: learners need words to each."""
        codes = self._failing.get(name, [])
        if not codes:
            return
        what = f"To {len(codes)} wrong answer{'s' * (len(codes) > 1)} of `{name}` nothing is said."
        fix = "Write `misconception:` and `says:` in each, and make it a code cell."
        for code in codes:
            keys = {"for": question, "misconception": "", "says": ""}
            wrong = heads.code_cell("wrong", keys, code)
            self.draft.cells.append(kept(cell.place, what, fix, wrong))
        self.draft.close()
        self.draft.change(cell.place, what, fix)

    def _set_aside(
        self, cell: ForeignCell, stub: str, what: str, fix: str, problem: Problem, answer: str
    ) -> None:
        """Leave a question out: learners keep its prompt and what they begin with."""
        self.draft.show(cell, stub)
        text = f"{answer}\n\n{problem.source}" if answer else problem.source
        self.draft.leave(cell, what, fix, text)
        self.draft.close()


def _is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
