"""Who learns: one person is one learner, whichever browser they come with."""

from jupyter_server.auth import IdentityProvider, User
from jupyter_server.auth.identity import LegacyIdentityProvider, PasswordIdentityProvider

from jupyter_tutor.adapters.system import owner
from jupyter_tutor.core.ids import LearnerId

# A provider that knows people overrides one of these. The others know only "someone with the
# token or the password", and invent a name for each browser.
_NAMING = ("get_user", "get_user_token", "generate_anonymous_user")
_NAMELESS = (IdentityProvider, PasswordIdentityProvider, LegacyIdentityProvider)


def learner_of(user: User, provider: IdentityProvider, configured: str) -> LearnerId:
    """The learner behind a request.

    In this order: the name in the configuration; who the identity provider says it is (a hub
    knows); on a server of one's own, its owner: JupyterHub's user, else the account it runs
    under.
    """
    if configured:
        return LearnerId(configured)
    if _knows_people(provider):
        return LearnerId(user.username)
    return owner()


def names_of(user: User, provider: IdentityProvider) -> tuple[str, ...]:
    """What the person behind a request is called; none where the provider invents that."""
    if not _knows_people(provider):
        return ()
    names = (user.username, user.name, user.display_name)
    return tuple(dict.fromkeys(name for name in names if name))


def _knows_people(provider: IdentityProvider) -> bool:
    definers = {
        next(kind for kind in type(provider).__mro__ if name in vars(kind)) for name in _NAMING
    }
    return not definers <= set(_NAMELESS)
