"""A host whose record breaks whenever all its parts are there."""

import asyncio
import sys
from typing import Self
from unittest.mock import patch

from jupyter_tutor.host import composition, process
from jupyter_tutor.runtime.happenings import Happening, ProcessStarted
from jupyter_tutor.runtime.part import Part


class Host(composition.Host):
    """Breaks once it is up, and again whenever it has been put right."""

    async def start(self) -> Self:
        await super().start()
        self.chronicle.listen(self._hear)
        self._break()
        return self

    def _hear(self, happening: Happening) -> None:
        if isinstance(happening, ProcessStarted) and happening.child == "record-watch":
            asyncio.get_running_loop().call_soon(self._break)

    def _break(self) -> None:
        record = self.root.places[0].process
        if isinstance(record, Part):
            record.fail(OSError("the disk was pulled out"))


if __name__ == "__main__":
    with patch.object(process, "Host", Host):
        sys.exit(process.main())
