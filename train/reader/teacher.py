"""Step 2: the teacher, MiniLM with two recurrent layers and the student's heads, on gold data and silver names."""
import torch, numpy as np, random, time, collections, json, pickle, argparse
import torch.nn as nn, torch.nn.functional as F
import data, model
from model import *
from transformers import AutoModel, AutoTokenizer
ap=argparse.ArgumentParser(); ap.add_argument('--minutes',type=float,default=15); ap.add_argument('--threads',type=int,default=3); ap.add_argument('--silver',default=data.WORK+'/silver_ner.pkl'); ap.add_argument('--out',default=data.WORK+'/teacher.pt'); a=ap.parse_args()
torch.set_num_threads(a.threads); torch.manual_seed(1); random.seed(1); np.random.seed(1)
PATH=data.MINILM
tk=AutoTokenizer.from_pretrained(PATH)
ewt,gum,only=data.load(); dv=data.devs()
silver=pickle.load(open(a.silver,'rb')) if a.silver else []
UP=sorted({u for s in ewt+gum for u in s['upos']}); XP=sorted({u for s in ewt+gum for u in s['xpos']}); RL=sorted({u for s in ewt+gum for u in s['rel']}); NE=['O','B-PER','I-PER','B-LOC','I-LOC','B-ORG','I-ORG']
ix=lambda L:{x:i for i,x in enumerate(L)}
iu,ixp,ir,ine=ix(UP),ix(XP),ix(RL),ix(NE)
pc={}
def pieces(w):
    r=pc.get(w)
    if r is None: r=tk(w,add_special_tokens=False)['input_ids'][:8] or [tk.unk_token_id]; pc[w]=r
    return r
fc={}
def hf(w):
    r=fc.get(w)
    if r is None: _,h=feats(w); r=h+[0]*(NF-len(h)); fc[w]=r
    return r
def prep(s):
    ids=[tk.cls_token_id]; first=[]
    for w in s['form']: first.append(len(ids)); ids+=pieces(w)
    ids.append(tk.sep_token_id); s['ids']=np.array(ids); s['first']=np.array(first); s['h']=np.array([hf(w) for w in s['form']])
    if 'head' in s and s.get('upos'):
        s['u']=np.array([iu.get(x,-1) for x in s['upos']]); s['x']=np.array([ixp.get(x,-1) for x in s['xpos']]); s['hd']=np.array(s['head']); s['r']=np.array([ir.get(x,-1) for x in s['rel']])
    s['n']=np.array([ine[x] for x in s['ner']]) if s.get('ner') is not None else np.full(len(first),-1)
    return s
class Teacher(nn.Module):
    def __init__(s,H=256,A=192,B=128):
        super().__init__(); s.enc=AutoModel.from_pretrained(PATH); s.enc.pooler=None
        s.mixw=nn.Parameter(torch.zeros(7)); s.core=Reader(2,len(UP),len(XP),len(RL),len(NE),D=384+128,H=H,L=2,A=A,B=B,drop=.3); s.core.hash=nn.EmbeddingBag(NH,128,mode='sum'); nn.init.normal_(s.core.hash.weight,std=.15); s.core.word=nn.Embedding(2,1)
    def forward(s,ids,am,first,hsh,mask):
        with torch.autocast('cpu',torch.bfloat16): o=s.enc(input_ids=ids,attention_mask=am,output_hidden_states=True).hidden_states
        w=torch.softmax(s.mixw,0); z=sum(w[i]*o[i].float() for i in range(7))
        T,B=mask.shape
        z=torch.gather(z,1,first.t()[...,None].expand(-1,-1,384)).transpose(0,1)
        x=torch.cat([z*1.5,s.core.hash(hsh.view(T*B,-1)).view(T,B,-1)],-1); c=s.core
        drop=lambda x,p:x*(torch.rand(1,B,x.shape[-1])>p).float()/(1-p) if s.training else x
        x=drop(x,.25)
        for l in range(c.L):
            hs=[]
            for d in range(2):
                k=2*l+d
                with torch.autocast('cpu',torch.bfloat16): U=c.W[k](x)
                hs.append(Rec.apply(U.float().view(T,B,4,c.H),c.v[k],c.b[k],mask,d==1))
            x=drop(torch.cat(hs,-1),.3)
        return x
def tens(b):
    T=max(len(s['form']) for s in b); P=max(len(s['ids']) for s in b); n=len(b)
    ids=np.zeros((n,P),dtype='int64');am=np.zeros((n,P),dtype='int64');fi=np.zeros((T,n),dtype='int64');h=np.zeros((T,n,NF),dtype='int64');m=np.zeros((T,n),dtype='float32')
    for i,s in enumerate(b):
        k=len(s['form']);p=len(s['ids']); ids[i,:p]=s['ids'];am[i,:p]=1;fi[:k,i]=s['first'];h[:k,i]=s['h'];m[:k,i]=1
    return map(torch.from_numpy,(ids,am,fi,h,m))
def batches(L,tok=2000,shuffle=True):
    L=[s for s in L if len(s['ids'])<=200] if shuffle else L
    if shuffle: random.shuffle(L)
    L=sorted(L,key=lambda s:len(s['ids'])+(random.random()*4 if shuffle else 0)); out=[];cur=[];mx=0
    for s in L:
        mx=max(mx,len(s['ids']))
        if cur and mx*(len(cur)+1)>tok: out.append(cur);cur=[];mx=len(s['ids'])
        cur.append(s)
    if cur: out.append(cur)
    if shuffle: random.shuffle(out)
    return out
def pad(b,k,fill=-1):
    T=max(len(s['form']) for s in b); z=np.full((T,len(b)),fill)
    for i,s in enumerate(b):
        if k in s: z[:len(s[k]),i]=s[k]
    return torch.from_numpy(z)
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
def evaluate(net):
    net.eval(); res={}
    for k,L in dv.items():
        c=collections.Counter()
        for b in batches(L,4000,False):
            ids,am,fi,h,m=tens(b); x=net(ids,am,fi,h,m); up,xp,ne,sc,rd,rh=net.core.heads(x,m)
            if k in('ewt','gum'):
                hd=np.zeros(m.shape,dtype='int64'); scn=sc.numpy()
                for i,s in enumerate(b):
                    n=len(s['form']); hd[:n,i]=tree(scn[i,:n,:n+1])
                rl=net.core.rels(rd,rh,torch.from_numpy(hd)).argmax(-1).numpy(); u=up.argmax(-1).numpy(); xx=xp.argmax(-1).numpy()
                for i,s in enumerate(b):
                    n=len(s['form']); c['n']+=n; okh=hd[:n,i]==s['hd']; c['uas']+=okh.sum()
                    cl=np.array([RL[q].split(':')[0]==g.split(':')[0] for q,g in zip(rl[:n,i],s['rel'])]); c['las']+=(okh&cl).sum(); c['u']+=(u[:n,i]==s['u']).sum(); c['x']+=(xx[:n,i]==s['x']).sum()
            else:
                nn_=ne.numpy(); tr=net.core.trans.detach().numpy()
                for i,s in enumerate(b):
                    n=len(s['form']); tg=[NE[q] for q in viterbi(nn_[:n,i],tr)]
                    tg=['B-'+q[2:] if q[:2]=='I-' and (j==0 or tg[j-1][2:]!=q[2:]) else q for j,q in enumerate(tg)]
                    p=spans(tg);g=spans(s['ner']); c['tp']+=len(p&g);c['p']+=len(p);c['g']+=len(g)
        res[k]={q:round(100*c[q]/c['n'],2) for q in('u','x','uas','las')} if k in('ewt','gum') else round(200*c['tp']/(c['p']+c['g']),2)
    net.train(); return res
if __name__=='__main__':
    for L in (ewt,gum,only,silver): [prep(s) for s in L]
    for L in dv.values(): [prep(s) for s in L]
    net=Teacher(); 
    enc=[p for n,p in net.named_parameters() if n.startswith('enc.')]; rest=[p for n,p in net.named_parameters() if not n.startswith('enc.')]
    opt=torch.optim.AdamW([dict(params=enc,lr=2e-4,base=2e-4),dict(params=rest,lr=1.5e-3,base=1.5e-3)],weight_decay=1e-3,betas=(.9,.98))
    t0=time.time();step=0;ep=0;done=False
    while not done:
        bs=batches(ewt+gum)+batches(only)
        if silver: bs+=batches(random.sample(silver,8000))
        random.shuffle(bs);ep+=1;tl=collections.Counter()
        for b in bs:
            fr=(time.time()-t0)/(a.minutes*60)
            if fr>=1: done=True;break
            f=min(1,(step+1)/150)*max(.01,(1-fr))
            for g in opt.param_groups: g['lr']=g['base']*f
            ids,am,fi,h,m=tens(b); x=net(ids,am,fi,h,m); up,xp,ne,sc,rd,rh=net.core.heads(x,m); N=m.sum(); loss=0; nt=pad(b,'n')
            if (nt>=0).any(): c_=nt[0]>=0; l=crf_loss(ne[:,c_],nt[:,c_].clamp(min=0),m[:,c_],net.core.trans)/N; loss=loss+l*(.5 if b[0].get('silver') else 1); tl['ner']+=l.item()
            if 'hd' in b[0]:
                hd=pad(b,'hd');ut=pad(b,'u');xt=pad(b,'x');rt=pad(b,'r')
                la=F.cross_entropy(sc.permute(1,0,2).flatten(0,1),hd.flatten(),ignore_index=-1,reduction='sum')/N
                lr_=F.cross_entropy(net.core.rels(rd,rh,hd.clamp(min=0)).flatten(0,1),rt.flatten(),ignore_index=-1,reduction='sum')/N
                lu=F.cross_entropy(up.flatten(0,1),ut.flatten(),ignore_index=-1,reduction='sum')/N;lx=F.cross_entropy(xp.flatten(0,1),xt.flatten(),ignore_index=-1,reduction='sum')/N
                loss=loss+la+lr_+.3*lu+.3*lx; tl['arc']+=la.item();tl['rel']+=lr_.item()
            opt.zero_grad();loss.backward();torch.nn.utils.clip_grad_norm_(net.parameters(),3.);opt.step();step+=1
            if step%100==0: print(step,round(time.time()-t0),round(tl['arc']/max(1,step%len(bs)),3),flush=True)
        if ep%3==0 or done:
            r=evaluate(net); torch.save(dict(sd=net.state_dict(),UP=UP,XP=XP,RL=RL,NE=NE),a.out); print(ep,step,round(time.time()-t0),json.dumps(r),flush=True)
