"""Small pictures of evidence that is a picture, made on the worker and kept in Qt's own cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QPixmapCache

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


def wanted(pieces: Iterable[Piece]) -> list[tuple[str, Path]]:
    """The pictures that are here and have no small picture yet."""
    return [
        (piece.sha256, piece.path)
        for piece in pieces
        if piece.state == "here"
        and (piece.media_type or "").startswith("image/")
        and kept(piece) is None
    ]


def make(
    files: Sequence[tuple[str, Path]],
    _store: Store,
    stop: Callable[[], bool],
    _progress: Callable[[int, int], None],
) -> dict[str, QImage]:
    """Small pictures by sha256; what cannot be read as a picture is left out."""
    images = ((sha256, _small(path)) for sha256, path in files if not stop())
    return {sha256: image for sha256, image in images if not image.isNull()}


def _small(path: Path) -> QImage:
    """Read at the small size: a photo of 12 million points takes a tenth of the time so."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size, mode = reader.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(_EDGE, _EDGE), mode))
    return reader.read()


def _key(sha256: str) -> str:
    return f"thumbnail/{sha256}"
