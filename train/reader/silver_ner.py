"""Step 1: names by spaCy on the unlabelled articles, as silver labels for the teacher."""
import pickle, time
import data, words, spacy
from spacy.tokens import Doc
nlp=spacy.load(data.SPACY,exclude=['parser','lemmatizer'])
M={'PERSON':'PER','GPE':'LOC','LOC':'LOC','FAC':'LOC','ORG':'ORG'}
sents=[]
for text in data.articles():
    for a,b,_ in words.sentences(text):
        t=[text[x:y] for x,y in words.tokens(text,a,b)]
        if 4<=len(t)<=80: sents.append(t)
print(len(sents)); t0=time.time(); out=[]
docs=(Doc(nlp.vocab,words=t) for t in sents)
for doc in nlp.pipe(docs,batch_size=256):
    tags=['O']*len(doc)
    for e in doc.ents:
        k=M.get(e.label_)
        if not k: continue
        i,j=e.start,e.end
        if doc[i].lower_=='the' : i+=1
        if j-i>1 and doc[j-1].text in("'s","’s"): j-=1
        if i<j:
            tags[i]='B-'+k
            for q in range(i+1,j): tags[q]='I-'+k
    out.append(dict(form=[w.text for w in doc],ner=tags,silver=True))
print(time.time()-t0); pickle.dump(out,open(data.WORK+'/silver_ner.pkl','wb'))
