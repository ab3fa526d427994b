"""An archive is read into memory, under caps, and nothing in it reaches the disk."""

import bz2
import contextlib
import gzip
import io
import lzma
import os
import stat
import tarfile
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import archive, intake
from autograder.intake import UnreadableSubmission
from autograder.loading import read_submission

ADD = b"def add(a, b):\n    return a + b\n"
PACK = {
    ".tar": bytes,
    ".tar.gz": gzip.compress,
    ".tgz": gzip.compress,
    ".tar.bz2": bz2.compress,
    ".tar.xz": lzma.compress,
}
#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=300,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def zipped(members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return stream.getvalue()


def tarred(members, form=tarfile.PAX_FORMAT, **changes):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as packed:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for key, value in changes.items():
                setattr(info, key, value)
            packed.addfile(info, io.BytesIO(data))
    return stream.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        found = archive.read_archive(path)
        assert list(tmp_path.iterdir()) == [path]
        path.unlink()
        return found

    return read


MEMBERS = [
    ("hw/first.py", ADD),
    ("./second.ipynb", b"{}"),
    ("hw/data.csv", b"1"),
    ("venv/x.py", b"x"),
    ("hw/.git/y.py", b"y"),
    ("notes.PY.txt", b""),
]


@pytest.mark.parametrize("ending", archive.ARCHIVES)
def test_sources_are_read_and_the_rest_is_passed_over(read, ending):
    data = zipped(MEMBERS) if ending == ".zip" else PACK[ending](tarred(MEMBERS))
    assert read(f"anna{ending}", data) == {"hw/first.py": ADD, "second.ipynb": b"{}"}
    assert read(f"ANNA{ending.upper()}", data)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_tar_format_is_read_with_long_and_foreign_names(read, form):
    name = "/".join(["ordner"] * 15) + "/übung.py"
    files = [(name, ADD), ("b.py", b"b" * 512), ("c.py", b"")]
    assert read("anna.tar", tarred(files, form)) == dict(files)


@pytest.mark.parametrize("name", ["anna.tar.gz", "anna.zip", "anna.py", "anna"])
def test_a_submission_is_called_by_its_name_without_the_ending(tmp_path, name):
    path = tmp_path / name
    if name == "anna":
        path.mkdir()
        (path / "first.py").write_bytes(ADD)
    else:
        members = [("first.py", ADD)]
        tar = gzip.compress(tarred(members))
        path.write_bytes({".gz": tar, ".zip": zipped(members), ".py": ADD}[path.suffix])
    assert read_submission(path, {"first": ["add"]}).name == "anna"


@pytest.mark.parametrize(
    "name",
    [
        "../first.py",
        "a/../../first.py",
        "/etc/first.py",
        "C:/first.py",
        "C:first.py",
        "a\\first.py",
        "..",
        "a/..",
        "../notes.txt",
        "first.py/..",
    ],
)
@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_a_name_that_points_outside_is_refused(read, name, ending):
    members = [("ok.py", ADD), (name, ADD)]
    data = zipped(members) if ending == ".zip" else tarred(members)
    with pytest.raises(UnreadableSubmission, match=r"points outside of the archive\. Pack"):
        read(f"anna{ending}", data)


def test_a_name_with_a_null_is_refused(read):
    data = zipped([("firstX.py", ADD)]).replace(b"firstX.py", b"first.py\0")
    with pytest.raises(UnreadableSubmission, match="points outside"):
        read("anna.zip", data)


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_device_in_a_zip_is_refused(read, mode):
    info = zipfile.ZipInfo("first.py")
    info.create_system = 3
    info.external_attr = (mode | 0o777) << 16
    with pytest.raises(UnreadableSubmission, match="is a link or a device"):
        read("anna.zip", zipped([(info, "/etc/passwd")]))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_a_link_or_device_in_a_tar_is_refused(read, kind):
    data = tarred([("first.py", b"")], type=kind, linkname="/etc/passwd")
    with pytest.raises(UnreadableSubmission, match="is a link or a device"):
        read("anna.tar", data)


def test_a_link_where_nothing_is_read_does_no_harm(read):
    data = tarred([("venv/bin/python", b"")], type=tarfile.SYMTYPE, linkname="/usr/bin/python3")
    assert read("anna.tar", data) == {}


def test_a_sparse_file_is_refused(read):
    data = tarred([("first.py", ADD)], pax_headers={"GNU.sparse.size": "9999999999"})
    with pytest.raises(UnreadableSubmission, match="sparse"):
        read("anna.tar", data)


@pytest.mark.parametrize("ending", [".zip", ".tar"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(read, ending):
    members = [("first.py", ADD), ("./first.py", b"x"), ("first.py", b"y")]
    data = zipped(members) if ending == ".zip" else tarred(members)
    with pytest.raises(UnreadableSubmission, match=r"holds first\.py twice"):
        read(f"anna{ending}", data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(read):
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("first.py", "w", force_zip64=True) as member,
    ):
        for _ in range(120):
            member.write(b"#" * 2**20)
    begun = time.process_time()
    with pytest.raises(UnreadableSubmission, match="unpacks to more than 200 times"):
        read("anna.zip", stream.getvalue())
    assert time.process_time() - begun < 0.5


def test_a_zip_that_lies_about_its_sizes_is_refused(read):
    data = zipped([("first.py", b"#" * 3 * 2**20)])
    size = (3 * 2**20).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(UnreadableSubmission, match="could not be read as a zip"):
        read("anna.zip", data.replace(size, (1000).to_bytes(4, "little")))


@pytest.mark.parametrize("ending", [".tgz", ".tar.bz2", ".tar.xz"])
def test_a_packed_tar_is_unpacked_only_up_to_the_cap(read, ending, monkeypatch):
    data = PACK[ending](bytes(8 * 2**20))
    with pytest.raises(UnreadableSubmission, match="unpacks to more than 200 times"):
        read(f"anna{ending}", data)
    monkeypatch.setattr(intake, "MAX_TOTAL_BYTES", 2**20)
    with pytest.raises(UnreadableSubmission, match="too large once unpacked"):
        read(f"anna{ending}", data)


def test_an_xz_that_wants_much_memory_is_refused(read):
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 2**29}]
    with pytest.raises(UnreadableSubmission, match="could not be read as a tar"):
        read("anna.tar.xz", lzma.compress(tarred(MEMBERS), filters=filters))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_by_an_unusual_method_is_refused(read, method):
    with pytest.raises(UnreadableSubmission, match="method that is not supported"):
        read("anna.zip", zipped([("first.py", ADD)], method))


@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_caps(read, ending, monkeypatch):
    pack = zipped if ending == ".zip" else tarred
    name = f"anna{ending}"
    data = pack([(f"{i}.txt", b"") for i in range(30)])
    assert read(name, data) == {}
    monkeypatch.setattr(intake, "MAX_ENTRIES", 29)
    with pytest.raises(UnreadableSubmission, match="more than 29 files"):
        read(name, data)
    with pytest.raises(UnreadableSubmission, match="more than 20 folders"):
        read(name, pack([("a/" * 30 + "x.py", b"")]))
    with pytest.raises(UnreadableSubmission, match="more than 300 characters"):
        read(name, pack([("a" * 400 + ".py", b"")]))
    monkeypatch.setattr(intake, "MAX_FILES", 2)
    with pytest.raises(UnreadableSubmission, match=r"more than 2 \.py and \.ipynb files"):
        read(name, pack([(f"{i}.py", b"") for i in range(3)]))
    monkeypatch.setattr(intake, "MAX_FILE_BYTES", 10)
    with pytest.raises(UnreadableSubmission, match=r"more than 10 bytes\. Clear the outputs"):
        read(name, pack([("a.py", b"x" * 11)]))


def test_the_total_is_capped(read, monkeypatch):
    monkeypatch.setattr(intake, "MAX_TOTAL_BYTES", 2000)
    data = zipped([(f"{i}.py", b"x" * 900) for i in range(3)])
    with pytest.raises(UnreadableSubmission, match="too large once unpacked"):
        read("anna.zip", data)
    with pytest.raises(UnreadableSubmission, match="has more than 2000 bytes"):
        read("anna.zip", bytes(2001))


def test_a_central_directory_of_a_million_entries_is_refused_at_once(read):
    data = zipped([("first.py", ADD)])
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end]
    many = entry * 100_000
    tail = bytearray(data[end:])
    tail[12:16] = len(many).to_bytes(4, "little")
    begun = time.process_time()
    with pytest.raises(UnreadableSubmission, match="more than 10000 files"):
        read("anna.zip", data[:at] + many + bytes(tail))
    assert time.process_time() - begun < 0.5


def test_a_zip_that_asks_for_a_password_is_refused(read):
    data = bytearray(zipped([("first.py", ADD)]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(UnreadableSubmission, match="needs a password"):
        read("anna.zip", bytes(data))


@pytest.mark.parametrize("ending", archive.ARCHIVES)
def test_what_is_cut_off_is_refused(read, ending):
    data = zipped(MEMBERS) if ending == ".zip" else PACK[ending](tarred(MEMBERS)[:-9000])
    for size in (0, 1, 40, len(data) // 2, len(data) - 1):
        with pytest.raises(UnreadableSubmission, match="could not be read as a") as caught:
            read(f"anna{ending}", data[:size])
        assert str(caught.value).endswith("Pack it again.")


@pytest.mark.parametrize(
    "record", [b"2 ", b"9 a=1\n", b"0 a=b\n", b"-5 a=b\n", b"x", b"6 a=bc", b"99999999 a=b\n"]
)
def test_a_damaged_pax_header_is_refused(read, record):
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, len(record)
    data = header.tobuf(tarfile.USTAR_FORMAT) + record.ljust(512, b"\0") + tarred([("a.py", ADD)])
    with pytest.raises(UnreadableSubmission, match="could not be read as a tar"):
        read("anna.tar", data)


def test_a_long_pax_header_takes_no_time(read):
    record = b"2 " * 2**20
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, len(record)
    begun = time.process_time()
    with pytest.raises(UnreadableSubmission, match="could not be read as a tar"):
        read("anna.tar", header.tobuf(tarfile.USTAR_FORMAT) + record)
    assert time.process_time() - begun < 0.5


def test_a_negative_size_is_refused(read):
    data = bytearray(tarred([("first.py", ADD)], tarfile.USTAR_FORMAT))
    header = tarfile.TarInfo("first.py")
    header.size = 0
    block = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = b"\xff" * 10 + b"\xfe\x00"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    data[:512] = block
    with pytest.raises(UnreadableSubmission, match="cut off"):
        read("anna.tar", bytes(data))


@pytest.mark.parametrize(
    "name", ["a\udcff.py", "\u202e\x1b[31m[red].py", "a\nb.py", "::error::.py"]
)
def test_no_name_breaks_anything(tmp_path, name):
    if os.sep == "/":
        (tmp_path / "hw").mkdir()
        (tmp_path / "hw" / name).write_bytes(ADD)
        submission = read_submission(tmp_path / "hw", {"first": ["add"]})
        assert submission.sha256
        (file,) = submission.problems["first"]
        assert file.name.isprintable()
    path = tmp_path / "x.tar"
    path.write_bytes(tarred([(name, ADD), (f"{name}.ipynb", b"\xff")]))
    submission = read_submission(path, {"first": ["add"]})
    assert submission.sha256
    assert submission.files[1].trouble.isprintable()


bases = [zipped(MEMBERS), tarred(MEMBERS), tarred(MEMBERS, tarfile.GNU_FORMAT)]


@EXAMPLES
@given(
    base=st.sampled_from(bases),
    edits=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6),
    end=st.integers(0, 12_000),
)
def test_a_changed_archive_is_read_or_refused(tmp_path_factory, base, edits, end):
    data = bytearray(base)
    for at, value in edits:
        data[at % len(data)] = value
    folder = tmp_path_factory.mktemp("changed")
    for name in ("x.zip", "x.tar"):
        (folder / name).write_bytes(bytes(data[:end]) if end < 11_000 else bytes(data))
        with contextlib.suppress(UnreadableSubmission):
            archive.read_archive(folder / name)
