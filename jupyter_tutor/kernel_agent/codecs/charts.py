"""What a chart of altair's is: its specification, as a dictionary (see `further.py`).

Standard library only.
"""

from __future__ import annotations

from typing import Any


class _Charts:
    """See :class:`further.Further`."""

    library = "altair"

    def __init__(self, altair: Any) -> None:
        self._kinds = (altair.TopLevelMixin,) if hasattr(altair, "TopLevelMixin") else ()

    def describe(self, thing: Any) -> tuple[Any, ...] | None:
        """Return the specification with its data in it; None for what is no chart."""
        if not any(kind in self._kinds for kind in type(thing).__mro__):
            return None
        spec = thing.to_dict()
        kept = spec.pop("datasets", {})
        for name in ("$schema", "config"):
            spec.pop(name, None)
        data = spec.get("data")
        if isinstance(data, dict) and data.get("name") in kept:
            spec["data"] = {"values": kept[data["name"]]}
        return "chart", spec


CODECS = ()
DESCRIBERS = (_Charts,)
