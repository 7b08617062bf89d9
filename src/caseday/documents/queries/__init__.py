"""Every read of papers, viewer first."""
