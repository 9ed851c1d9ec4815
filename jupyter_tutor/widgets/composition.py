"""The only place here that builds an adapter: the courses that are installed for this Python."""

from collections.abc import Sequence

from jupyter_tutor.adapters.course_files import CourseFiles, default_search_path
from jupyter_tutor.adapters.record_paths import default_data_dir
from jupyter_tutor.core.course import Course
from jupyter_tutor.widgets.background import Background
from jupyter_tutor.widgets.shown import Shown

LIST_SECONDS = 60.0

NONE_INSTALLED = (
    "No course is installed here. `jupyter tutor install` in a terminal brings one; "
    "`jupyter tutor new` begins one of your own."
)


def installed(background: Background) -> Shown:
    """The installed courses and their lessons, with the numbers by which they can be opened."""
    files = CourseFiles(default_search_path(), default_data_dir() / "lessons")
    courses = background.call(_courses(files), LIST_SECONDS)
    if not courses:
        return Shown(NONE_INSTALLED)
    listed = [
        "\n".join(
            [
                f"**{course.id}**: {course.title}\n",
                *(f"{n}. `{one.id}`: {one.title}" for n, one in enumerate(course.lessons, 1)),
            ]
        )
        for course in courses
    ]
    return Shown("\n\n".join([*listed, "Open one with `%tutor COURSE LESSON`."]))


async def _courses(files: CourseFiles) -> Sequence[Course]:
    return await files.courses()
