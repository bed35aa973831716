package embedded

import (
	"context"
	"database/sql"
	"sync"
)

// prepared runs statements on a connection pool or in a transaction and prepares
// each at its first use, so that it should see no more than some hundred. It is safe
// for concurrent use.
type prepared struct {
	on preparer
	mu sync.Mutex
	of map[string]*sql.Stmt
}

// preparer is a connection pool or a transaction.
type preparer interface {
	querier
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.of[query]; ok {
		return s, nil
	}
	s, err := p.on.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if p.of == nil {
		p.of = map[string]*sql.Stmt{}
	}
	p.of[query] = s
	return s, nil
}

// exec runs a statement.
func (p *prepared) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryRowContext asks for one row.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := p.statement(ctx, query)
	if err != nil {
		return p.on.QueryRowContext(ctx, query, args...) // which says what is wrong
	}
	return s.QueryRowContext(ctx, args...)
}

// QueryContext asks for rows.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}
