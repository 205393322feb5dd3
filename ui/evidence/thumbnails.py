"""Small pictures of evidence that is a picture, made on the worker and kept in Qt's own cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QPixmapCache

from db import blobs
from db.queries.evidence import Piece
from db.store import Store

_EDGE = 96  # pixels; twice the tile's picture, for screens of a higher ratio


def kept(piece: Piece) -> QPixmap | None:
    """The small picture of a file, if it was made."""
    found = QPixmap()
    return found if QPixmapCache.find(_key(piece.sha256), found) else None


def keep(made: Mapping[str, QImage]) -> None:
    """Keep what was made, by sha256."""
    for sha256, image in made.items():
        QPixmapCache.insert(_key(sha256), QPixmap.fromImage(image))


def wanted(pieces: Iterable[Piece]) -> list[str]:
    """The pictures that are here and have no small picture yet, by sha256."""
    return [
        piece.sha256
        for piece in pieces
        if piece.state == "here"
        and (piece.media_type or "").startswith("image/")
        and kept(piece) is None
    ]


def make(
    files: Sequence[str],
    store: Store,
    stop: Callable[[], bool],
    _progress: Callable[[int, int], None],
) -> dict[str, QImage]:
    """Small pictures by sha256; what cannot be read as a picture is left out."""
    images = ((sha256, _small(store, sha256)) for sha256 in files if not stop())
    return {sha256: image for sha256, image in images if not image.isNull()}


def _small(store: Store, sha256: str) -> QImage:
    """Read at the small size: a photo of 12 million points takes a tenth of the time so."""
    content = QBuffer()
    try:
        with blobs.opened(store, sha256) as file:
            content.setData(file.read())
    except OSError:  # the check tells of damaged files
        return QImage()
    content.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(content)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size, mode = reader.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(_EDGE, _EDGE), mode))
    return reader.read()


def _key(sha256: str) -> str:
    return f"thumbnail/{sha256}"
