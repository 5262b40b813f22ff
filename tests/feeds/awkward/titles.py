"""Awkward titles."""

from tests.feeds.awkward.made import file, post

TITLES = (
    post("the end of a CDATA section in a title", 'title: "a ]]> b"', title="a ]]> b"),
    post("control characters in a title", r'title: "a\x0Bb\0c\x1Fd"', title="abcd"),
    post("a code point that XML forbids in a title", r'title: "a\uFFFEb"', title="ab"),
    file(
        "half of a character in a title",
        r'{"title": "a\ud800b", "date": "2026-05-01"}' + "\n\nWords.\n",
        title="ab",
    ),
    post("emoji joined into one", "title: 🎉 👩‍👩‍👧 ❤️", title="🎉 👩‍👩‍👧 ❤️"),
    post("letters beyond the first plane", "title: 𝒜𝓃 𠮷", title="𝒜𝓃 𠮷"),
    post("a combining accent stays apart", 'title: "Cafe\u0301"', title="Cafe\u0301"),
    post("a title from right to left", "title: שלום עולם", title="שלום עולם"),
    post(
        "marks of direction", 'title: "\u200fabc\u200e \u2067x\u2069"', title="\u200fabc\u200e \u2067x\u2069"
    ),
    post("an override of direction", 'title: "\u202eabc\u202c"', title="\u202eabc\u202c"),
    post("a title with what looks like an element", "title: The <draft> of it", title="The <draft> of it"),
    post("a title with markup", "title: A <b>bold</b> <em>step</em>", title="A bold step"),
    post("an entity in a title", "title: Q &amp; A", title="Q & A"),
    post("an ampersand in a title", "title: Q & A", title="Q & A"),
    post("escaped markup in a title", "title: The &lt;b&gt; element", title="The <b> element"),
    post("an entity escaped twice", "title: Write &amp;amp; for it", title="Write &amp; for it"),
    post(
        "an end tag as text",
        "title: Use </script> last",
        title="Use </script> last",
        warns=("ContainsHTML", "ContainsUndeclaredHTML"),
    ),
    post("tabs and line ends in a title", r'title: "a\tb\nc"', title="a b c"),
    post("a title of 5,000 characters", "title: " + "word " * 1000, title=("word " * 1000).strip()),
    post("an empty title", 'title: ""', title=None),
    post("a space that does not break, a soft hyphen", r'title: "a\u00A0b\u00ADc"', title="a b\u00adc"),
    post("quotes in a title", """title: 'He said "no" & ''yes''' """, title="""He said "no" & 'yes'"""),
    post("a title that YAML takes for a number", "title: 2024", title="2024"),
    post("a title that YAML takes for a date", "title: 2024-01-02", title="2024-01-02"),
    post("a line separator in a title", r'title: "a\u2028b"', title="a b"),
)
