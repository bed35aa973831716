"""The networks: the recurrence, the heads, the reader and its teachers. reading/net runs the reader in Go, to the letter."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from words import HASHED_ROWS

try:
    import triton
    import triton.language as tl
except ImportError:  # no GPU: the recurrence runs in plain PyTorch, slowly
    triton = None

TOP = 63  # rounded weights and activations lie in -TOP to TOP, so that vector kernels may add their products in 16 bits


def recurrence(u, k, v, b, length, backward):
    """One direction of a simple recurrent unit (Lei et al. 2018): u (T,B,3H) candidate, forget and reset, k (T,B,H) the
    highway, v and b (2,H) -> (T,B,H), zero beyond a sentence's length."""
    if u.is_cuda:
        return Fused.apply(u, k, v, b, length, backward)
    T, B, H = k.shape
    c, out = torch.zeros(B, H), [None] * T
    for t in reversed(range(T)) if backward else range(T):
        z, f, r = u[t].split(H, -1)
        f = torch.sigmoid(f + v[0] * c + b[0])
        r = torch.sigmoid(r + v[1] * c + b[1])
        live = (t < length)[:, None].float()
        c = live * (f * c + (1 - f) * z)
        out[t] = live * (r * c + (1 - r) * k[t])
    return torch.stack(out)


if triton:

    @triton.jit
    def forward_kernel(u, k, v, b, length, h, cs, fs, rs, B, H, backward: tl.constexpr, N: tl.constexpr):
        i = tl.program_id(0)
        j = tl.program_id(1) * N + tl.arange(0, N)
        live = j < H
        n = tl.load(length + i)
        vf, vr = tl.load(v + j, live, 0.), tl.load(v + H + j, live, 0.)
        bf, br = tl.load(b + j, live, 0.), tl.load(b + H + j, live, 0.)
        c = tl.zeros((N,), tl.float32)
        for s in range(n):
            t = n - 1 - s if backward else s
            at = (t * B + i) * H + j
            x = (t * B + i) * 3 * H + j
            f = tl.sigmoid(tl.load(u + x + H, live, 0.) + vf * c + bf)
            r = tl.sigmoid(tl.load(u + x + 2 * H, live, 0.) + vr * c + br)
            c = f * c + (1 - f) * tl.load(u + x, live, 0.)
            tl.store(cs + at, c, live)
            tl.store(fs + at, f, live)
            tl.store(rs + at, r, live)
            tl.store(h + at, r * c + (1 - r) * tl.load(k + at, live, 0.), live)

    @triton.jit
    def backward_kernel(g, u, k, v, length, cs, fs, rs, du, dk, dv, db, B, H, backward: tl.constexpr, N: tl.constexpr):
        i = tl.program_id(0)
        j = tl.program_id(1) * N + tl.arange(0, N)
        live = j < H
        n = tl.load(length + i)
        vf, vr = tl.load(v + j, live, 0.), tl.load(v + H + j, live, 0.)
        zero = tl.zeros((N,), tl.float32)
        dc, dvf, dvr, dbf, dbr = zero, zero, zero, zero, zero
        for q in range(n):
            s = n - 1 - q
            t = n - 1 - s if backward else s
            before = t + 1 if backward else t - 1
            at = (t * B + i) * H + j
            x = (t * B + i) * 3 * H + j
            f, r = tl.load(fs + at, live, 0.), tl.load(rs + at, live, 0.)
            c0 = tl.load(cs + (before * B + i) * H + j, live & (s > 0), 0.)
            gh = tl.load(g + at, live, 0.)
            tl.store(dk + at, gh * (1 - r), live)
            dr = gh * (tl.load(cs + at, live, 0.) - tl.load(k + at, live, 0.)) * r * (1 - r)
            dc += gh * r
            df = dc * (c0 - tl.load(u + x, live, 0.)) * f * (1 - f)
            tl.store(du + x, dc * (1 - f), live)
            tl.store(du + x + H, df, live)
            tl.store(du + x + 2 * H, dr, live)
            dc = dc * f + df * vf + dr * vr
            dvf += df * c0
            dvr += dr * c0
            dbf += df
            dbr += dr
        tl.store(dv + i * 2 * H + j, dvf, live)
        tl.store(dv + i * 2 * H + H + j, dvr, live)
        tl.store(db + i * 2 * H + j, dbf, live)
        tl.store(db + i * 2 * H + H + j, dbr, live)


class Fused(torch.autograd.Function):
    """The recurrence in one kernel each way."""

    @staticmethod
    def forward(ctx, u, k, v, b, length, backward):
        T, B, H = k.shape
        u, k, v, b = u.float().contiguous(), k.float().contiguous(), v.contiguous(), b.contiguous()
        h = torch.zeros_like(k)
        c, f, r = torch.empty_like(k), torch.empty_like(k), torch.empty_like(k)
        forward_kernel[B, triton.cdiv(H, 64)](u, k, v, b, length, h, c, f, r, B, H, backward, 64, num_warps=2)
        ctx.save_for_backward(u, k, v, length, c, f, r)
        ctx.backward = backward
        return h

    @staticmethod
    def backward(ctx, g):
        u, k, v, length, c, f, r = ctx.saved_tensors
        T, B, H = k.shape
        du, dk = torch.zeros_like(u), torch.zeros_like(k)
        dv, db = torch.empty(B, 2, H, device=u.device), torch.empty(B, 2, H, device=u.device)
        backward_kernel[B, triton.cdiv(H, 64)](g.float().contiguous(), u, k, v, length, c, f, r, du, dk, dv, db, B, H, ctx.backward, 64, num_warps=2)
        return du, dk, dv.sum(0), db.sum(0), None, None


class Rounded(torch.autograd.Function):
    """Rounds rows to steps of their largest value / TOP, as the product does; the gradient passes."""

    @staticmethod
    def forward(ctx, x):
        scale = x.abs().amax(-1, keepdim=True).clamp(min=1e-12) / TOP
        return torch.round(x / scale) * scale

    @staticmethod
    def backward(ctx, g):
        return g


class Layer(nn.Module):
    """Two directions of recurrence; where narrow is given, their input passes a bottleneck of that width and is the highway itself."""

    def __init__(self, width, H, narrow=None):
        super().__init__()
        self.H, self.narrow = H, narrow
        if narrow:
            self.down = nn.Linear(width, narrow, bias=False)
            nn.init.normal_(self.down.weight, std=width ** -.5)
        inner = narrow or width
        self.up = nn.Linear(inner, (6 if narrow else 8) * H, bias=False)
        nn.init.normal_(self.up.weight, std=(1.2 / inner) ** .5)
        self.v = nn.Parameter(torch.zeros(2, 2, H))
        b = torch.zeros(2, 2, H)
        b[:, 1] -= 1.
        self.b = nn.Parameter(b)

    def forward(self, net, x, length):
        u = net.product(self.up, net.product(self.down, x)) if self.narrow else net.product(self.up, x)
        u = u.float()
        H, out = self.H, []
        each = u.shape[-1] // 2
        for d in range(2):
            part = u[..., d * each:(d + 1) * each]
            k = x[..., d * H:(d + 1) * H] if self.narrow else part[..., 3 * H:]
            out.append(recurrence(part[..., :3 * H], k, self.v[d], self.b[d], length, d == 1))
        return torch.cat(out, -1)


class Body(nn.Module):
    """Recurrent layers over vectors of words, and the heads."""

    def __init__(self, width, H, L, A, B, narrow, sizes, drop):
        super().__init__()
        self.A, self.B, self.drop, self.rounding = A, B, drop, False
        self.layers = nn.ModuleList([Layer(width if l == 0 else 2 * H, H, narrow if l else None) for l in range(L)])
        nu, nx, nr, nn_ = sizes
        self.upos, self.xpos, self.ner = nn.Linear(2 * H, nu), nn.Linear(2 * H, nx), nn.Linear(2 * H, nn_)
        self.trans = nn.Parameter(torch.zeros(nn_ + 1, nn_))
        self.mlp = nn.Linear(2 * H, 2 * A + 2 * B)
        self.root = nn.Parameter(torch.randn(2 * H) * .1)
        self.arc, self.arcb = nn.Parameter(torch.randn(A, A) * .05), nn.Parameter(torch.zeros(A))
        self.rel = nn.Linear(3 * B, nr)

    def product(self, linear, x):
        """linear(x), of rounded numbers where the network learns to do with them."""
        if not self.rounding:
            return linear(x)
        return F.linear(Rounded.apply(x), Rounded.apply(linear.weight), linear.bias)

    def thin(self, x, p):
        """Drops the same features of all words of a sentence."""
        if not self.training:
            return x
        return x * (torch.rand(1, *x.shape[1:], device=x.device) > p) / (1 - p)

    def forward(self, x, length):
        x = self.thin(x, self.drop * .7)
        for layer in self.layers:
            x = self.thin(layer(self, x, length), self.drop)
        return x

    def heads(self, x, mask):
        """Scores of tags (T,B,K), of names, of heads (B,T,T+1), the root first, and the relation vectors of dependents and heads (T+1,B,.)."""
        T, B, _ = x.shape
        up, xp, ne = self.product(self.upos, x), self.product(self.xpos, x), self.product(self.ner, x)
        rooted = torch.cat([self.root.expand(1, B, -1), x], 0)
        m = self.thin(F.leaky_relu(self.product(self.mlp, rooted), .1), self.drop)
        ad, ah, rd, rh = m.split([self.A, self.A, self.B, self.B], -1)
        arc = self.arc
        if self.rounding:
            arc, turned = Rounded.apply(arc), Rounded.apply(ah)
        else:
            turned = ah
        sc = torch.einsum('ibx,jbx->bij', ad[1:], torch.einsum('xy,jby->jbx', arc, turned)) + torch.einsum('jby,y->bj', ah, self.arcb)[:, None]
        free = torch.cat([torch.ones(1, B, dtype=torch.bool, device=x.device), mask], 0).t()
        return up, xp, ne, sc.masked_fill(~free[:, None], -1e9), rd, rh

    def relations(self, rd, rh, head):
        """Scores of relations (T,B,R) to heads (T,B), 0 for the root."""
        h = torch.gather(rh, 0, head[..., None].expand(-1, -1, rh.shape[-1]))
        d = rd[1:]
        return self.product(self.rel, torch.cat([d, h, d * h], -1))


class Reader(nn.Module):
    """The network of the product: a word type is the sum of its row and its hashed rows."""

    def __init__(self, rows, sizes, D=128, H=192, L=3, A=64, B=48, narrow=96, drop=.28):
        super().__init__()
        self.word = nn.Embedding.from_pretrained(rows[0], freeze=False)
        self.hashed = nn.EmbeddingBag.from_pretrained(rows[1], freeze=False, mode='sum')
        self.body = Body(D, H, L, A, B, narrow, sizes, drop)

    def forward(self, batch):
        T, B = batch['word'].shape
        row = self.word(batch['row'])
        if self.training:
            row = row * (torch.rand(T, B, 1, device=row.device) > batch['drop'][..., None])
        x = row + self.hashed(batch['hashed'].view(T * B, -1)).view(T, B, -1)
        return self.body(x, batch['length'])


class Teacher(nn.Module):
    """A pretrained encoder with recurrent layers and the reader's heads on top."""

    def __init__(self, encoder, sizes):
        super().__init__()
        self.encoder = encoder
        self.mix = nn.Parameter(torch.zeros(encoder.config.num_hidden_layers + 1))
        self.hashed = nn.EmbeddingBag(HASHED_ROWS, 128, mode='sum')
        nn.init.normal_(self.hashed.weight, std=.15)
        self.body = Body(encoder.config.hidden_size + 128, 256, 2, 192, 128, None, sizes, .3)

    def forward(self, batch):
        with torch.autocast("cuda", torch.bfloat16, enabled=batch["piece"].is_cuda):
            states = self.encoder(input_ids=batch['piece'], attention_mask=batch['pieced'].long(), output_hidden_states=True).hidden_states
        share = torch.softmax(self.mix, 0)
        z = sum(w * s.float() for w, s in zip(share, states))
        T, B = batch['word'].shape
        z = torch.gather(z, 1, batch['first'].t()[..., None].expand(-1, -1, z.shape[-1])).transpose(0, 1)
        return self.body(torch.cat([z * 1.5, self.hashed(batch['hashed'].view(T * B, -1)).view(T, B, -1)], -1), batch['length'])


def partition(e, mask, trans):
    """Log of the sum over all label sequences of a chain: e (T,B,K), trans (K+1,K) whose last row starts; pairs of steps are
    joined until one is left, so that it takes log T steps."""
    T, B, K = e.shape
    start = e[0] + trans[K]
    if T == 1:
        return start.logsumexp(-1)
    none = torch.full((K, K), -1e4, device=e.device).fill_diagonal_(0)
    m = torch.where(mask[1:, :, None, None], trans[:K] + e[1:, :, None], none)
    while len(m) > 1:
        if len(m) % 2:
            m = torch.cat([m, none.expand(1, B, K, K)])
        m = (m[0::2, :, :, :, None] + m[1::2, :, None]).logsumexp(3)
    return (start[:, :, None] + m[0]).flatten(1).logsumexp(-1)


def chain_loss(e, tags, mask, trans):
    """Negative log likelihood of label sequences, summed over the batch."""
    K = e.shape[-1]
    own = torch.gather(e, 2, tags[..., None])[..., 0]
    own = torch.cat([own[:1] + trans[K][tags[0]], own[1:] + trans[tags[:-1], tags[1:]]])
    return (partition(e, mask, trans) - (own * mask).sum(0)).sum()


def viterbi(e, mask, trans):
    """The likeliest label sequences: e (T,B,K), mask (T,B) -> (T,B)."""
    T, B, K = e.shape
    a, back, same = e[0] + trans[K], [], torch.arange(K, device=e.device).expand(B, K)
    for t in range(1, T):
        top, where = (a[:, :, None] + trans[:K]).max(1)
        live = mask[t][:, None]
        back.append(torch.where(live, where, same))
        a = torch.where(live, top + e[t], a)
    out = [a.argmax(1)]
    for where in reversed(back):
        out.append(torch.gather(where, 1, out[-1][:, None])[:, 0])
    return torch.stack(out[::-1])
