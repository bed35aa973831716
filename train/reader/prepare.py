"""Step 1: brings everything that training reads into one file of flat arrays, so that steps 2 and 3 keep a GPU busy."""
import argparse
import collections
import os
import random
import shlex
import subprocess

import numpy as np

import data
import weights
import words

ap = argparse.ArgumentParser()
ap.add_argument('--minilm', default=os.environ.get('ENTENTE_MINILM', 'models/all-MiniLM-L6-v2'))
ap.add_argument('--vocabulary', default='../../reading/weights/reader.bin', help='weight file whose words and word rows training starts from')
ap.add_argument('--names', default='go run ./cmd/entente-train names', help='command that labels names in the unlabelled sentences')
ap.add_argument('--small', type=int, default=0, help='keep so many sentences of each set, to try the steps')
a = ap.parse_args()
random.seed(1)

MADE_UP = 3  # variants of a gold sentence with made-up names
SETS = ['ewt', 'gum', 'names', 'silver', 'dev-ewt', 'dev-gum', 'dev-uner', 'dev-cross']
ewt, gum, named = data.gold()
dev = data.development()
sets = [ewt, gum, named, list(data.unlabelled()), dev['ewt'], dev['gum'], dev['uner'], dev['cross']]
if a.small:
    sets = [s[:a.small] for s in sets]
for k, s in enumerate(sets[:4]):
    sets[k] = [x for x in s if len(x['form']) <= 120]
print({n: len(s) for n, s in zip(SETS, sets)}, flush=True)

if a.names:
    text = ''.join('\t'.join(s['form']) + '\n' for s in sets[3])
    labelled = subprocess.run(shlex.split(a.names), input=text, text=True, stdout=subprocess.PIPE, check=True, cwd='../..').stdout
    for s, line in zip(sets[3], labelled.splitlines(), strict=True):
        s['ner'] = line.split('\t')

header, old = weights.read(a.vocabulary)
row_of = dict(zip(old['vocab'], old['rows'].tolist()))
labels = {k: sorted({v for s in ewt + gum for v in s[k]}) for k in ('upos', 'xpos', 'rel')}
assert labels['upos'] == header['upos'] and labels['xpos'] == header['xpos'] and labels['rel'] == header['rel'] and data.NAMES == header['ner']
index = {k: {v: i for i, v in enumerate(x)} for k, x in labels.items()}
index['ner'] = {v: i for i, v in enumerate(data.NAMES)}

count = collections.Counter()
for s in ewt + gum + named:
    count.update(words.lower(w) for w in s['form'])
for s in sets[3]:
    for w in s['form']:
        count[words.lower(w)] += .5

types, type_of = [], {}


def typed(form):
    out = []
    for w in form:
        if w not in type_of:
            type_of[w] = len(types)
            types.append(w)
        out.append(type_of[w])
    return out


flat = collections.defaultdict(list)
for k, group in enumerate(sets):
    for s in group:
        n = len(s['form'])
        flat['set'].append(k)
        flat['length'].append(n)
        flat['word'] += typed(s['form'])
        for key in ('upos', 'xpos', 'rel', 'ner'):
            flat[key] += [index[key].get(v, -1) for v in s[key]] if key in s else [-1] * n
        flat['head'] += s['head'] if 'head' in s else [-1] * n
pieced = len(types)  # the types that the teachers see
# Variants of the sentences: as they are, with made-up names, in lower case, in capitals, with capitals first.
variants = [flat['word']]
for v in range(MADE_UP + 3):
    out = []
    for k, group in enumerate(sets):
        for s in group:
            form = s['form']
            if k < 3 and v < MADE_UP:
                form = words.with_made_up_names(form, s['upos']) or form if 'upos' in s else form
            elif k < 4 and v >= MADE_UP and (k < 3 or random.random() < .1):
                change = [str.lower, str.upper, lambda w: w[:1].upper() + w[1:]][v - MADE_UP]
                form = [change(w) for w in form]
            out += typed(form)
    variants.append(out)

from transformers import BertTokenizerFast

tokenizer = BertTokenizerFast.from_pretrained(a.minilm)
pieces = [ids[:8] or [tokenizer.unk_token_id] for ids in tokenizer(types[:pieced], add_special_tokens=False)['input_ids']]
piece, pieces_of, first = [], [], []
at = 0
for n in flat['length']:
    ids, begin = [tokenizer.cls_token_id], []
    for w in flat['word'][at:at + n]:
        begin.append(len(ids))
        ids += pieces[w]
    ids.append(tokenizer.sep_token_id)
    piece += ids
    pieces_of.append(len(ids))
    first += begin
    at += n

os.makedirs(data.WORK, exist_ok=True)
seen = [count.get(words.lower(w), 0) for w in types]
np.savez_compressed(
    f'{data.WORK}/data.npz',
    hashed=np.array([words.hashed(w) for w in types], np.int16), row=np.array([row_of.get(words.lower(w), 0) for w in types], np.int16),
    drop=np.array([.05 + .5 / (1 + .25 * c) for c in seen], np.float16), variant=np.array(variants, np.int32),
    set=np.array(flat['set'], np.int8), length=np.array(flat['length'], np.int32), head=np.array(flat['head'], np.int16),
    piece=np.array(piece, np.int16), pieces=np.array(pieces_of, np.int32), first=np.array(first, np.int16),
    **{k: np.array(flat[k], np.int8) for k in ('upos', 'xpos', 'rel', 'ner')},
)

from safetensors.numpy import load_file

encoder = {}
for k, v in load_file(a.minilm + '/model.safetensors').items():
    if v.ndim == 2 and not k.startswith('pooler'):
        encoder[k + '.q'], encoder[k + '.s'] = weights.rounded(v, 127)
    elif not k.startswith('pooler'):
        encoder[k] = v
np.savez(f'{data.WORK}/encoder.npz', **encoder)
print(len(types), 'types,', len(flat['word']), 'words')
