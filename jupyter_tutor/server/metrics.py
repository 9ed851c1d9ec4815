"""The tutor's numbers on the Jupyter server's own ``/metrics``, for Prometheus.

Collected when they are asked for; nothing is counted along the way but restarts.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import REGISTRY, Collector, CollectorRegistry

from jupyter_tutor.application import Application
from jupyter_tutor.runtime.happenings import Happening
from jupyter_tutor.runtime.tree import messages_waiting


class Metrics(Collector):
    """What one tutor tells; :meth:`withdraw` it when that has ended."""

    def __init__(self, tutor: Application[Any], registry: CollectorRegistry = REGISTRY) -> None:
        self._tutor = tutor
        self._registry = registry
        self._happened: Counter[str] = Counter()
        tutor.chronicle.listen(self._hear)
        registry.register(self)

    def withdraw(self) -> None:
        """Tell nothing any more."""
        self._registry.unregister(self)

    def describe(self) -> list[Metric]:
        """Nothing: so that registering does not collect before there is anything."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The numbers now."""
        yield GaugeMetricFamily(
            "jupyter_tutor_sessions", "Lessons in memory.", value=len(self._tutor.sessions.live)
        )
        yield GaugeMetricFamily(
            "jupyter_tutor_mailbox_messages",
            "Messages that wait for an actor.",
            value=messages_waiting(self._tutor.root),
        )
        behind = self._tutor.record.history.status().behind
        if behind is not None:
            yield GaugeMetricFamily(
                "jupyter_tutor_intake_behind_bytes",
                "Journalled bytes that the database has not taken in yet.",
                value=behind,
            )
        happened = CounterMetricFamily(
            "jupyter_tutor_processes",
            "What happened to supervised processes.",
            labels=["event"],
        )
        for event in ("started", "ended", "start_failed", "limit_reached", "unresponsive"):
            happened.add_metric([event], self._happened[event])
        yield happened

    def _hear(self, happening: Happening) -> None:
        self._happened[happening.type] += 1
