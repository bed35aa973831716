"""Step 4: the student, which the product runs, on gold data and the teacher's labels."""
import torch, numpy as np, random, time, sys, collections, json, math, pickle, os, argparse
import torch.nn.functional as F
import data, model
from model import *
ap=argparse.ArgumentParser(); ap.add_argument('--minutes',type=float,default=23); ap.add_argument('--out',default=data.WORK+'/student.pt'); ap.add_argument('--threads',type=int,default=3); ap.add_argument('--lr',type=float,default=2.5e-3); ap.add_argument('--H',type=int,default=224); ap.add_argument('--D',type=int,default=128); ap.add_argument('--silver',default=data.WORK+'/silver.pkl'); ap.add_argument('--drop',type=float,default=.28); ap.add_argument('--sw',type=float,default=.7); ap.add_argument('--seed',type=int,default=1); ap.add_argument('--tok',type=int,default=3000); ap.add_argument('--vocab',type=int,default=14000); ap.add_argument('--every',type=int,default=4); ap.add_argument('--init',default=''); ap.add_argument('--nw',type=float,default=1.0); ap.add_argument('--made-up',type=float,default=0.)
a=ap.parse_args()
torch.set_num_threads(a.threads); random.seed(a.seed); torch.manual_seed(a.seed); np.random.seed(a.seed)
ewt,gum,only=data.load(); dv=data.devs()
silver=[]
if a.silver:
    for f in a.silver.split(','): silver+=pickle.load(open(f,'rb'))
    print('silver',len(silver))
freq=collections.Counter(lower(w) for s in ewt+gum+only for w in s['form'])
for s in silver:
    for w in s['form']: freq[lower(w)]+=.5
import spacy
nlp=spacy.load(data.SPACY,exclude=['parser','tagger','ner','lemmatizer','attribute_ruler','senter','tok2vec'])
vec=nlp.vocab.vectors
M=vec.data; mu=M.mean(0); Uc,S,Vt=np.linalg.svd(M-mu,full_matrices=False); P=Vt[:a.D].T
prew={}
best={}
for key,row in vec.key2row.items():
    w=nlp.vocab.strings[key]; 
    if row<0: continue
    l=lower(w)
    # prefer the lower-cased spelling
    if l not in prew or w==w.lower(): prew[l]=row
own=sorted([w for w,c in freq.items() if c>=2.5],key=lambda w:(-freq[w],w))[:a.vocab]
more=collections.Counter()
import re
for text in data.name_text():
    for w in re.findall(r"[^\W\d_][\w'’.]*",text): more[lower(w)]+=1
for w in freq: more[w]+=1
ownset=set(own)
shared=sorted(w for w in more if w in prew and w not in ownset and 2<=len(w)<20)
used=sorted({prew[w] for w in shared}); rowpos={r:1+len(own)+i for i,r in enumerate(used)}
words=own+shared
vid={w:i+1 for i,w in enumerate(own)}
for w in shared: vid[w]=rowpos[prew[w]]
NR=1+len(own)+len(used)
pre=torch.zeros(NR,a.D)
X=(M-mu)@P; X=X/(np.sqrt((X**2).mean())*3+1e-9)
for w in own:
    if w in prew: pre[vid[w]]=torch.from_numpy(X[prew[w]].astype('float32'))
for r,i in rowpos.items(): pre[i]=torch.from_numpy(X[r].astype('float32'))
print('own',len(own),'shared words',len(shared),'rows',len(used),'all rows',NR,flush=True)
UP=sorted({u for s in ewt+gum for u in s['upos']}); XP=sorted({u for s in ewt+gum for u in s['xpos']}); RL=sorted({u for s in ewt+gum for u in s['rel']}); NE=['O','B-PER','I-PER','B-LOC','I-LOC','B-ORG','I-ORG']
ix=lambda L:{x:i for i,x in enumerate(L)}
iu,ixp,ir,ine=ix(UP),ix(XP),ix(RL),ix(NE)
cache={}
def ft(w):
    r=cache.get(w)
    if r is None:
        l,h=feats(w); r=(vid.get(l,0),h+[0]*(NF-len(h)),1/(1+.25*freq.get(l,0))); cache[w]=r
    return r
def prep(s):
    f=[ft(w) for w in s['form']]; n=len(f)
    s['w']=np.array([x[0] for x in f]); s['h']=np.array([x[1] for x in f]); s['d']=np.array([x[2] for x in f],dtype='float32')
    if 'head' in s:
        s['u']=np.array([iu.get(x,-1) for x in s['upos']]); s['x']=np.array([ixp.get(x,-1) for x in s['xpos']]); s['hd']=np.array(s['head']); s['r']=np.array([ir.get(x,-1) for x in s['rel']])
    s['n']=np.array([ine[x] for x in s['ner']]) if s.get('ner') is not None else np.full(n,-1)
    return s
for L in (ewt,gum,only,silver): [prep(s) for s in L]
for L in dv.values(): [prep(s) for s in L]
def batches(L,tok=2500,shuffle=True):
    L=[s for s in L if len(s['form'])<=120] if shuffle else L
    if shuffle: random.shuffle(L); L=sorted(L,key=lambda s:len(s['form'])+random.random()*4)
    else: L=sorted(L,key=lambda s:len(s['form']))
    out=[];cur=[];mx=0
    for s in L:
        mx=max(mx,len(s['form']))
        if cur and mx*(len(cur)+1)>tok: out.append(cur);cur=[];mx=len(s['form'])
        cur.append(s)
    if cur: out.append(cur)
    if shuffle: random.shuffle(out)
    return out
def pad(b,k,fill=-1):
    T=max(len(s['form']) for s in b); z=np.full((T,len(b)),fill)
    for i,s in enumerate(b):
        if k in s: z[:len(s[k]),i]=s[k]
    return torch.from_numpy(z)
def tens(b):
    T=max(len(s['form']) for s in b); w=np.zeros((T,len(b)),dtype='int64'); h=np.zeros((T,len(b),NF),dtype='int64'); m=np.zeros((T,len(b)),dtype='float32'); d=np.zeros((T,len(b)),dtype='float32')
    for i,s in enumerate(b):
        n=len(s['form']); w[:n,i]=s['w'];h[:n,i]=s['h'];m[:n,i]=1;d[:n,i]=s['d']
    return map(torch.from_numpy,(w,h,m,d))
net=Reader(NR,len(UP),len(XP),len(RL),len(NE),D=a.D,H=a.H,pre=pre,drop=a.drop)
if a.init: net.load_state_dict(torch.load(a.init,weights_only=False)['sd'])
ema={k:v.detach().clone() for k,v in net.state_dict().items()}
net.word.weight.register_hook(lambda g: g*rowmask); rowmask=torch.zeros(NR,1); rowmask[1:1+len(own)]=1
print('params',sum(p.numel() for p in net.parameters()))
opt=torch.optim.AdamW(net.parameters(),lr=a.lr,weight_decay=1e-4,betas=(.9,.98))
def spans(t):
    out=set();i=0
    while i<len(t):
        if t[i]!='O':
            k=t[i][2:];j=i+1
            while j<len(t) and t[j]=='I-'+k: j+=1
            out.add((i,j,k)); i=j
        else: i+=1
    return out
@torch.no_grad()
def evaluate(net,full=True):
    net.eval(); res={}
    for k,L in dv.items():
        c=collections.Counter()
        for b in batches(L,4000,False):
            w,h,m,_=tens(b); x=net(w,h,m); up,xp,ne,sc,rd,rh=net.heads(x,m)
            if k in('ewt','gum'):
                hd=np.zeros(w.shape,dtype='int64'); scn=sc.numpy()
                for i,s in enumerate(b):
                    n=len(s['form']); hd[:n,i]=tree(scn[i,:n,:n+1])
                rl=net.rels(rd,rh,torch.from_numpy(hd)).argmax(-1).numpy(); u=up.argmax(-1).numpy(); xx=xp.argmax(-1).numpy()
                for i,s in enumerate(b):
                    n=len(s['form']); c['n']+=n; okh=hd[:n,i]==s['hd']; c['uas']+=okh.sum()
                    cl=np.array([RL[q].split(':')[0]==g.split(':')[0] for q,g in zip(rl[:n,i],s['rel'])]); c['las']+=(okh&cl).sum(); c['slas']+=(okh&(rl[:n,i]==s['r'])).sum()
                    c['u']+=(u[:n,i]==s['u']).sum(); c['x']+=(xx[:n,i]==s['x']).sum()
            else:
                nn_=ne.numpy(); tr=net.trans.numpy()
                for i,s in enumerate(b):
                    n=len(s['form']); tg=[NE[q] for q in viterbi(nn_[:n,i],tr)]
                    tg=['B-'+q[2:] if q[:2]=='I-' and (j==0 or tg[j-1][2:]!=q[2:]) else q for j,q in enumerate(tg)]
                    p=spans(tg);g=spans(s['ner']); c['tp']+=len(p&g);c['p']+=len(p);c['g']+=len(g)
        if k in('ewt','gum'): res[k]={q:round(100*c[q]/c['n'],2) for q in('u','x','uas','las','slas')}
        else: res[k]=round(200*c['tp']/(c['p']+c['g']),2)
    net.train(); return res
CONS=['b','d','f','g','h','k','l','m','n','p','r','s','t','v','z','br','dr','gr','kr','tr','st','th','sh','ch','kh']
VOW=['a','e','i','o','u','a','o','ai','ia','ei']
END=['','','n','r','s','l','nd','k','m','th','rd','x','sk','v']
def made_up():
    w=''.join(random.choice(CONS if i or random.random()<.8 else ['']) + random.choice(VOW) for i in range(random.choice([1,2,2,2,3])))+random.choice(END)
    return w[:1].upper()+w[1:]
def name_aug(s):
    """Puts made-up names in place of names, so that the reader knows them by where they stand."""
    if 'upos' not in s: return s
    g=list(s['form']); to={}
    for i,w in enumerate(g):
        if not w.isalpha() or not w[0].isupper() or len(w)<4 or w.isupper(): continue
        if s['upos'][i]=='PROPN': to.setdefault(w,made_up())
        elif s['upos'][i]=='ADJ' and i>0 and not g[i-1] in '."“': to.setdefault(w,made_up()+random.choice(['ian','ish','i','ese','an','ic']))
        if w in to: g[i]=to[w]
    if not to: return s
    q=dict(s); q['form']=g; return prep(q)
def case_aug(s):
    r=random.random()
    if r>1-a.made_up: return name_aug(s)
    if r<.04: g=[w.lower() for w in s['form']]
    elif r<.06: g=[w.upper() for w in s['form']]
    elif r<.08: g=[w[:1].upper()+w[1:] for w in s['form']]
    else: return s
    q=dict(s); q['form']=g; return prep(q)
t0=time.time(); step=0; ep=0; last=0
done=False
while not done:
    tb=[case_aug(s) for s in ewt+gum]; bs=batches(tb,a.tok)+batches(only*2,a.tok)
    if silver: bs+=batches(random.sample(silver,min(len(silver),20000)),a.tok)
    random.shuffle(bs); ep+=1; tl=collections.Counter()
    for b in bs:
        fr=(time.time()-t0)/(a.minutes*60)
        if fr>=1: done=True;break
        lr=a.lr*min(1,(step+1)/200)*max(.02,.5*(1+math.cos(math.pi*fr)))
        for g in opt.param_groups: g['lr']=lr
        w,h,m,d=tens(b); wk=(torch.rand(d.shape)>d*.5+.05).float()
        x=net(w,h,m,wk); up,xp,ne,sc,rd,rh=net.heads(x,m)
        N=m.sum(); loss=0; sw=a.sw if b[0].get('silver') else 1.
        nt=pad(b,'n')
        if (nt>=0).any(): c_=nt[0]>=0; ln=crf_loss(ne[:,c_],nt[:,c_].clamp(min=0),m[:,c_],net.trans)/N; loss=loss+a.nw*ln; tl['ner']+=ln.item()
        if 'head' in b[0]:
            hd=pad(b,'hd'); ut=pad(b,'u'); xt=pad(b,'x'); rt=pad(b,'r')
            la=F.cross_entropy(sc.permute(1,0,2).flatten(0,1),hd.flatten(),ignore_index=-1,reduction='sum')/N
            lr_=F.cross_entropy(net.rels(rd,rh,hd.clamp(min=0)).flatten(0,1),rt.flatten(),ignore_index=-1,reduction='sum')/N
            lu=F.cross_entropy(up.flatten(0,1),ut.flatten(),ignore_index=-1,reduction='sum')/N; lx=F.cross_entropy(xp.flatten(0,1),xt.flatten(),ignore_index=-1,reduction='sum')/N
            loss=loss+la+lr_+.5*lu+.5*lx; tl['arc']+=la.item();tl['rel']+=lr_.item();tl['u']+=lu.item()
        opt.zero_grad(); (loss*sw).backward(); torch.nn.utils.clip_grad_norm_(net.parameters(),5.); opt.step(); step+=1
        dec=min(.9995,(1+step)/(10+step))
        with torch.no_grad():
            for k,v in net.state_dict().items():
                if v.dtype.is_floating_point: ema[k].lerp_(v,1-dec)
    if ep%a.every==0 or done:
        old={k:v.clone() for k,v in net.state_dict().items()}; net.load_state_dict(ema); r=evaluate(net); 
        torch.save(dict(sd=net.state_dict(),words=words,rows=[vid[w] for w in words],UP=UP,XP=XP,RL=RL,NE=NE,D=a.D,H=a.H),a.out); 
        if not done: net.load_state_dict(old)
        print(ep,step,round(time.time()-t0),{k:round(v/len(bs),3) for k,v in tl.items()},json.dumps(r),flush=True)
