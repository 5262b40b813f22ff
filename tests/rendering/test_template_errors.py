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
    pytest.param("{{ site.nothing }}", 5, "has no attribute 'nothing'", id="undefined attribute"),
    pytest.param("\n{{ _('nothing') }}", 6, "no such string: nothing", id="unknown string"),
    pytest.param("\n{{ 1 + 'a' }}", 6, "unsupported operand", id="wrong types"),
    pytest.param("\n{% if %}", 6, "Expected an expression", id="syntax"),
    pytest.param("{{ 1 | nofilter }}", 5, "No filter named 'nofilter'", id="unknown filter"),
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
    assert str(caught.value) == f"{page}:3: 'yeers' is undefined"


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

    (tmp_path / "page.html").write_text("{{ buggy() }}")
    with pytest.raises(KeyError, match="ours"):
        render_template((tmp_path,), "page.html", {"buggy": buggy})
