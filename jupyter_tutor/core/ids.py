"""Names for the identifiers that cross rooms, so that the type checker keeps them apart.

Every identifier is text. None is ever turned into a file name, a Python name or code
without passing through :func:`session_id_of` or an equally one-way function.
"""

import hashlib
from typing import NewType

SessionId = NewType("SessionId", str)
LearnerId = NewType("LearnerId", str)
CourseId = NewType("CourseId", str)
LessonId = NewType("LessonId", str)
StepId = NewType("StepId", str)
QuestionId = NewType("QuestionId", str)
RequestId = NewType("RequestId", str)
ContentHash = NewType("ContentHash", str)


def session_id_of(learner: LearnerId, course: CourseId, lesson: LessonId) -> SessionId:
    """Return the one session of a learner in a lesson: 32 hexadecimal digits, always the same.

    A session is (learner, course, lesson); deriving its id makes "find or start" need no look-up
    and lets two servers agree on it without talking.
    """
    key = "\x00".join((learner, course, lesson)).encode()
    return SessionId(hashlib.sha256(key).hexdigest()[:32])
