"""Which column of the criteria tables a province reads.

The tables of 318/QĐ-TTg have one column per region.  Only provinces that lie whole in one region
after the mergers of 1 July 2025 are listed; elsewhere the commune says its region itself.
"""

REGIONS = (
    "trung_du_mien_nui_phia_bac",
    "dong_bang_song_hong",
    "bac_trung_bo",
    "duyen_hai_nam_trung_bo",
    "tay_nguyen",
    "dong_nam_bo",
    "dong_bang_song_cuu_long",
)

# Bắc Trung Bộ: Thanh Hóa, Nghệ An, Hà Tĩnh, Quảng Trị (with Quảng Bình), Huế
_OF_PROVINCE = dict.fromkeys(("38", "40", "42", "44", "46"), "bac_trung_bo")


def region_of(province: str | None) -> str | None:
    """The region of a province by its code; None where that is not plain."""
    return _OF_PROVINCE.get(province or "")
