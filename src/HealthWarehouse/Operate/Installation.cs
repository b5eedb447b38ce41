using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Operate;

/// <summary>
/// Binds the databases to the data folder whose keys they need, by one id in all three. With the right database and the wrong folder
/// everything new would be sealed, and the audit signed, by strange keys: such a process is refused before it writes anything.
/// </summary>
internal sealed class Installation(HouseSettings settings)
{
    private string Keys => Path.Combine(settings.Data, "keys");

    private string IdFile => Path.Combine(Keys, "installation");

    private string? Own => File.Exists(IdFile) ? File.ReadAllText(IdFile).Trim() : null;

    /// <summary>Before keys are made or tables brought up to date: what the databases on a server say.</summary>
    public async Task Check(CancellationToken stop)
    {
        if (settings.OperationsPostgres is { } operations) await Check(operations, "public.installation", "public.delivery", stop);
        if (settings.WarehousePostgres is { } warehouse) await Check(warehouse, "house.installation", "std.delivery", stop);
    }

    /// <summary>After all are open: those that have no id yet get that of the folder, which gets one at its first start.</summary>
    public async Task Bind(Operations operations, Warehouse warehouse, CancellationToken stop)
    {
        var known = await operations.One<string>("ask/operate/own-installation", null, stop);
        var held = (await warehouse.Behind<string>("ask/operate/installation", null, stop)) is [var one, ..] ? one : null;
        var id = Own ?? known ?? held ?? Guid.CreateVersion7().ToString();
        if (known is not null) Must(known);
        if (held is not null) Must(held);
        if (Own is null) SecretFile.Write(IdFile, System.Text.Encoding.ASCII.GetBytes(id));
        if (known is null)
            await operations.Write(change => change.ExecuteText("insert into installation (id) values ($id)", new { id }), stop);
        if (held is null && await warehouse.Holds(stop))
            await warehouse.Write(writer => writer.ExecuteText("insert into house.installation (id) values ($id)", new { id }), stop);
    }

    private async Task Check(string connectionString, string table, string content, CancellationToken stop)
    {
        await using var db = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await db.OpenAsync(stop);
        if (await There(db, table, stop) && await First(db, $"select id from {table} limit 1", stop) is { } id) Must(id);
        else if (!File.Exists(Path.Combine(Keys, "keyring.json")) && await There(db, content, stop)
            && await First(db, $"select 'x' from {content} limit 1", stop) is not null)
            throw new WrongFolderException($"Cơ sở dữ liệu đã có dữ liệu, nhưng thư mục {settings.Data} không có khoá nào. Hãy chỉ đúng " +
                "thư mục dữ liệu (KHOYTE_DATA) của bản cài đặt ấy.");
    }

    /// <summary>A folder without an id is one of before there were any only if the database has none either.</summary>
    private void Must(string id)
    {
        if (Own is { } own ? own == id : File.Exists(Path.Combine(Keys, "keyring.json"))
            && settings is { OperationsPostgres: null, WarehousePostgres: null })
            return;
        throw new WrongFolderException($"Cơ sở dữ liệu thuộc bản cài đặt {id}, còn thư mục {settings.Data} " +
            $"{(Own is { } other ? $"thuộc bản cài đặt {other}" : "không thuộc bản nào")}. Chưa ghi gì. "
            + $"Hãy chỉ đúng thư mục dữ liệu (KHOYTE_DATA); nếu khoá trong thư mục này đúng là của bản {id}, hãy ghi mã ấy vào tệp " +
                $"{IdFile}.");
    }

    private static async Task<bool> There(NpgsqlConnection db, string table, CancellationToken stop) =>
        await First(db, $"select to_regclass('{table}')::text", stop) is not null;

    private static async Task<string?> First(NpgsqlConnection db, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, db);
        return await command.ExecuteScalarAsync(stop) as string;
    }
}

/// <summary>The database belongs to another data folder than the one given.</summary>
public sealed class WrongFolderException(string words) : Exception(words);
