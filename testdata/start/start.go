// Package start starts a callgate for tests, as `callgate serve` does with its embedded defaults.
package start

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/rs/zerolog"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/examples"
	"github.com/callgate/callgate/procedures"
	"github.com/callgate/callgate/procedures/builtin"
	"github.com/callgate/callgate/server"
)

// Server serves the shipped catalogs on a free port of the loopback address and returns the port. Further databases of the catalog demo may
// be given by name. It is shut down at the end of the test.
func Server(t testing.TB, databases ...map[string]map[string]*procedures.Procedure) string {
	t.Helper()
	ctx := t.Context()
	manager := catalogs(t, databases)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := server.New(server.Config{Catalogs: manager, DefaultCatalog: "demo", Log: zerolog.Nop()})
	done := make(chan error, 1)
	go func() { done <- srv.Serve(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(srv.Shutdown(context.WithoutCancel(ctx)), <-done); err != nil {
			t.Error(err)
		}
	})
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

func catalogs(t testing.TB, databases []map[string]map[string]*procedures.Procedure) *catalog.Manager {
	t.Helper()
	ctx := t.Context()
	registry, err := catalog.NewRegistry(memory.Factory{})
	if err != nil {
		t.Fatal(err)
	}
	manager, err := catalog.NewManager(ctx, registry, store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	procs := memory.Procedures(builtin.Procedures())
	procs["examples"] = examples.Procedures()
	for _, more := range databases {
		for name, p := range more {
			procs[name] = p
		}
	}
	for name, c := range map[string]catalog.Catalog{
		"demo":            memory.New("demo", "system", procs),
		"default_catalog": memory.New("default_catalog", "default_database", nil),
	} {
		if err := manager.Add(ctx, name, c); err != nil {
			t.Fatal(err)
		}
	}
	return manager
}
