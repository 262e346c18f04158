"""What is noted of the questions to a file system."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gofixmap.workspace import system, watch


def test_each_question_is_noted_with_its_place_and_answer(tmp_path: Path) -> None:
    file = tmp_path / "a.go"
    file.write_bytes(b"package a\n")
    with watch.watched() as watcher:
        files = system.files()
        assert files.contents(str(file)) == b"package a\n"
        assert files.read(str(file), 4, 100) == b"pack"
        assert not files.is_file(str(tmp_path / "none"))
        with files.scan(str(tmp_path)) as entries:
            assert [entry.name for entry in entries] == ["a.go"]
    assert watcher.seen.answers == {
        (watch.CONTENT, str(file)): watch.digest(b"package a\n"),
        (watch.HEAD + "4", str(file)): watch.digest(b"pack"),
        (watch.NAMES, str(tmp_path)): b"-a.go",
    }
    assert watcher.seen.places[str(tmp_path / "none")] == watch.NOWHERE
    assert not watcher.seen.is_torn
    assert not isinstance(system.files(), watch.Watcher)


def test_what_has_just_been_written_is_not_trusted(tmp_path: Path) -> None:
    file = tmp_path / "a.go"
    file.write_bytes(b"package a\n")
    with watch.watched() as watcher:
        system.files().contents(str(file))
    assert watcher.seen.places[str(file)] != watch.place_at(str(file))


def test_a_time_that_is_centuries_away_makes_a_place_as_well() -> None:
    for time in (1 << 80, -1, -(1 << 80)):
        times = {"st_mtime_ns": time, "st_ctime_ns": time}
        status = os.stat_result((stat.S_IFREG, *[7] * 9), times)
        place = watch.place_of(status)
        assert len(place) == watch.PLACE_BYTES
        assert watch.kind_of(place) == stat.S_IFREG >> 12
        assert watch.size_of(place) == 7


def test_two_answers_to_one_question_show_that_the_tree_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.go"
    file.write_bytes(b"package a\n")
    with watch.watched() as watcher:
        system.files().contents(str(file))
        file.write_bytes(b"package b\n")
        system.files().contents(str(file))
    assert watcher.seen.is_torn


def test_names_that_nobody_asks_for_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.go").touch()
    before = watch.answer_to(watch.NAMES, str(tmp_path))
    (tmp_path / "README.md").touch()
    assert watch.answer_to(watch.NAMES, str(tmp_path)) == before
    (tmp_path / "a.s").touch()
    assert watch.answer_to(watch.NAMES, str(tmp_path)) != before


def test_a_link_is_noted_with_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    link = tmp_path / "link"
    link.symlink_to("one")
    with watch.watched() as watcher:
        assert system.files().is_directory(str(link))
    noted = watcher.seen.answers[watch.TARGET, str(link)]
    link.unlink()
    link.symlink_to("two")
    assert watch.answer_to(watch.TARGET, str(link)) != noted


def test_what_another_process_has_seen_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "a.go"
    file.write_bytes(b"package a\n")
    with watch.watched() as there:
        system.files().contents(str(file))
    with watch.watched() as here:
        here.add(there.take())
        assert here.seen.answers == there.seen.answers
        assert there.take() == watch.Seen({}, {})
        here.add(watch.Seen({}, {(watch.CONTENT, str(file)): b"other"}))
    assert here.seen.is_torn


def test_a_place_that_was_just_looked_at_is_not_looked_at_again(tmp_path: Path) -> None:
    old, new = tmp_path / "old.go", tmp_path / "new.go"
    for each in (old, new):
        each.write_bytes(b"package m\n")
        os.utime(each, (1, 1))
    found = {str(old): watch.place_at(str(old))}
    old.write_bytes(b"package other\n")
    with watch.watched(found) as watcher:
        assert watch.size_of(watcher.note(str(old))) == len(b"package m\n")
        assert watcher.note(str(new)) == watcher.seen.places[str(new)]
        assert watcher.read(str(old), -1, 100) == b"package other\n"
    # The next run finds another place there, and asks for the contents again.
    assert watcher.seen.places[str(old)] != watch.place_at(str(old))
