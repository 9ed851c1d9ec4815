"""Which kernel serves a session, and who wants to know."""

from collections.abc import Callable
from typing import Generic, TypeVar

from jupyter_tutor.ports import Kernel, KernelInfo, KernelListener

NO_KERNEL = KernelInfo(status="none", checks="none")


Listener = TypeVar("Listener", bound=KernelListener)


class Attachment(Generic[Listener]):
    """The kernel that ``listener`` listens to; None while there is none."""

    __slots__ = ("_kernel", "_listener", "_on_serving", "_serving")

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._kernel: Kernel | None = None
        self._serving: str | None = None
        self._on_serving: Callable[[Listener, str | None], None] | None = None

    @property
    def kernel(self) -> Kernel | None:
        """The kernel."""
        return self._kernel

    @property
    def info(self) -> KernelInfo:
        """How it is."""
        return self._kernel.info if self._kernel else NO_KERNEL

    def tell(self, on_serving: Callable[[Listener, str | None], None]) -> None:
        """Call ``on_serving`` with the listener and the id of the kernel, whenever that changes.

        None: there is none now, or it is dead.
        """
        self._on_serving = on_serving

    def change(self, kernel: Kernel | None) -> None:
        """Let go of the one, and listen to the other."""
        if self._kernel is not None:
            self._kernel.unlisten(self._listener)
        self._kernel = kernel
        if kernel is not None:
            kernel.listen(self._listener)
        self.look(self.info)

    def look(self, info: KernelInfo) -> None:
        """See whether it serves, now that it is like this."""
        serving = None if self._kernel is None or info.status == "dead" else self._kernel.id
        if serving != self._serving:
            self._serving = serving
            if self._on_serving is not None:
                self._on_serving(self._listener, serving)

    def close(self) -> None:
        """Listen no more; nobody is told."""
        if self._kernel is not None:
            self._kernel.unlisten(self._listener)
