"""How `--help` is laid out: the same on every version of Python."""

import argparse


class HelpText(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of descriptions and examples as they were written."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)
        # One column for all, wide enough: Python's own measure of a command's name is too short.
        self._action_max_length = 26

    def _format_action_invocation(self, action: argparse.Action) -> str:
        # As Python 3.13 began to do it; before, the value was named behind each spelling.
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        value = self._format_args(action, self._get_default_metavar_for_optional(action))
        return f"{', '.join(action.option_strings)} {value}"
