"""Writes the golden prompts anew: ``python -m tests.dialogue.golden``."""

from tests.dialogue.prompted import as_text, examples
from tests.dialogue.test_prompts import GOLDEN

if __name__ == "__main__":
    GOLDEN.write_text("\n".join(map(as_text, examples())), encoding="utf-8")
