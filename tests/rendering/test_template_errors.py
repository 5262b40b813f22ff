"""A fault in a template names its file and line, whatever kind of fault it is."""

from pathlib import Path

import pytest

from publisher.errors import TemplateError
from publisher.model import Digest
from publisher.rendering import Pages, render_edition
from publisher.rendering.environment import render as render_template
from publisher.rendering.mjml import find_fault
from tests.rendering.samples import MAIL, MONTHS, SITE, TEMPLATES, make_edition

MJML = """<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
{body}
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""
# The body begins on line 5.
FAULTS = [
    pytest.param("<mj-txt>a</mj-txt>", 5, "<mj-txt> (did you mean <mj-text>?)", id="unknown tag"),
    pytest.param("\n<mjx/>", 6, "unknown MJML tag <mjx>", id="unknown tag on the second line"),
    pytest.param("<mj-include path='a'/>", 5, "unknown MJML tag <mj-include>", id="include"),
    pytest.param(
        "<mj-preview>a</mj-preview>",
        5,
        "<mj-preview> may stand only in <mj-head>",
        id="known tag in a wrong place",
    ),
    pytest.param("<mj-text>\n<b>a\n</mj-text>", 6, "<b> is not closed before </mj-text>", id="not closed"),
    pytest.param("<mj-text><b>a</i></mj-text>", 5, "</i> closes nothing", id="closed by another"),
    pytest.param("<mj-text>\n\n</p></mj-text>", 7, "</p> closes nothing", id="closed, not opened"),
    pytest.param("<mj-text>\na < b</mj-text>", 6, "begins no well-formed tag", id="a bare sign"),
    pytest.param("<mj-text>\n<a href=x>b</a></mj-text>", 6, "begins no well-formed tag", id="no quotes"),
    pytest.param("{% for n in [1, 2] %}\n\n<mj-txt />\n{% endfor %}", 7, "unknown MJML tag", id="in a loop"),
    pytest.param(
        "{# one\ntwo #}\n{% if site.title %}\n  <mj-txt />\n{% endif %}",
        8,
        "unknown MJML tag",
        id="after a comment",
    ),
    pytest.param("<mj-text>\n{{ nobody }}</mj-text>", 6, "'nobody' is undefined", id="undefined"),
    pytest.param("{{ digest_titel }}", 5, '(did you mean "digest_title"?)', id="undefined, nearly"),
    pytest.param(
        "{% for one in sections %}\n{{ on.heading }}{% endfor %}",
        6,
        "'on' is undefined (did you mean \"one\"?)",
        id="undefined, nearly a name of the template's own",
    ),
    pytest.param(
        "{{ site.titel }}", 5, "a Site has no 'titel' (did you mean \"title\"?)", id="undefined attribute"
    ),
    pytest.param("{{ look.social.x }}", 5, "a dict has no 'x'", id="a key of none"),
    pytest.param("\n{{ sections[99] }}", 6, "has no element 99", id="beyond the end"),
    pytest.param("\n{{ _('nothing') }}", 6, "no such string: nothing", id="unknown string"),
    pytest.param(
        "{% if false %}\n{{ _('psots', n=1) }}{% endif %}",
        6,
        'no such string: psots (did you mean "posts"?)',
        id="unknown string where it is not said",
    ),
    pytest.param("\n{{ _('posts') }}", 6, '_("posts", n=...)', id="a string without its number"),
    pytest.param(
        '{% import "digest/_parts.mjml" as parts with context %}\n{{ parts.fotter() }}',
        6,
        "the imported template has no 'fotter' (did you mean \"footer\"?)",
        id="unknown macro",
    ),
    pytest.param(
        '{% import "digest/_parts.mjml" as parts with context %}\n{{ parts.meta() }}',
        6,
        "parameter 'card' was not provided, and is used in ",
        id="a macro without its argument",
    ),
    pytest.param("\n{{ one_line(3) }}", 6, "what it calls here fails: AttributeError", id="called wrongly"),
    pytest.param(
        "{{ site.title | join(1, 2, 3) }}", 5, "what it calls here fails: TypeError", id="arguments"
    ),
    pytest.param(
        "\n{% include 'digest/broken/edition.mjml' %}", 6, "calls itself without end", id="in itself"
    ),
    pytest.param("\n{{ 1 + 'a' }}", 6, "unsupported operand", id="wrong types"),
    pytest.param("\n{% if %}", 6, "Expected an expression", id="syntax"),
    pytest.param("{{ 1 | uper }}", 5, 'no such filter: uper (did you mean "upper"?)', id="unknown filter"),
    pytest.param("{{ 1 is odds }}", 5, 'no such test: odds (did you mean "odd"?)', id="unknown test"),
    pytest.param("\n{% iff 1 %}", 6, 'no such tag: iff (did you mean "if"?)', id="unknown Jinja tag"),
    pytest.param(
        "{% if 1 %}{% endif %}\n{% for a in [] %}\n{% set b = 1 %}",
        6,
        "{% for %} is never closed",
        id="a block never closed",
    ),
    pytest.param(
        "{% set a %}b{% endset %}{% set c = 1 %}\n{% if 1 %}\n{% for a in [] %}\n{% endif %}",
        8,
        "the {% for %} of line 7 is still open",
        id="a block closed by another",
    ),
    pytest.param(
        "\n{% include 'site/psot.html' %}", 6, '(did you mean "site/post.html"?)', id="gone, nearly"
    ),
    pytest.param("\nstray {{ site.title }}", 6, "text directly in <mj-column>", id="text between tags"),
    pytest.param("<MJ-Text>a</MJ-Text>", 5, "(did you mean <mj-text>?)", id="capitals"),
    pytest.param("<mj-text>\n<!-- a -- b --></mj-text>", 6, "`--` within a comment", id="a comment"),
    pytest.param(
        "<mj-text>\n<!--[if mso]><b>a<![endif]--></mj-text>",
        6,
        "in the conditional comment: <b> is never closed",
        id="not closed, for Outlook",
    ),
    pytest.param(
        "<mj-text>\n<!--[if mso]></b><![endif]--></mj-text>",
        6,
        "in the conditional comment: </b> closes nothing",
        id="not opened, for Outlook",
    ),
    pytest.param(
        "\n{% include 'digest/broken/gone.mjml' %}",
        6,
        "no such template: digest/broken/gone.mjml (",
        id="gone",
    ),
]


def write_template(folder: Path, body: str) -> Path:
    digest = folder / "digest" / "broken"
    digest.mkdir(parents=True)
    (digest / "edition.mjml").write_text(MJML.replace("{body}", body))
    for name in ("subject.txt", "preheader.txt", "edition.txt"):
        (digest / name).write_text("{{ site.title }}")
    return digest


def render(folder: Path) -> str:
    edition = make_edition(digest=Digest(name="weekly", template="broken"))
    return render_edition(
        edition, site=SITE, mail=MAIL, templates=(folder, *TEMPLATES), web_url="https://w/"
    ).html


@pytest.mark.parametrize(("body", "line", "reason"), FAULTS)
def test_a_fault_names_file_line_and_reason(tmp_path: Path, body: str, line: int, reason: str) -> None:
    digest = write_template(tmp_path, body)
    with pytest.raises(TemplateError) as caught:
        render(tmp_path)
    message = str(caught.value)
    assert message.startswith(f"{digest / 'edition.mjml'}:{line}: ")
    assert reason in message


def test_a_fault_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    digest = write_template(tmp_path, "{% include 'digest/broken/part.mjml' %}")
    (digest / "part.mjml").write_text("<mj-text>a</mj-text>\n\n<mj-texts>b</mj-texts>\n")
    with pytest.raises(TemplateError) as caught:
        render(tmp_path)
    assert str(caught.value).startswith(f"{digest / 'part.mjml'}:3: unknown MJML tag <mj-texts>")


def test_a_fault_in_the_plain_text_names_it(tmp_path: Path) -> None:
    digest = write_template(tmp_path, "<mj-text>a</mj-text>")
    (digest / "edition.txt").write_text("a\n{{ sections.nothing }}\n")
    with pytest.raises(TemplateError, match=r"edition\.txt:2: "):
        render(tmp_path)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        pytest.param(
            "<mjml>\n<!-- é -->\n<mj-head>\nstray</mj-head></mjml>", 3, id="it says where, in bytes"
        ),
        pytest.param("<mjml>\n<mj-body></mj-body></mjml> stray", 1, id="it does not say where"),
    ],
)
def test_what_mrml_alone_refuses_names_the_file(tmp_path: Path, template: str, line: int) -> None:
    file = write_template(tmp_path, "") / "edition.mjml"
    file.write_text(template)
    with pytest.raises(TemplateError) as caught:
        render(tmp_path)
    assert str(caught.value).startswith(f"{file}:{line}: not accepted as MJML: ")


def test_carriage_returns_in_a_template_do_no_harm(tmp_path: Path) -> None:
    digest = write_template(tmp_path, "<mj-text>a\nb</mj-text>")
    template = digest / "edition.mjml"
    template.write_bytes(template.read_bytes().replace(b"\n", b"\r\n"))
    assert "\r" not in render(tmp_path)


def test_a_template_that_is_nowhere_names_the_folders(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"no such template: digest/broken/subject\.txt \(looked in "):
        render(tmp_path)


def test_a_fault_in_a_page_names_file_and_line(tmp_path: Path) -> None:
    page = tmp_path / "site" / "archive.html"
    page.parent.mkdir()
    page.write_text("{% extends 'site/base.html' %}\n{% block main %}\n{{ yeers }}\n{% endblock %}")
    pages = Pages(site=SITE, templates=(tmp_path, *TEMPLATES), generator="publisher")
    with pytest.raises(TemplateError) as caught:
        pages.archive(MONTHS)
    assert str(caught.value) == f"{page}:3: 'yeers' is undefined (did you mean \"years\"?)"


@pytest.mark.parametrize(
    "mjml",
    [
        pytest.param(
            "<mjml><mj-body><mj-raw><br><img src='a'></mj-raw></mj-body></mjml>", id="void elements"
        ),
        pytest.param("<mjml><!-- <mj-nothing> --><mj-body></mj-body></mjml>", id="a comment"),
        pytest.param("<mjml><mj-head><mj-style>a > b {}</mj-style></mj-head></mjml>", id="a sign in a style"),
        pytest.param(
            "<mjml><mj-head><mj-attributes><mj-all color='red' /></mj-attributes></mj-head></mjml>",
            id="attributes",
        ),
    ],
)
def test_what_is_right_is_no_fault(mjml: str) -> None:
    assert find_fault(mjml) is None


@pytest.mark.parametrize(
    ("mjml", "reason"),
    [
        pytest.param("<mjml><mj-body>", "<mj-body> is never closed", id="never closed"),
        pytest.param("<p></p>", "<p> is not <mjml>", id="no MJML at all"),
        pytest.param("<mjml><mjml></mjml></mjml>", "<mjml> may stand only in no other tag", id="twice"),
    ],
)
def test_a_document_is_one_mjml(mjml: str, reason: str) -> None:
    fault = find_fault(mjml)
    assert fault
    assert fault.reason == reason


def test_a_bug_in_what_a_template_calls_keeps_its_type(tmp_path: Path) -> None:
    def buggy() -> str:
        raise KeyError("ours")

    (tmp_path / "page.html").write_text("\n{{ buggy() }}")
    with pytest.raises(KeyError, match="ours") as caught:
        render_template((tmp_path,), "page.html", {"buggy": buggy})
    assert caught.value.__notes__ == [f"in the template {tmp_path / 'page.html'}:2"]


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    digest = write_template(tmp_path, "<mj-text>a</mj-text>")
    (digest / "subject.txt").write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(TemplateError) as caught:
        render(tmp_path)
    assert str(caught.value) == f"{digest / 'subject.txt'}:2: not UTF-8: save it in that coding"


@pytest.mark.parametrize("part", ["subject.txt", "preheader.txt", "edition.txt"])
def test_a_fault_in_each_part_names_it(tmp_path: Path, part: str) -> None:
    digest = write_template(tmp_path, "<mj-text>a</mj-text>")
    (digest / part).write_text("a\n\n{{ edition.totl }}")
    with pytest.raises(TemplateError) as caught:
        render(tmp_path)
    assert str(caught.value) == f"{digest / part}:3: an Edition has no 'totl' (did you mean \"total\"?)"


def test_a_fault_in_a_macro_names_the_file_that_has_it(tmp_path: Path) -> None:
    digest = write_template(
        tmp_path,
        "{% import 'digest/broken/own.mjml' as own with context %}{% for s in sections %}{{ own.row(s) }}{% endfor %}",
    )
    own = digest / "own.mjml"
    own.write_text("{% macro row(section) %}\n<mj-text>\n{{ section.cards + 1 }}</mj-text>\n{% endmacro %}")
    with pytest.raises(TemplateError) as caught:
        render(tmp_path)
    assert str(caught.value).startswith(f"{own}:3: can only concatenate tuple")
