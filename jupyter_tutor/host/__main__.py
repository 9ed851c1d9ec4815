"""``python -m jupyter_tutor.host``: see :mod:`jupyter_tutor.host.process`."""

import sys

from jupyter_tutor.host.process import main

sys.exit(main())
