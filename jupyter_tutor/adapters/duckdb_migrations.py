"""The tables of the history, as the ordered steps that made them what they are.

A step, once released, is never changed; a change of the tables is a new step at the end. Applied
steps are recorded by name. Everything here can be rebuilt from the journals.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Step = Callable[["DuckDBPyConnection"], None]

STEPS: dict[str, Step] = {}


class NewerHistoryError(Exception):
    """The history was written by a newer version of this program and is left alone."""


def step(function: Step) -> Step:
    """Register the next step, under its function's name."""
    STEPS[function.__name__] = function
    return function


def migrate(connection: "DuckDBPyConnection") -> list[str]:
    """Bring the tables up to date; the names of the steps that were applied now.

    Each step is applied in a transaction of its own. Raises NewerHistoryError.
    """
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations "
        "(name VARCHAR PRIMARY KEY, applied_at TIMESTAMP NOT NULL)"
    )
    rows = connection.execute("SELECT name FROM migrations").fetchall()
    applied = {name for (name,) in rows}
    unknown = sorted(applied - STEPS.keys())
    if unknown:
        raise NewerHistoryError(
            f"The history was last used by a newer version of Jupyter Tutor (it has {unknown[0]}). "
            "Update this one; until then new events wait in the journals."
        )
    now: list[str] = []
    for name, function in STEPS.items():
        if name in applied:
            continue
        connection.execute("BEGIN")
        try:
            function(connection)
            connection.execute(
                "INSERT INTO migrations VALUES (?, now() AT TIME ZONE 'UTC')", [name]
            )
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        now.append(name)
    return now


@step
def s01_events(connection: "DuckDBPyConnection") -> None:
    """What happened, only ever added to, and how far each journal was taken in.

    ``at_utc`` is ``at_text`` as a time (NULL if it is none); ``at_text`` is what was hashed.
    ``at`` alone is a reserved word. ``words`` is what was said in the event, if anything was.
    """
    connection.execute(
        """
        CREATE TABLE events (
            event_id VARCHAR NOT NULL,
            session_id VARCHAR NOT NULL,
            learner_id VARCHAR NOT NULL,
            course_id VARCHAR NOT NULL,
            lesson_id VARCHAR NOT NULL,
            lesson_hash VARCHAR NOT NULL,
            seq BIGINT NOT NULL,
            at_utc TIMESTAMP,
            at_text VARCHAR NOT NULL,
            type VARCHAR NOT NULL,
            schema BIGINT NOT NULL,
            body VARCHAR NOT NULL,
            words VARCHAR NOT NULL,
            prev VARCHAR NOT NULL,
            hash VARCHAR NOT NULL,
            server_id VARCHAR NOT NULL,
            taken_at TIMESTAMP NOT NULL,
            PRIMARY KEY (session_id, seq)
        )
        """
    )
    connection.execute(
        """
        CREATE TABLE positions (
            server_id VARCHAR PRIMARY KEY,
            segment BIGINT NOT NULL,
            byte_offset BIGINT NOT NULL
        )
        """
    )


@step
def s02_conflicts(connection: "DuckDBPyConnection") -> None:
    """Events whose place in their session was taken; ``kept_event_id`` has it (NULL: nobody)."""
    connection.execute(
        """
        CREATE TABLE conflicts AS
        SELECT *, NULL::VARCHAR AS kept_event_id FROM events LIMIT 0
        """
    )


@step
def s03_learners_and_lessons(connection: "DuckDBPyConnection") -> None:
    """Who learns, what is taught, and each session's final state."""
    connection.execute(
        """
        CREATE TABLE users (
            learner_id VARCHAR PRIMARY KEY,
            first_seen VARCHAR NOT NULL,
            last_seen VARCHAR NOT NULL
        )
        """
    )
    connection.execute(
        """
        CREATE TABLE syllabuses (
            course_id VARCHAR NOT NULL,
            lesson_id VARCHAR NOT NULL,
            lesson_hash VARCHAR NOT NULL,
            title VARCHAR NOT NULL,
            first_seen VARCHAR NOT NULL,
            last_seen VARCHAR NOT NULL,
            PRIMARY KEY (course_id, lesson_id, lesson_hash, title)
        )
        """
    )
    connection.execute(
        """
        CREATE TABLE session_histories (
            session_id VARCHAR PRIMARY KEY,
            learner_id VARCHAR NOT NULL,
            course_id VARCHAR NOT NULL,
            lesson_id VARCHAR NOT NULL,
            lesson_hash VARCHAR NOT NULL,
            title VARCHAR NOT NULL,
            started_at VARCHAR NOT NULL,
            last_at VARCHAR NOT NULL,
            events BIGINT NOT NULL,
            round BIGINT NOT NULL,
            phase VARCHAR NOT NULL,
            completed BOOLEAN NOT NULL,
            completed_at VARCHAR,
            points DOUBLE NOT NULL,
            max_points DOUBLE NOT NULL,
            attempts BIGINT NOT NULL,
            hints BIGINT NOT NULL,
            questions VARCHAR NOT NULL,
            final_words VARCHAR NOT NULL,
            last_seq BIGINT NOT NULL,
            last_hash VARCHAR NOT NULL
        )
        """
    )


@step
def s04_conversations(connection: "DuckDBPyConnection") -> None:
    """The conversation log of every session: what was said, in order (by ``seq``)."""
    connection.execute(
        """
        CREATE VIEW conversations AS
        SELECT session_id, learner_id, course_id, lesson_id, seq, at_utc, type, words
        FROM events WHERE words <> ''
        """
    )


@step
def s05_summaries_of_the_core(connection: "DuckDBPyConnection") -> None:
    """Points, phases and questions are what the core says; earlier rows are counted anew.

    They counted a part of the points for wrong answers. The store counts what is missing.
    """
    connection.execute("DELETE FROM session_histories")


@step
def s06_first_completed(connection: "DuckDBPyConnection") -> None:
    """When a lesson was first completed, which starting it over does not undo (NULL: never)."""
    connection.execute("ALTER TABLE session_histories ADD COLUMN first_completed_at VARCHAR")
    connection.execute("DELETE FROM session_histories")
