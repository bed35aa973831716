"""Loads treebanks, name sets and unlabelled text from the data folder (ENTENTE_DATA)."""
import csv
import gzip
import json
import os

import words

DATA = os.environ.get('ENTENTE_DATA', '../../../shared/data')
WORK = os.environ.get('ENTENTE_TRAIN', 'work')
NAMES = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC', 'B-ORG', 'I-ORG']
KINDS = {
    'PER': 'PER', 'LOC': 'LOC', 'ORG': 'ORG', 'person': 'PER', 'politician': 'PER', 'politicalparty': 'ORG',
    'organisation': 'ORG', 'organization': 'ORG', 'country': 'LOC', 'location': 'LOC',
}


def lines(path):
    return gzip.open(f'{DATA}/{path}', 'rt', encoding='utf8')


def conllu(path, without=()):
    """Sentences of a treebank, without those of some genres."""
    genre, rows = '', []
    for line in lines(path):
        line = line.rstrip('\n')
        if line.startswith('# newdoc'):
            genre = ''
        elif line.startswith('# meta::genre'):
            genre = line.split('=')[1].strip()
        elif not line:
            if rows and genre not in without:
                yield dict(form=[r[1] for r in rows], upos=[r[3] for r in rows], xpos=[r[4] for r in rows], head=[int(r[6]) for r in rows], rel=[r[7] for r in rows])
            rows = []
        elif line[0] != '#':
            row = line.split('\t')
            if row[0].isdigit():
                rows.append(row)


def iob(path):
    """Sentences with names, their kinds brought to persons, places and organisations."""
    form, tags = [], []
    for line in lines(path):
        if line.startswith('# '):
            continue
        if line.strip():
            cells = line.rstrip('\n').split('\t')
            form.append(cells[0])
            tags.append(cells[-1])
        elif form:
            yield dict(form=form, ner=normal(tags))
            form, tags = [], []
    if form:
        yield dict(form=form, ner=normal(tags))


def normal(tags):
    out, before = [], None
    for tag in tags:
        start, _, kind = tag.partition('-')
        kind = KINDS.get(kind)
        if kind is None:
            out.append('O')
        else:
            out.append(('B-' if start == 'B' or kind != before else 'I-') + kind)
        before = kind
    return out


def gold():
    """The two treebanks' training parts, the first with its names, and the sets that have names alone."""
    ewt = list(conllu('treebanks/ewt-train.conllu.gz'))
    gum = list(conllu('treebanks/gum-train.conllu.gz', ('fiction', 'whow')))
    named = {tuple(s['form']): s['ner'] for s in iob('names/uner-ewt-train.iob2.gz')}
    for s in ewt:
        if tuple(s['form']) in named:
            s['ner'] = named[tuple(s['form'])]
    return ewt, gum, [*iob('names/wikigold.iob2.gz'), *iob('names/crossner-politics-train.iob2.gz')]


def development():
    return dict(ewt=list(conllu('treebanks/ewt-dev.conllu.gz')), gum=list(conllu('treebanks/gum-dev.conllu.gz')), uner=list(iob('names/uner-ewt-dev.iob2.gz')), cross=list(iob('names/crossner-politics-dev.iob2.gz')))


def unlabelled():
    """Sentences of articles, for the teachers to label."""
    for line in lines('attribution/train.jsonl.gz'):
        for s in words.sentences(json.loads(line)['text']):
            if 4 <= len(s) <= 80:
                yield dict(form=s)
    for row in csv.DictReader(lines('reasons/train_subtask1.csv.gz')):
        yield dict(form=row['text'].split())
