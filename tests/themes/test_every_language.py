"""Themes declared in the archive's own language, its own words as reasons; no word list of any."""

import unicodedata
from pathlib import Path

import pytest

from tests.themes.learnt import Themes, sort, sort_folder

JA = "ja/news/_posts/"
FR = "fr/news/_posts/"
HE = "content/post/"
ZH = "content/post/"

ARCHIVES = [
    pytest.param(
        "ruby-lang",
        "ja/",
        {
            "リリース": ("リリース", "公開"),
            "脆弱性": ("脆弱性", "セキュリティ"),
            "イベント": ("カンファレンス", "会議", "RubyKaigi"),
            "雑誌": ("Magazine", "発行"),
        },
        {
            f"{JA}2009-01-21-ruby-1-9-1-rc2-released.md": "リリース",
            f"{JA}2006-11-02-CVE-2006-5467.md": "脆弱性",
            f"{JA}2010-02-01-201023rubyregional-rubykaigi.md": "イベント",
            f"{JA}2011-06-12-rubyist-magazine-0034-published.md": "雑誌",
        },
        id="Japanese",
    ),
    pytest.param(
        "ruby-lang",
        "fr/",
        {
            "Sorties": ("sortie", "disponible"),
            "Sécurité": ("vulnérabilité", "faille", "déni de service"),
            "Conférences": ("conférence", "intervenants"),
        },
        {
            f"{FR}2010-06-25-sortie-de-ruby-1-8-7-p299.md": "Sorties",
            f"{FR}2014-10-27-rexml-dos-cve-2014-8080.md": "Sécurité",
            f"{FR}2014-09-10-confoo-cfp.md": "Conférences",
        },
        id="French",
    ),
    pytest.param(
        "ruby-lang",
        "en/",
        {
            "Releases": ("released", "release"),
            "Security": ("vulnerability", "CVE"),
            "Events": ("conference", "RubyConf"),
        },
        {
            "en/news/_posts/2009-12-07-heap-overflow-in-string.md": "Security",
            "en/news/_posts/2008-02-25-european-ruby-conference-2008-euruko.md": "Events",
        },
        id="English",
    ),
    pytest.param(
        "frustrated-writer",
        "content/",
        {
            "סיפורים": ("סיפור", "פרוזה"),
            "כנסים": ("כנס", "אייקון", "עולמות"),
            "תכנות": ("תכנות", "קוד", "אתר"),
            "הוא והיא": ("הוא והיא",),
        },
        {
            f"{HE}2016-10-21-רסיסים-מאייקון-2016.md": "כנסים",
            f"{HE}2017-04-15-רסיסים-מעולמות-2017.md": "כנסים",
            f"{HE}2015-09-07-משותקת-סיפור.md": "סיפורים",
            f"{HE}2018-11-03-הוא-והיא-46.md": "הוא והיא",
        },
        id="Hebrew",
    ),
    pytest.param(
        "osdev4arab",
        "",
        {
            "لغة التجميع": ("التجميع", "أسمبلي", "معالج"),
            "نظم التشغيل": ("نظام التشغيل", "محمل الإقلاع"),
            "المجتمع": ("المجتمع", "قواعد"),
        },
        {
            "_posts/2015-07-20-community_rules.md": "المجتمع",
            "_posts/2015-08-12-os-roadmap.markdown": "نظم التشغيل",
            "_posts/assembly_intro_series/2015-08-12-2-8086-intro.md": "لغة التجميع",
        },
        id="Arabic",
    ),
    pytest.param(
        "cosx",
        "",
        {"会议": ("会议", "沙龙"), "访谈": ("访谈", "采访"), "可视化": ("可视化", "绘图")},
        {
            f"{ZH}2012-11-08-5th-china-r-shanghai-summary.md": "会议",
            f"{ZH}2016-11-25-interview-jianxin-yin.md": "访谈",
            f"{ZH}2016-06-05-using-r-for-interactive-data-visualization.md": "可视化",
        },
        id="Chinese",
    ),
    pytest.param(
        "radio-t",
        "hugo/content/posts/podcast-1",
        {"Программы": ("программист", "разработка"), "Компании": ("Google", "Microsoft", "Яндекс")},
        {"hugo/content/posts/podcast-118.md": "Компании", "hugo/content/posts/podcast-161.md": "Компании"},
        id="Russian",
    ),
    pytest.param(
        "rust-blog",
        "",
        {
            "Releases": ("Announcing Rust", "release"),
            "Security": ("security advisory", "CVE"),
            "Survey": ("survey",),
        },
        {
            "content/Rust-1.73.0.md": "Releases",
            "content/2023-Rust-Annual-Survey-2023-results/index.md": "Survey",
        },
        id="rust-blog",
    ),
    pytest.param(
        "electron-blog",
        "",
        {
            "Releases": ("release",),
            "Security": ("vulnerability", "security"),
            "Community": ("Google Summer of Code", "community"),
        },
        {
            "blog/electron-35-0.md": "Releases",
            "blog/run-as-node-cves.md": "Security",
            "blog/voltra.md": "Community",
        },
        id="electron-blog",
    ),
    pytest.param(
        "eev-ee",
        "",
        {"Games": ("game", "doom"), "Python": ("python",), "Art": ("art", "drawing")},
        {
            "content/2011-06-27-python-needs-more-software.markdown": "Python",
            "content/2017-05-22-a-few-tidbits-on-networking-in-games.markdown": "Games",
            "content/dev/2016-12-11-weekly-roundup-descent.markdown": "Art",
        },
        id="eev-ee",
    ),
]


@pytest.mark.parametrize(("folder", "under", "themes", "expected"), ARCHIVES)
def test_posts_come_under_the_theme_that_is_declared_in_their_language(
    corpora: Path, folder: str, under: str, themes: Themes, expected: dict[str, str]
) -> None:
    found = sort_folder(corpora / folder, themes, under)
    assert {path: found.theme(path) for path in expected} == expected
    for path, theme in expected.items():
        named = {word.casefold() for word in (theme, *themes[theme])}
        assert named & set(found.reasons(path)), (path, found.reasons(path))


def test_reasons_are_words_and_neither_particles_nor_halves(corpora: Path) -> None:
    found = sort_folder(corpora / "cosx", {"会议": ("会议",), "访谈": ("访谈",)})
    texts = {text for name in found.names for text in found.reasons(name)}
    assert not {text for text in texts if len(text) == 1 or text[0] in "的是在了和" or text[-1] in "的是在了"}


def test_japanese_reasons_have_no_hiragana_but_in_keywords(corpora: Path) -> None:
    found = sort_folder(corpora / "ruby-lang", {"脆弱性": ("脆弱性",), "リリース": ("リリース",)}, "ja/")
    texts = {text for name in found.names for text in found.reasons(name)}
    assert not {text for text in texts for character in text if "ぁ" <= character <= "ん"}


SPELLINGS = [
    pytest.param("музыка", "Новости музыки", id="a Russian case ending"),
    pytest.param("безопасность", "О безопасности", id="a Russian feminine"),
    pytest.param("biscotto", "Biscotti nuovi", id="an Italian plural"),
    pytest.param("książka", "Nowe książki", id="a Polish plural"),
    pytest.param("Steuer", "Einkommensteuer", id="a German compound"),
    pytest.param("תוכנה", "שבתוכנה חדשה", id="two Hebrew prefixes"),
    pytest.param("نظام", "والنظام الجديد", id="Arabic and, and its article"),
    pytest.param("قواعد", "الْقَوَاعِد", id="Arabic with its vowels"),
    pytest.param("שלום", "שָׁלוֹם", id="Hebrew with its points"),
    pytest.param("ışık", "IŞIK", id="a Turkish capital"),
    pytest.param("istanbul", "İSTANBUL", id="a Turkish capital with its dot"),
    pytest.param("café", unicodedata.normalize("NFD", "CAFÉ"), id="an accent of its own"),
    pytest.param("हिन्दी", "हिन्दी में", id="vowel signs"),
    pytest.param("ภาษาไทย", "เรียนภาษาไทยกัน", id="Thai without spaces"),
    pytest.param("カンファレンス", "地域カンファレンスの案内", id="a Japanese word among others"),
    pytest.param("RSS リーダー", "新しいRSSリーダー", id="Latin and kana in one"),
]


@pytest.mark.parametrize(("keyword", "title"), SPELLINGS)
def test_a_keyword_is_known_in_its_other_spellings(keyword: str, title: str) -> None:
    posts = [(title, "x"), ("Einkommen", "einkommen neu"), ("nothing", "of this")]
    found = sort({"one": (keyword,), "two": ("zzz",), "three": ("yyy",)}, posts)
    assert found.theme(title) == "one"
    assert found.theme("nothing") == ""


def test_other_words_are_no_spellings() -> None:
    posts = [("Prevention", "x"), ("Java and its beans", "y"), ("Portable", "able able")]
    found = sort({"events": ("event",), "javascript": ("javascript",), "ports": ("port",)}, posts)
    assert [found.theme(name) for name in found.names] == ["", "", ""]
