using System.Data.Common;
using Dapper;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Store;

/// <summary>What may be done inside the writer's transaction. Gone with it.</summary>
public sealed class WarehouseWriter
{
    private readonly Warehouse _warehouse;
    private readonly DbConnection _db;
    private readonly DbTransaction _transaction;

    internal WarehouseWriter(Warehouse warehouse, DbConnection db, DbTransaction transaction, CancellationToken stop) =>
        (_warehouse, _db, _transaction, Stop) = (warehouse, db, transaction, stop);

    public Engine Engine => _warehouse.Engine;

    public SqlFiles Sql => _warehouse.Sql;

    public CancellationToken Stop { get; }

    /// <summary>
    /// Lets PostgreSQL count tables that have grown much in this transaction: it plans by counts, and plans for an empty table are ruinous
    /// on a full one.
    /// </summary>
    public async Task Count(IEnumerable<string> tables)
    {
        if (Engine is Engine.PostgreSql) await ExecuteText($"analyze {string.Join(", ", tables)}");
    }

    public Task<int> Execute(string name, object? args = null) => ExecuteText(Sql[name, Engine], args);

    public Task<int> ExecuteText(string text, object? args = null) => _db.ExecuteAsync(_warehouse.Command(text, args, _transaction, Stop));

    public async Task<IReadOnlyList<T>> Query<T>(string name, object? args = null) => await QueryText<T>(Sql[name, Engine], args);

    public async Task<IReadOnlyList<T>> QueryText<T>(string text, object? args = null) =>
        [.. await _db.QueryAsync<T>(_warehouse.Command(text, args, _transaction, Stop))];

    /// <summary>Appends all rows of a batch to a table of the same columns.</summary>
    public Task Append(ColumnBatch batch, string? table = null, bool temporary = false) =>
        Warehouse.Append(_db, _warehouse.Place(table ?? batch.Table.Name), batch, temporary, Stop);
}
