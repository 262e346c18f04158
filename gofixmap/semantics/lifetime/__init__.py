"""Lifetimes: what becomes of locals, what callees keep, what has to be released and where it is."""

from gofixmap.semantics.lifetime.called import called_name, words_called
from gofixmap.semantics.lifetime.checks import Check, Shape, check_of, leaves
from gofixmap.semantics.lifetime.escape import (
    Aliasing,
    Escape,
    Fate,
    Trace,
    escapes_of,
    fate_of_expression,
    trace_of,
)
from gofixmap.semantics.lifetime.escape_types import carries
from gofixmap.semantics.lifetime.giving import names_giving, names_spelling
from gofixmap.semantics.lifetime.keeping import (
    Use,
    is_closing,
    use_of_argument,
    use_of_receiver,
)
from gofixmap.semantics.lifetime.obligations import (
    Obligation,
    is_rebound,
    is_released_at_once,
    obligations_in,
    uses_of,
)
from gofixmap.semantics.lifetime.openers import BODY, Kind
from gofixmap.semantics.lifetime.outcomes import Outcome, leak_of, outcome_of, released_at
from gofixmap.semantics.lifetime.owners import METHODS, How, Release, release_of
from gofixmap.semantics.lifetime.owners_sites import Site, releases_in, uses_at, uses_of_owned
from gofixmap.semantics.lifetime.owners_uses import (
    Done,
    ValueUse,
    uses_of_name,
    uses_of_value,
)
from gofixmap.semantics.lifetime.paths import Exit, Paths, Tests, Walked, never_returns
from gofixmap.semantics.lifetime.responses import is_made_by_fake, is_of_net_http

__all__ = [
    "BODY",
    "METHODS",
    "Aliasing",
    "Check",
    "Done",
    "Escape",
    "Exit",
    "Fate",
    "How",
    "Kind",
    "Obligation",
    "Outcome",
    "Paths",
    "Release",
    "Shape",
    "Site",
    "Tests",
    "Trace",
    "Use",
    "ValueUse",
    "Walked",
    "called_name",
    "carries",
    "check_of",
    "escapes_of",
    "fate_of_expression",
    "is_closing",
    "is_made_by_fake",
    "is_of_net_http",
    "is_rebound",
    "is_released_at_once",
    "leak_of",
    "leaves",
    "names_giving",
    "names_spelling",
    "never_returns",
    "obligations_in",
    "outcome_of",
    "release_of",
    "released_at",
    "releases_in",
    "trace_of",
    "use_of_argument",
    "use_of_receiver",
    "uses_at",
    "uses_of",
    "uses_of_name",
    "uses_of_owned",
    "uses_of_value",
    "words_called",
]
