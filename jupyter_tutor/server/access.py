"""Who may ask for a session: its learner, as Jupyter knows them, or their kernel's own program."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated, authorized
from tornado import web

Verb = Callable[..., Awaitable[None] | None]


def learner_or_kernel(method: Verb) -> Verb:
    """For a verb of a :class:`RestHandler` whose first two arguments are course and lesson.

    A request without a kernel's secret goes the way of all others: authenticated, authorised.
    Whoever could get a secret runs code under the server's own account, so no authorizer, which
    knows people, is asked about it.
    """
    for_people = web.authenticated(authorized(method))

    # Jupyter's own look at the user would refuse a kernel's program, which is none.
    @allow_unauthenticated
    @wraps(method)
    async def verb(handler: Any, course: str, lesson: str) -> None:
        answer = method if handler.show_pass(course, lesson) else for_people
        answering = answer(handler, course, lesson)
        if answering is not None:
            await answering

    return verb
