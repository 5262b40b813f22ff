"""Which lines of a post say nothing of it: greetings, bylines, dates, captions, credits, contents, labels."""

import re

from publisher.markup.scripts import width

_HAIL = (
    r"(?:hi|hiya|hello|hey|howdy|greetings|dear|welcome|good\s+(?:morning|afternoon|evening|day)|g'day|"
    r"bonjour|salut|bonsoir|chers|chères|hallo|guten\s+(?:tag|morgen|abend)|liebe[rs]?|moin|servus|"
    r"hola|buenos\s+d[ií]as|buenas\s+tardes|estimad[oa]s|queridos|ol[áa]|oi|bom\s+dia|boa\s+tarde|caros|prezados|"
    r"ciao|salve|buongiorno|car[ie]|привет|здравствуйте|добрый\s+день|дорогие|уважаемые)"
)
_HAILED = (
    r"(?:(?:all|everyone|everybody|folks|there|team|friends?|guys|communit(?:y|ies)|readers?|colleagues|members|"
    r"customers|users?|partners|again|dear|fellow|my|our|the|to|you|and|world|ladies|gentlemen|servicenow|"
    r"tous|toutes|à|le|la|les|chers|amis|et|todos|todas|amigos|amigas|queridos|lectores|comunidad|a|"
    r"zusammen|alle|liebe|lieber|leser|leserinnen|und|mitglieder|pessoal|galera|tutti|tutte|ragazzi|"
    r"всем|друзья|дорогие|коллеги|уважаемые|читатели|слушатели)\b[\s,/&-]*)"
)
_HAIL_UNSPACED = (
    r"(?:大家好|各位好|你们好|您好|你好|皆さん、?こんにちは|みなさん、?こんにちは|こんにちは|こんばんは)"
)
_GREETING = re.compile(
    rf"(?:{_HAIL}\b[^.!?。！？]{{0,40}}[,!.:;)\s…–—-]*|"
    rf"(?:{_HAIL_UNSPACED}|各位读者|おはようございます|皆さん|みなさん|尊敬的|亲爱的)[^.!?。！？]{{0,40}}[!.。！，,、:：…\s]*|"
    r"(?:שלום|היי|הי|مرحبا|مرحباً|أهلا|أهلاً|اهلا|السلام عليكم|تحية)\b[^.!?]{0,25}[,!.،:…\s]*)",
    re.IGNORECASE,
)
_GREETING_FIRST = re.compile(
    rf"(?:(?!welcome){_HAIL}[\s,]+(?:{_HAILED}+\s*[,!.:;–—-]+|(?:[\w'’.-]+\s+){{0,2}}{_HAILED}\s*!)|{_HAIL_UNSPACED}[！!。，,、])\s*(?=\S)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:posted|written|published|contributed|edited|translated|reported|prepared|guest\s+post|story|article)?\s*"
    r"(?:by|author|authors|editor|translator|contributors?)\b\s*:?|par\s|von\s|por\s|autor(?:es)?\s*:|auteur\s*:|"
    r"автор\b|著者|作成|原文链接|来源|מאת|תרגום|كتب|بقلم|الكاتب)[^.!?。！？]{0,90}|"
    r"(?:本文|原文|文章)?(?:作者|译者|編集|编辑|审校|受访者|采访者|翻译|校对)(?:简介)?\s*[:：].*",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"(?:event\s+(?:starts|ends|status)|time\s*zone|date|time|when|where|location|venue|lieu|heure|start|end|host|"
    r"speakers?|presenters?|duration|tags?|categor(?:y|ies)|attend(?:ing|ees)|phone|email|e-mail|web|website|url)"
    r"\s*:[^.!?]{0,100}",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(\[*▲△↑\s]*(?:(?:photo|photograph|image|picture|illustration|cartoon|screenshot|graphic|artwork|video)s?\s*"
    r"(?:credit|courtesy|by|from|source|via|:|©|\()|(?:credit|source|courtesy|via)s?\s*(?::|of\b)|©|\(c\)|copyright\s|"
    r"(?:figure|fig\.|table|listing|abb\.|abbildung|рис\.?|рисунок|таблица)\s*\d|[图表図圖]\s*[0-9０-９一二三]|"
    r"foto\s*:|bild\s*:|quelle\s*:|фото\s*:|источник\s*:|图片|写真\s*[:：]|צילום|תמונה\s*:|الصورة|مصدر)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\W*(?:toc|(?:table\s+of\s+)?contents|in\s+this\s+(?:post|article)|overview|introduction|summary|background|"
    r"update[sd]?|note|tl;?dr|abstract|sommaire|inhalt|índice|indice|содержание|目录|目次|もくじ|"
    r"תוכן(?:\s+העניינים)?|المحتويات|read\s+more|more|continue\s+reading|click\s+here|top)\W*",
    re.IGNORECASE,
)
_BREADCRUMBS = re.compile(r"[^>»]{1,30}(?:\s?[>»]\s?[^>»]{1,60}){2,}")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|[0-9０-９]{4}\s*年")
_WORD = re.compile(r"[^\W\d_]+")
_MACHINE = re.compile(r"\{[%{<:#]|:::|import\s.*\sfrom\s+['\"]|\[\^|@\w+\{|\\begin\{|#!|\$\$")
_IN_BRACKETS = re.compile(r"[(（\[【][^()（）]*[)）\]】]\W*")

_CODES = re.compile(
    r"\[img[^\]]*\].*?\[/img\]|\[/?(?:url|b|i|u|quote|code|color|size|list)(?:=[^\]]*)?\]|"
    r"\{\{[<%].*?[%>]\}\}|\{%.*?%\}|\{:.*?\}|\*\*|\[@[^\]]+\]|[=_*~-]{4,}|^(?:[>#]+\s+)+",
    re.IGNORECASE,
)
_TEMPLATE_LINK = re.compile(r"\[([^\[\]]+)\](?:\(\{\{.*?\}\}\)|\[[\w\s-]{1,30}\])")

_MARKS = ("[", "{", "**", "====", "----", "____", "~~~~", "> ", "# ")
_SHORT = 60
_TERSE = 20
_LONGEST_IDLE = 160


def plainly(line: str) -> str:
    """Return *line* without what shows through of BBCode, of templates and of Markdown."""
    if not any(mark in line for mark in _MARKS):
        return line
    return " ".join(_CODES.sub("", _TEMPLATE_LINK.sub(r"\1", line)).split())


def without_greeting(lines: tuple[str, ...]) -> str:
    """Return *lines* as one, without those that are idle, and without a greeting before the rest."""
    kept = " ".join(plain for line in lines if not is_idle(plain := plainly(line)))
    greeting = _GREETING_FIRST.match(kept)
    if greeting is None:
        return kept
    rest = kept[greeting.end() :]
    return rest[:1].upper() + rest[1:]


def is_idle(line: str) -> bool:
    """Return whether *line* is a greeting, a byline, a date, a credit or the name of a part, and no more."""
    if len(line) > _LONGEST_IDLE:
        return False
    return _CREDIT.match(line) is not None or _is_date(line) or any(kind.fullmatch(line) for kind in _IDLE)


_IDLE = (_GREETING, _BYLINE, _PART, _FACT, _BREADCRUMBS)


def is_readable(text: str) -> bool:
    """Return whether *text* is for people: it has words, and is no line of a template or a program."""
    return _WORD.search(text) is not None and not _MACHINE.match(text)


def is_label(text: str, *, first: bool) -> bool:
    """Return whether *text* is no sentence: short and not ended, or a word or two that come first."""
    if len(text) >= _SHORT:
        return False
    columns = width(text)
    return (columns < _SHORT and not ends_sentence(text)) or (first and columns < _TERSE)


def ends_sentence(text: str) -> bool:
    """Return whether *text* ends as a sentence does, or with any other mark."""
    return text != "" and not (text[-1].isalnum() or text[-1] == "_")


def is_caption(text: str) -> bool:
    """Return whether *text*, which stands beside a picture, only says what it shows."""
    return len(text) < _LONGEST_IDLE and not ends_sentence(text)


def is_bracketed(text: str) -> bool:
    """Return whether all of *text* stands in brackets: a remark beside the matter."""
    return _IN_BRACKETS.fullmatch(text) is not None


def _is_date(line: str) -> bool:
    return len(line) <= 45 and _DATED.search(line) is not None and len(_WORD.findall(line)) <= 3
