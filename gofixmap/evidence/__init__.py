"""Evidence from outside the source: races, crashes, profiles and escapes, as plain values."""

from gofixmap.evidence.escape import EscapeReport
from gofixmap.evidence.heap import HeapProfile, HeapSample
from gofixmap.evidence.model import CrashReport, Creation, Frame, RaceAccess, RaceReport, Report
from gofixmap.evidence.protobuf import Malformed
from gofixmap.evidence.race import parse_races
from gofixmap.evidence.read import Collected, read_all, read_evidence

__all__ = [
    "Collected",
    "CrashReport",
    "Creation",
    "EscapeReport",
    "Frame",
    "HeapProfile",
    "HeapSample",
    "Malformed",
    "RaceAccess",
    "RaceReport",
    "Report",
    "parse_races",
    "read_all",
    "read_evidence",
]
