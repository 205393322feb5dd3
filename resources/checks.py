"""What a schema cannot say: a package of the right shape that contradicts itself.

Each check walks frozen values and yields what is wrong, in the order of the file.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

from resources.criteria import (
    Bound,
    Comparison,
    Confidence,
    CriteriaSet,
    Indicator,
    Register,
    ValueKind,
)
from resources.surveys import SurveyForm
from resources.targets import Method, Qualifies, Target, TargetSet
from resources.training import Framework
from resources.units import Unit, Units
from resources.validation import LISTS, Problem
from resources.words import _

_T = TypeVar("_T")
_FED = {Register.TRAINING: ValueKind.PERCENT, Register.SURVEY: ValueKind.YES_NO}


def criteria_problems(read: CriteriaSet) -> Iterator[Problem]:
    """What is wrong with a criteria set."""
    head = _("phần đầu gói")
    if read.effective_from and read.effective_to and read.effective_from > read.effective_to:
        yield Problem(head, _("ngày hết hiệu lực đứng trước ngày có hiệu lực."))
    if not any(read.indicators()) and not read.note:
        yield Problem(head, _('bộ tiêu chí không có chỉ tiêu nào mà mục "note" không nói vì sao.'))
    for code in _repeated(criterion.code for criterion in read.criteria):
        yield Problem(_named("criteria", code), _("mã này dùng hai lần."))
    for code in _repeated(_all_codes(read)):
        yield Problem(_named("indicators", code), _("mã này dùng hai lần."))
    headings = {group.code for group in read.groups}
    for criterion in read.criteria:
        where = _named("criteria", criterion.code)
        if criterion.group is not None and criterion.group not in headings:
            yield Problem(
                where, _("nhóm {group} không có trong gói.").format(group=criterion.group)
            )
        for indicator in criterion.indicators:
            place = f"{where}, {_named('indicators', indicator.code)}"
            yield from _at(place, _indicator_problems(indicator, read))
            for part in indicator.parts:
                inside = f"{place}, {_named('parts', part.code)}"
                yield from _at(inside, _part_problems(part, indicator, read))


def _part_problems(part: Indicator, whole: Indicator, read: CriteriaSet) -> Iterator[str]:
    if not part.code.startswith(f"{whole.code}."):
        yield _('mã của phần phải bắt đầu bằng "{code}.".').format(code=whole.code)
    yield from _indicator_problems(part, read)


def _indicator_problems(indicator: Indicator, read: CriteriaSet) -> Iterator[str]:
    """An indicator or a part against itself."""
    composite = indicator.kind is ValueKind.COMPOSITE
    if composite != bool(indicator.parts):
        yield _('chỉ tiêu loại "composite" phải có các phần, loại khác thì không.')
    if composite and indicator.bounds:
        yield _("chỉ tiêu có các phần thì ngưỡng đặt ở từng phần, không đặt ở đây.")
    passes = indicator.kind in (ValueKind.YES_NO, ValueKind.COMPOSITE)
    if passes != (indicator.comparison is Comparison.PASS):
        yield _('loại "yes_no" và "composite" so bằng "pass", loại khác thì không.')
    judged = indicator.bounds or indicator.provincial or composite
    if indicator.bounds and indicator.confidence is Confidence.MISSING:
        yield _('có ngưỡng mà mục "confidence" lại ghi "missing".')
    if not judged and indicator.confidence is not Confidence.MISSING:
        yield _('không có ngưỡng thì mục "confidence" phải ghi "missing".')
    if indicator.by_village and (passes or indicator.kind is ValueKind.INDEX):
        yield _("câu trả lời loại này không cộng được từ các thôn.")
    feed = indicator.feed
    if feed is not None and indicator.kind is not _FED[feed.register]:
        yield _('mục "feed" lấy từ "{register}" không trả lời được chỉ tiêu loại này.').format(
            register=feed.register
        )
    yield from _bound_problems(indicator, read)


def _bound_problems(indicator: Indicator, read: CriteriaSet) -> Iterator[str]:
    groups = {group.code for group in read.commune_groups}
    for bound in indicator.bounds:
        if (bound.value is None) != (indicator.comparison is Comparison.PASS):
            yield _('ngưỡng "Đạt" viết là null và chỉ dùng khi so bằng "pass".')
        if _off_scale(bound, indicator):
            yield _("ngưỡng {value} nằm ngoài khoảng 0 đến 100%.").format(value=bound.value)
        if bound.group is not None and bound.group not in groups:
            yield _("nhóm xã {group} không có trong gói.").format(group=bound.group)
        if bound.year is not None and not indicator.yearly:
            yield _('có ngưỡng theo năm thì mục "yearly" phải là true.')
        if not _sensible_denominators(bound, indicator):
            yield _(
                "điều kiện về mẫu số chỉ dùng cho tỷ lệ, và số ít nhất không lớn hơn nhiều nhất."
            )
    if _repeated(_holds_for(bound) for bound in indicator.bounds):
        yield _("có hai ngưỡng cho cùng một vùng, nhóm xã và năm.")


def _off_scale(bound: Bound, indicator: Indicator) -> bool:
    percent = indicator.kind is ValueKind.PERCENT
    return percent and bound.value is not None and not 0 <= bound.value <= 100


def _sensible_denominators(bound: Bound, indicator: Indicator) -> bool:
    least, most = bound.least_denominator, bound.most_denominator
    if least is None and most is None:
        return True
    ordered = least is None or most is None or least <= most
    return ordered and indicator.kind is ValueKind.PERCENT


def _holds_for(bound: Bound) -> tuple[object, ...]:
    return (
        bound.region,
        bound.group,
        bound.year,
        bound.least_denominator,
        bound.most_denominator,
    )


def target_problems(read: TargetSet, sets: Mapping[str, CriteriaSet]) -> Iterator[Problem]:
    """What is wrong with a plan's targets; `sets` are the criteria sets they may count from."""
    for code in _repeated(target.id for target in read.targets):
        yield Problem(_named("targets", code), _("mã này dùng hai lần."))
    for target in read.targets:
        yield from _at(_named("targets", target.id), _target_problems(target, sets))


def _target_problems(target: Target, sets: Mapping[str, CriteriaSet]) -> Iterator[str]:
    if (target.value is None) != (target.comparison is None):
        yield _('mục "value" và mục "comparison" phải cùng có hoặc cùng không.')
    if target.unit == "%" and target.value is not None and not 0 <= target.value <= 100:
        yield _("giá trị {value} nằm ngoài khoảng 0 đến 100%.").format(value=target.value)
    if target.counts is None:
        return
    counted = sets.get(target.counts.set)
    if counted is None:
        yield _('chưa có bộ tiêu chí "{set}"; hãy nạp bộ tiêu chí đó trước.').format(
            set=target.counts.set
        )
        return
    indicator = counted.find(target.counts.indicator)
    if indicator is None:
        yield _('bộ tiêu chí "{set}" không có chỉ tiêu {code}.').format(
            set=target.counts.set, code=target.counts.indicator
        )
        return
    ratio = target.counts.method is Method.SUM_RATIO
    if ratio and indicator.kind is not ValueKind.PERCENT:
        yield _('cách tính "sum_ratio" cần chỉ tiêu loại "percent".')
    asks_yes = target.counts.qualifies is Qualifies.YES
    if asks_yes and indicator.kind is not ValueKind.YES_NO:
        yield _('đếm câu trả lời "yes" cần chỉ tiêu loại "yes_no".')


def unit_problems(read: Units) -> Iterator[Problem]:
    """What is wrong with administrative units."""
    for unit in read.all:
        yield from _at(_named("units", unit.code), _unit_problems(unit, read))


def _unit_problems(unit: Unit, read: Units) -> Iterator[str]:
    if unit.valid_to is not None and unit.valid_to < unit.valid_from:
        yield _("ngày cuối đứng trước ngày đầu.")
    if sum(holder.exists(unit.valid_from) for holder in read.holders(unit.code)) > 1:
        yield _("hai đơn vị cùng mang mã này trong cùng một ngày.")
    yield from _parent_problems(unit, read)
    eve = unit.valid_from - timedelta(days=1)
    for origin in unit.origins:
        if origin.code is not None and read.find(origin.code, eve) is None:
            yield _("trước ngày {day} không có đơn vị mang mã {code}.").format(
                day=unit.valid_from.isoformat(), code=origin.code
            )


def _parent_problems(unit: Unit, read: Units) -> Iterator[str]:
    """Communes hang on districts or provinces, districts on provinces, provinces on nothing."""
    if unit.parent is None:
        if unit.is_commune:
            yield _("đơn vị cấp xã phải ghi đơn vị cấp trên.")
        return
    above = read.find(unit.parent, unit.valid_from)
    if above is None:
        yield _("không có đơn vị cấp trên mang mã {code} vào ngày đó.").format(code=unit.parent)
    elif above.is_commune or (above.parent is not None and not unit.is_commune):
        yield _("đơn vị mang mã {code} không thể là cấp trên của đơn vị này.").format(
            code=unit.parent
        )


def framework_problems(read: Framework) -> Iterator[Problem]:
    """What is wrong with a training framework."""
    for list_name, items in (("groups", read.groups), ("topics", read.topics)):
        for code in _repeated(each.code for each in items):
            yield Problem(_named(list_name, code), _("mã này dùng hai lần."))
    groups = {group.code for group in read.groups}
    for topic in read.topics:
        if topic.group is not None and topic.group not in groups:
            yield Problem(
                _named("topics", topic.code),
                _("nhóm {group} không có trong gói.").format(group=topic.group),
            )


def survey_problems(read: SurveyForm) -> Iterator[Problem]:
    """What is wrong with a sheet of questions."""
    for code in _repeated(question.code for question in read.questions):
        yield Problem(_named("questions", code), _("mã này dùng hai lần."))
    for question in read.questions:
        if question.yes.casefold() == question.no.casefold():
            yield Problem(_named("questions", question.code), _("hai câu trả lời giống nhau."))


def text_problems(data: object, place: Callable[[list[str | int]], str]) -> Iterator[Problem]:
    """Texts that are not composed Unicode, or hold line breaks and other control characters."""
    for path, text in _texts(data, []):
        if not text.isprintable() and any(map(_unprintable, text)):
            yield Problem(place(path), _("có ký tự điều khiển hoặc xuống dòng trong chữ."))
        elif not unicodedata.is_normalized("NFC", text):
            yield Problem(place(path), _("chữ chưa ở dạng Unicode dựng sẵn (NFC)."))


def _unprintable(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category.startswith("C") or category in ("Zl", "Zp")


def _texts(node: object, path: list[str | int]) -> Iterator[tuple[list[str | int], str]]:
    """Every text, the names of fields too, with the path of what holds it."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield path, key
            yield from _texts(value, [*path, key])
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, [*path, index])


def _all_codes(read: CriteriaSet) -> Iterator[str]:
    for indicator in read.indicators():
        yield indicator.code
        yield from (part.code for part in indicator.parts)


def _repeated(values: Iterable[_T]) -> list[_T]:
    return [value for value, times in Counter(values).items() if times > 1]


def _named(kind: str, name: str) -> str:
    return _(LISTS[kind]).format(name=name)


def _at(place: str, texts: Iterable[str]) -> Iterator[Problem]:
    return (Problem(place, text) for text in texts)
