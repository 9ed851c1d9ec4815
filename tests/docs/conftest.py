"""Answers of the guide are judged as those of the checks' own tests are."""

from tests.checks.conftest import host, judged, shared_host

__all__ = ["host", "judged", "shared_host"]
