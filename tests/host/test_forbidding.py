"""Which language model helps where there is no server, and how it is forbidden."""

from pathlib import Path

import pytest

from jupyter_tutor.host.forbidding import host_model
from jupyter_tutor.model_setup import ModelSettings

NAMED = ModelSettings(name="qwen", base_url="http://127.0.0.1:1/v1", api_key="sk-1")
NONE = ModelSettings()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of Jupyter's configuration; the environment names a model."""
    monkeypatch.setenv("JUPYTER_TUTOR_MODEL", "qwen")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    monkeypatch.setattr(
        "jupyter_tutor.host.forbidding.jupyter_config_path", lambda: [str(tmp_path)]
    )
    return tmp_path


def test_it_is_the_one_that_the_environment_names(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert host_model() == NAMED
    assert "sk-1" not in repr(host_model())
    monkeypatch.delenv("JUPYTER_TUTOR_MODEL")
    assert host_model() == NONE


def test_an_administrator_forbids_it_in_a_file_of_a_folder(config: Path) -> None:
    folder = config / "jupyter_server_config.d"
    folder.mkdir()
    (folder / "other.json").write_text('{"ServerApp": {"port": 1}}')
    assert host_model() == NAMED
    (folder / "model.json").write_text('{"JupyterTutor": {"model": null}}')
    assert host_model() == NONE


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("jupyter_server_config.py", "c.JupyterTutor.model = None", NONE),
        ("jupyter_jupyter_tutor_config.py", "c.JupyterTutor.model = None", NONE),
        ("jupyter_server_config.json", '{"JupyterTutor": {"model": null}}', NONE),
        ("jupyter_server_config.py", "c.JupyterTutor.model = 'other'", NAMED),
        ("jupyter_server_config.py", "c.JupyterTutor.linger = 1.0", NAMED),
        ("jupyter_server_config.py", "raise RuntimeError('no')", NONE),
        ("jupyter_server_config.json", "{", NONE),
        ("jupyter_console_config.py", "c.JupyterTutor.model = None", NAMED),
    ],
)
def test_an_administrator_forbids_it_in_a_file(
    name: str, text: str, expected: ModelSettings, config: Path
) -> None:
    (config / name).write_text(text)
    assert host_model() == expected
