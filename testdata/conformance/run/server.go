package run

import (
	"context"

	"github.com/callgate/callgate/server"
	"github.com/callgate/callgate/testdata/conformance/catalogs"
)

// NewServer returns a server that holds the catalogs of the corpus. Clients start in demo.system, as statements of the corpus do.
func NewServer(ctx context.Context) (*server.Server, error) {
	manager, err := Catalogs(ctx)
	if err != nil {
		return nil, err
	}
	return server.New(server.Config{Catalogs: manager, DefaultCatalog: catalogs.DefaultCatalog}), nil
}
