"""Parts of runs in scripts without spaces, and words with and without their vowel marks."""

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.words import fold, words

from .lessons import indexed, lesson, titles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.searcher import Searcher

CARDS = {
    "容器编排": "自动部署、扩展和管理容器的过程。",
    "服务发现": "服务之间互相找到对方的方式。",
    "负载均衡器": "把请求分给多个实例。",
    "平方根": "一个数的非负的根。",
    "Docker镜像": "只读的模板，用来创建实例。",
    "コンテナオーケストレーション": "多くのコンテナを動かします。",
    "サービスメッシュ": "通信を暗号化する仕組みです。",
    "食べ物": "パンとお茶。",
    "컨테이너 오케스트레이션": "컨테이너를 자동으로 배포합니다.",
    "부하분산장치": "요청을 여러 서버로 나눕니다.",
    "การจัดการคอนเทนเนอร์": "ระบบเริ่มงานใหม่เอง",
    "น้ำแข็ง": "ของเย็น",
    "ການຄຸ້ມຄອງ": "ວຽກ",
    "الحَاوِيَات": "برامج مَعزولة.",
    "المُجَدوِل": "يختار الجهاز.",
    "إعادة التشغيل": "من جديد.",
    "שָׁלוֹם": "מילה של ברכה.",
    "מחשב": "מְכוֹנָה.",
    "हिन्दी कुंजी": "एक शब्द।",
    "می‌خواهم": "یک واژه.",
}
FOUND = [
    ("负载", "负载均衡器"),
    ("均衡器", "负载均衡器"),
    ("请求", "负载均衡器"),
    ("什么是负载均衡器？", "负载均衡器"),
    ("自动部署容器", "容器编排"),
    ("容器 编排", "容器编排"),
    ("发现服务", "服务发现"),
    ("根", "平方根"),
    ("镜像", "Docker镜像"),
    ("docker 镜像", "Docker镜像"),
    ("Docker的镜像", "Docker镜像"),
    ("オーケストレーション", "コンテナオーケストレーション"),
    ("ｵｰｹｽﾄﾚｰｼｮﾝ", "コンテナオーケストレーション"),
    ("暗号化", "サービスメッシュ"),
    ("メッシュとは", "サービスメッシュ"),
    ("食べ", "食べ物"),
    ("오케스트레이션은", "컨테이너 오케스트레이션"),
    ("부하 분산", "부하분산장치"),
    ("분산", "부하분산장치"),
    ("서버", "부하분산장치"),
    ("คอนเทนเนอร์", "การจัดการคอนเทนเนอร์"),
    ("เริ่มงาน", "การจัดการคอนเทนเนอร์"),
    ("แข็ง", "น้ำแข็ง"),
    ("ຄຸ້ມ", "ການຄຸ້ມຄອງ"),
    ("الحاويات", "الحَاوِيَات"),
    ("حاويات", "الحَاوِيَات"),
    ("الحـــاويات", "الحَاوِيَات"),
    ("مَعْزُولَة", "الحَاوِيَات"),
    ("المجدول", "المُجَدوِل"),
    ("اعادة التشغيل", "إعادة التشغيل"),
    ("إعاده التشغيل", "إعادة التشغيل"),
    ("שלום", "שָׁלוֹם"),
    ("מַחְשֵׁב", "מחשב"),
    ("מכונה", "מחשב"),
    ("कुंजी", "हिन्दी कुंजी"),
    ("میخواهم", "می‌خواهم"),
]


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with indexed(tmp_path_factory.mktemp("scripts"), lesson(CARDS)) as searcher:
        yield searcher


@pytest.mark.parametrize(("query", "title"), FOUND)
def test_a_card_is_found_by_a_part_of_what_it_says(
    scripts: Searcher, query: str, title: str
) -> None:
    result = scripts.search(query)
    assert result.hits[0].title == title
    assert result.fits
    assert result.corrected is None


@pytest.mark.parametrize("query", ["汽车", "渠", "자전거", "دراجة", "אופניים"])
def test_what_no_card_says_is_not_found(scripts: Searcher, query: str) -> None:
    assert not scripts.search(query).fits


def test_another_letter_of_a_chinese_word_is_another_word(tmp_path: Path) -> None:
    with indexed(tmp_path, lesson({"容器网络": "一。", "别的事情": "二。"})) as searcher:
        assert searcher.search("容器网格").corrected is None


def test_the_whole_name_comes_before_one_that_has_it(tmp_path: Path) -> None:
    cards = {"容器编排平台": "容器编排、容器编排。", "容器编排": "过程。", "编排": "容器。"}
    with indexed(tmp_path, lesson(cards)) as searcher:
        assert titles(searcher, "容器编排")[:2] == ["容器编排", "容器编排平台"]
        assert titles(searcher, "编排")[0] == "编排"


def test_terms_are_seen_in_a_text_without_spaces(scripts: Searcher) -> None:
    found = scripts.mentioned("我们用负载均衡器和服务发现来做容器编排。")
    assert [title for _, title in found] == ["负载均衡器", "服务发现", "容器编排"]


def test_a_snippet_begins_where_the_part_of_a_run_is(tmp_path: Path) -> None:
    cards = {"长文": f"{'山水。' * 200}这里有负载均衡器。", "别的": "无。"}
    with indexed(tmp_path, lesson(cards)) as searcher:
        assert "负载" in searcher.search("负载").hits[0].snippet


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("Cœur", "coeur"),
        ("Größe", "grosse"),
        ("ＤＮＳ", "dns"),
        ("ガ", "が"),
        ("컨테이너", "컨테이너"),
        ("น้ำ", "น\u0e49\u0e4dา"),
        ("C♯", "c#"),
    ],
)
def test_what_folding_takes_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_marks_inside_of_a_word_do_not_cut_it() -> None:
    for text in ("مُحَمَّد", "שָׁלוֹם", "हिन्दी", "น้ำแข็ง", "می‌خواهم", "e\u0301te\u0301"):
        (word,) = words(text)
        assert (word.start, word.end) == (0, len(text))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("ねっとわーく", "ネットワーク"),
        ("ﾈｯﾄﾜｰｸ", "ネットワーク"),
        ("데이터베이스관리시스템", "데이터베이스 관리 시스템"),
        ("c sharp", "C#"),
        ("what is c plus plus?", "C++"),
        ("dot net", ".NET"),
        ("type i", "Type I"),
        ("type 1", "Type 1"),
        ("\u202etype\u200b\u2060 i\u202c", "Type I"),
    ],
)
def test_a_name_is_found_however_it_is_written(tmp_path: Path, query: str, title: str) -> None:
    names = ["C", "C#", "C++", ".NET", "ネットワーク", "Type 1", "Type I"]
    cards = dict.fromkeys([*names, "데이터베이스 관리 시스템"], "It is here.")
    with indexed(tmp_path, lesson(cards)) as searcher:
        result = searcher.search(query)
    assert (result.hits[0].title, result.is_sure) == (title, True)
