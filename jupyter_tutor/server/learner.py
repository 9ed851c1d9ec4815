"""Who learns: one person is one learner, whichever browser they come with."""

import getpass
import os

from jupyter_server.auth import IdentityProvider, User
from jupyter_server.auth.identity import LegacyIdentityProvider, PasswordIdentityProvider

from jupyter_tutor.core.ids import LearnerId

# These know only "someone with the token or the password", and invent a name for each browser.
_NAMELESS = (IdentityProvider, PasswordIdentityProvider, LegacyIdentityProvider)


def learner_of(user: User, provider: IdentityProvider, configured: str) -> LearnerId:
    """The learner behind a request.

    In this order: the name in the configuration; who the identity provider says it is (a hub
    knows); on a server of one's own, its owner: JupyterHub's user, else the account it runs
    under.
    """
    if configured:
        return LearnerId(configured)
    if type(provider) not in _NAMELESS:
        return LearnerId(user.username)
    return LearnerId(os.environ.get("JUPYTERHUB_USER") or getpass.getuser())
