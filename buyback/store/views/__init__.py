"""What screens, reports and rules read: frozen values out of one snapshot, one module per subject."""
