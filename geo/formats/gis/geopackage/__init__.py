"""GeoPackages: drawn layers, and the event file's records as related tables; in and out."""
