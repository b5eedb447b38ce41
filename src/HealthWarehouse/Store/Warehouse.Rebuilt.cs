using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>A warehouse built anew beside the one in use, and put in its place while readers wait a moment.</summary>
public sealed partial class Warehouse
{
    private static readonly string[] Rebuilt = ["std", "vault", "link", "core", "dim", "mart"];
    private bool _isBeside;

    /// <summary>
    /// Whether what an embedded file met when it was opened means that it cannot be read any more; a lock, a right or a full disk does not.
    /// </summary>
    internal static bool IsRotten(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
            if (e is DuckDBException duck)
                return duck.ErrorType is DuckDBErrorType.Io or DuckDBErrorType.Serialization or DuckDBErrorType.Internal
                    or DuckDBErrorType.Fatal or DuckDBErrorType.Invalid or DuckDBErrorType.InvalidInput
                    && !duck.Message.Contains("lock", StringComparison.OrdinalIgnoreCase)
                        && !duck.Message.Contains("Permission denied", StringComparison.Ordinal)
                    && !duck.Message.Contains("No space left", StringComparison.Ordinal)
                        && !duck.Message.Contains("version number", StringComparison.Ordinal);
        return false;
    }

    /// <summary>Moves an embedded file, and its log, to a name with an ending of its own; gives that name.</summary>
    internal static string PutAside(string file, string ending)
    {
        var aside = $"{file}.{ending}";
        if (System.IO.File.Exists(file)) System.IO.File.Move(file, aside);
        if (System.IO.File.Exists($"{file}.wal")) System.IO.File.Move($"{file}.wal", $"{aside}.wal");
        return aside;
    }

    /// <summary>
    /// Puts another file in the place of an embedded database; the one of before stays beside it under an ending of its own.
    /// </summary>
    internal async Task<string> Exchange(string rebuilt, string ending, CancellationToken stop)
    {
        await _oneWriter.WaitAsync(stop);
        try
        {
            await _door.Shut(ReadersLeave, stop);
            try
            {
                await CloseWriter();
                var kept = PutAside(File!, ending);
                System.IO.File.Move(rebuilt, File!);
                return kept;
            }
            finally
            {
                _door.Open();
            }
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    /// <summary>
    /// On PostgreSQL: an empty warehouse in schemas beside those in use, written under the same lease. What an earlier rebuild left there
    /// goes.
    /// </summary>
    internal async Task<Warehouse> Beside(CancellationToken stop)
    {
        await Write(writer => DropBeside(writer, "new_"), stop);
        var beside = new Warehouse(Source, _writing, Sql, Engine, null, _lease) { _isBeside = true };
        await Write(async writer =>
        {
            await writer.ExecuteText("create schema new_house");
            await writer.ExecuteText("create table new_house.migration (name varchar not null)");
            // Words (functions, domains) are the database's own and are there already.
            foreach (var words in Sql.In("migrations", Engine).Where(n => n.EndsWith("-words", StringComparison.Ordinal)))
                await writer.ExecuteText("insert into new_house.migration (name) values ($words)", new { words });
        }, stop);
        beside._isStarted = true;
        await beside.Write(Migrations.Apply, stop);
        return beside;
    }

    /// <summary>Switches to the schemas beside, in one transaction; those of before go.</summary>
    internal async Task Switch(CancellationToken stop)
    {
        await Write(async writer =>
        {
            await DropBeside(writer, "old_");
            foreach (var schema in Rebuilt)
                await writer.ExecuteText($"alter schema {schema} rename to old_{schema}; alter schema new_{schema} rename to {schema}");
            await writer.ExecuteText("drop schema new_house cascade");
        }, stop);
        await _oneWriter.WaitAsync(stop);
        await CloseWriter();
        _oneWriter.Release();
        Forget();
        await Write(writer => DropBeside(writer, "old_"), stop);
    }

    protected internal override string Place(string text) => _isBeside ? Schema().Replace(text, "new_$&") : text;

    private static async Task DropBeside(WarehouseWriter writer, string prefix)
    {
        foreach (var schema in Rebuilt.Append("house")) await writer.ExecuteText($"drop schema if exists {prefix}{schema} cascade");
    }

    /// <summary>A schema before a dot, in its own creation, or as a value compared with the catalogue of the database.</summary>
    [GeneratedRegex(@"(?<![\w.])(?:house|std|vault|link|core|dim|mart)(?=\.\w)" +
        @"|(?<=create schema (?:if not exists )?)(?:house|std|vault|link|core|dim|mart)\b|(?<=table_schema = ')std(?=')")]
    private static partial Regex Schema();
}
