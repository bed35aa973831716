"""Step 3: the teacher labels the unlabelled articles: tags, trees, names."""
from teacher import *
torch.set_num_threads(3)
k=torch.load(a.out,weights_only=False)
net=Teacher(); net.load_state_dict(k['sd']); net.eval()
S=pickle.load(open(data.WORK+'/silver_ner.pkl','rb'))
sents=[prep(dict(form=s['form'],sp=s['ner'])) for s in S]
out=[]; t0=time.time()
with torch.no_grad():
    for b in batches(sents,6000,False):
        ids,am,fi,h,m=tens(b); x=net(ids,am,fi,h,m); up,xp,ne,sc,rd,rh=net.core.heads(x,m)
        hd=np.zeros(m.shape,dtype='int64'); scn=sc.numpy()
        for i,s in enumerate(b):
            n=len(s['form']); hd[:n,i]=tree(scn[i,:n,:n+1])
        rl=net.core.rels(rd,rh,torch.from_numpy(hd)).argmax(-1).numpy(); u=up.argmax(-1).numpy(); xx=xp.argmax(-1).numpy(); nn_=ne.numpy(); tr=net.core.trans.detach().numpy()
        for i,s in enumerate(b):
            n=len(s['form']); tg=[NE[q] for q in viterbi(nn_[:n,i],tr)]; tg=['B-'+q[2:] if q[:2]=='I-' and (j==0 or tg[j-1][2:]!=q[2:]) else q for j,q in enumerate(tg)]
            out.append(dict(form=s['form'],upos=[UP[q] for q in u[:n,i]],xpos=[XP[q] for q in xx[:n,i]],head=hd[:n,i].tolist(),rel=[RL[q] for q in rl[:n,i]],ner=tg,spacy=s['sp'],silver=True))
print(len(out),time.time()-t0)
pickle.dump(out,open(data.WORK+'/silver.pkl','wb'))
