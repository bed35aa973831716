"""Step 5: rounds the student and writes the weight file; README.md has its layout."""
import argparse

import numpy as np
import torch

import data
import weights
from model import TOP

ap = argparse.ArgumentParser()
ap.add_argument('student', nargs='?', default=data.WORK + '/student1.pt')
ap.add_argument('--out', default='../../reading/weights/reader.bin')
ap.add_argument('--vocabulary', default='../../reading/weights/reader.bin', help='weight file with the words and labels')
a = ap.parse_args()
header, old = weights.read(a.vocabulary)
saved = torch.load(a.student, map_location='cpu')
net, size = {k: v.float().numpy() for k, v in saved['net'].items()}, saved['size']
net['word.weight'][0] = 0
tensors = {}


def put(name, matrix, top=TOP):
    tensors[name + '.q'], tensors[name + '.s'] = weights.rounded(matrix, top)


put('word', net['word.weight'], 127)
put('hash', net['hashed.weight'], 127)
layers = len([k for k in net if k.startswith('body.layers.') and k.endswith('.v')])
for l in range(layers):
    at = f'body.layers.{l}.'
    if l:
        put(f'down.{l}', net[at + 'down.weight'])
    put(f'up.{l}', net[at + 'up.weight'])
    tensors[f'v.{l}'], tensors[f'b.{l}'] = net[at + 'v'], net[at + 'b']
for head in ('upos', 'xpos', 'ner', 'mlp', 'rel'):
    put(head, net[f'body.{head}.weight'])
    tensors[head + '.b'] = net[f'body.{head}.bias']
for k in ('root', 'arc', 'arcb', 'trans'):
    tensors[k] = net['body.' + k]
tensors['vocab'], tensors['rows'] = old['vocab'], np.asarray(old['rows'], np.int32)
A = len(net['body.arcb'])
head = dict(D=size['D'], H=size['H'], P=size['narrow'], L=layers, A=A, B=net['body.rel.weight'].shape[1] // 3, NH=len(net['hashed.weight']))
head |= {k: header[k] for k in ('upos', 'xpos', 'rel', 'ner')}
weights.write(a.out, dict(head, words=len(old['vocab']), wordRows=len(net['word.weight'])), tensors)
