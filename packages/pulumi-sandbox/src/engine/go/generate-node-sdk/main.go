// Writes the Node.js SDK of a Pulumi package, by the generator of the pinned engine: the one thing of a language host that
// exists in Go alone. `generate-node-sdk LOADER DIRECTORY [--local]`, the package's schema as JSON on standard input.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if err := generate(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: generate-node-sdk LOADER DIRECTORY [--local]")
	}
	target, directory, local := args[0], args[1], slices.Contains(args[2:], "--local")

	var spec schema.PackageSpec
	if err := json.NewDecoder(os.Stdin).Decode(&spec); err != nil {
		return fmt.Errorf("the schema is not JSON of a package: %w", err)
	}
	// The engine's loader knows the packages that this one refers to.
	loader, err := schema.NewLoaderClient(target)
	if err != nil {
		return err
	}
	defer loader.Close()
	cached := schema.NewCachedLoader(loader)
	pkg, problems, err := schema.BindSpec(spec, cached, schema.ValidationOptions{AllowDanglingReferences: true})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}

	files, err := nodejs.GeneratePackage("okta-express", pkg, nil, nil, local, cached)
	if err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
