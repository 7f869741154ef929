package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/rs/zerolog"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/memory"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/examples"
	"github.com/callgate/callgate/procedures/builtin"
	"github.com/callgate/callgate/server"
)

// defaultListen is where callgate serves if nothing else is said.
const defaultListen = "127.0.0.1:5433"

// serve runs the gateway until SIGINT or SIGTERM; a second signal ends it at once.
func serve(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("callgate serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", fromEnv("CALLGATE_LISTEN", defaultListen), "address to listen on (CALLGATE_LISTEN); only loopback addresses while there is no authentication")
	format := flags.String("log-format", fromEnv("CALLGATE_LOG_FORMAT", "json"), "json or console (CALLGATE_LOG_FORMAT)")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "callgate serve takes no argument %q\n", flags.Arg(0))
		return exitUsage
	}
	log := newLog(stderr, *format)
	tuneCollector()
	manager, err := newCatalogs(ctx)
	if err != nil {
		log.Error().Err(err).Msg("cannot set up the catalogs")
		return exitError
	}
	defer func() {
		if err := manager.Close(context.WithoutCancel(ctx)); err != nil {
			log.Error().Err(err).Msg("cannot close the catalogs")
		}
	}()
	return listenAndServe(ctx, *listen, server.Config{Catalogs: manager, DefaultCatalog: "demo", Log: log}, log)
}

// garbagePercent is how far the heap may grow between collections, unless GOGC says otherwise. What sessions keep is small and what calls
// throw away is not: with Go's default of 100 a busy gateway would collect some 50 times a second.
const garbagePercent = 400

func tuneCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}

func fromEnv(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

func newLog(w io.Writer, format string) zerolog.Logger {
	if format == "console" {
		w = zerolog.ConsoleWriter{Out: w}
	}
	return zerolog.New(w).With().Timestamp().Logger()
}

// newCatalogs makes the embedded defaults: demo with the procedures that ship, and Flink's default_catalog.
func newCatalogs(ctx context.Context) (*catalog.Manager, error) {
	registry := catalog.Linked()
	if err := registry.Register(memory.Factory{}); err != nil {
		return nil, err
	}
	manager, err := catalog.NewManager(ctx, registry, store.NewMemory())
	if err != nil {
		return nil, err
	}
	shipped := memory.Procedures(builtin.Procedures())
	shipped["examples"] = examples.Procedures()
	if err := manager.Add(ctx, "demo", memory.New("demo", "system", shipped)); err != nil {
		return nil, err
	}
	return manager, manager.Add(ctx, "default_catalog", memory.New("default_catalog", "default_database", nil))
}

func listenAndServe(ctx context.Context, address string, config server.Config, log zerolog.Logger) int {
	if err := server.CheckListen(address); err != nil {
		log.Error().Err(err).Str("listen", address).Msg("refusing to listen")
		return exitBind
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		log.Error().Err(err).Str("listen", address).Msg("cannot listen")
		return exitBind
	}
	srv := server.New(config)
	log.Info().Str("listen", listener.Addr().String()).Msg("serving; any user name on this address acts as superuser")
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	done := make(chan error, 1)
	go func() { done <- srv.Serve(listener) }()
	select {
	case err := <-done:
		log.Error().Err(err).Msg("stopped serving")
		return exitError
	case s := <-signals:
		log.Info().Str("signal", s.String()).Msg("draining; a second signal stops at once")
	}
	return drain(ctx, srv, signals, log)
}

// drain shuts the server down: sessions end, running calls may finish, and a second signal cancels everything.
func drain(ctx context.Context, srv *server.Server, signals <-chan os.Signal, log zerolog.Logger) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-signals
		cancel()
	}()
	if err := srv.Shutdown(ctx); err != nil && !errors.Is(err, context.Canceled) {
		log.Error().Err(err).Msg("shutdown")
		return exitError
	}
	log.Info().Msg("stopped")
	return exitOK
}
