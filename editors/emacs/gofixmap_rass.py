"""A preset of rass that waits for slow starters.

rass answers for all servers three seconds after the first has, and forgets what the others can do:
on a busy machine gofixmap would be there, and never be asked. https://pypi.org/project/rassumfrassum/
"""

from rassumfrassum.frassum import LspLogic

_START = 60_000  # milliseconds
_MENU = 10_000  # of both servers, for code actions


class Patient(LspLogic):
    def get_aggregation_timeout_ms(self, method: str | None) -> int:
        if method == "initialize":
            return _START
        if method == "textDocument/codeAction":
            return _MENU
        return int(super().get_aggregation_timeout_ms(method))


def logic_class() -> type[LspLogic]:
    return Patient
