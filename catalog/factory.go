package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Factory makes catalogs of one type (org.apache.flink.table.factories.CatalogFactory).
type Factory interface {
	// Identifier is the value of the option 'type' that selects this factory, compared exactly.
	Identifier() string
	// Options lists the options it knows; 'type' is not one of them.
	Options() []Option
	// Create makes a catalog, unopened, from options that were checked against Options and do not contain 'type'.
	Create(ctx context.Context, name string, options map[string]string) (Catalog, error)
}

// Option is an option that a catalog type declares.
type Option struct {
	Key      string
	Required bool
	Secret   bool // shown as ******
	Default  string
	Doc      string
}

// TypeOption is the option that selects the factory (CommonCatalogOptions.CATALOG_TYPE).
const TypeOption = "type"

// Registry holds factories by identifier.
type Registry struct {
	mu        sync.RWMutex
	factories map[string]Factory
}

// NewRegistry returns a registry of the given factories.
func NewRegistry(factories ...Factory) (*Registry, error) {
	r := &Registry{factories: map[string]Factory{}}
	for _, f := range factories {
		if err := r.Register(f); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Register adds a factory. A nil factory, an empty identifier and one that is taken are errors.
func (r *Registry) Register(f Factory) error {
	if f == nil || f.Identifier() == "" {
		return fmt.Errorf("catalog: a factory needs an identifier")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.factories[f.Identifier()]; ok {
		return fmt.Errorf("catalog: a factory for identifier %q is registered already", f.Identifier())
	}
	r.factories[f.Identifier()] = f
	return nil
}

// Identifiers lists the identifiers in order.
func (r *Registry) Identifiers() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Sorted(maps.Keys(r.factories))
}

// discover finds the factory for a catalog's options by Flink's rules and checks the options against it; the texts are
// those of org.apache.flink.table.factories.FactoryUtil.
func (r *Registry) discover(options map[string]string) (Factory, error) {
	identifier, ok := options[TypeOption]
	if !ok {
		return nil, optionError("Catalog options do not contain an option key '%s' for discovering a catalog.", TypeOption)
	}
	r.mu.RLock()
	f := r.factories[identifier]
	r.mu.RUnlock()
	if f == nil {
		return nil, optionError("Could not find any factory for identifier '%s' that implements 'catalog.Factory'.\n\n"+
			"Available factory identifiers are:\n\n%s", identifier, strings.Join(r.Identifiers(), "\n"))
	}
	return f, checkOptions(f, options)
}

func checkOptions(f Factory, options map[string]string) error {
	var missing, known []string
	for _, o := range f.Options() {
		known = append(known, o.Key)
		if _, ok := options[o.Key]; o.Required && !ok {
			missing = append(missing, o.Key)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return optionError("One or more required options are missing.\n\nMissing required options are:\n\n%s",
			strings.Join(missing, "\n"))
	}
	var unsupported []string
	for key := range options {
		if key != TypeOption && !slices.Contains(known, key) {
			unsupported = append(unsupported, key)
		}
	}
	if len(unsupported) > 0 {
		slices.Sort(unsupported)
		slices.Sort(known)
		return optionError("Unsupported options found for '%s'.\n\nUnsupported options:\n\n%s\n\nSupported options:\n\n%s",
			f.Identifier(), strings.Join(unsupported, "\n"), strings.Join(known, "\n"))
	}
	return nil
}

func optionError(format string, args ...any) *pgerr.Error {
	return pgerr.New(pgerr.InvalidParameterValue, format, args...)
}

var linked = &Registry{factories: map[string]Factory{}}

// Register adds a factory to the registry of the catalog types that are linked into the program. Call it from main or from an
// init function; a duplicate is an error.
func Register(f Factory) error { return linked.Register(f) }

// Linked is the registry that [Register] fills.
func Linked() *Registry { return linked }
