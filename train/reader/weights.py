"""Reads and writes the weight file; README.md has its layout."""
import json
import struct

import numpy as np

MAGIC = b'ENTRDR02'
TYPES = {'i8': np.int8, 'i32': np.dtype('<i4'), 'f32': np.dtype('<f4')}


def read(path):
    """The header and the tensors by name, texts as lists of lines."""
    raw = open(path, 'rb').read()
    size, = struct.unpack('<I', raw[8:12])
    header, body = json.loads(raw[12:12 + size]), raw[12 + size:]
    out = {}
    for t in header['tensors']:
        part = body[t['offset']:t['offset'] + t['bytes']]
        out[t['name']] = part.decode().split('\n') if t['type'] == 'str' else np.frombuffer(part, TYPES[t['type']]).reshape(t['shape'])
    return header, out


def rows(tensors, name):
    """A table of rounded rows as numbers."""
    return tensors[name + '.q'].astype(np.float32) * tensors[name + '.s'][:, None]


def rounded(matrix, top):
    """A matrix as int8 of at most top in size, and a scale for each row."""
    scale = np.abs(matrix).max(1) / top
    scale[scale == 0] = 1e-12
    return np.clip(np.round(matrix / scale[:, None]), -top, top).astype(np.int8), scale.astype('<f4')


def write(path, header, tensors):
    body, table = bytearray(), []
    for name, value in tensors.items():
        body += b'\0' * (-len(body) % 64)
        if isinstance(value, list):
            kind, shape, data = 'str', [], '\n'.join(value).encode()
        else:
            kind = {'int8': 'i8', 'int32': 'i32', 'float32': 'f32'}[value.dtype.name]
            shape, data = list(value.shape), np.ascontiguousarray(value).tobytes()
        table.append(dict(name=name, type=kind, shape=shape, offset=len(body), bytes=len(data)))
        body += data
    head = json.dumps(dict(header, tensors=table)).encode()
    with open(path, 'wb') as f:
        f.write(MAGIC + struct.pack('<I', len(head)) + head + body)
