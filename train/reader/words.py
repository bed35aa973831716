"""Cuts unlabelled text into sentences and words for silver labels; the product has its own, better cuts."""
import re

ABBR=set('Mr Mrs Ms Dr Prof Sen Rep Gov Gen Col Lt Sgt Capt St Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec U.S U.K U.N vs No Inc Corp Co Jr Sr a.m p.m i.e e.g etc D.C'.split())
def sentences(text):
    out=[];start=0
    for para in re.finditer(r'[^\n]+',text):
        s=para.start(); t=para.group()
        last=0
        for m in re.finditer(r'[.!?]+["”’\')\]]*\s+(?=["“‘\'(\[]?[A-Z0-9])',t):
            w=re.findall(r'[\w.]+$',t[:m.start()]) or ['']
            if m.group()[0]=='.' and (w[0] in ABBR or re.fullmatch(r'[A-Z]',w[0])): continue
            out.append((s+last,s+m.end(),last==0)); last=m.end()
        if t[last:].strip(): out.append((s+last,s+len(t),last==0))
    res=[]
    for a,b,np_ in out:
        while a<b and text[a].isspace(): a+=1
        while b>a and text[b-1].isspace(): b-=1
        if a<b: res.append((a,b,np_))
    return res
TOK=re.compile(r"""https?://\S+|\w[\w.+-]*@[\w.-]+|(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|[A-Za-z]+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m|S)\b|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|Sr|Prof|Col|Lt)\.|\w+|\.\.\.|--|\s+|.""",re.U)
def tokens(text,a,b):
    return [(m.start(),m.end()) for m in TOK.finditer(text,a,b) if not m.group().isspace()]
