using System.Security.Cryptography;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Records;

/// <summary>
/// The identity of one record, opened from the vault piece by piece, each under the key it is sealed with: that of identity, or of the
/// record's restricted compartment. A record that was set aside has no pieces: nothing but its message tells.
/// </summary>
internal sealed class RecordIdentity
{
    private readonly Dictionary<(string Table, int Row), Dictionary<string, string>> _rows = [];

    private RecordIdentity(bool isSealed) => IsSealed = isSealed;

    /// <summary>Whether the vault holds the record's identity.</summary>
    public bool IsSealed { get; }

    /// <summary>Some of it does not open: its key or the record's secret is gone.</summary>
    public bool IsGone { get; private set; }

    public static async Task<RecordIdentity> Open(Warehouse warehouse, VaultDoor vault, RecordPlace place, Sight sight,
        CancellationToken stop)
    {
        var pieces = (await warehouse.Query<SealedPiece>("ask/key/contents", new { first = place.RecordKey, last = place.RecordKey },
            stop)).Where(p => p.Compartment == "identity").ToArray();
        var opened = new RecordIdentity(pieces.Length > 0);
        foreach (var piece in pieces)
        {
            using var opener = vault.Opener(sight, piece.Restricted?.Split(';') ?? []);
            opened.Add(piece, opener);
        }
        return opened;
    }

    /// <summary>What was sealed of a column of a row; null when nothing was, or it does not open any more.</summary>
    public string? Value(string table, int row, string column) => _rows.GetValueOrDefault((table, row))?.GetValueOrDefault(column);

    private void Add(SealedPiece piece, Opener opener)
    {
        Span<byte> at = stackalloc byte[16];
        VaultDoor.Place(at, piece.RecordKey, VaultDoor.TableNumber(piece.TableName), piece.RowNo);
        try
        {
            _rows[(piece.TableName, piece.RowNo)] = JsonSerializer.Deserialize<Dictionary<string,
                string>>(opener.Open(Convert.FromBase64String(piece.Piece), at))!;
        }
        catch (Exception e) when (e is CryptographicException or RetiredKeyException)
        {
            IsGone = true;
        }
    }
}

/// <summary>
/// Numbers of a message's rows as the binder counts them: in the first table of a kind, only rows that bear its declared name, or all where
/// none does.
/// </summary>
internal sealed class RowNumbers(SourceRecord record)
{
    /// <summary>For each row of a table its number; 0 where it was not bound.</summary>
    public int[] Of(SourceTable source, Table table)
    {
        var numbers = new int[source.Rows.Count];
        if (!ReferenceEquals(record.Tables.First(t => t.Kind == source.Kind), source)) return numbers;
        var isNone = source.Rows.All(r => source.Element(r) != table.RowElement);
        for (var (i, number) = (0, 0); i < numbers.Length; i++)
            if (isNone || source.Element(source.Rows[i]) == table.RowElement) numbers[i] = ++number;
        return numbers;
    }
}
