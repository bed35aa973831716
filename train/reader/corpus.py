"""The prepared data on a device, batches of it, and scores on the development sets."""
import collections

import numpy as np
import torch

import data
from model import viterbi

TRAIN, NAMED, SILVER = (0, 1), 2, 3
DEV = {'ewt': 4, 'gum': 5, 'uner': 6, 'cross': 7}


class Corpus:
    """Flat arrays of words; a batch is gathered on the device from the numbers of its sentences."""

    def __init__(self, path, device):
        z = np.load(path)
        self.device = device
        self.length = z['length']
        self.set = z['set']
        self.sizes = [1 + int(z[k].max()) for k in ('upos', 'xpos', 'rel')] + [len(data.NAMES)]
        self.variants = len(z['variant'])
        self.on = {k: torch.from_numpy(z[k]).to(device) for k in z.files if k != 'set'}
        self.on['start'] = self.starts(self.on['length'])
        self.on['piece start'] = self.starts(self.on['pieces'])
        self.pieces = z['pieces']
        for k in ('row', 'head', 'upos', 'xpos', 'rel', 'ner', 'first', 'piece', 'hashed'):
            self.on[k] = self.on[k].int()

    @staticmethod
    def starts(length):
        return torch.cat([torch.zeros(1, dtype=torch.long, device=length.device), length.long().cumsum(0)])

    def batches(self, ids, words, shuffle=True, by=None):
        """Lists of sentence numbers, of like length and at most words with padding."""
        by = self.length if by is None else by
        key = by[ids] + (np.random.rand(len(ids)) * 3 if shuffle else 0)
        out, now, top = [], [], 0
        for i in ids[np.argsort(key, kind='stable')]:
            top = max(top, by[i])
            if now and top * (len(now) + 1) > words:
                out.append(now)
                now, top = [], by[i]
            now.append(i)
        if now:
            out.append(now)
        if shuffle:
            np.random.shuffle(out)
        return out

    def batch(self, ids, variant=None, pieces=False):
        """Tensors (T,B) of sentences; variant picks each sentence's spelling."""
        on = self.on
        i = torch.tensor(np.asarray(ids), device=self.device)
        T = int(self.length[ids].max())
        steps = torch.arange(T, device=self.device)[:, None]
        length = on['length'][i]
        mask = steps < length
        at = torch.where(mask, on['start'][i] + steps, 0)
        v = torch.zeros_like(i) if variant is None else torch.tensor(variant, device=self.device)
        word = on['variant'][v, at].long()
        out = dict(ids=i, length=length, mask=mask, at=at, word=word, row=on['row'][word], drop=on['drop'][word].float(), hashed=on['hashed'][word])
        for k in ('upos', 'xpos', 'rel', 'ner', 'head'):
            out[k] = torch.where(mask, on[k][at], -1).long()
        if pieces:
            P = int(self.pieces[ids].max())
            steps = torch.arange(P, device=self.device)
            out['pieced'] = steps < on['pieces'][i][:, None]
            out['piece'] = torch.where(out['pieced'], on['piece'][torch.where(out['pieced'], on['piece start'][i][:, None] + steps, 0)], 0).long()
            out['first'] = torch.where(mask, on['first'][at], 0).long()
        return out

    def of(self, *sets):
        return np.flatnonzero(np.isin(self.set, sets))


def spans(tags):
    out, i = set(), 0
    while i < len(tags):
        j = i + 1
        if tags[i] != 'O':
            kind = tags[i][2:]
            while j < len(tags) and tags[j] == 'I-' + kind:
                j += 1
            out.add((i, j, kind))
        i = j
    return out


def tree(scores):
    """The maximum tree with one root by scores (n,n+1) of heads for words: the best heads where they are one, else Chu-Liu-Edmonds."""
    n = len(scores)
    scores = scores.copy()
    scores[np.arange(n), np.arange(n) + 1] = -1e9
    heads = scores.argmax(1)
    if (heads == 0).sum() == 1 and is_tree(heads):
        return heads
    best = None
    others = np.where(np.arange(n + 1)[None] > 0, scores, -1e9).max(1)
    for root in np.argsort(-(scores[:, 0] - others))[:3]:
        one = scores.copy()
        one[:, 0] = -1e9
        one[root], one[root, 0] = -1e9, 0
        heads = edmonds(np.vstack([np.full(n + 1, -1e18), one]))[1:]
        total = scores[np.arange(n), heads].sum()
        if best is None or total > best[0]:
            best = total, heads
    return best[1]


def is_tree(heads):
    for i in range(len(heads)):
        at, steps = i + 1, 0
        while at:
            at, steps = heads[at - 1], steps + 1
            if steps > len(heads):
                return False
    return True


def edmonds(m):
    """Heads by scores m (dependent, head) of the maximum arborescence from node 0."""
    n = len(m)
    m = m.copy()
    np.fill_diagonal(m, -1e18)
    head = m.argmax(1)
    head[0] = -1
    cycle, colour = None, [0] * n
    for i in range(1, n):
        path, at = [], i
        while at > 0 and colour[at] == 0:
            colour[at] = 1
            path.append(at)
            at = head[at]
        if at > 0 and colour[at] == 1:
            cycle = path[path.index(at):]
            break
        for p in path:
            colour[p] = 2
    if cycle is None:
        return head
    rest = [i for i in range(n) if i not in set(cycle)]
    k = len(rest)
    small = np.full((k + 1, k + 1), -1e18)
    small[:k, :k] = m[np.ix_(rest, rest)]
    cycle = np.array(cycle)
    gain = m[cycle][:, rest] - m[cycle, head[cycle]][:, None]
    into = gain.argmax(0)
    small[k, :k] = gain.max(0)
    out = m[np.ix_(rest, cycle)]
    small[:k, k] = out.max(1)
    solved = edmonds(small)
    result = head.copy()
    for i, node in enumerate(rest):
        if node:
            result[node] = cycle[out[i].argmax()] if solved[i] == k else rest[solved[i]]
    entry = cycle[into[solved[k]]]
    result[entry] = rest[solved[k]]
    return result


@torch.no_grad()
def evaluate(net, corpus, rel_names, pieces=False):
    """Tags, attachment and names on the development sets, in percent."""
    net.eval()
    result = {}
    universal = np.unique([r.split(':')[0] for r in rel_names], return_inverse=True)[1]
    for name, number in DEV.items():
        c = collections.Counter()
        for ids in corpus.batches(corpus.of(number), 6000, False, corpus.pieces if pieces else None):
            b = corpus.batch(ids, pieces=pieces)
            x = net(b)
            up, xp, ne, sc, rd, rh = net.body.heads(x, b['mask'])
            lengths = corpus.length[ids]
            if name in ('ewt', 'gum'):
                scores, heads = sc.float().cpu().numpy(), np.zeros(b['mask'].shape, np.int64)
                for i, n in enumerate(lengths):
                    heads[:n, i] = tree(scores[i, :n, :n + 1])
                h = torch.from_numpy(heads).to(corpus.device)
                rel = net.body.relations(rd, rh, h).argmax(-1)
                m = b['mask']
                right = (h == b['head']) & m
                same = torch.from_numpy(universal).to(corpus.device)
                c['n'] += int(m.sum())
                c['uas'] += int(right.sum())
                c['las'] += int((right & (same[rel] == same[b['rel'].clamp(min=0)])).sum())
                c['upos'] += int(((up.argmax(-1) == b['upos']) & m).sum())
                c['xpos'] += int(((xp.argmax(-1) == b['xpos']) & m).sum())
            else:
                got, want = viterbi(ne, b['mask'], net.body.trans).cpu().numpy(), b['ner'].cpu().numpy()
                for i, n in enumerate(lengths):
                    tags = [data.NAMES[q] for q in got[:n, i]]
                    tags = ['B-' + q[2:] if q[0] == 'I' and (j == 0 or tags[j - 1][2:] != q[2:]) else q for j, q in enumerate(tags)]
                    p, g = spans(tags), spans([data.NAMES[q] for q in want[:n, i]])
                    c['both'] += len(p & g)
                    c['all'] += len(p) + len(g)
        result[name] = {k: round(100 * c[k] / c['n'], 2) for k in ('upos', 'xpos', 'uas', 'las')} if 'n' in c else round(200 * c['both'] / max(1, c['all']), 2)
    net.train()
    return result
