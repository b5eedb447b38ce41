namespace HealthWarehouse.Store;

/// <summary>The databases the house runs on: DuckDB or PostgreSQL for the warehouse, SQLite or PostgreSQL for operations.</summary>
public enum Engine { DuckDb, PostgreSql, Sqlite }
