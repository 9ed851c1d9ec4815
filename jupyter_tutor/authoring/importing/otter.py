"""otter-grader's master notebooks, in the format of `otter assign` since its version 1.

A question of theirs with a solution and tests becomes a code question. What people grade by hand
stays as exposition, and the rest of it is kept for the author.
"""

from collections.abc import Sequence
from typing import Any

from jupyter_tutor.authoring.faults import Place
from jupyter_tutor.authoring.importing.check_code import Scope, check_code
from jupyter_tutor.authoring.importing.draft import Draft
from jupyter_tutor.authoring.importing.foreign import ForeignCell, ForeignNotebook
from jupyter_tutor.authoring.importing.otter_blocks import Question, is_old_format, read_blocks
from jupyter_tutor.authoring.importing.otter_solution import marked, without_ignored
from jupyter_tutor.authoring.importing.otter_tests import NoTest, OtterTest, number, read_test
from jupyter_tutor.authoring.importing.plain_code import plain_code
from jupyter_tutor.authoring.importing.points import give_points
from jupyter_tutor.authoring.importing.refusal import ImportRefusedError
from jupyter_tutor.authoring.importing.surroundings import Surroundings
from jupyter_tutor.authoring.python_text import bound_names, explain, imported_names
from jupyter_tutor.checks.names import parse
from jupyter_tutor.core.questions import PLACEHOLDER

_YES = ("true", "True", "yes")
_BY_HAND = "Write checks for it, or make it a prose question with a rubric."


def draft_otter(notebook: ForeignNotebook) -> Draft:
    """Read a master notebook; raises ImportRefusedError when it has no question of otter's."""
    blocks = read_blocks(notebook)
    if not any(isinstance(item, Question) for item in blocks.items):
        place = Place(file=notebook.file)
        if is_old_format(notebook):
            raise ImportRefusedError(
                place,
                "The notebook is in the format that otter had before version 1 of it.",
                "Turn it into the newer one (otter 3 has a tool for that), and bring that over.",
            )
        raise ImportRefusedError(
            place,
            "There is no question of otter's in this notebook.",
            "Name a master notebook, with raw cells that begin with `# BEGIN QUESTION`.",
        )
    reader = _Reader(notebook.file)
    reader.draft.remarks += blocks.remarks
    for item in blocks.items:
        if isinstance(item, Question):
            reader.question(item)
        else:
            reader.plain(item)
    reader.configure(blocks.config)
    give_points(reader.draft, reader.points)
    return reader.draft


class _Reader:
    def __init__(self, file: str) -> None:
        self.draft = Draft(file)
        self.points: dict[str, float | None] = {}
        self._learner: frozenset[str] = frozenset()
        self._above = Surroundings()

    def configure(self, config: dict[str, Any]) -> None:
        """Take from the assignment's configuration what a course has a word for."""
        place = Place(file=self.draft.file)
        requires = config.get("requirements")
        if isinstance(requires, list):
            self.draft.requires += [text for text in requires if isinstance(text, str)]
        elif isinstance(requires, str) and requires:
            what = f"The packages that the lesson needs are named in `{requires}`."
            self.draft.change(place, what, "Name them in `course.yaml`, under `requires:`.")
        files = config.get("files")
        if isinstance(files, list) and files:
            names = ", ".join(f"`{name}`" for name in files if isinstance(name, str))
            what = f"The lesson uses files that are not carried over: {names}."
            self.draft.change(place, what, "Put them into the course's folder.")
        if config.get("config_file"):
            what = f"More of its configuration is in `{config['config_file']}`, which is not read."
            self.draft.change(place, what, "Look there for packages and files it names.")

    def plain(self, cell: ForeignCell) -> None:
        """Take a cell that belongs to no question."""
        if cell.type == "markdown":
            self.draft.explain(cell)
        elif cell.type == "raw":
            self.draft.keep(cell)
        else:
            source = without_ignored(cell.source)
            code = plain_code(source)
            if not isinstance(code, SyntaxError):
                self._above.take(code.tree)
            self.draft.show(cell, source)

    def question(self, block: Question) -> None:
        """Take a question: as one of ours where it has a solution in code and is not by hand."""
        config = block.config or {}
        if block.config is None or not isinstance(config.get("name"), str):
            what = "The configuration of this question has no name, or cannot be read as YAML."
            self.draft.change(block.begin.place, what, "Look at the id that it has been given.")
        solution = [cell for cell in block.of("solution") if cell.type == "code"]
        by_hand = config.get("manual") in _YES
        words = [cell for cell in block.text if cell.type == "markdown"]
        if by_hand or not solution:
            self._by_hand(block)
            return
        answer = self._answer(solution)
        if answer is None:
            self._by_hand(block)
            return
        included = [cell for cell in block.of("solution") if _is_included(cell)]
        name = config.get("name")
        prompt = "\n\n".join(cell.source.strip("\n") for cell in (*words, *included))
        question = self.draft.ask(
            name if isinstance(name, str) else "question",
            words[0] if words else block.begin,
            prompt=prompt,
        )
        for cell in block.text:
            if cell.type == "code":
                self.plain(cell)
        self.draft.add("answer", question, answer, solution[0])
        if len(solution) > 1:
            what = f"The {len(solution)} solution cells of `{question}` are one answer cell now."
            self.draft.change(solution[0].place, what, "Look whether it reads well so.")
        for cell in block.of("solution"):
            if cell.type == "markdown" and not _is_included(cell):
                what = "A solution in words stands beside the solution in code."
                self.draft.leave(cell, what, "Make a hint of what learners should hear of it.")
        if config.get("all_or_nothing") in _YES:
            what = f"`{question}` gave points for all of its tests or none, and gives a share now."
            self.draft.change(block.begin.place, what, "Make one check of them if that matters.")
        self._tests(question, block, config.get("points"))

    def _by_hand(self, block: Question) -> None:
        for cell in block.text:
            self.plain(cell)
        for part in ("prompt", "solution", "tests"):
            for cell in block.of(part):
                what = "This belongs to a question that is graded by hand, or has no solution."
                self.draft.leave(cell, what, _BY_HAND)
        self.draft.close()

    def _answer(self, cells: Sequence[ForeignCell]) -> str | None:
        """The answer cell; None when it cannot be made, which is then told."""
        sources = [marked(cell.source) for cell in cells]
        whole = "\n\n".join(source.strip("\n") for source in sources if source)
        if None in sources or not whole:
            what = "A solution in this cell does not end, or ends without having begun."
            fix = "Put `# BEGIN SOLUTION` and `# END SOLUTION` around it."
            self.draft.change(cells[0].place, what, fix)
            return None
        if "### BEGIN SOLUTION" not in whole:
            whole = f"### BEGIN SOLUTION\n{whole}\n### END SOLUTION"
            what = "Nothing is marked as the solution here, so all of the cell is."
            fix = "Move the markers if learners should be given some of it."
            self.draft.change(cells[0].place, what, fix)
        code = plain_code(whole)
        if isinstance(code, SyntaxError):
            what, fix = explain(code, whole)
            self.draft.change(cells[0].place, what, fix)
            return None
        given = parse(_stub(code.text))
        kept = imported_names(given) if given is not None else frozenset()
        if given is not None:
            self._above.take(given)
        self._learner |= bound_names(code.tree) | (imported_names(code.tree) - kept)
        return code.text

    def _tests(self, question: str, block: Question, points: Any) -> None:
        read = [
            (cell, test)
            for cell in block.of("tests")
            if cell.type == "code" and (test := read_test(cell, self._learner)) is not None
        ]
        total, weights = _shares(points, [test.points for _, test in read])
        self.points[question] = total
        for (cell, test), weight in zip(read, weights, strict=True):
            if isinstance(test, NoTest):
                self.draft.leave(cell, test.what, test.fix)
            else:
                self._check(question, cell, test, weight)

    def _check(self, question: str, cell: ForeignCell, test: OtterTest, weight: float) -> None:
        there = self._above.names
        scope = Scope(learner=self._learner, above=self._above, there=there)
        check = check_code(test.source, scope)
        if isinstance(check, SyntaxError):
            self.draft.leave(cell, *explain(check, test.source))
            return
        keys = {"says": test.says} if test.says else {}
        if test.hidden:
            keys["hidden"] = "true"
        self.draft.check(question, check, cell, keys=keys, weight=weight)


def _shares(points: Any, own: Sequence[float | None]) -> tuple[float, list[float]]:
    """What a question is worth, and each of its tests, by otter's own rule.

    Tests without points of their own share what is left of the question's; where neither it nor
    any of them says a number, the question is worth 1.
    """
    if isinstance(points, list) and len(points) == len(own):
        own = [number(each) for each in points]
        points = None
    total = number(points)
    if isinstance(points, dict):
        each = number(points.get("each"))
        total = (1.0 if each is None else each) * len(own)
    known = sum(each for each in own if each is not None)
    unknown = sum(each is None for each in own)
    if total is None:
        total = known if known > 0 else 1.0
    left = max(total - known, 0.0) / unknown if unknown else 0.0
    weights = [left if each is None else each for each in own]
    if not any(weights):
        weights = [1.0] * len(weights)
    return total, weights


def _is_included(cell: ForeignCell) -> bool:
    tags = cell.metadata.get("tags")
    return cell.type == "markdown" and isinstance(tags, list) and "otter_include" in tags


def _stub(answer: str) -> str:
    """Roughly what learners are given: enough to see what it imports."""
    kept, inside = [], False
    for line in answer.split("\n"):
        if line.strip() in ("### BEGIN SOLUTION", "### END SOLUTION"):
            inside = "BEGIN" in line
            kept += [f"{line[: len(line) - len(line.lstrip())]}{PLACEHOLDER}"] if inside else []
        elif not inside:
            kept.append(line)
    return "\n".join(kept)
