"""Choosing files with the system's own dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from resources.words import _


def choose_invitation(parent: QWidget) -> Path | None:
    """The file or picture a person picked to enrol with; None when the dialog was left."""
    kinds = ";;".join(
        (_("Tệp đăng ký hoặc ảnh (*.json *.png *.jpg *.jpeg *.webp *.bmp)"), _("Mọi tệp (*)"))
    )
    title = _("Chọn tệp hoặc ảnh mã QR của trung tâm")
    name, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def choose_package(parent: QWidget) -> Path | None:
    """The package a person picked; None when the dialog was left."""
    kinds = ";;".join((_("Gói dữ liệu (*.json)"), _("Mọi tệp (*)")))
    name, _kind = QFileDialog.getOpenFileName(parent, _("Chọn tệp gói dữ liệu"), "", kinds)
    return Path(name) if name else None


def choose_backup(parent: QWidget) -> Path | None:
    """The backup a person picked; None when the dialog was left."""
    kinds = ";;".join((_("Bản sao lưu (*.zip)"), _("Mọi tệp (*)")))
    name, _kind = QFileDialog.getOpenFileName(parent, _("Chọn bản sao lưu"), "", kinds)
    return Path(name) if name else None


def choose_spreadsheet(parent: QWidget) -> Path | None:
    """The spreadsheet a person picked; None when the dialog was left."""
    kinds = ";;".join((_("Bảng tính (*.xlsx *.xls *.ods *.csv *.xlsm *.txt)"), _("Mọi tệp (*)")))
    name, _kind = QFileDialog.getOpenFileName(parent, _("Chọn bảng tính"), "", kinds)
    return Path(name) if name else None


def choose_files(parent: QWidget) -> list[Path]:
    """The files a person picked; none when the dialog was left."""
    kinds = ";;".join(
        (
            _("Mọi tệp (*)"),
            _("Ảnh (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.heic)"),
            _("Văn bản và bảng tính (*.pdf *.doc *.docx *.xls *.xlsx *.odt *.ods)"),
        )
    )
    names, _kind = QFileDialog.getOpenFileNames(parent, _("Chọn tệp minh chứng"), "", kinds)
    return [Path(name) for name in names]


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """The folder a person picked; None when the dialog was left."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def choose_paper(parent: QWidget, title: str, name: str) -> Path | None:
    """Where a paper is to lie, as an .xlsx file; None when the dialog was left."""
    dialog = QFileDialog(parent, title, "", _("Bảng tính (*.xlsx)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(name)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def choose_export(parent: QWidget, name: str) -> Path | None:
    """Where a list is to lie, as an .xlsx file; None when the dialog was left."""
    return choose_paper(parent, _("Xuất danh sách"), name)
