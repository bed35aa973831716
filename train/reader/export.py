"""Step 5: rounds the student to int8 and writes the weight file; its layout is in README.md."""
import torch, json, struct, sys, numpy as np
import data
src,dst=(sys.argv[1:]+[data.WORK+'/student.pt','../../reading/weights/reader.bin'][len(sys.argv)-1:])[:2]
k=torch.load(src,weights_only=False); sd=k['sd']; D,H=k['D'],k['H']
T={}
def q(name,w):
    w=w.float(); s=w.abs().amax(1)/127; s[s==0]=1e-12
    T[name+'.q']=torch.clamp(torch.round(w/s[:,None]),-127,127).to(torch.int8).numpy(); T[name+'.s']=s.numpy().astype('<f4')
def f(name,w): T[name]=w.float().numpy().astype('<f4')
word=sd['word.weight']
if 'pre' in sd: word=word+sd['pre']@sd['proj.weight'].t()
word[0]=0; q('word',word); q('hash',sd['hash.weight'])
L=len([x for x in sd if x.startswith('v.')])//2
for l in range(L):
    for d in range(2):
        i=2*l+d; q(f'W.{l}.{d}',sd[f'W.{i}.weight']); f(f'v.{l}.{d}',sd[f'v.{i}']); f(f'b.{l}.{d}',sd[f'b.{i}'])
for h in('upos','xpos','ner','mlp'): q(h,sd[h+'.weight']); f(h+'.b',sd[h+'.bias'])
f('root',sd['root']); f('arc',sd['arc']); f('arcb',sd['arcb'])
R,B,_=sd['relw'].shape; q('rel',sd['relw'].reshape(R*B,B)); f('reld.w',sd['reld.weight']); f('reld.b',sd['reld.bias']); f('relh.w',sd['relh.weight'])
A=sd['arc'].shape[0]
T['vocab']='\n'.join(k['words']).encode()
T['rows']=np.array(k.get('rows') or list(range(1,len(k['words'])+1)),dtype='<i4'); n_=len(k['NE']); f('trans',sd['trans'] if 'trans' in sd else torch.zeros(n_+1,n_))
pay=bytearray(); tens=[]
for n,v in T.items():
    while len(pay)%64: pay.append(0)
    b=v if isinstance(v,bytes) else v.tobytes()
    tens.append(dict(name=n,type='str' if isinstance(v,bytes) else 'i8' if v.dtype==np.int8 else 'i32' if v.dtype==np.dtype('<i4') else 'f32',shape=[] if isinstance(v,bytes) else list(v.shape),offset=len(pay),bytes=len(b))); pay+=b
hd=json.dumps(dict(D=D,H=H,L=L,A=A,B=B,NH=T['hash.q'].shape[0],upos=k['UP'],xpos=k['XP'],rel=k['RL'],ner=k['NE'],words=len(k['words']),wordRows=sd['word.weight'].shape[0],tensors=tens)).encode()
open(dst,'wb').write(b'ENTRDR01'+struct.pack('<I',len(hd))+hd+pay); print(len(pay))
