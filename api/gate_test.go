package api

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
)

func TestMoreThanThereIsRoomForWaitOrAreSentAway(t *testing.T) {
	g := &gate{slots: make(chan struct{}, 2), wait: time.Hour}
	inside, release := make(chan struct{}, 3), make(chan struct{})
	ask := bounded(g, func(context.Context, *none) (*none, error) {
		inside <- struct{}{}
		<-release
		return &none{}, nil
	})
	done := make(chan error, 3)
	for range 3 {
		go func() {
			_, err := ask(t.Context(), &none{})
			done <- err
		}()
	}
	<-inside
	<-inside
	select {
	case <-inside:
		t.Error("a third is let in beside two")
	default:
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ask(gone, &none{}); !errors.Is(err, context.Canceled) {
		t.Errorf("who went away meanwhile gets %v, want %v", err, context.Canceled)
	}
	short := &gate{slots: g.slots, wait: time.Nanosecond}
	var p *Problem
	if _, err := short.enter(t.Context(), ""); !errors.As(err, &p) || p.Status != http.StatusServiceUnavailable || p.Code != "busy" || p.GetHeaders().Get("Retry-After") == "" {
		t.Errorf("who waited too long gets %+v, want 503 busy with Retry-After", err)
	}
	release <- struct{}{}
	<-inside // the third, once there is room
	release <- struct{}{}
	release <- struct{}{}
	for range 3 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestNobodyFillsTheGateAlone(t *testing.T) {
	g := &gate{slots: make(chan struct{}, 2), wait: time.Hour}
	leave, err := g.enter(t.Context(), "Ana")
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	// Where there is room, one who is gone may be let in or not: so it is tried often.
	for range 64 {
		if again, err := g.enter(gone, "Ana"); err == nil {
			again()
			t.Fatal("one person takes all the room there is")
		}
	}
	other, err := g.enter(t.Context(), "Bo")
	if err != nil {
		t.Fatalf("another person: %v, want to be let in", err)
	}
	leave()
	other()
	if len(g.of) != 0 || len(g.slots) != 0 {
		t.Errorf("%d people are held and %d slots taken, with nobody inside", len(g.of), len(g.slots))
	}
}
