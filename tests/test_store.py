"""What is kept on disk may be cut off, garbled, or written by two processes at once."""

import contextlib
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import files, wire
from autograder.store import Store, key_of, source_of

PIECES = {"a": b"first", "b": b"", "\u00fc": bytes(range(40))}
KEY = key_of([b"key"])


def filled(folder, pieces=PIECES, key=KEY):
    store = Store(folder, "stem", key)
    for name, piece in pieces.items():
        store.put(name, piece)
    store.save()
    return folder / f"stem-{key}"


def read(folder, names=PIECES):
    store = Store(folder, "stem", KEY)
    return {name: store.get(name) for name in names}


def test_what_was_kept_is_there_again(tmp_path):
    filled(tmp_path)
    assert read(tmp_path) == PIECES
    assert Store(tmp_path, "stem", key_of([b"other"])).get("a") is None


def test_a_file_cut_off_anywhere_counts_as_absent(tmp_path):
    path = filled(tmp_path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert set(read(tmp_path).values()) == {None}
    filled(tmp_path)
    assert read(tmp_path) == PIECES


def test_a_file_with_one_wrong_byte_counts_as_absent(tmp_path):
    path = filled(tmp_path)
    whole = path.read_bytes()
    for i in range(len(whole)):
        path.write_bytes(whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :])
        assert set(read(tmp_path).values()) == {None}
    path.write_bytes(whole + b"\0")
    assert set(read(tmp_path).values()) == {None}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes there")
def test_only_the_owner_can_read(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o755)
    path = filled(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_processes_that_write_at_once_leave_one_valid_file(tmp_path):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from autograder.store import Store\n"
        "for i in range(200):\n"
        "    store = Store(Path(sys.argv[1]), 'stem', sys.argv[2])\n"
        "    store.put('same', b'x' * 5000)\n"
        "    store.put(sys.argv[3], str(i).encode())\n"
        "    store.save()\n"
    )
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen([sys.executable, "-c", code, str(tmp_path), KEY, name])
            )
            for name in ("one", "two")
        ]
        while any(writer.poll() is None for writer in writers):
            assert read(tmp_path, ["same"])["same"] in (None, b"x" * 5000)
            if (tmp_path / f"stem-{KEY}").exists():
                assert read(tmp_path, ["same"])["same"] is not None
    assert [writer.returncode for writer in writers] == [0, 0]
    assert b"199" in read(tmp_path, ["one", "two"]).values()
    assert [path.name for path in tmp_path.iterdir()] == [f"stem-{KEY}"]


def test_files_of_old_keys_go(tmp_path):
    paths = [filled(tmp_path, key=key_of([bytes([i])])) for i in range(9)]
    left = set(tmp_path.iterdir())
    assert paths[-1] in left
    assert len(left) < len(paths)


def test_a_folder_that_cannot_be_made_costs_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    filled(tmp_path / "file")


def test_nothing_is_written_without_a_folder_or_without_news(tmp_path):
    store = Store(None, "stem", KEY)
    store.put("a", b"")
    store.save()
    assert store.get("a") == b""
    Store(tmp_path / "new", "stem", KEY).save()
    assert not (tmp_path / "new").exists()


def test_the_source_of_a_package_is_that_of_all_its_modules():
    folder = Path(wire.__file__).parent
    texts = [path.read_bytes() for path in folder.glob("*.py")]
    assert len(texts) > 3
    assert all(text in source_of(wire) for text in texts)
    assert source_of(files) == Path(files.__file__).read_bytes()
