"""YAML as an author means it: keys with texts or lists of texts, each with its line.

Never guesses types: `id: 1` and `says: no` stay what was written. Aliases are not expanded into
anything larger than a text, so that no small file can become a large one.
"""

import functools
from dataclasses import dataclass

import yaml

from jupyter_tutor.authoring.faults import Faults, Place
from jupyter_tutor.authoring.notebook import is_text


@dataclass(frozen=True, slots=True)
class Entry:
    """The value of a key and the line it stands on. A mapping is kept as its own entries."""

    value: "str | tuple[str, ...] | dict[str, Entry]"
    line: int


_LONGEST_KEPT = 2_000


def _compose(text: str) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.BaseLoader)
    return node


_composed = functools.lru_cache(maxsize=4_096)(_compose)
"""The heads of cells are read again and again: when a course has changed, and when one is brought
over. Nodes are only ever read."""


def read_mapping(
    text: str, place: Place, first_line: int, faults: Faults
) -> dict[str, Entry] | None:
    """The keys of a YAML mapping; None when it is not one (then a fault says where and why).

    ``first_line`` is the line of ``place`` on which the text begins.
    """
    try:
        node = _composed(text) if len(text) <= _LONGEST_KEPT else _compose(text)
    except yaml.MarkedYAMLError as error:
        line = first_line + error.problem_mark.line if error.problem_mark else first_line
        faults.error(
            place.at(line),
            f"This is not YAML that can be read ({error.problem or error.context}).",
            "Write one `key: value` a line; put a text that holds `: ` or `#` in quotes.",
        )
        return None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        faults.error(
            place.at(first_line),
            "This is not YAML that can be read.",
            "Write one `key: value` a line, in plain characters.",
        )
        return None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        line = first_line + node.start_mark.line
        faults.error(
            place.at(line), "These are not keys with values.", "Write one `key: value` a line."
        )
        return None
    return _Reader(text, place, first_line, faults).entries(node, nested=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    place: Place
    first_line: int
    faults: Faults

    def entries(self, node: yaml.MappingNode, *, nested: bool) -> dict[str, Entry] | None:
        entries: dict[str, Entry] = {}
        good = True
        for key_node, value_node in node.value:
            line = self.first_line + key_node.start_mark.line
            place = self.place.at(line)
            if not isinstance(key_node, yaml.ScalarNode) or not is_text(key_node.value):
                self.faults.error(place, "A key has to be one word.", "Write `key: value`.")
                good = False
                continue
            key: str = key_node.value
            if key in entries:
                self.faults.error(place, f"`{key}` is there twice.", "Keep one of the two.")
                good = False
                continue
            value = self._value(key, value_node, nested=nested)
            if value is None:
                good = False
            else:
                entries[key] = Entry(value, line)
        return entries if good else None

    def _value(
        self, key: str, node: yaml.Node, *, nested: bool
    ) -> str | tuple[str, ...] | dict[str, Entry] | None:
        """The value of a key; None when it cannot be one, which is then noted."""
        if isinstance(node, yaml.MappingNode) and not nested:
            return self.entries(node, nested=True)
        if isinstance(node, yaml.ScalarNode) and is_text(node.value):
            text: str = node.value
            return text.strip()
        if isinstance(node, yaml.SequenceNode):
            items = [self._item(child) for child in node.value]
            if all(item is not None for item in items):
                return tuple(item for item in items if item is not None)
        self.faults.error(
            self.place.at(self.first_line + node.start_mark.line),
            f"The value of `{key}` is not a text or a list of texts.",
            "Write it plainly; put it in quotes if it holds special characters.",
        )
        return None

    def _item(self, node: yaml.Node) -> str | None:
        """An item of a list as text; a list in brackets within it stays as it was written."""
        if isinstance(node, yaml.ScalarNode):
            text = str(node.value)
        elif isinstance(node, yaml.SequenceNode) and node.flow_style:
            text = self.text[node.start_mark.index : node.end_mark.index]
        else:
            return None
        return text.strip() if is_text(text) else None
