"""Which lines of a post say nothing of it: greetings, bylines, dates, captions, credits, contents, labels."""

import re

from publisher.markup.sentences import width

_ADDRESSED = (
    r"(?:(?:all|everyone|everybody|folks|there|team|friends?|guys|community|communities|readers?|colleagues|members|"
    r"customers|users?|partners|again|dear|fellow|my|our|the|to|you|and|world|ladies|gentlemen|servicenow|"
    r"tous|toutes|à|a|la|le|les|chers|chères|amis|et|todos|todas|amigos|queridos|queridas|lectores|comunidad|"
    r"zusammen|alle|liebe|lieber|leser|leserinnen|und|community|mitglieder|"
    r"pessoal|galera|tutti|tutte|ragazzi|всем|друзья|дорогие|коллеги|уважаемые|читатели|слушатели)\b[\s,/&-]*)"
)
_HAIL = (
    r"(?:hi|hiya|hello|hey|howdy|greetings|dear|welcome|good\s+(?:morning|afternoon|evening|day)|g'day|"
    r"bonjour|salut|bonsoir|chers|chères|hallo|guten\s+(?:tag|morgen|abend)|liebe[rs]?|moin|servus|"
    r"hola|buenos\s+d[ií]as|buenas\s+tardes|estimad[oa]s|queridos|ol[áa]|oi|bom\s+dia|boa\s+tarde|caros|prezados|"
    r"ciao|salve|buongiorno|car[ie]|привет|здравствуйте|добрый\s+день|доброго\s+времени\s+суток|дорогие|уважаемые)"
)
_GREETING = re.compile(
    rf"(?:{_HAIL}\b[^.!?。！？]{{0,40}}[,!.:;)\s…–—-]*|"
    r"(?:大家好|各位好|你们好|您好|你好|各位读者|亲爱的|こんにちは|こんばんは|おはようございます|皆さん|みなさん|"
    r"שלום|היי|הי|מרחבא|مرحبا|أهلا|اهلا|السلام عليكم|تحية)[^.!?。！？]{0,25}[,!.。！，、:…\s]*)",
    re.IGNORECASE,
)
_HAILED = re.compile(rf"{_HAIL}[\s,]+{_ADDRESSED}+\s*[,!.:;–—-]+\s*(?=\S)", re.IGNORECASE)
_HAILED_UNSPACED = re.compile(
    r"(?:大家好|各位好|你们好|您好|你好|こんにちは|皆さん、?こんにちは|みなさん、?こんにちは)[！!。，,、]\s*(?=\S)"
)
_BYLINE = re.compile(
    r"(?:(?:posted|written|published|contributed|edited|translated|reported|prepared|guest\s+post|story|article)?\s*"
    r"(?:by|author|authors|editor|translator|contributors?)\b\s*:?|par\s|von\s|por\s|autor(?:es)?\s*:|auteur\s*:|автор|"
    r"作者|译者|编辑|审校|作成|著者|文[:：/]|译[:：/]|原文|来源|מאת|תרגום|كتب|بقلم|الكاتب)[^.!?。！？]{0,90}",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|[0-9０-９]{4}\s*年")
_WORD = re.compile(r"[^\W\d_]+")
_CREDIT = re.compile(
    r"[(\[*▲△↑\s]*(?:(?:photo|photograph|image|picture|illustration|cartoon|screenshot|graphic|artwork|video)s?\s*"
    r"(?:credit|courtesy|by|from|source|via|:|©|\()|(?:credit|source|courtesy|via)s?\s*(?::|of\b)|©|\(c\)|"
    r"(?:figure|fig\.|table|listing|abb\.|abbildung|рис\.?|рисунок|таблица)\s*\d|[图表図圖]\s*[0-9０-９一二三]|"
    r"foto\s*:|bild\s*:|quelle\s*:|фото\s*:|источник\s*:|图片|写真\s*[:：]|צילום|תמונה\s*:|الصورة|مصدر)",
    re.IGNORECASE,
)
_NAMES_A_PART = re.compile(
    r"\W*(?:\[?\[?toc\]?\]?|(?:table\s+of\s+)?contents|in\s+this\s+(?:post|article)|overview|introduction|summary|"
    r"background|update[sd]?|note|tl;?dr|abstract|sommaire|inhalt|índice|indice|содержание|目录|目次|もくじ|תוכן(?:\s+העניינים)?|"
    r"المحتويات|read\s+more|more|continue\s+reading|click\s+here|top|edit|tags?|categories)\W*",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"\{[%{<:#]|:::|%\}|import\s.*\sfrom\s+['\"]|\[\^|@\w+\{|\\begin\{|#!|\$\$")
_TERMINAL = re.compile(r"[.!?。！？…؟۔:：;；][\"'”’»)\]」』）*]*$")
_SHORT = 40
_TERSE = 20
_LONGEST_CAPTION = 160


def without_greeting(lines: tuple[str, ...]) -> str:
    """Return *lines* as one, without those that greet, date or sign, and without a greeting before the rest."""
    kept = " ".join(line for line in lines if not is_idle(line))
    rest = _HAILED_UNSPACED.sub("", _HAILED.sub("", kept, count=1) if _HAILED.match(kept) else kept, count=1)
    return rest if rest == kept else rest[:1].upper() + rest[1:]


def is_idle(line: str) -> bool:
    """Return whether *line* is a greeting, a byline, a date, a credit or the name of a part, and no more."""
    if len(line) > _LONGEST_CAPTION:
        return False
    return bool(
        _GREETING.fullmatch(line)
        or _BYLINE.fullmatch(line)
        or _NAMES_A_PART.fullmatch(line)
        or _CREDIT.match(line)
        or _is_date(line)
    )


def is_readable(text: str) -> bool:
    """Return whether *text* is written for people: it has words, and is not a template's or a program's line."""
    return _WORD.search(text) is not None and not _MACHINE.match(text)


def is_label(text: str) -> bool:
    """Return whether *text* is too short to be a sentence."""
    columns = width(text)
    return columns < _TERSE or (columns < _SHORT and not _TERMINAL.search(text))


def is_caption(text: str) -> bool:
    """Return whether *text*, which stands beside a picture, only says what it shows."""
    return len(text) < _LONGEST_CAPTION and not _TERMINAL.search(text)


def _is_date(line: str) -> bool:
    return len(line) <= 45 and _DATED.search(line) is not None and len(_WORD.findall(line)) <= 3
