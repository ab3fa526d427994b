"""Read the files of a zip or tar into memory, as data: nothing is unpacked on the disk.

Sizes that an archive states are used only to refuse it early; what counts is what was read.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from autograder import intake
from autograder.intake import SUFFIXES, Intake, UnreadableSubmission, counts, read_bytes
from autograder.text import plain_line

__all__ = ["ARCHIVES", "is_archive", "read_archive"]

#: Endings of the names of the archives that can be handed in.
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")

_MAX_RATIO = 200  # of unpacked to packed; notebooks with outputs reach 20, a bomb 1,000
_SMALL = 2**20  # what unpacks to less than this is no bomb
_MAX_XZ_MEMORY = 128 * 2**20  # of the decoder; `xz -9` needs 65 MiB
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|\0")
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # only these unpack piece by piece
_CENTRAL_ENTRY = b"PK\x01\x02"
_TAR_EXTENSIONS = (  # headers that say something of the member behind them
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_DECODERS: dict[str, Callable[[], Any]] = {
    "gz": lambda: zlib.decompressobj(wbits=31),
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MAX_XZ_MEMORY),
}
_ENDINGS = {".tgz": "gz", ".tar.gz": "gz", ".tar.bz2": "bz2", ".tar.xz": "xz"}
# What the decoders of the standard library raise over bytes that are not what they should be.
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,  # and its subclasses NotImplementedError and RecursionError
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    MemoryError,
)


def is_archive(name: str) -> bool:
    """Tell by its name whether a file is an archive."""
    return name.lower().endswith(ARCHIVES)


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files in the archive by their names.

    Raises
    ------
    UnreadableSubmission
        If it is damaged, too large, or holds a link or a name that points outside of it.
    """
    kept = Intake(path.name)
    data = read_bytes(path, intake.MAX_TOTAL_BYTES + 1)
    if len(data) > intake.MAX_TOTAL_BYTES:
        raise kept.refusal(f"has more than {intake.MAX_TOTAL_BYTES} bytes")
    kind = "zip" if path.name.lower().endswith(".zip") else "tar"
    try:
        if kind == "zip":
            _read_zip(data, kept)
        else:
            _read_tar(_unpacked(data, path.name.lower(), kept), kept)
    except _DAMAGE as error:
        reason = plain_line(str(error) or type(error).__name__)
        raise UnreadableSubmission(
            f"{plain_line(path.name)} could not be read as a {kind} ({reason}). Pack it again."
        ) from error
    return kept.files


def _read_zip(data: bytes, kept: Intake) -> None:
    if data.count(_CENTRAL_ENTRY) > intake.MAX_ENTRIES:  # before a million are made objects
        raise kept.refusal(f"holds more than {intake.MAX_ENTRIES} files")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            name = _name(info.orig_filename, kept)
            if info.is_dir() or not _wanted(name, kept, plain=kind in (0, stat.S_IFREG)):
                continue
            if info.flag_bits & 0x1:
                raise _again(kept, f"is locked: {plain_line(name)} needs a password")
            if info.compress_type not in _PLAIN_METHODS:
                raise _again(kept, "is packed by a method that is not supported")
            _check_ratio(info.file_size, info.compress_size, kept)
            with archive.open(info) as member:
                kept.take(name, member.read(kept.room + 1))


def _unpacked(data: bytes, name: str, kept: Intake) -> bytes:
    """Return the tar in what may be compressed, all at once but capped."""
    ending = next((_ENDINGS[end] for end in _ENDINGS if name.endswith(end)), None)
    if ending is None:
        return data
    decoder = _DECODERS[ending]()
    tar: bytes = decoder.decompress(data, intake.MAX_TOTAL_BYTES + 1)
    if len(tar) > intake.MAX_TOTAL_BYTES:
        raise kept.refusal(f"is too large once unpacked: more than {intake.MAX_TOTAL_BYTES} bytes")
    _check_ratio(len(tar), len(data), kept)
    if not decoder.eof:
        raise EOFError("it is cut off")
    return tar


def _read_tar(data: bytes, kept: Intake) -> None:
    for member, name, begin, size in _tar_members(data):
        name = _name(name, kept)
        if not member.isdir() and _wanted(name, kept, plain=member.isreg()):
            kept.take(name, data[begin : begin + min(size, kept.room + 1)])


def _tar_members(data: bytes) -> Iterator[tuple[tarfile.TarInfo, str, int, int]]:
    """Yield the header of each member, its name, and where its bytes begin and how many they are.

    The blocks are walked here because `tarfile.TarFile` takes time and memory that are quadratic
    in the length of a pax header, and in some versions never ends where a size is negative.
    """
    at, longer, stated = 0, "", None
    while True:
        block = data[at : at + tarfile.BLOCKSIZE]
        if block == tarfile.NUL * tarfile.BLOCKSIZE:
            return
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        begin = at + tarfile.BLOCKSIZE
        extends = info.type in _TAR_EXTENSIONS
        size = info.size if stated is None or extends else stated
        if info.isreg() or extends or info.type not in tarfile.SUPPORTED_TYPES:
            if not 0 <= size <= len(data) - begin:
                raise EOFError("it is cut off")
            at = begin + -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
        else:
            at = begin
        if info.type == tarfile.GNUTYPE_LONGNAME:
            longer = _text(data[begin : begin + size].partition(tarfile.NUL)[0])
        elif info.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            records = _pax_records(data[begin : begin + size])
            longer = records.get("path", longer)
            stated = int(records["size"]) if "size" in records else None
        elif info.issparse() or info.type == tarfile.GNUTYPE_SPARSE:
            raise tarfile.ReadError("it holds a sparse file")
        elif not extends:
            yield info, longer or info.name, begin, size
            longer, stated = "", None


def _pax_records(data: bytes) -> dict[str, str]:
    """Return what a pax header says, from records such as ``12 path=a.py`` and a newline."""
    records = {}
    at = 0
    while at < len(data):
        length = int(data[at : at + 8].partition(b" ")[0])
        record = data[at : at + length]
        if length < 5 or len(record) < length or record[-1:] != b"\n":
            raise tarfile.HeaderError("a pax header is damaged")
        key, _, value = record[:-1].partition(b" ")[2].partition(b"=")
        if key.startswith(b"GNU.sparse"):
            raise tarfile.ReadError("it holds a sparse file")
        records[_text(key)] = _text(value)
        at += length
    return records


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _name(name: str, kept: Intake) -> str:
    """Return the name of a member, after it was found to point nowhere else."""
    kept.look_at(name, len(PurePosixPath(name).parts))
    if _OUTSIDE.search(name):
        raise UnreadableSubmission(
            f"{plain_line(name)} in {plain_line(kept.name)} points outside of the archive. "
            "Pack the files again."
        )
    return PurePosixPath(name).as_posix()


def _wanted(name: str, kept: Intake, *, plain: bool) -> bool:
    """Tell whether a member is to be read; one that counts but is a link or a device is refused."""
    if not counts(name):
        return False
    if not plain:
        raise UnreadableSubmission(
            f"{plain_line(name)} in {plain_line(kept.name)} is a link or a device, which points "
            "outside of the archive. Pack the files again."
        )
    return name.endswith(SUFFIXES)


def _check_ratio(unpacked: int, packed: int, kept: Intake) -> None:
    if unpacked > max(_SMALL, _MAX_RATIO * packed):
        raise kept.refusal(f"unpacks to more than {_MAX_RATIO} times its size")


def _again(kept: Intake, fact: str) -> UnreadableSubmission:
    return UnreadableSubmission(f"{plain_line(kept.name)} {fact}. Pack the files again.")
