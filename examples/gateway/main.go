// Command gateway is a gateway of one's own: it serves a procedure that is written here, in a catalog of its own.
//
//	go run ./examples/gateway
//	psql -h 127.0.0.1 -p 5433 -d tools -c "CALL text.shout('hello')"
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"

	"github.com/rs/zerolog"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/server"
)

// shout is the procedure: one row, the text in upper case.
var shout = procedures.MustNew(func(_ procedures.Context, text string) []string {
	return []string{strings.ToUpper(text) + "!"}
}, procedures.Doc("the text, louder"))

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:5433")
	if err != nil {
		return err
	}
	return serve(ctx, listener)
}

// serve answers clients until ctx is done.
func serve(ctx context.Context, listener net.Listener) error {
	registry, err := catalog.NewRegistry(memory.Factory{})
	if err != nil {
		return err
	}
	manager, err := catalog.NewManager(ctx, registry, store.NewMemory())
	if err != nil {
		return err
	}
	tools := memory.New("tools", "text", memory.Procedures{"text": {"shout": shout}})
	if err := manager.Add(ctx, "tools", tools); err != nil {
		return err
	}
	srv := server.New(server.Config{
		Catalogs: manager, DefaultCatalog: "tools", Log: zerolog.New(os.Stderr).With().Timestamp().Logger(),
	})
	go func() {
		<-ctx.Done()
		_ = srv.Shutdown(context.WithoutCancel(ctx)) // Serve returns when it is done
	}()
	return srv.Serve(listener)
}
