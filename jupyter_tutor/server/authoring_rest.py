"""For authors: the roles of cells, and the faults of a notebook as it stands in the browser."""

from functools import partial
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyter_tutor.runtime.pool import PoolFullError
from jupyter_tutor.server.base import RestHandler

MOST = 4 * 1024 * 1024
"""Bytes of a request. A page leaves out pictures; what is more than this is no lesson."""

AFTER_CHECKS = 1
"""The priority of looking through a notebook: a learner who waits for a verdict comes first."""

TOO_MANY = "Too many notebooks wait to be looked through. Try again in a minute."

TOO_LARGE = "The notebook is too large to be looked through: more than 4 MB without its pictures."


class RolesHandler(RestHandler):
    """``GET roles``."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """List the roles that a cell can have."""
        from jupyter_tutor.authoring.roles import roles_as_data

        self.reply({"roles": roles_as_data()})


class ValidateHandler(RestHandler):
    """``POST validate``."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Tell all that is wrong with a notebook that may not be saved yet."""
        from jupyter_tutor.adapters.validating import NotAnsweredError, faults

        if not await self.within_limits("validate"):
            return
        if len(self.request.body) > MOST:
            self.refuse(413, TOO_LARGE)
            return
        tutor = await self.tutor()
        root = Path(self.settings["server_root_dir"])
        compute = partial(tutor.tasks.compute, priority=AFTER_CHECKS)
        try:
            answer = await faults(compute, self.request.body, root, self.learner)
        except PoolFullError:
            self.refuse(503, TOO_MANY)
            return
        except NotAnsweredError as error:
            self.refuse(400 if error.asked_wrongly else 503, str(error))
            return
        self.set_header("Content-Type", "application/json")
        self.finish(answer)
