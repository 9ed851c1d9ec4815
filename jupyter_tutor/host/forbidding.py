"""Which language model helps where there is no server: the one that the environment names.

An administrator forbids it there as on a server, by ``c.JupyterTutor.model = None`` in one of
Jupyter's own configuration files.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import JSONFileConfigLoader, PyFileConfigLoader

from jupyter_tutor.model_setup import (
    ModelSettings,
    address_outside,
    key_outside,
    model_named_outside,
)

log = logging.getLogger(__name__)

NAMES = ("jupyter_config", "jupyter_server_config", "jupyter_jupyter_tutor_config")


def host_model() -> ModelSettings:
    """The model of a host; none where it is forbidden, or what forbids it cannot be read."""
    name = model_named_outside()
    if name is None or _forbidden():
        return ModelSettings()
    return ModelSettings(name=name, base_url=address_outside(), api_key=key_outside())


def _forbidden() -> bool:
    try:
        return any(
            "model" in said and said["model"] is None
            for config in _configs()
            if (said := config.get("JupyterTutor"))
        )
    except Exception as error:  # noqa: BLE001 - a configuration is a program, and may raise anything
        log.error("no language model is asked: the configuration cannot be read: %r", error)
        return True


def _configs() -> Iterator[Config]:
    for folder in map(Path, jupyter_config_path()):
        for name in NAMES:
            if (folder / f"{name}.json").is_file():
                yield _json(folder / f"{name}.json")
            for path in sorted((folder / f"{name}.d").glob("*.json")):
                yield _json(path)
            if (folder / f"{name}.py").is_file():
                yield PyFileConfigLoader(f"{name}.py", str(folder)).load_config()


def _json(path: Path) -> Config:
    return JSONFileConfigLoader(path.name, str(path.parent)).load_config()
