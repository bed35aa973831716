"""Loads treebanks, name sets and unlabelled articles from the data folder (ENTENTE_DATA)."""
import gzip, json, os, re, glob
DATA=os.environ.get('ENTENTE_DATA','../../../shared/data')
def conllu(path, drop_genres=()):
    genre=''; sents=[]; rows=[]
    for line in gzip.open(path,'rt',encoding='utf8'):
        line=line.rstrip('\n')
        if line.startswith('# newdoc'): genre=''
        if line.startswith('# meta::genre'): genre=line.split('=')[1].strip()
        if not line:
            if rows and genre not in drop_genres:
                sents.append(dict(genre=genre,form=[r[1] for r in rows],upos=[r[3] for r in rows],xpos=[r[4] for r in rows],head=[int(r[6]) for r in rows],rel=[r[7] for r in rows],lemma=[r[2] for r in rows]))
            rows=[]
        elif line[0]!='#':
            r=line.split('\t')
            if '-' not in r[0] and '.' not in r[0]: rows.append(r)
    return sents
def iob(path):
    sents=[];f=[];t=[]
    for line in gzip.open(path,'rt',encoding='utf8'):
        line=line.rstrip('\n')
        if line.startswith('# '): continue
        if not line.strip():
            if f: sents.append((f,t))
            f=[];t=[]
        else:
            p=line.split('\t')
            f.append(p[0]);t.append(p[-1])
    if f: sents.append((f,t))
    return sents
MAP={'PER':'PER','LOC':'LOC','ORG':'ORG','person':'PER','politician':'PER','politicalparty':'ORG','organisation':'ORG','organization':'ORG','country':'LOC','location':'LOC','Person':'PER','Organisation':'ORG','Location':'LOC'}
def norm(tags):
    out=[];prev=None
    for t in tags:
        if t in('O','_','-'): out.append('O');prev=None;continue
        b,k=t.split('-',1); m=MAP.get(k)
        if m is None: out.append('O');prev=None;continue
        if b=='B' or prev!=m: out.append('B-'+m)
        else: out.append('I-'+m)
        prev=m
    return out
TB=DATA+'/treebanks/'; NM=DATA+'/names/'
def load():
    ewt=conllu(TB+'ewt-train.conllu.gz'); gum=conllu(TB+'gum-train.conllu.gz',('fiction','whow'))
    un={tuple(f):norm(t) for f,t in iob(NM+'uner-ewt-train.iob2.gz')}
    n=0
    for s in ewt:
        s['ner']=un.get(tuple(s['form'])); n+=s['ner'] is not None
    print('ewt',len(ewt),'with names',n,'gum',len(gum))
    for s in gum: s['ner']=None
    only=[]
    for name in ('wikigold','crossner-politics-train'):
        for f,t in iob(NM+name+'.iob2.gz'): only.append(dict(form=f,ner=norm(t)))
    return ewt,gum,only
def devs():
    d={'ewt':conllu(TB+'ewt-dev.conllu.gz'),'gum':conllu(TB+'gum-dev.conllu.gz')}
    d['uner']=[dict(form=f,ner=norm(t)) for f,t in iob(NM+'uner-ewt-dev.iob2.gz')]
    d['cross']=[dict(form=f,ner=norm(t)) for f,t in iob(NM+'crossner-politics-dev.iob2.gz')]
    return d

WORK=os.environ.get('ENTENTE_TRAIN','work')
SPACY=os.environ.get('ENTENTE_SPACY','models/en_core_web_md')
MINILM=os.environ.get('ENTENTE_MINILM','models/all-MiniLM-L6-v2')
os.makedirs(WORK,exist_ok=True)
def articles():
    """The texts of the attribution training articles, without their labels."""
    for l in gzip.open(DATA+'/attribution/train.jsonl.gz','rt',encoding='utf8'): yield json.loads(l)['text']
def name_text():
    """Text whose words enter the vocabulary where a word vector knows them."""
    yield from articles()
    for l in gzip.open(DATA+'/actors/factbook.jsonl.gz','rt',encoding='utf8'): yield re.sub(r'<[^>]+>',' ',l)
    for f in sorted(glob.glob('../../coding/actor/tables/*.tsv')): yield open(f,encoding='utf8').read()
