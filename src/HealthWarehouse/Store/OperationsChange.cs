using System.Data.Common;
using Dapper;

namespace HealthWarehouse.Store;

/// <summary>What may be done inside one operational transaction.</summary>
public sealed class OperationsChange
{
    private readonly Operations _operations;
    private readonly DbConnection _db;
    private readonly DbTransaction _transaction;
    private readonly CancellationToken _stop;

    internal OperationsChange(Operations operations, DbConnection db, DbTransaction transaction, CancellationToken stop) =>
        (_operations, _db, _transaction, _stop) = (operations, db, transaction, stop);

    public Task<int> Execute(string name, object? args = null) => ExecuteText(_operations.Sql[name, _operations.Engine], args);

    public Task<int> ExecuteText(string text, object? args = null) =>
        _db.ExecuteAsync(_operations.Command(text, args, _transaction, _stop));

    public async Task<IReadOnlyList<T>> Query<T>(string name, object? args = null) =>
        [.. await _db.QueryAsync<T>(_operations.Command(_operations.Sql[name, _operations.Engine], args, _transaction, _stop))];

    public async Task<T?> One<T>(string name, object? args = null) => (await Query<T>(name, args)).SingleOrDefault();
}
