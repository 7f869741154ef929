// Serve runs a callgate that holds the catalogs of the conformance corpus, so that its statements can be sent over the wire.
//
//	go run ./testdata/conformance/serve -listen 127.0.0.1:0
//
// It prints the address it listens on, and stops on an interrupt or SIGTERM.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/callgate/callgate/testdata/conformance/run"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:5434", "address to listen on; port 0 takes a free one")
	flag.Parse()
	if err := serve(*listen); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func serve(listen string) error {
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer done()
	s, err := run.NewServer(ctx)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	drained := make(chan error, 1)
	context.AfterFunc(ctx, func() { drained <- s.Shutdown(context.Background()) })
	fmt.Println("listening on", listener.Addr())
	if err := s.Serve(listener); err != nil {
		return err
	}
	return <-drained
}
