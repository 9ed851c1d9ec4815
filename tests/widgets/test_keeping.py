"""What a learner is shown of their record in calls."""

import pytest

from jupyter_tutor.widgets.keeping import record_shown


@pytest.mark.parametrize(
    ("status", "again", "standing"),
    [
        ("started", False, "begun"),
        ("finished", False, "finished"),
        ("finished", True, "finished, doing it again"),
    ],
)
def test_how_a_lesson_stands(status: str, again: bool, standing: str) -> None:
    lesson = {"title": "Seeds", "status": status, "again": again, "events": 3}
    record = {"what": "All.", "learner": "ada", "where": "/here", "sessions": [lesson]}
    assert record_shown(record).markdown.endswith(f"- Seeds: {standing}, 3 entries")
