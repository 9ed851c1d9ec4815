"""The page for administrators names every setting, and its example lines are such lines."""

import json
import re
from pathlib import Path

from jupyter_server.extension.application import ExtensionApp

from jupyter_tutor.server.app import JupyterTutor
from tests.server.test_log import LINE

PAGE = (Path(__file__).parents[2] / "docs" / "administrators.md").read_text(encoding="utf-8")


def test_every_setting_of_the_tutor_is_there_and_no_other() -> None:
    own = set(JupyterTutor.class_traits(config=True)) - set(ExtensionApp.class_traits(config=True))
    named = set(re.findall(r"^\| `c\.JupyterTutor\.(\w+)` \|", PAGE, re.MULTILINE))
    assert named == own | {"log_level"}


def test_both_examples_are_the_same_line() -> None:
    (text,) = re.findall(r"^```\n(.*)\n```$", PAGE, re.MULTILINE)
    (line,) = re.findall(r"^```json\n(.*)\n```$", PAGE, re.MULTILINE)
    told = json.loads(line)
    assert LINE.match(text)
    at, pid, level, logger, *words = text.split(" ")
    assert [at, pid, level, logger] == [
        told.pop("at"),
        str(told.pop("pid")),
        told.pop("level"),
        f"{told.pop('logger')}:",
    ]
    message = told.pop("message")
    assert " ".join(words) == " ".join([message, *(f"{k}={v}" for k, v in told.items())])
