using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>
/// A database behind named SQL files: a name and its arguments in, records out. Arguments are written <c>$name</c> for every engine.
/// </summary>
public abstract partial class Database(DbDataSource source, SqlFiles sql, Engine engine) : IAsyncDisposable
{
    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        DapperTypes.Register();
    }

    public Engine Engine { get; } = engine;

    protected DbDataSource Source { get; } = source;

    public SqlFiles Sql { get; } = sql;

    public async Task<IReadOnlyList<T>> Query<T>(string name, object? args = null, CancellationToken stop = default) =>
        await QueryText<T>(Sql[name, Engine], args, stop);

    /// <summary>One row or null.</summary>
    public async Task<T?> One<T>(string name, object? args = null, CancellationToken stop = default) =>
        (await Query<T>(name, args, stop)).SingleOrDefault();

    public async Task<int> Execute(string name, object? args = null, CancellationToken stop = default) =>
        await ExecuteText(Sql[name, Engine], args, stop);

    /// <summary>For SQL generated from declarations; everything else is a file.</summary>
    public Task<IReadOnlyList<T>> QueryText<T>(string text, object? args = null, CancellationToken stop = default) =>
        Steadily<IReadOnlyList<T>>(async () =>
    {
        await using var db = await Open(stop);
        return [.. await db.QueryAsync<T>(Command(text, args, null, stop))];
    });

    /// <summary>Rows as they come from the engine, for many rows of columns only a declaration knows.</summary>
    public Task<List<T>> ReadText<T>(string text, object? args, Func<DbDataReader, T> make, CancellationToken stop = default) =>
        Steadily(async () =>
    {
        await using var db = await Open(stop);
        await using var reader = await db.ExecuteReaderAsync(Command(text, args, null, stop));
        var rows = new List<T>();
        while (await reader.ReadAsync(stop)) rows.Add(make(reader));
        return rows;
    });

    public async Task<int> ExecuteText(string text, object? args = null, CancellationToken stop = default)
    {
        await using var db = await Open(stop);
        return await db.ExecuteAsync(Command(text, args, null, stop));
    }

    public virtual async Task<DbConnection> Open(CancellationToken stop) => await Source.OpenConnectionAsync(stop);

    public virtual async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Does once more what met a connection that the server had closed meanwhile (it was restarted): the other idle ones are closed too.
    /// Only for what may be done twice.
    /// </summary>
    protected async Task<T> Steadily<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException e) when (IsCut(e))
        {
            ((NpgsqlDataSource)Source).Clear();
            return await work();
        }
    }

    private static bool IsCut(NpgsqlException e) => e is PostgresException postgres ? postgres.SqlState is PostgresErrorCodes.AdminShutdown
        or PostgresErrorCodes.CrashShutdown : e.InnerException is IOException;

    internal CommandDefinition Command(string text, object? args, DbTransaction? transaction, CancellationToken stop) =>
        new(Adapt(text), Arguments.Of(args), transaction, commandTimeout: 0, cancellationToken: stop);

    /// <summary>The files are written with $name; Npgsql and SQLite want @name.</summary>
    internal string Adapt(string text) => Engine is Engine.DuckDb ? text : NamedParameter().Replace(Place(text), "@$1");

    /// <summary>Where the tables named in a text stand; elsewhere while a warehouse is built anew beside the one in use.</summary>
    protected internal virtual string Place(string text) => text;

    [GeneratedRegex(@"(?<![\w$'])\$([a-z_]\w*)")] private static partial Regex NamedParameter();
}
