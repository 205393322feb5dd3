"""A package is read completely or refused with the place and what to do; nothing in between."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from resources import criteria, files, packages, surveys, targets, training, units
from resources.packages import BadContent, DamagedFile, NewerFormat, PackageError, WrongKind

EXAMPLES = re.findall(
    r"```json\n(.*?)```",
    (files.path().parent / "docs" / "package-format.md").read_text(encoding="utf-8"),
    re.DOTALL,
)
SHIPPED = {each.id: each for each in packages.shipped()}


def shipped(name: str) -> dict[str, Any]:
    """A shipped package as a dictionary to spoil."""
    data: dict[str, Any] = json.loads(SHIPPED[name].path.read_bytes())
    return data


def refused(data: object, **options: Any) -> PackageError:
    """How reading refuses this JSON."""
    with pytest.raises(PackageError) as caught:
        packages.read(json.dumps(data).encode(), **options)
    return caught.value


def indicator(data: dict[str, Any], code: str) -> dict[str, Any]:
    """An indicator or part of a criteria package."""
    return next(one for one in _indicators(data) if one["code"] == code)


def _indicators(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for criterion in data["criteria"]:
        for one in criterion["indicators"]:
            yield one
            yield from one.get("parts", ())


# What ships


@pytest.mark.parametrize("each", packages.shipped(), ids=lambda each: f"{each.id}-{each.version}")
def test_every_shipped_package_passes_every_check(each: packages.Shipped) -> None:
    read = packages.read(each.path)
    assert (read.kind, read.id, read.version) == (each.kind, each.id, each.version)
    assert read.sha256 == packages.sha256(each.path.read_bytes())


@pytest.mark.parametrize("each", packages.shipped(), ids=lambda each: f"{each.id}-{each.version}")
def test_the_fast_path_reads_what_the_checked_path_reads(each: packages.Shipped) -> None:
    fast = packages.ASSEMBLE[each.kind](json.loads(each.path.read_bytes()))
    assert fast == packages.read(each.path).content


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_documentation_are_good_packages(example: str) -> None:
    assert packages.read(example.encode()).title


def test_the_documentation_has_examples() -> None:
    assert len(EXAMPLES) >= 2


def test_shipped_packages_hold_no_word_of_how_they_were_gathered() -> None:
    for each in packages.shipped():
        text = each.path.read_text(encoding="utf-8")
        assert not re.search(r"seed:|công cụ|người trích", text), each.path


def test_importing_packages_does_not_import_jsonschema() -> None:
    code = "import sys, resources.packages; print('jsonschema' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=files.path().parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "False"


# The schemas and the values say the same

CRITERIA = json.loads(files.path("schema", "criteria.json").read_bytes())["$defs"]
TARGETS = json.loads(files.path("schema", "targets.json").read_bytes())["$defs"]
UNITS = json.loads(files.path("schema", "units.json").read_bytes())["$defs"]
SURVEY = json.loads(files.path("schema", "survey.json").read_bytes())["$defs"]
TRAINING = json.loads(files.path("schema", "training.json").read_bytes())["$defs"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (CRITERIA["criterion"], criteria.Criterion),
        (CRITERIA["indicator"], criteria.Indicator),
        (CRITERIA["bound"], criteria.Bound),
        (CRITERIA["group"], criteria.Group),
        (CRITERIA["rule"], criteria.Rule),
        (CRITERIA["guidance"], criteria.Guidance),
        (CRITERIA["background"], criteria.Background),
        (TARGETS["target"], targets.Target),
        (TARGETS["target"]["properties"]["counts"], targets.Counts),
        (TARGETS["target"]["properties"]["closed"], targets.Closed),
        (UNITS["unit"], units.Unit),
        (UNITS["origin"], units.Origin),
        (TRAINING["topic"], training.Topic),
        (SURVEY["question"], surveys.Question),
        (SURVEY["share"], surveys.Least),
        (TRAINING["group"], criteria.Group),
    ],
)
def test_schema_and_value_have_the_same_fields(schema: dict[str, Any], value: Any) -> None:
    assert set(schema["properties"]) == {field.name for field in fields(value)}
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        (CRITERIA["indicator"]["properties"]["kind"], criteria.ValueKind),
        (CRITERIA["indicator"]["properties"]["comparison"], criteria.Comparison),
        (CRITERIA["indicator"]["properties"]["confidence"], criteria.Confidence),
        (TARGETS["target"]["properties"]["subject"], targets.Subject),
        (TARGETS["target"]["properties"]["counts"]["properties"]["method"], targets.Method),
        (TARGETS["target"]["properties"]["counts"]["properties"]["qualifies"], targets.Qualifies),
    ],
)
def test_schema_and_value_have_the_same_choices(
    schema: dict[str, Any], values: type[StrEnum]
) -> None:
    assert sorted(schema["enum"]) == sorted(values)


def test_a_part_is_an_indicator_without_parts() -> None:
    whole, part = CRITERIA["indicator"]["properties"], CRITERIA["part"]["properties"]
    assert set(whole) - set(part) == {"parts"}
    assert set(whole["kind"]["enum"]) - set(part["kind"]["enum"]) == {"composite"}


@pytest.mark.parametrize("kind", packages.KINDS)
def test_a_schema_is_a_good_schema_and_explains_every_field(kind: str) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(files.path("schema", f"{kind}.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    for part in (schema, *schema["$defs"].values()):
        assert part["title"]
        for name, field in part["properties"].items():
            assert "$ref" in field or field["description"], name


# Damaged files


def test_damaged_json_says_line_and_column() -> None:
    with pytest.raises(DamagedFile) as caught:
        packages.read(b'{"format": 1,\n "kind": }')
    assert caught.value.place == "dòng 2, cột 10"


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(DamagedFile, match="không phải chữ UTF-8"):
        packages.read("{}".encode("utf-16"))


def test_a_byte_order_mark_is_forgiven() -> None:
    assert packages.read(b"\xef\xbb\xbf" + EXAMPLES[0].encode()).version == 1


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(DamagedFile, match="quá lớn"):
        packages.read(b"{" * (packages.LARGEST + 1))


def test_a_large_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "to.json"
    with path.open("wb") as file:
        file.truncate(packages.LARGEST + 1)
    with pytest.raises(DamagedFile, match="quá lớn"):
        packages.read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="không mở được tệp"):
        packages.read(tmp_path / "mat.json")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[" * 100_000, DamagedFile),
        (b"9" * 10_000, DamagedFile),
        (b"[]", DamagedFile),
        (b"", DamagedFile),
        (b"{}", WrongKind),
        (b'{"format": true, "kind": "criteria"}', WrongKind),
        (b'{"format": 1, "kind": "criteria", "kind": "units"}', BadContent),
        (b'{"format": 1, "kind": "criteria", "version": NaN}', BadContent),
        (b'{"format": 1, "kind": "criteria", "title": "\\ud800"}', BadContent),
        (b'{"format": 1, "kind": "criteria", "\\ud800": 1}', BadContent),
    ],
)
def test_what_is_no_package_is_refused_for_what_it_is(
    content: bytes, fault: type[PackageError]
) -> None:
    with pytest.raises(fault) as caught:
        packages.read(content)
    assert caught.value.place
    str(caught.value).encode()


def test_a_newer_format_asks_for_a_newer_programme() -> None:
    error = refused({**json.loads(EXAMPLES[0]), "format": packages.FORMAT + 1})
    assert isinstance(error, NewerFormat)
    assert "cần bản Làng Số mới hơn" in str(error)


def test_an_unknown_kind_asks_for_a_newer_programme() -> None:
    assert isinstance(refused({"format": 1, "kind": "weather"}), NewerFormat)


def test_another_kind_than_asked_for_is_refused() -> None:
    error = refused(json.loads(EXAMPLES[0]), kind="units")
    assert isinstance(error, WrongKind)
    assert '"criteria"' in error.problem


# Content that breaks the format or contradicts itself


def test_a_missing_field_is_named_with_its_indicator() -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    del indicator(data, "8.4")["title"]
    error = refused(data)
    assert error.place == "tiêu chí 8, chỉ tiêu 8.4"
    assert str(error) == (
        'tiêu chí 8, chỉ tiêu 8.4: thiếu mục "title". '
        "Người soạn gói cần sửa chỗ này rồi phát hành phiên bản mới."
    )


def test_a_part_without_a_code_is_named_by_its_position() -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    del indicator(data, "14.1.b")["code"]
    assert refused(data).place == "tiêu chí 14, chỉ tiêu 14.1, phần thứ 2"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("hoc", 1, 'có mục lạ "hoc"'),
        ("title", "", '"title" để trống'),
        ("title", 5, '"title" phải là chữ'),
        ("title", "hai\ndòng", "xuống dòng"),
        ("title", "Xa\u0303", "dựng sẵn"),
        ("kind", "poem", '"kind" chỉ nhận'),
        ("code", "8 4", '"code" có giá trị không dùng được'),
        ("code", "8.3", "mã này dùng hai lần"),
        ("kind", "composite", "phải có các phần"),
        ("comparison", ">=", 'so bằng "pass"'),
        ("confidence", "missing", 'lại ghi "missing"'),
        ("by_village", True, "không cộng được từ các thôn"),
        ("feed", {"register": "training"}, "không trả lời được chỉ tiêu loại này"),
        ("bounds", [{"value": 1}], "viết là null"),
        ("bounds", [{"value": None}, {"value": None}], "hai ngưỡng cho cùng một vùng"),
        ("bounds", [{"value": None, "group": "9"}], "nhóm xã 9 không có trong gói"),
        ("bounds", [{"value": None, "year": 2025}], '"yearly" phải là true'),
        ("bounds", [{"value": None, "least_denominator": 3}], "mẫu số chỉ dùng cho tỷ lệ"),
    ],
)
def test_an_indicator_that_breaks_a_rule_is_refused(field: str, value: Any, problem: str) -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    indicator(data, "8.4")[field] = value
    assert problem in refused(data).problem


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("bounds", [{"value": 101}], "ngoài khoảng 0 đến 100%"),
        ("bounds", [{"value": -1}], "ngoài khoảng 0 đến 100%"),
        ("bounds", [{"value": None}], "viết là null"),
        ("bounds", [{"value": 9, "least_denominator": 4, "most_denominator": 3}], "mẫu số"),
        ("comparison", "pass", 'so bằng "pass"'),
        ("parts", [], '"parts" để trống'),
    ],
)
def test_a_percentage_that_breaks_a_rule_is_refused(field: str, value: Any, problem: str) -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    indicator(data, "3.1")[field] = value
    assert problem in refused(data).problem


def test_without_bounds_the_confidence_must_be_missing() -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    del indicator(data, "3.1")["bounds"]
    assert 'phải ghi "missing"' in refused(data).problem


def test_a_composite_has_no_bound_of_its_own() -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    indicator(data, "14.1")["bounds"] = [{"value": None}]
    assert "ngưỡng đặt ở từng phần" in refused(data).problem


def test_a_part_carries_the_code_of_its_indicator() -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    indicator(data, "14.1.b")["code"] = "14.9.b"
    assert refused(data).problem == 'mã của phần phải bắt đầu bằng "14.1.".'


def test_a_criterion_belongs_to_a_heading_of_the_package() -> None:
    data = shipped("vn-ntm-xa-2021-2025")
    data["criteria"][0]["group"] = "X"
    assert refused(data).problem == "nhóm X không có trong gói."


def test_a_criterion_code_is_used_once() -> None:
    data = shipped("vn-ntm-xa-2026-2030")
    data["criteria"][1]["code"] = "1"
    assert refused(data).place == "tiêu chí 1"


def test_a_set_without_indicators_must_say_why() -> None:
    data = shipped("vn-ntm-xa-2026-2030")
    del data["note"]
    assert "không nói vì sao" in refused(data).problem


def test_a_day_must_be_real() -> None:
    data = {**shipped("vn-ntm-xa-2021-2025"), "effective_to": "2025-02-30"}
    assert "một ngày có thật" in refused(data).problem


def test_a_set_cannot_end_before_it_begins() -> None:
    data = {**shipped("vn-ntm-xa-2021-2025"), "effective_to": "2021-12-31"}
    assert "đứng trước ngày có hiệu lực" in refused(data).problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "T02"}, "mã này dùng hai lần"),
        ({"value": 101}, "ngoài khoảng 0 đến 100%"),
        ({"counts": {"set": "la", "indicator": "1", "method": "sum_ratio"}}, "hãy nạp bộ tiêu chí"),
        (
            {"counts": {"set": "hue-kh132-2021-2025", "indicator": "9", "method": "sum_ratio"}},
            "không có chỉ tiêu 9",
        ),
        (
            {"counts": {"set": "hue-kh132-2021-2025", "indicator": "T08", "method": "sum_ratio"}},
            'cần chỉ tiêu loại "percent"',
        ),
        (
            {
                "counts": {
                    "set": "hue-kh132-2021-2025",
                    "indicator": "T07",
                    "method": "share_of_communes",
                    "qualifies": "yes",
                }
            },
            'cần chỉ tiêu loại "yes_no"',
        ),
    ],
)
def test_a_target_that_breaks_a_rule_is_refused(change: dict[str, Any], problem: str) -> None:
    data = shipped("hue-kh132-2024")
    data["targets"][0].update(change)
    assert problem in refused(data).problem


def test_a_promised_value_needs_a_comparison() -> None:
    data = shipped("hue-kh132-2024")
    del data["targets"][0]["comparison"]
    assert "cùng có hoặc cùng không" in refused(data).problem


def test_targets_count_from_the_sets_they_are_given() -> None:
    content = SHIPPED["hue-kh132-2024"].path.read_bytes()
    with pytest.raises(BadContent, match="hãy nạp bộ tiêu chí"):
        packages.read(content, sets={})


@pytest.mark.parametrize(
    ("code", "change", "problem"),
    [
        ("20116", {"valid_to": "2024-12-31"}, "ngày cuối đứng trước ngày đầu"),
        ("20122", {"code": "46", "type": "tinh"}, "cùng mang mã này trong cùng một ngày"),
        ("20122", {"parent": "99"}, "không có đơn vị cấp trên mang mã 99"),
        ("20122", {"parent": "20122"}, "không thể là cấp trên"),
        ("20122", {"origins": [{"text": "?", "code": "99999"}]}, "không có đơn vị mang mã 99999"),
        ("46", {"parent": "46"}, "không thể là cấp trên"),
        ("46", {"type": "xa"}, "phải ghi đơn vị cấp trên"),
        ("46", {"type": "quốc gia"}, '"type" chỉ nhận'),
    ],
)
def test_a_unit_that_breaks_a_rule_is_refused(
    code: str, change: dict[str, Any], problem: str
) -> None:
    data = json.loads(EXAMPLES[1])
    next(unit for unit in data["units"] if unit["code"] == code).update(change)
    assert problem in refused(data).problem


def test_every_unit_has_a_first_day_of_its_own_or_of_the_package() -> None:
    data = json.loads(EXAMPLES[1])
    del data["valid_from"]
    error = refused(data)
    assert (error.place, error.problem) == ("đơn vị 20122", 'thiếu mục "valid_from".')


# Whatever happens to a file

SUBJECTS = (
    SHIPPED["hue-kh132-2021-2025"].path.read_bytes(),
    SHIPPED["hue-kh132-2024"].path.read_bytes(),
    EXAMPLES[0].encode(),
    EXAMPLES[1].encode(),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def read_or_refuse(content: bytes) -> None:
    """Reading either succeeds, and then the fast path agrees, or names a place and a problem."""
    fault: PackageError | None = None
    try:
        package = packages.read(content)
    except PackageError as error:
        fault = error
    if fault is not None:
        assert fault.place
        assert fault.problem
        assert str(fault).encode()
        return
    fast = packages.ASSEMBLE[package.kind](json.loads(content.decode("utf-8-sig")))
    assert fast == package.content


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A good package in which one or two places were deleted, replaced, repeated or added to."""
    data = json.loads(draw(st.sampled_from(SUBJECTS)))
    for _ in range(draw(st.integers(1, 2))):
        _spoil(draw, data)
    return json.dumps(data, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


def _spoil(draw: st.DrawFn, data: Any) -> None:
    node = data
    for _ in range(draw(st.integers(0, 8))):
        children = _children(node)
        if children:
            node = node[draw(st.sampled_from(children))]
    deed: str = draw(st.sampled_from(["delete", "replace", "repeat", "add"]))
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    if deed == "add" or not keys:
        if isinstance(node, dict):
            node[draw(st.text(max_size=6))] = draw(JSON)
        else:
            node.append(draw(JSON))
        return
    key = draw(st.sampled_from(keys))
    if deed == "delete":
        del node[key]
    elif deed == "replace":
        node[key] = draw(JSON)
    elif isinstance(node, list):
        node.append(node[key])


def _children(node: Any) -> list[Any]:
    """The keys under which a container lies."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    return [key for key, value in pairs if isinstance(value, dict | list)]


@given(spoilt())
@settings(max_examples=400, deadline=None)
def test_a_spoilt_package_loads_or_is_refused_with_a_place(content: bytes) -> None:
    read_or_refuse(content)


@given(st.sampled_from(SUBJECTS), st.data())
@settings(max_examples=200, deadline=None)
def test_a_package_with_damaged_bytes_loads_or_is_refused_with_a_place(
    content: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 50)) | st.just(len(content)))
    read_or_refuse(content[:start] + data.draw(st.binary(max_size=4)) + content[end:])


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_load_or_are_refused_with_a_place(content: bytes) -> None:
    read_or_refuse(content)
