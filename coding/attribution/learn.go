package attribution

import (
	"sync"
)

// Sizes and settings of training, chosen on the development articles.
const (
	cueBits, innerBits, extentBits, roleBits, stepBits, acceptBits = 21, 19, 17, 20, 12, 16
	cuePasses, extentPasses, rolePasses, acceptPasses              = 7, 4, 4, 8
	folds                                                          = 4
)

// Learn trains a tagger. It cuts the lessons into folds to judge proposals as
// they come out of models that have not seen them. It takes two cores.
func Learn(lessons []Lesson, progress func(format string, args ...any)) (*Tagger, error) {
	k, err := newKnowledge()
	if err != nil {
		return nil, err
	}
	ls := make([]*lesson, len(lessons))
	for i := range lessons {
		ls[i] = k.newLesson(&lessons[i])
	}
	t := &trainer{k: k, progress: progress}
	t.crossCues(ls)
	t.crossExtents(ls)
	full := &models{}
	var parts [folds]*models
	t.both(func(n int) {
		switch n {
		case folds:
			full.cue, full.inner = t.cue(ls, false, cueBits), t.cue(ls, true, innerBits)
			full.role, full.step = t.role(ls)
			full.extent = t.extent(ls)
		default:
			some := without(ls, n)
			parts[n] = &models{}
			parts[n].role, parts[n].step = t.role(some)
			parts[n].extent = t.extent(some)
		}
	}, folds+1)
	full.accept = t.accept(ls, &parts)
	return &Tagger{k: k, m: full.rounded()}, nil
}

type trainer struct {
	k        *knowledge
	progress func(string, ...any)
}

// both runs n jobs, two at a time.
func (t *trainer) both(job func(int), n int) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i := n - 1; i >= 0; i-- {
		wait.Add(1)
		slots <- struct{}{}
		go func() {
			defer wait.Done()
			job(i)
			<-slots
		}()
	}
	wait.Wait()
}

func without(ls []*lesson, fold int) []*lesson {
	var out []*lesson
	for i, l := range ls {
		if i%folds != fold {
			out = append(out, l)
		}
	}
	return out
}

// rounded is the models with their weights rounded to bytes.
func (m *models) rounded() *models {
	round := func(s scorer) scorer { return s.(*learner).table() }
	return &models{round(m.cue), round(m.inner), round(m.extent), round(m.role), round(m.step), round(m.accept)}
}
