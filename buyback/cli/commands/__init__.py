"""The commands, a module per subject. `register` adds a module's commands to the tree."""
