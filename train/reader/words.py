"""Words as the network sees them, and rough cuts of unlabelled text; reading/net and reading have the product's own."""
import random
import re

HASHED_ROWS = 8192
HASHED_FEATURES = 10


def fnv(text):
    """32-bit FNV-1a."""
    h = 2166136261
    for c in text.encode():
        h = ((h ^ c) * 16777619) & 0xFFFFFFFF
    return h


def lower(word):
    return ''.join('0' if c.isdigit() else c for c in word.lower())


def shape(word):
    out = []
    for c in word:
        kind = 'X' if c.isupper() else 'x' if c.isalpha() else '0' if c.isdigit() else c
        if len(out) >= 2 and out[-1] == kind and out[-2] == kind:
            continue
        out.append(kind)
    return ''.join(out[:12])


def hashed(word):
    """The hashed rows that a word sums."""
    low, form = lower(word), shape(word)
    features = ['h:' + form]
    features += ['s%d:' % n + low[-n:] for n in (1, 2, 3, 4)]
    features += ['p%d:' % n + low[:n] for n in (1, 2, 3)]
    features.append('i:' + word[:1])
    features.append('c:' + form[:1] + low[-3:] if len(word) > 1 else 'c:' + word)
    return [fnv(f) % HASHED_ROWS for f in features]


ONSETS = ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'br', 'dr', 'gr', 'kr', 'tr', 'st', 'th', 'sh', 'ch', 'kh']
VOWELS = ['a', 'e', 'i', 'o', 'u', 'a', 'o', 'ai', 'ia', 'ei']
CODAS = ['', '', 'n', 'r', 's', 'l', 'nd', 'k', 'm', 'th', 'rd', 'x', 'sk', 'v']
ADJECTIVES = ['ian', 'ish', 'i', 'ese', 'an', 'ic']


def made_up():
    """A capitalised word that no text has."""
    word = ''
    for i in range(random.choice([1, 2, 2, 2, 3])):
        word += (random.choice(ONSETS) if i or random.random() < .8 else '') + random.choice(VOWELS)
    return (word + random.choice(CODAS)).capitalize()


def with_made_up_names(forms, upos):
    """The sentence with made-up names in place of names, so that the reader knows them by where they stand; None where it has none."""
    out, to = list(forms), {}
    for i, w in enumerate(out):
        if not w.isalpha() or not w[0].isupper() or len(w) < 4 or w.isupper():
            continue
        if upos[i] == 'PROPN':
            to.setdefault(w, made_up())
        elif upos[i] == 'ADJ' and i > 0 and out[i - 1] not in '."“':
            to.setdefault(w, made_up() + random.choice(ADJECTIVES))
        out[i] = to.get(w, w)
    return out if to else None


ABBREVIATIONS = set('Mr Mrs Ms Dr Prof Sen Rep Gov Gen Col Lt Sgt Capt St Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec U.S U.K U.N vs No Inc Corp Co Jr Sr a.m p.m i.e e.g etc D.C'.split())
END = re.compile(r'[.!?]+["”’\')\]]*\s+(?=["“‘\'(\[]?[A-Z0-9])')
TOKEN = re.compile(r"""https?://\S+|\w[\w.+-]*@[\w.-]+|(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|[A-Za-z]+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m|S)\b|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|Sr|Prof|Col|Lt)\.|\w+|\.\.\.|--|\s+|.""")


def sentences(text):
    """Lists of words, sentence by sentence."""
    for paragraph in text.split('\n'):
        last = 0
        for m in END.finditer(paragraph):
            before = re.search(r'[\w.]*$', paragraph[:m.start()]).group()
            if m.group()[0] == '.' and (before in ABBREVIATIONS or re.fullmatch(r'[A-Z]', before)):
                continue
            yield tokens(paragraph[last:m.end()])
            last = m.end()
        if paragraph[last:].strip():
            yield tokens(paragraph[last:])


def tokens(sentence):
    return [t for t in TOKEN.findall(sentence) if not t.isspace()]
