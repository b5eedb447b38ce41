using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Operate.Keys;

/// <summary>
/// One run over what stands under old keys: archived files get their data key wrapped anew, pieces are sealed again set by set, in
/// transactions of their own between those of loading.
/// </summary>
internal sealed class KeyRun(House house, KeyJob job)
{
    private const int PiecesAtOnce = 20_000, FilesAtOnce = 200;

    private static readonly TableSpec Resealed = new("batch_resealed",
    [
        new("record_key", ColumnType.Long), new("table_name", ColumnType.Text), new("row_no", ColumnType.Int),
            new("compartment", ColumnType.Text), new("piece", ColumnType.Bytes), new("key_no", ColumnType.Int),
    ]);

    public Task Run(CancellationToken stop) => job.KeyUse is nameof(KeyUse.Archive) ? Files(stop) : Pieces(stop);

    private async Task Files(CancellationToken stop)
    {
        var (done, total) = (job.Done, job.Total > 0 ? job.Total : (long)house.Archive.Names().Count());
        foreach (var names in house.Archive.Names(job.Place).Chunk(FilesAtOnce))
        {
            stop.ThrowIfCancellationRequested();
            foreach (var name in names) house.Archive.Rewrap(name);
            await Step(done += names.Length, Math.Max(total, done), names[^1], stop);
        }
    }

    private async Task Pieces(CancellationToken stop)
    {
        var use = job.KeyUse;
        // The key of the day, which may be newer than the one this work was asked for.
        long left = await Left(stop);
        var total = Math.Max(job.Total, job.Done + left);
        while (left > 0)
        {
            await house.Warehouse.Write(writer => Reseal(writer, use), stop);
            left = await Left(stop);
            total = Math.Max(total, left);
            await Step(total - left, total, "", stop);
        }
    }

    private async Task<long> Left(CancellationToken stop) =>
        (await house.Warehouse.Query<long>("ask/key/left", new { use = job.KeyUse, number = house.Keys.Newest(job.KeyUse) }, stop))[0];

    private async Task Reseal(WarehouseWriter writer, string use)
    {
        var pieces = await writer.Query<SealedPiece>("ask/key/pieces", new { use, number = house.Keys.Newest(use), limit = PiecesAtOnce });
        var batch = new ColumnBatch(Resealed);
        using var tools = new PieceTools(house.Vault);
        foreach (var piece in pieces)
        {
            var (content, number) = tools.Again(piece, use);
            batch.Row().Put(piece.RecordKey).Put(piece.TableName).Put(piece.RowNo).Put(piece.Compartment).Put(content).Put(number);
        }
        await writer.ExecuteText(Resealed.CreateSql(Resealed.Name, temporary: true));
        await writer.ExecuteText($"delete from {Resealed.Name}");
        await writer.Append(batch, temporary: true);
        await writer.Execute("ask/key/reseal");
        await writer.ExecuteText($"delete from {Resealed.Name}");
    }

    private Task Step(long done, long total, string place, CancellationToken stop) =>
        house.Operations.Write(change => change.Execute("ask/key/job-step", new { job.Id, done, total, place }), stop);
}

/// <summary>Openers and sealers of the house's own work on pieces, kept for one run.</summary>
internal sealed class PieceTools(VaultDoor vault) : IDisposable
{
    private readonly Dictionary<(Compartment, string), Opener> _openers = [];
    private readonly Dictionary<(Compartment, string), Sealer> _sealers = [];

    public byte[] Open(SealedPiece piece, string use)
    {
        var kind = Kind(piece);
        if (!_openers.TryGetValue((kind, use), out var opener)) _openers[(kind, use)] = opener = vault.OwnOpener(kind, use);
        Span<byte> place = stackalloc byte[16];
        PlaceOf(piece, place);
        return opener.Open(Convert.FromBase64String(piece.Piece), place);
    }

    /// <summary>The piece sealed again under the newest key, and its number.</summary>
    public (byte[] Piece, int Number) Again(SealedPiece piece, string use)
    {
        var kind = Kind(piece);
        if (!_sealers.TryGetValue((kind, use), out var sealer)) _sealers[(kind, use)] = sealer = vault.OwnSealer(kind, use);
        var plain = Open(piece, use);
        Span<byte> place = stackalloc byte[16];
        PlaceOf(piece, place);
        var again = new byte[Sealer.SealedLength(plain.Length)];
        var number = sealer.Seal(plain, place, again);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(plain);
        return (again, number);
    }

    public void Dispose()
    {
        foreach (var opener in _openers.Values) opener.Dispose();
        foreach (var sealer in _sealers.Values) sealer.Dispose();
    }

    private static void PlaceOf(SealedPiece piece, Span<byte> place) =>
        VaultDoor.Place(place, piece.RecordKey, VaultDoor.TableNumber(piece.TableName), piece.RowNo);

    private static Compartment Kind(SealedPiece piece) => Enum.Parse<Compartment>(piece.Compartment, ignoreCase: true);
}
