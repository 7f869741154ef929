package main

import (
	"context"
	"net"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestGateway(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- serve(ctx, listener) }()
	conn, err := pgx.Connect(ctx, "postgres://ann@"+listener.Addr().String()+"/tools")
	if err != nil {
		t.Fatal(err)
	}
	var got string
	if err := conn.QueryRow(ctx, "CALL text.shout($1)", "hello").Scan(&got); err != nil || got != "HELLO!" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := conn.Close(ctx); err != nil {
		t.Error(err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
