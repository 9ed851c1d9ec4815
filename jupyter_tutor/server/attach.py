"""``POST attach``: a kernel proves that it is a kernel of this server, and gets a session's secret.

Jupyter's own authentication is not asked, because a kernel has no token: instead of it stands the
proof (:mod:`jupyter_tutor.server.proof`). Whatever is wrong with a proof, the answer is the same.
"""

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from jupyter_tutor.adapters.system import owner
from jupyter_tutor.conversation.lesson_named import NoSuchLessonError, lesson_named
from jupyter_tutor.core.ids import LearnerId
from jupyter_tutor.server.base import RestHandler
from jupyter_tutor.server.proof import BadRequestError, read_request, sign

NOT_PROVED = "This request does not come from a kernel of this server."


class AttachHandler(RestHandler):
    """``POST attach``."""

    def check_xsrf_cookie(self) -> None:
        """Nothing: no cookie lets anyone in here, so none can be misused."""

    def check_origin(self, _origin: str = "") -> bool:
        """Left to :meth:`post`, which has one answer for whoever has no business here."""
        return True

    @allow_unauthenticated
    async def post(self) -> None:
        """Give the kernel that proves itself a secret for a session of its learner."""
        if "Origin" in self.request.headers:
            # A page sent this: a kernel's program never says where it comes from.
            raise HTTPError(403, NOT_PROVED)
        try:
            request = read_request(self.request.body)
        except BadRequestError as error:
            raise HTTPError(400, str(error)) from None
        key = self.extension.passes.prove(request)
        if key is None:
            raise HTTPError(403, NOT_PROVED)
        tutor = await self.tutor()
        learner = self._learner_of_kernels()
        try:
            lesson = await lesson_named(
                request.course, request.lesson, learner, tutor.courses, tutor.record.history
            )
        except NoSuchLessonError as error:
            self.refuse(404, str(error))
            return
        try:
            given = self.extension.passes.give(request.kernel, learner, lesson.course_id, lesson.id)
        except KeyError:
            # It ended while the lesson was looked up.
            raise HTTPError(403, NOT_PROVED) from None
        self.reply(
            {
                "secret": given.secret,
                "course": given.course,
                "lesson": given.lesson,
                "learner": given.learner,
                "proof": sign(key, "jupyter-tutor attached", given.secret, request.nonce),
            }
        )

    def _learner_of_kernels(self) -> LearnerId:
        """Who learns in the kernels of this server: as configured, else whose server it is.

        Where Jupyter knows several people, it does not say whose a kernel is.
        """
        return LearnerId(self.extension.learner) if self.extension.learner else owner()
