"""The vocabulary an author may use in a check, and the forms that cannot be used.

An author writes ordinary Python with ``assert``; :mod:`~jupyter_tutor.checks.vocabulary` lists
what is bound beside Python's own names. ``validate`` asks ``refused_forms``, and for a check
that runs in the kernel ``refused_in_kernel``. ``top_level_names``
tells which names an answer binds.
"""

from jupyter_tutor.checks.forms import refused_forms
from jupyter_tutor.checks.kernel_forms import refused_in_kernel
from jupyter_tutor.checks.names import top_level_names
from jupyter_tutor.checks.refusal import Refusal
from jupyter_tutor.checks.vocabulary import HELPERS

__all__ = ["HELPERS", "Refusal", "refused_forms", "refused_in_kernel", "top_level_names"]
