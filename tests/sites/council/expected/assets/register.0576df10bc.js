// The register of golden sites.
