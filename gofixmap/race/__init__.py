"""From a racing test to a proven fix: run, attribute, try the remedies, prove (layer 6)."""

from gofixmap.race.loop import mend
from gofixmap.race.request import RaceRequest
from gofixmap.race.result import Attempt, Outcome, Race, RaceResult

__all__ = ["Attempt", "Outcome", "Race", "RaceRequest", "RaceResult", "mend"]
