"""Which cells are answers, and what came of them, from broadcasts alone."""

from typing import Any

import pytest

from jupyter_tutor.adapters.kernel_cells import CellWatcher, answer_header
from jupyter_tutor.adapters.kernel_channels import KernelMessage
from jupyter_tutor.ports import CellRun


@pytest.mark.parametrize(
    ("source", "question"),
    [
        ("#| tutor: answer\n#| for: mean\nx = 1", "mean"),
        ("#| for: mean\n#| tutor: answer\nx = 1", "mean"),
        ("#|tutor: answer\n#|  for:   mean  \nx = 1", "mean"),
        ("\n  #| tutor : answer\n\n#| for: 'mean'\n", "mean"),
        ('#| tutor: answer\r\n#| label: "a b"\r\n#| for: "mean"\r\nx = 1', "mean"),
        ("#| tutor: answer\n#| just a remark\n#| for: mean", "mean"),
        ("#| tutor: answer\nx = 1\n#| for: mean", None),
        ("x = 1\n#| tutor: answer\n#| for: mean", None),
        ("# | tutor: answer\n# | for: mean", None),
        ("#| tutor: check\n#| for: mean\nassert mean", None),
        ("#| tutor: answer\n#| for:\nx = 1", None),
        ("#| tutor: answer", None),
        ("secret = 'hunter2'", None),
        ("", None),
    ],
)
def test_an_answer_cell_is_known_by_its_header(source: str, question: str | None) -> None:
    assert answer_header(source) == question


ANSWER = "#| tutor: answer\n#| for: mean\nmean = 1"


def said(kind: str, parent: str = "m1", by: str = "notebook", **content: Any) -> KernelMessage:
    return KernelMessage(
        kind=kind,
        content=content,
        parent_id=parent,
        parent_kind=content.pop("to", "execute_request"),
        parent_session=by,
    )


def hear(watcher: CellWatcher, *messages: KernelMessage) -> list[CellRun]:
    return [run for message in messages if (run := watcher.hear(message)) is not None]


def test_an_answer_that_ran_is_told_when_it_has_ended() -> None:
    watcher = CellWatcher("own")
    begun = hear(
        watcher, said("status", execution_state="busy"), said("execute_input", code=ANSWER)
    )
    assert (begun, watcher.busy) == ([], True)
    ended = hear(watcher, said("status", execution_state="idle"))
    assert ended == [CellRun(question="mean", source=ANSWER, outcome="ok", error=None)]
    assert watcher.busy is False


@pytest.mark.parametrize(
    ("error", "outcome", "line"),
    [
        ({"ename": "NameError", "evalue": "name 'x' is not defined"}, "error", None),
        ({"ename": "KeyboardInterrupt", "evalue": ""}, "interrupted", "KeyboardInterrupt"),
        ({"ename": "ValueError", "evalue": "first\nsecond"}, "error", "ValueError: first"),
        ({"ename": "ValueError", "evalue": "x" * 9_999}, "error", f"ValueError: {'x' * 488}"),
    ],
)
def test_an_answer_that_failed_has_its_last_line(
    error: dict[str, str], outcome: str, line: str | None
) -> None:
    watcher = CellWatcher("own")
    runs = hear(
        watcher,
        said("execute_input", code=ANSWER),
        said("error", **error),
        said("status", execution_state="idle"),
    )
    expected = line or "NameError: name 'x' is not defined"
    assert runs == [CellRun(question="mean", source=ANSWER, outcome=outcome, error=expected)]


def test_other_cells_leave_only_that_something_runs() -> None:
    watcher = CellWatcher("own")
    begun = hear(
        watcher,
        said("status", execution_state="busy"),
        said("execute_input", code="password = 'hunter2'"),
        said("error", ename="KeyError", evalue="'hunter2'"),
    )
    assert (begun, watcher.busy, "hunter2" in repr(vars(watcher))) == ([], True, False)
    assert hear(watcher, said("status", execution_state="idle")) == []


def test_our_own_requests_and_questions_about_the_kernel_keep_it_idle() -> None:
    watcher = CellWatcher("own")
    hear(
        watcher,
        said("status", by="own", execution_state="busy"),
        said("execute_input", by="own", code=ANSWER),
        said("status", to="kernel_info_request", execution_state="busy"),
        said("status", to="complete_request", execution_state="busy"),
    )
    assert watcher.busy is False


def test_a_widget_callback_keeps_the_kernel_busy_until_it_ends() -> None:
    watcher = CellWatcher("own")
    hear(
        watcher,
        said("status", "cell", execution_state="busy"),
        said("status", "slider", to="comm_msg", execution_state="busy"),
        said("status", "cell", execution_state="idle"),
    )
    assert watcher.busy is True
    hear(watcher, said("status", "slider", to="comm_msg", execution_state="idle"))
    assert watcher.busy is False


def test_a_lost_end_can_be_made_good_without_touching_what_began_since() -> None:
    watcher = CellWatcher("own")
    hear(watcher, said("status", "old", execution_state="busy"))
    seemingly = watcher.running
    hear(watcher, said("status", "new", execution_state="busy"))
    watcher.forget(seemingly)
    assert watcher.running == {"new"}


def test_an_answer_that_took_the_kernel_with_it_is_told_of() -> None:
    watcher = CellWatcher("own")
    hear(watcher, said("status", execution_state="busy"), said("execute_input", code=ANSWER))
    assert watcher.abandoned() == (
        CellRun(
            question="mean",
            source=ANSWER,
            outcome="interrupted",
            error="The kernel stopped while this cell ran.",
        ),
    )
