"""The Qt binding we ship keeps Python's books straight."""

import sys

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget


class Canvas(QWidget):
    def paintEvent(self, event):
        pass


def test_painting_for_a_whole_day_does_not_use_up_none(qtbot):
    """PySide6 6.12.0 drops one reference to None per call; after some thousands Python aborts."""
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.show()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    before = sys.getrefcount(None)
    for _ in range(300):
        canvas.repaint()
        painter = QPainter(image)
        painter.save()
        painter.restore()
        painter.end()
    assert sys.getrefcount(None) > before - 100
