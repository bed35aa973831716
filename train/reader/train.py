"""Steps 2 to 4: teachers, their labels, and the student, which the product runs.

    train.py teacher --seed N     an encoder fine-tuned on the gold data
    train.py label                what the teachers say of every training sentence
    train.py student              the reader, on gold data and the teachers' labels
"""
import argparse
import collections
import glob
import json
import math
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import weights
from corpus import NAMED, SILVER, TRAIN, Corpus, evaluate
from model import Reader, Teacher, chain_loss, viterbi

ap = argparse.ArgumentParser()
ap.add_argument('step', choices=['teacher', 'label', 'student'])
ap.add_argument('--minutes', type=float, default=4)
ap.add_argument('--seed', type=int, default=1)
ap.add_argument('--out', default='')
ap.add_argument('--init', default='', help='student to go on from')
ap.add_argument('--lr', type=float, default=2.5e-3)
ap.add_argument('--words', type=int, default=4000, help='of a batch, with padding')
ap.add_argument('--H', type=int, default=192)
ap.add_argument('--narrow', type=int, default=96)
ap.add_argument('--drop', type=float, default=.25)
ap.add_argument('--names', type=float, default=1.5, help='weight of the names')
ap.add_argument('--silver', type=float, default=.7, help='weight of the unlabelled sentences')
ap.add_argument('--soft', type=float, default=.4, help="share of the teachers' word in the loss of gold sentences")
ap.add_argument('--made-up', type=float, default=.15)
ap.add_argument('--round', type=float, default=.55, help='share of the time after which numbers are rounded')
ap.add_argument('--every', type=float, default=60, help='seconds between evaluations')
a = ap.parse_args()
device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
torch.set_float32_matmul_precision('high')
random.seed(a.seed)
np.random.seed(a.seed)
torch.manual_seed(a.seed)
corpus = Corpus(f'{data.WORK}/data.npz', device)
header, old = weights.read('../../reading/weights/reader.bin')
begin = time.time()


def say(*what):
    print(f'{time.time() - begin:6.1f}s', a.step, a.seed, *what, flush=True)


def teacher():
    from transformers import BertConfig, BertModel
    z = np.load(f'{data.WORK}/encoder.npz')
    encoder = BertModel(BertConfig(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536), add_pooling_layer=False)
    state = {k: torch.from_numpy(z[k]) for k in z.files if k[-2:] not in ('.q', '.s')}
    for k in z.files:
        if k.endswith('.q'):
            state[k[:-2]] = torch.from_numpy(z[k] * z[k[:-2] + '.s'][:, None])
    missing, extra = encoder.load_state_dict(state, strict=False)
    assert not [k for k in missing if 'position_ids' not in k], missing
    return Teacher(encoder, corpus.sizes).to(device)


def cross(scores, target, mask, soft=None, share=0.):
    """Mean cross entropy over words: against labels, and for share of it against the teachers' probabilities."""
    logp = F.log_softmax(scores.float(), -1)
    n = mask.sum()
    loss = 0.
    if share < 1:
        live = mask & (target >= 0)
        loss = (1 - share) * -(torch.gather(logp, -1, target.clamp(min=0)[..., None])[..., 0] * live).sum() / n
    if share > 0:
        loss = loss - share * ((soft * logp.clamp(min=-30)).sum(-1) * mask).sum() / n
    return loss


def losses(net, b, x, kind, labels=None, tags=1.):
    """Losses of a batch of one kind: 'tree' has gold trees, 'names' and 'silver' those of the teachers."""
    up, xp, ne, sc, rd, rh = net.body.heads(x, b['mask'])
    out = collections.OrderedDict()
    named = b['ner']
    if kind != 'names' and labels is not None:
        named = torch.where(b['ner'][:1] >= 0, b['ner'], labels['ner'][b['at']].long()) if kind == 'tree' else labels['ner'][b['at']].long()
    live = named[0] >= 0
    if live.any():
        out['names'] = chain_loss(ne[:, live].float(), named[:, live].clamp(min=0), b['mask'][:, live], net.body.trans) / b['mask'].sum()
    if kind != 'tree' and labels is None:
        return out
    share = 0. if labels is None else a.soft if kind == 'tree' else 1.
    soft = {}
    if share:
        soft = {k: labels[k][b['at']].float() for k in ('upos', 'xpos', 'rel')}
        T = len(b['mask'])
        j = torch.arange(T + 1, device=device)[None, None]
        n = b['length'][:, None, None]
        rows = torch.arange(T, device=device)[None, :, None]
        inside = (rows < n) & (j <= n)
        at = labels['arc start'][b['ids']][:, None, None] + rows * (n + 1) + j
        soft['arc'] = torch.where(inside, labels['arc'][torch.where(inside, at, 0)].float(), 0.)
    head = b['head'] if kind == 'tree' else labels['head'][b['at']].long()
    m = b['mask'].t()
    out['arc'] = cross(sc, b['head'].t(), m, soft.get('arc'), share)
    out['rel'] = cross(net.body.relations(rd, rh, head.clamp(min=0)), b['rel'], b['mask'], soft.get('rel'), share)
    out['upos'] = tags * cross(up, b['upos'], b['mask'], soft.get('upos'), share)
    out['xpos'] = tags * cross(xp, b['xpos'], b['mask'], soft.get('xpos'), share)
    return out


def train_teacher():
    net = teacher()
    rest = [p for n, p in net.named_parameters() if not n.startswith('encoder.')]
    groups = [dict(params=net.encoder.parameters(), base=2e-4), dict(params=rest, base=1.5e-3)]
    opt = torch.optim.AdamW(groups, weight_decay=1e-3, betas=(.9, .98), fused=device.type == 'cuda')
    step, done = 0, False
    while not done:
        todo = [('tree', b) for b in corpus.batches(corpus.of(*TRAIN), 3000, by=corpus.pieces)] + [('names', b) for b in corpus.batches(corpus.of(NAMED), 3000, by=corpus.pieces)]
        silver = corpus.of(SILVER)
        todo += [('silver names', b) for b in corpus.batches(np.random.choice(silver, min(len(silver), 8000), False), 3000, by=corpus.pieces)]
        random.shuffle(todo)
        for kind, ids in todo:
            share = (time.time() - begin) / (a.minutes * 60)
            if share >= 1:
                done = True
                break
            for g in opt.param_groups:
                g['lr'] = g['base'] * min(1, (step + 1) / 150) * max(.01, 1 - share)
            b = corpus.batch(ids, pieces=True)
            parts = losses(net, b, net(b), kind, tags=.3)
            loss = sum(parts.values()) * (.5 if kind == 'silver names' else 1)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 3.)
            opt.step()
            step += 1
            if step % 500 == 0:
                say(step, kind, {k: round(float(v), 3) for k, v in parts.items()})
    say(step, 'steps', json.dumps(evaluate(net, corpus, header['rel'], True)))
    torch.save(net.state_dict(), a.out or f'{data.WORK}/teacher{a.seed}.pt')


@torch.no_grad()
def label():
    """Writes the teachers' mean probabilities of heads, relations and tags, and the likeliest names."""
    nets = []
    for path in sorted(glob.glob(f'{data.WORK}/teacher*.pt')):
        net = teacher()
        net.load_state_dict(torch.load(path, map_location=device))
        nets.append(net.eval())
    words = int(corpus.length.sum())
    nu, nx, nr, _ = corpus.sizes
    ids = corpus.of(*TRAIN, NAMED, SILVER)
    square = np.where(np.isin(corpus.set, (*TRAIN, NAMED, SILVER)), corpus.length.astype(np.int64) * (corpus.length + 1), 0)
    start = torch.from_numpy(np.concatenate([[0], np.cumsum(square)])).to(device)
    half = dict(dtype=torch.float16, device=device)
    out = dict(upos=torch.zeros(words, nu, **half), xpos=torch.zeros(words, nx, **half), rel=torch.zeros(words, nr, **half), arc=torch.zeros(int(start[-1]), **half))
    out['head'], out['ner'] = torch.zeros(words, dtype=torch.int16, device=device), torch.full((words,), -1, dtype=torch.int8, device=device)
    out['arc start'] = start
    for some in corpus.batches(ids, 8000, False, corpus.pieces):
        b = corpus.batch(some, pieces=True)
        m, at = b['mask'], b['at']
        said = [net.body.heads(net(b), m) for net in nets]
        mean = lambda parts: sum(parts) / len(parts)
        arc = mean([torch.softmax(s[3], -1) for s in said])
        gold = (b['head'] >= 0).all(0, keepdim=True) | ~m
        head = torch.where(gold & (b['head'] >= 0), b['head'], arc.argmax(-1).t())
        rel = mean([torch.softmax(net.body.relations(s[4], s[5], head), -1) for net, s in zip(nets, said)])
        out['upos'][at[m]] = mean([torch.softmax(s[0], -1) for s in said])[m].half()
        out['xpos'][at[m]] = mean([torch.softmax(s[1], -1) for s in said])[m].half()
        out['rel'][at[m]] = rel[m].half()
        out['head'][at[m]] = head[m].short()
        names = viterbi(mean([s[2] for s in said]), m, mean([net.body.trans for net in nets]))
        out['ner'][at[m]] = names[m].to(torch.int8)
        T = len(m)
        j = torch.arange(T + 1, device=device)[None, None]
        n = b['length'][:, None, None]
        rows = torch.arange(T, device=device)[None, :, None]
        inside = (rows < n) & (j <= n)
        out['arc'][(start[b['ids']][:, None, None] + rows * (n + 1) + j)[inside]] = arc[inside].half()
    torch.save(out, f'{data.WORK}/labels.pt')
    say(len(nets), 'teachers labelled', words, 'words')


def spellings(kind, n):
    """Which spelling of each sentence to read: as it is, made-up names, lower case, capitals."""
    p = {'tree': [1 - a.made_up - .08] + [a.made_up / 3] * 3 + [.04, .02, .02], 'names': [.94, 0, 0, 0, .03, .02, .01]}.get(kind, [.55, 0, 0, 0, .15, .15, .15])
    return np.random.choice(len(p), n, p=p)


def train_student():
    labels = torch.load(f'{data.WORK}/labels.pt', map_location=device)
    rows = torch.from_numpy(weights.rows(old, 'word')), torch.from_numpy(weights.rows(old, 'hash'))
    size = dict(D=header['D'], H=a.H, narrow=a.narrow)
    net = Reader(rows, corpus.sizes, drop=a.drop, **size).to(device)
    if a.init:
        net.load_state_dict({k: v.float() for k, v in torch.load(a.init, map_location=device)['net'].items()})
    say('parameters', sum(p.numel() for p in net.body.parameters()))
    tables = [net.word.weight, net.hashed.weight]
    groups = [dict(params=tables, weight_decay=0., base=a.lr * .6), dict(params=list(net.body.parameters()), weight_decay=1e-3, base=a.lr)]
    opt = torch.optim.AdamW(groups, betas=(.9, .98), fused=device.type == 'cuda')
    state = list(net.parameters())
    mean = [p.detach().clone() for p in state]
    step, done, tally, last = 0, False, collections.Counter(), begin

    def check():
        kept = [p.detach().clone() for p in state]
        with torch.no_grad():
            for p, m in zip(state, mean):
                p.copy_(m)
        rounding, net.body.rounding = net.body.rounding, True
        say(step, {k: round(float(v) / max(1, tally['n']), 3) for k, v in tally.items() if k != 'n'}, json.dumps(evaluate(net, corpus, header['rel'])))
        net.body.rounding = rounding
        torch.save(dict(size=size, net={k: v.half() for k, v in net.state_dict().items()}), a.out or f'{data.WORK}/student{a.seed}.pt')
        tally.clear()
        with torch.no_grad():
            for p, k in zip(state, kept):
                p.copy_(k)

    while not done:
        todo = [('tree', b) for b in corpus.batches(corpus.of(*TRAIN), a.words)] + [('names', b) for _ in range(2) for b in corpus.batches(corpus.of(NAMED), a.words)]
        silver = corpus.of(SILVER)
        todo += [('silver', b) for b in corpus.batches(np.random.choice(silver, min(len(silver), 16000), False), a.words)]
        random.shuffle(todo)
        for kind, ids in todo:
            share = (time.time() - begin) / (a.minutes * 60)
            if share >= 1:
                done = True
                break
            net.body.rounding = share >= a.round
            for g in opt.param_groups:
                g['lr'] = g['base'] * min(1, (step + 1) / 200) * max(.02, .5 * (1 + math.cos(math.pi * share)))
            b = corpus.batch(ids, spellings(kind, len(ids)))
            parts = losses(net, b, net(b), kind, labels, tags=.5)
            loss = sum(v * (a.names if k == 'names' else 1) for k, v in parts.items())
            opt.zero_grad(set_to_none=True)
            (loss * (a.silver if kind == 'silver' else 1)).backward()
            torch.nn.utils.clip_grad_norm_(state, 5., foreach=True)
            opt.step()
            step += 1
            with torch.no_grad():
                torch._foreach_lerp_(mean, state, 1 - min(.9995, (1 + step) / (10 + step)))
            if step % 50 == 0:
                tally.update({k: v.detach() for k, v in parts.items()})
                tally['n'] += 1
            if time.time() - last > a.every:
                check()
                last = time.time()
    check()


dict(teacher=train_teacher, label=label, student=train_student)[a.step]()
