"""The network, its features, and decoding. reading/net runs the same in Go."""
import torch, torch.nn as nn, torch.nn.functional as F, os
from torch.utils.cpp_extension import load
HERE=os.path.dirname(os.path.abspath(__file__))
K=load('sru',[HERE+'/sru.cpp'],extra_cflags=['-O3','-march=native','-ffast-math','-fopenmp'])
class Rec(torch.autograd.Function):
    @staticmethod
    def forward(ctx,U,v,b,mask,rev):
        U=U.float().contiguous(); h,C,Fg,R=K.fwd(U,v.contiguous(),b.contiguous(),mask,rev)
        ctx.save_for_backward(U,v,mask,C,Fg,R); ctx.rev=rev; return h
    @staticmethod
    def backward(ctx,g):
        U,v,mask,C,Fg,R=ctx.saved_tensors
        dU,dv,db=K.bwd(g.float().contiguous(),U,v.contiguous(),mask,C,Fg,R,ctx.rev)
        return dU,dv,db,None,None
NH=8192
def fnv(s):
    h=2166136261
    for c in s.encode('utf8'): h=((h^c)*16777619)&0xffffffff
    return h
def lower(w):
    return ''.join('0' if c.isdigit() else c for c in w.lower())
def shape(w):
    out=[]
    for c in w:
        k='X' if c.isupper() else 'x' if c.isalpha() else '0' if c.isdigit() else c
        if len(out)>=2 and out[-1]==k and out[-2]==k: continue
        out.append(k)
    return ''.join(out[:12])
def feats(w):
    l=lower(w); s=shape(w)
    fs=['h:'+s]
    for n in (1,2,3,4): fs.append('s%d:'%n+l[-n:])
    for n in (1,2,3): fs.append('p%d:'%n+l[:n])
    fs.append('i:'+w[:1]) 
    if len(w)>1: fs.append('c:'+s[:1]+l[-3:])
    else: fs.append('c:'+w)
    return l,[fnv(f)%NH for f in fs]
NF=10
def crf_loss(e,tags,mask,t):
    """Negative log likelihood of a linear chain (T,B,K) with transitions t[from label or K for the start, to label]; sum over the batch."""
    T,B,K=e.shape
    m=mask.bool()
    a=e[0]+t[K][None]
    g=a.gather(1,tags[0][:,None])[:,0]
    for i in range(1,T):
        n=torch.logsumexp(a[:,:,None]+t[None,:K],1)+e[i]
        a=torch.where(m[i][:,None],n,a)
        step=t[tags[i-1],tags[i]]+e[i].gather(1,tags[i][:,None])[:,0]
        g=g+torch.where(m[i],step,torch.zeros_like(step))
    return (torch.logsumexp(a,1)-g).sum()
def viterbi(e,t):
    """e (n,K) numpy, t (K+1,K) numpy -> labels."""
    import numpy as np
    n,K=e.shape; a=e[0]+t[K]; back=[]
    for i in range(1,n):
        s=a[:,None]+t[:K]; b=s.argmax(0); back.append(b); a=s[b,np.arange(K)]+e[i]
    y=[int(a.argmax())]
    for b in back[::-1]: y.append(int(b[y[-1]]))
    return y[::-1]
class Reader(nn.Module):
    def __init__(s,V,nu,nx,nr,nn_,D=160,H=160,L=3,A=96,B=64,pre=None,drop=.33):
        super().__init__()
        s.D,s.H,s.L=D,H,L
        s.word=nn.Embedding(V,D); s.hash=nn.EmbeddingBag(NH,D,mode='sum')
        nn.init.zeros_(s.word.weight); nn.init.normal_(s.hash.weight,std=.15)
        if pre is not None: s.register_buffer('pre',pre); s.proj=nn.Linear(D,D,bias=False); nn.init.eye_(s.proj.weight)
        s.W=nn.ModuleList(); s.v=nn.ParameterList(); s.b=nn.ParameterList()
        for l in range(L):
            i=D if l==0 else 2*H
            for d in range(2):
                s.W.append(nn.Linear(i,4*H,bias=False)); nn.init.normal_(s.W[-1].weight,std=(1.2/i)**.5)
                s.v.append(nn.Parameter(torch.zeros(2,H))); b=torch.zeros(2,H); b[1]-=1.; s.b.append(nn.Parameter(b))
        s.trans=nn.Parameter(torch.zeros(nn_+1,nn_)); s.upos=nn.Linear(2*H,nu); s.xpos=nn.Linear(2*H,nx); s.ner=nn.Linear(2*H,nn_)
        s.mlp=nn.Linear(2*H,2*A+2*B); s.A,s.B=A,B
        s.root=nn.Parameter(torch.randn(2*H)*.1)
        s.arc=nn.Parameter(torch.randn(A,A)*.05); s.arcb=nn.Parameter(torch.zeros(A))
        s.relw=nn.Parameter(torch.randn(nr,B,B)*.02); s.reld=nn.Linear(B,nr); s.relh=nn.Linear(B,nr,bias=False)
        s.p=drop
    def embed(s,word,hsh):  # word (N), hsh (N,NF)
        e=s.word(word)
        if hasattr(s,'proj'): e=e+s.proj(s.pre[word])
        return e
    def forward(s,word,hsh,mask,wkeep=None):
        T,B=word.shape
        e=s.embed(word,hsh)
        if wkeep is not None: e=e*wkeep[...,None]
        x=e+s.hash(hsh.view(T*B,-1)).view(T,B,-1)
        drop=lambda x,p:F.dropout(x,p) if False else (x*(torch.rand(1,B,x.shape[-1])>p).float()/(1-p) if s.training else x)
        x=drop(x,s.p*.7)
        for l in range(s.L):
            hs=[]
            for d in range(2):
                k=2*l+d
                with torch.autocast('cpu',torch.bfloat16,enabled=s.training): U=s.W[k](x)
                U=U.view(T,B,4,s.H)
                hs.append(Rec.apply(U,s.v[k],s.b[k],mask,d==1))
            x=drop(torch.cat(hs,-1),s.p)
        return x
    def heads(s,x,mask):
        T,B,_=x.shape
        up,xp,ne=s.upos(x),s.xpos(x),s.ner(x)
        xr=torch.cat([s.root.expand(1,B,-1),x],0)
        m=F.leaky_relu(s.mlp(xr),.1)
        if s.training: m=m*(torch.rand(1,B,m.shape[-1])>s.p).float()/(1-s.p)
        A,Bq=s.A,s.B
        ad,ah,rd,rh=m[...,:A],m[...,A:2*A],m[...,2*A:2*A+Bq],m[...,2*A+Bq:]
        sc=torch.einsum('ibx,xy,jby->bij',ad[1:],s.arc,ah)+torch.einsum('jby,y->bj',ah,s.arcb)[:,None,:]
        sc=sc.masked_fill(~torch.cat([torch.ones(1,B,dtype=torch.bool),mask.bool()],0).t()[:,None,:],-1e9)
        return up,xp,ne,sc,rd,rh
    def rels(s,rd,rh,head): # head (T,B) of 0..T ; rd,rh (T+1,B,Bq)
        hh=torch.gather(rh,0,head[...,None].expand(-1,-1,rh.shape[-1])); dd=rd[1:]
        return torch.einsum('tbx,rxy,tby->tbr',dd,s.relw,hh)+s.reld(dd)+s.relh(hh)
def tree(sc):
    """sc: numpy (n, n+1) scores of heads 0..n for words 1..n -> heads; greedy then Chu-Liu-Edmonds with one root."""
    import numpy as np
    n=sc.shape[0]; sc=sc.copy()
    for i in range(n): sc[i,i+1]=-1e9
    h=sc.argmax(1)
    def ok(h):
        if (h==0).sum()!=1: return False
        for i in range(n):
            k=i+1;c=0
            while k:
                k=h[k-1];c+=1
                if c>n: return False
        return True
    if ok(h): return h
    best=None
    roots=np.argsort(-(sc[:,0]-np.where(np.arange(n+1)[None]>0,sc,-1e9).max(1)))[:3]
    for r in roots:
        s2=sc.copy(); s2[:,0]=-1e9; s2[r,:]=-1e9; s2[r,0]=0
        hh=cle(s2); 
        tot=sum(sc[i,hh[i]] for i in range(n))
        if best is None or tot>best[0]: best=(tot,hh)
    return best[1]
def cle(sc):
    import numpy as np
    n=sc.shape[0]
    M=np.full((n+1,n+1),-1e18); M[1:,:]=sc   # M[dep,head]
    for i in range(n+1): M[i,i]=-1e18
    def solve(M,nodes):
        N=M.shape[0]; head=M.argmax(1); head[0]=-1
        color=[0]*N; cyc=None
        for i in range(1,N):
            if color[i]: continue
            path=[];k=i
            while k>0 and color[k]==0: color[k]=1;path.append(k);k=head[k]
            if k>0 and color[k]==1: cyc=path[path.index(k):]
            for p in path: color[p]=2
            if cyc: break
        if not cyc: return head
        inc=set(cyc); rest=[i for i in range(N) if i not in inc]
        m=len(rest); M2=np.full((m+1,m+1),-1e18)
        pos={r:i for i,r in enumerate(rest)}
        cs=sum(M[c,head[c]] for c in cyc)
        ein={};eout={}
        for r in rest:
            for q in rest: M2[pos[r],pos[q]]=M[r,q]
            # edge from r into the cycle
            best=max(cyc,key=lambda c:M[c,r]-M[c,head[c]]); M2[m,pos[r]]=M[best,r]-M[best,head[best]]+cs; ein[pos[r]]=best
            if r!=0:
                b2=max(cyc,key=lambda c:M[r,c]); M2[pos[r],m]=M[r,b2]; eout[pos[r]]=b2
        sub=solve(M2,None)
        out=head.copy()
        for r in rest:
            if r==0: continue
            h=sub[pos[r]]; out[r]=eout[pos[r]] if h==m else rest[h]
        h=sub[m]; c=ein[h]; out[c]=rest[h]
        return out
    return solve(M,None)[1:]
