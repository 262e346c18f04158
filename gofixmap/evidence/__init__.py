"""Evidence from outside the source: race-detector reports and crashes, as plain values."""

from gofixmap.evidence.model import CrashReport, Creation, Frame, RaceAccess, RaceReport, Report
from gofixmap.evidence.race import parse_races
from gofixmap.evidence.read import read_evidence

__all__ = [
    "CrashReport",
    "Creation",
    "Frame",
    "RaceAccess",
    "RaceReport",
    "Report",
    "parse_races",
    "read_evidence",
]
