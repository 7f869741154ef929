package incatalog_test

import (
	"context"
	"fmt"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/examples/incatalog"
	"github.com/callgate/callgate/procedures/proctest"
)

// Example makes a catalog as CREATE CATALOG my_catalog WITH ('type' = 'with_builtin_procedure') does, and calls my_catalog.`system`.generate_n(5).
func Example() {
	ctx := context.Background()
	registry, err := catalog.NewRegistry(incatalog.Factory{})
	if err != nil {
		fmt.Println(err)
		return
	}
	manager, err := catalog.NewManager(ctx, registry, store.NewMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	my := store.Descriptor{Name: "my_catalog", Options: map[string]string{catalog.TypeOption: "with_builtin_procedure"}}
	if err := manager.Create(ctx, my, false); err != nil {
		fmt.Println(err)
		return
	}
	name := catalog.Name{{Text: "my_catalog"}, {Text: "system", Quoted: true}, {Text: "generate_n"}}
	found, err := manager.Snapshot().Resolve(ctx, catalog.Scope{}, name)
	if err != nil {
		fmt.Println(err)
		return
	}
	proctest.Show(found.Procedure, 5)
	// Output:
	// 0
	// 1
	// 2
	// 3
	// 4
}
